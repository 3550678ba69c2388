"""What the commands print, and where: data on stdout, talk on stderr."""

import csv
import hashlib
import io
import json
import sqlite3
from pathlib import Path

import pytest

from danvan_cli.demo.site import Page
from danvan_cli.export.record import KEYS
from tests.cli.conftest import Run
from tests.support.site import page


def test_fetch_says_one_line_a_page_on_stderr_and_nothing_on_stdout(run: Run, site: str) -> None:
    result = run("fetch", f"{site}/cau-moi.html", f"{site}/mat.html")
    assert result.stdout == ""
    first, second, last = result.stderr.splitlines()
    assert first.startswith("new ")
    assert "#1  Cầu mới ở Thượng Lãm" in first
    assert second.startswith("failed ")
    assert "http-404" in second
    assert last.startswith("2 pages in ")
    assert last.endswith("new: 1, failed: 1 (http-404: 1)")


def test_fetch_is_silent_with_q_while_all_is_well(run: Run, site: str) -> None:
    result = run("-q", "fetch", f"{site}/cau-moi.html")
    assert (result.exit_code, result.output) == (0, "")


def test_fetch_with_q_still_names_what_failed(run: Run, site: str) -> None:
    result = run("-q", "fetch", f"{site}/cau-moi.html", f"{site}/mat.html")
    assert "http-404" in result.stderr
    assert "Cầu mới" not in result.stderr


def test_fetch_prints_json_lines_of_committed_pages(run: Run, site: str) -> None:
    result = run("fetch", "-", "--json", stdin=f"{site}/cau-moi.html\n{site}/mat.html\n")
    new, failed = [json.loads(line) for line in result.stdout.splitlines()]
    assert (new["outcome"], new["article_id"], new["version"], new["captions"]) == ("new", 1, 1, 1)
    assert (failed["outcome"], failed["reason"], failed["article_id"]) == ("failed", "http-404", None)
    assert failed["snapshot_id"] is not None


def test_two_spellings_of_a_page_are_fetched_once(run: Run, site: str) -> None:
    result = run("fetch", f"{site}/cau-moi.html", f"{site}/cau-moi.html?utm_source=zalo#top")
    assert "1 page in" in result.stderr


def test_a_changed_page_gets_a_second_version_and_the_first_is_kept(
    run: Run, site: str, pages: dict[str, Page]
) -> None:
    url = f"{site}/cau-moi.html"
    run("fetch", url)
    pages["/cau-moi.html"] = page("Cầu mới ở Thượng Lãm (đã sửa)")
    assert "changed: 1" in run("fetch", url).stderr
    assert json.loads(run("show", "1", "--json").stdout)["title"] == "Cầu mới ở Thượng Lãm (đã sửa)"
    first = json.loads(run("show", url, "--version", "1", "--json").stdout)
    assert first["title"] == "Cầu mới ở Thượng Lãm"
    assert first["versions"] == 2


def test_show_views(run: Run, archived: object, pages: dict[str, Page]) -> None:
    record = json.loads(run("show", "1", "--json").stdout)
    assert tuple(record) == KEYS
    assert run("show", "1", "--text").stdout.rstrip("\n") == record["text"]
    assert run("show", "1", "--captions").stdout.splitlines()[:2] == ["Cầu Nậm Mây.", "Lê Hạ"]
    raw = run("show", "1", "--raw").stdout_bytes
    assert raw == pages["/cau-moi.html"].body
    assert hashlib.sha256(raw).hexdigest() == record["sha256"]
    shown = run("show", "1").stdout
    assert shown.startswith("Cầu mới ở Thượng Lãm\n")
    assert "#1, version 1 of 1, live" in shown


def test_show_provenance_names_selectors_and_why_lines_were_removed(run: Run, archived: object) -> None:
    shown = run("show", "1", "--provenance").stdout
    assert "title" in shown
    assert "h1" in shown
    removed = shown.partition("removed (")[2]
    assert "caption" in removed
    assert "Cầu Nậm Mây" in removed


def test_export_writes_every_format_to_stdout(run: Run, archived: object) -> None:
    records = [json.loads(line) for line in run("export", "jsonl").stdout.splitlines()]
    assert [record["id"] for record in records] == [1, 2]
    rows = list(csv.DictReader(io.StringIO(run("export", "csv").stdout_bytes.decode(), newline="")))
    assert [row["title"] for row in rows] == [record["title"] for record in records]
    assert run("export", "md").stdout.count("\n# ") == 2
    assert run("export", "txt", "--limit", "1").stdout.startswith("Cầu mới ở Thượng Lãm\n")
    assert [record["id"] for record in json.loads(run("export", "json").stdout)] == [1, 2]
    assert len(run("export", "tsv").stdout.splitlines()) == 3
    assert run("export", "html").stdout.count("<article ") == 2
    assert len(json.loads(run("export", "jsonld").stdout)["@graph"]) == 2
    assert run("export", "dc").stdout.count("<oai_dc:dc ") == 2
    assert run("export", "epub").stdout_bytes.startswith(b"PK")
    assert run("export", "parquet").stdout_bytes.startswith(b"PAR1")


def test_export_takes_the_words_of_a_search(run: Run, archived: object) -> None:
    records = [json.loads(line) for line in run("export", "jsonl", "--query", "cho phien").stdout.splitlines()]
    assert [record["title"] for record in records] == ["Chợ phiên Cẩm Nham"]
    assert run("export", "jsonl", "--query", "khongcotunay").stdout == ""


@pytest.mark.parametrize("form", ["md", "txt", "html"])
def test_export_into_a_folder_makes_one_file_an_article(run: Run, archived: object, form: str) -> None:
    result = run("export", form, "-o", "bai/")
    assert "2 articles written to bai/" in result.stderr
    assert sorted(path.name for path in Path("bai/0000").iterdir()) == [
        f"000001-cau-moi-o-thuong-lam.{form}",
        f"000002-cho-phien-cam-nham.{form}",
    ]
    assert run("export", form, "-o", "bai/", "--limit", "1").exit_code == 0
    assert len(list(Path("bai/0000").iterdir())) == 1


def test_export_makes_a_site(run: Run, archived: object) -> None:
    assert "2 articles written to kho-tin" in run("export", "site", "-o", "kho-tin").stderr
    assert "Chợ phiên Cẩm Nham" in Path("kho-tin/index.html").read_text(encoding="utf-8")


def test_export_to_a_file_says_so_and_replaces_it_whole(run: Run, archived: object) -> None:
    Path("a.jsonl").write_text("bản cũ", encoding="utf-8")
    result = run("export", "jsonl", "-o", "a.jsonl")
    assert result.stdout == ""
    assert "2 articles written to a.jsonl" in result.stderr
    assert len(Path("a.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert [path.name for path in Path().iterdir() if path.name.endswith(".part")] == []


def test_export_csv_with_bom(run: Run, archived: object) -> None:
    assert run("export", "csv", "--bom").stdout_bytes.startswith(b"\xef\xbb\xbf")


def test_import_of_files_folders_and_text_and_again(run: Run) -> None:
    Path("luu/cu").mkdir(parents=True)
    head = '<link rel="canonical" href="https://baosonha.example/cau-moi.html">'
    Path("luu/cau.html").write_bytes(page("Cầu mới ở Thượng Lãm", head=head).body)
    Path("luu/cu/cho.HTM").write_bytes(page("Chợ phiên Cẩm Nham").body)
    Path("luu/cu/cho_files").mkdir()
    Path("luu/cu/cho_files/quang-cao.html").write_bytes(page("Quảng cáo").body)
    Path("luu/ghi-chu.doc").write_text("không phải trang", encoding="utf-8")
    first = run("import", "luu", "--json")
    assert first.exit_code == 0, first.output
    pages = [json.loads(line) for line in first.stdout.splitlines()]
    assert [(done["url"], done["outcome"]) for done in pages] == [
        (str(Path("luu/cau.html")), "new"),
        (str(Path("luu/cu/cho.HTM")), "new"),
    ]
    assert json.loads(run("show", "1", "--json").stdout)["url"] == "https://baosonha.example/cau-moi.html"
    assert json.loads(run("show", "2", "--json").stdout)["url"].startswith("urn:danvan:file:")
    assert "unchanged: 2" in run("import", "luu").stderr


def test_import_takes_the_stated_url_and_day(run: Run) -> None:
    Path("trang.html").write_bytes(page("Cầu mới ở Thượng Lãm").body)
    url = "https://baosonha.example/cau-moi.html"
    run("import", "trang.html", "--url", url, "--captured-at", "2025-03-05")
    record = json.loads(run("show", url, "--json").stdout)
    assert record["captured_at"] == "2025-03-04T17:00:00+00:00"


def test_import_of_a_missing_file_does_not_stop_the_others(run: Run) -> None:
    Path("trang.html").write_bytes(page("Cầu mới ở Thượng Lãm").body)
    result = run("import", "khong-co.html", "trang.html")
    assert result.exit_code == 3
    assert "khong-co.html: cannot be read" in result.stderr
    assert "new: 1" in result.stderr


def test_parse_stores_nothing_and_explains(run: Run, site: str) -> None:
    shown = run("parse", f"{site}/cau-moi.html", "--explain").stdout
    assert "profile   generic" in shown
    assert "encoding  utf-8" in shown
    assert "captions (1)" in shown
    assert "credit: Lê Hạ" in shown
    assert not Path("archive.db").exists()


def test_parse_reads_standard_input_with_the_url_it_was_at(run: Run) -> None:
    url = "https://baosonha.example/cau-moi.html"
    result = run("parse", "-", "--json", "--url", url, stdin=page("Cầu mới ở Thượng Lãm").body)
    value = json.loads(result.stdout)
    assert value["url"] == url
    assert value["title"] == "Cầu mới ở Thượng Lãm"
    assert value["captions"][0]["credit"] == "Lê Hạ"
    assert value["text"].startswith("Sáng 5/3")


def test_parse_of_a_page_without_markup_of_an_article_is_readable_text(run: Run) -> None:
    Path("trang.html").write_bytes(page("Cầu mới ở Thượng Lãm").body)
    assert run("parse", "trang.html").stdout.startswith("Cầu mới ở Thượng Lãm\n\n")


def test_sources_are_listed_and_shown(run: Run) -> None:
    listed = [json.loads(line) for line in run("sources", "list", "--json").stdout.splitlines()]
    assert listed, "danvan knows newspapers"
    known = listed[0]
    shown = run("sources", "show", known["id"]).stdout
    assert f'source.name = "{known["name"]}"' in shown
    by_host = run("sources", "show", known["hosts"][0].removeprefix("*.")).stdout
    assert known["name"] in (shown if "*" in known["hosts"][0] else by_host)
    plain = run("sources", "list").stdout.splitlines()
    assert len(plain) == len(listed)
    assert plain[0].startswith(known["id"])


def test_escape_sequences_of_a_page_reach_no_terminal(run: Run, site: str, pages: dict[str, Page]) -> None:
    hostile = "Tin \x1b[31mđỏ\x1b]0;tên\x07 [bold]và[/b]\x9b2J nữa"
    pages["/do.html"] = page(hostile)
    outputs = [
        run("fetch", f"{site}/do.html").output,
        run("fetch", f"{site}/do.html", "--json").output,
        run("parse", f"{site}/do.html", "--explain").output,
        *(run("show", "1", *view).output for view in ([], ["--json"], ["--provenance"])),
        run("search", "nữa").output,
        *(run("export", form).output for form in ("jsonl", "json", "csv", "tsv", "md", "txt", "html", "jsonld", "dc")),
    ]
    for output in outputs:
        assert "nữa" in output
        assert not {"\x1b", "\x07", "\x9b"} & set(output)
    assert "[bold]và[/b]" in outputs[0]


# --- reparse ------------------------------------------------------------------------------------


@pytest.fixture
def misread(archived: object) -> None:
    """The first article as an older danvan might have read it."""
    with sqlite3.connect("archive.db") as db:
        db.execute("UPDATE versions SET title = 'Cầu cũ', tags = '[\"cầu\"]' WHERE id = 1")
        db.execute("UPDATE articles SET title = 'Cầu cũ' WHERE id = 1")
    db.close()


def test_reparse_says_which_fields_of_which_newspaper_changed(run: Run, misread: None) -> None:
    result = run("reparse", "--jobs", "1")
    assert result.stdout == ""
    changed, unchanged, *table, last = result.stderr.splitlines()
    assert changed.startswith("changed ")
    assert "#1  Cầu mới ở Thượng Lãm (title, tags)" in changed
    assert unchanged.startswith("unchanged ")
    assert [line.split() for line in table] == [["-", "tags", "1"], ["-", "title", "1"]]
    assert last.endswith("changed: 1, unchanged: 1")
    assert run("show", "1").stdout.startswith("Cầu mới ở Thượng Lãm")
    assert "unchanged: 2" in run("reparse", "--jobs", "1").stderr


def test_reparse_dry_run_prints_old_and_new_values_and_stores_nothing(run: Run, misread: None) -> None:
    before = Path("archive.db").read_bytes()
    result = run("reparse", "--jobs", "1", "--dry-run", "--json")
    (line,) = map(json.loads, result.stdout.splitlines())
    assert (line["outcome"], line["article_id"], line["version"], line["source"]) == ("changed", 1, 1, None)
    assert line["changes"] == {
        "title": {"old": "Cầu cũ", "new": "Cầu mới ở Thượng Lãm"},
        "tags": {"old": ["cầu"], "new": []},
    }
    assert "Nothing was stored" in result.stderr
    assert Path("archive.db").read_bytes() == before


def test_reparse_is_silent_with_q_while_all_is_well(run: Run, misread: None) -> None:
    result = run("-q", "reparse", "--jobs", "1")
    assert (result.exit_code, result.output) == (0, "")
