"""Each exit code by running the command that returns it, with the message that goes with it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from danvan_cli.demo.site import Page
from danvan_cli.model import Snapshot
from danvan_cli.profiles.loader import Profiles
from danvan_cli.workflows.understand import Understanding, understand
from tests.cli.conftest import Run
from tests.support.site import answer, page

REFUSED = "http://127.0.0.1:1/a.html"


def test_0_all_done_and_0_again_where_nothing_is_new(run: Run, site: str) -> None:
    assert run("fetch", f"{site}/cau-moi.html").exit_code == 0
    again = run("fetch", f"{site}/cau-moi.html")
    assert again.exit_code == 0
    assert "unchanged: 1" in again.stderr


def test_0_an_empty_list_is_nothing_to_do(run: Run) -> None:
    assert run("fetch", "-", stdin="# nothing today\n\n").exit_code == 0


def test_1_a_bug_asks_for_a_report_and_shows_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("đứt gãy")

    monkeypatch.setattr("danvan_cli.workflows.reading.search_archive", broken)
    result = run("search", "cầu")
    assert result.exit_code == 1
    assert "RuntimeError: đứt gãy" in result.stderr
    assert "report" in result.stderr
    assert "Traceback" not in result.stderr
    with pytest.raises(RuntimeError, match="đứt gãy"):
        run("search", "cầu", "--debug")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["fetch"], "give URLs, - to read them from standard input, or --from FILE"),
        (["fetch", "htp:/x"], "'htp:/x' is not an http(s) URL"),
        (["fetch", "https://a.example/", "file:///etc/passwd", "https://"], "names no host"),
        (["fetch", "--from", "nosuch.txt"], "nosuch.txt"),
        (["fetch", "https://a.example/", "--max-body", "viele"], "'viele' is not a size like 16M"),
        (["import", "a.html", "b.html", "--url", "https://a.example/"], "--url names one page"),
        (["import", "a.html", "--captured-at", "hôm qua"], "is not a day like 2026-03-05"),
        (["parse", "ftp://a.example/x"], "is not an http(s) URL"),
        (["show", "1", "--json", "--text"], "exclude one another"),
        (["reparse", "--jobs", "0"], "--jobs"),
        (["export", "pdf"], "pdf"),
        (["export", "jsonl", "--since", "05/03/2026"], "is not a day like 2026-03-05"),
        (["export", "jsonl", "--bom"], "--bom is for csv only"),
        (["sources", "show", "baosonhaa"], "no newspaper has the id 'baosonhaa'"),
        (["--config", "nosuch.toml", "sources", "list"], "nosuch.toml: no such file"),
        (["fetchh"], "Did you mean 'fetch'"),
        (["fetch", "--nosuch"], "--nosuch"),
    ],
)
def test_2_usage(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stdout == ""


def test_2_every_broken_url_of_the_command_line_is_named_and_nothing_is_fetched(run: Run, site: str) -> None:
    result = run("fetch", f"{site}/cau-moi.html", "htp:/x", "mailto:a@b.example")
    assert result.exit_code == 2
    assert "htp:/x" in result.stderr
    assert "mailto:a@b.example" in result.stderr
    assert not Path("archive.db").exists()


def test_2_an_unknown_key_of_the_settings_names_its_nearest(run: Run) -> None:
    Path("danvan.toml").write_text("[fetch]\ncontakt = 'a@b.example'\n", encoding="utf-8")
    result = run("sources", "list")
    assert result.exit_code == 2
    assert "danvan.toml: unknown key fetch.contakt; did you mean contact?" in result.stderr


def test_2_an_unknown_key_of_a_profile_names_file_and_key(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("papers").mkdir()
    source = '[source]\nname = "Báo Sơn Hà"\nhome_url = "https://a.example/"\nhosts = ["a.example"]\n'
    Path("papers/baosonha.toml").write_text(source + '[article]\ntitel = "h1"\n', encoding="utf-8")
    monkeypatch.setenv("DANVAN_PROFILES", "papers")
    result = run("sources", "list")
    assert result.exit_code == 2
    assert "baosonha.toml" in result.stderr
    assert "titel" in result.stderr


def test_3_some_pages_failed(run: Run, site: str) -> None:
    result = run("fetch", f"{site}/cau-moi.html", f"{site}/cho-phien.html", f"{site}/mat.html")
    assert result.exit_code == 3
    assert "http-404: 1" in result.stderr


def test_3_one_failure_of_two_is_still_some(run: Run, site: str) -> None:
    assert run("fetch", f"{site}/cau-moi.html", f"{site}/mat.html").exit_code == 3


def test_3_a_broken_line_of_a_list_is_named_and_the_others_are_fetched(run: Run, site: str) -> None:
    lines = ["# danh sách", "", f"{site}/cau-moi.html", "htp:/x", f"{site}/cho-phien.html", "không phải"]
    Path("urls.txt").write_text("\n".join(lines), encoding="utf-8")
    result = run("fetch", "--from", "urls.txt", "--fail-over", "100")
    assert result.exit_code == 3
    assert "urls.txt:4: 'htp:/x' is not an http(s) URL" in result.stderr
    assert "urls.txt:6:" in result.stderr
    assert "new: 2" in result.stderr


def broken_for(*titles: str) -> Callable[[Snapshot, Profiles], Understanding]:
    """A parser with a bug that pages of these titles bring out."""

    def understood(snapshot: Snapshot, profiles: Profiles) -> Understanding:
        if any(title.encode() in snapshot.body for title in titles):
            raise RuntimeError("đứt gãy")
        return understand(snapshot, profiles)

    return understood


@pytest.mark.parametrize(("titles", "code"), [((), 0), (("Cầu mới",), 3), (("Cầu mới", "Chợ phiên"), 4)])
def test_0_3_and_4_of_a_reparse(
    run: Run, archived: object, monkeypatch: pytest.MonkeyPatch, titles: tuple[str, ...], code: int
) -> None:
    monkeypatch.setattr("danvan_cli.workflows.storing.understand", broken_for(*titles))
    result = run("reparse", "--jobs", "1")
    assert result.exit_code == code
    assert result.stderr.count("parser-error: RuntimeError: đứt gãy") == len(titles)


def test_4_too_many_failed_and_the_bound_is_the_users(run: Run, site: str) -> None:
    urls = [f"{site}/cau-moi.html", f"{site}/mat-1.html", f"{site}/mat-2.html"]
    assert run("fetch", *urls).exit_code == 4
    assert run("fetch", *urls, "--fail-over", "70").exit_code == 3


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (answer(404, b"gone"), "http-404"),
        (answer(500, b"broken"), "http-500"),
        (answer(200, b"%PDF-1.7 ...", "application/pdf"), "application/pdf"),
        (answer(200, b"\x89PNG\r\n\x1a\n....", "image/png"), "image/png"),
        (answer(200, b"", "text/html"), "empty-body"),
        (answer(200, b"x" * 300_000, "text/html"), "too-large"),
    ],
)
def test_4_the_only_page_failed(run: Run, site: str, pages: dict[str, Page], found: Page, reason: str) -> None:
    pages["/tep"] = found
    result = run("fetch", f"{site}/tep", "--max-body", "100k")
    assert result.exit_code == 4
    assert reason in result.stderr


def test_4_one_silent_host_is_that_hosts_failure(run: Run) -> None:
    result = run("fetch", REFUSED)
    assert result.exit_code == 4
    assert "refused" in result.stderr


@pytest.mark.parametrize("target", ["99", "https://baosonha.example/khong-co.html"])
def test_4_no_such_article(run: Run, archived: object, target: str) -> None:
    result = run("show", target)
    assert result.exit_code == 4
    assert "no article" in result.stderr
    assert "hint: " in result.stderr


def test_4_no_such_version(run: Run, archived: object) -> None:
    result = run("show", "1", "--version", "7")
    assert result.exit_code == 4
    assert "no version 7" in result.stderr


def test_4_no_such_file(run: Run) -> None:
    assert run("parse", "nosuch.html").exit_code == 4
    missing = run("import", "nosuch.html")
    assert missing.exit_code == 4
    assert "nosuch.html: cannot be read: No such file" in missing.stderr


def test_5_no_host_at_all_answers(run: Run) -> None:
    result = run("fetch", REFUSED, "http://localhost:1/b.html")
    assert result.exit_code == 5
    assert "refused: 2" in result.stderr


@pytest.mark.parametrize("status", [403, 429])
def test_6_blocked(run: Run, site: str, pages: dict[str, Page], status: int) -> None:
    pages["/chan.html"] = answer(status, b"no")
    result = run("fetch", f"{site}/chan.html", "--max-time", "5")
    assert result.exit_code == 6, result.output
    assert f"http-{status}" in result.stderr


def test_7_refused_by_robots(run: Run, site: str, pages: dict[str, Page]) -> None:
    pages["/robots.txt"] = answer(200, b"User-agent: *\nDisallow: /", "text/plain")
    result = run("fetch", f"{site}/cau-moi.html")
    assert result.exit_code == 7
    assert "robots: 1" in result.stderr


def test_9_a_damaged_body_is_not_handed_out(run: Run, archived: object) -> None:
    with sqlite3.connect("archive.db") as db:
        db.execute("UPDATE bodies SET data = zeroblob(40)")
    db.close()
    result = run("show", "1", "--raw")
    assert result.exit_code == 9
    assert "archive.db" in result.stderr
    assert result.stdout_bytes == b""


def test_9_a_damaged_body_is_told_by_a_reparse(run: Run, archived: object) -> None:
    with sqlite3.connect("archive.db") as db:
        db.execute("UPDATE bodies SET data = zeroblob(40) WHERE rowid = 1")
    db.close()
    result = run("reparse", "--jobs", "1")
    assert result.exit_code == 9
    assert "damaged" in result.stderr
    assert "unchanged: 1, failed: 1" in result.stderr


@pytest.mark.parametrize("command", [["search", "cầu"], ["export", "jsonl"], ["show", "1"], ["reparse"]])
def test_10_no_archive_here_yet(run: Run, command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == 10
    assert "archive.db: no such archive" in result.stderr
    assert not Path("archive.db").exists()


def test_10_not_a_database_is_left_as_it_is(run: Run) -> None:
    Path("archive.db").write_text("<html>không phải</html>", encoding="utf-8")
    Path("trang.html").write_bytes(page("Cầu mới").body)
    result = run("import", "trang.html")
    assert result.exit_code == 10
    assert "not a danvan archive" in result.stderr
    assert Path("archive.db").read_text(encoding="utf-8") == "<html>không phải</html>"


def test_10_a_newer_schema_is_left_as_it_is(run: Run, archived: object) -> None:
    with sqlite3.connect("archive.db") as db:
        db.execute("PRAGMA user_version = 9999")
    db.close()
    before = Path("archive.db").read_bytes()
    result = run("search", "cầu")
    assert result.exit_code == 10
    assert "newer danvan" in result.stderr
    assert Path("archive.db").read_bytes() == before


def test_2_an_export_to_where_no_file_can_be(run: Run, archived: object) -> None:
    assert run("export", "jsonl", "-o", "nosuch/a.jsonl").exit_code == 2
    Path("ton-tai").mkdir()
    assert run("export", "jsonl", "-o", "ton-tai").exit_code == 2
    assert run("export", "jsonl", "-o", "moi/").exit_code == 2
    assert run("export", "site").exit_code == 2
    Path("ton-tai/cua-toi.txt").write_text("của tôi", encoding="utf-8")
    result = run("export", "site", "-o", "ton-tai")
    assert result.exit_code == 2
    assert "ton-tai: holds files that are no export of danvan" in result.stderr
    assert [path.name for path in Path("ton-tai").iterdir()] == ["cua-toi.txt"]
