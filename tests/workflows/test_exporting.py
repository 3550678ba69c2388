import hashlib
import io
import json
import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from danvan_cli.errors import StorageError, UsageError
from danvan_cli.model import Selection, StoredArticle
from danvan_cli.store.database import Archive
from danvan_cli.store.search import matching_ids
from danvan_cli.store.shelf import Shelf
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.exporting import FORMATS, Kind, export_articles
from danvan_cli.workflows.placing import MARK
from tests.support import generated

EVERYTHING = Selection()
COUNT = 40
STREAMED = sorted(name for name, form in FORMATS.items() if form.kind is not Kind.FOLDER)
FOLDERS = sorted(name for name, form in FORMATS.items() if form.page or form.kind is Kind.FOLDER)


@pytest.fixture
def articles(archive: Archive) -> Archive:
    """An archive with articles in it."""
    archive.close()
    archive.path.unlink()
    generated.fill(archive.path, COUNT, searchable=True)
    return archive


@pytest.fixture
def stocked(articles: Archive, settings: Any) -> Iterator[Archive]:
    with open_archive(settings, read_only=True) as opened:
        yield opened


@pytest.fixture
def breaking_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """A shelf that yields one article and then fails."""

    def breaks(problem: BaseException) -> None:
        def articles(shelf: Shelf, *_: object) -> Iterator[StoredArticle]:
            yield from loaded(shelf)
            raise problem

        loaded = Shelf.passed
        monkeypatch.setattr(Shelf, "passed", articles)

    return breaks


def streamed(archive: Archive, form: str, selection: Selection = EVERYTHING, query: str | None = None) -> bytes:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="utf-8", newline="")
    export_articles(archive, selection, form=form, destination=out, query=query)
    out.flush()
    return raw.getvalue()


@pytest.mark.parametrize("form", STREAMED)
def test_a_file_and_a_stream_get_the_same_and_again_the_same(stocked: Archive, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"bao.{form}"
    assert export_articles(stocked, EVERYTHING, form=form, destination=path) == COUNT
    assert path.read_bytes() == streamed(stocked, form) == streamed(stocked, form)


@pytest.mark.parametrize("form", FOLDERS)
def test_a_folder_is_the_same_again(stocked: Archive, tmp_path: Path, form: str) -> None:
    def exported() -> dict[str, str]:
        path = tmp_path / "bao"
        assert export_articles(stocked, EVERYTHING, form=form, destination=path, folder=True) == COUNT
        assert json.loads((path / MARK).read_text(encoding="utf-8"))["format"] == form
        files = (file for file in path.rglob("*") if file.is_file())
        return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}

    first = exported()
    assert len(first) > COUNT
    assert exported() == first
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".bao")] == []


@pytest.mark.parametrize("form", sorted(set(STREAMED) - {"html"}))
def test_an_empty_selection_is_an_export_too(stocked: Archive, form: str) -> None:
    nothing = Selection(source="khong-co")
    assert export_articles(stocked, nothing, form=form, destination=io.TextIOWrapper(io.BytesIO())) == 0


# --- which articles ------------------------------------------------------------------------------


def numbers(exported: bytes) -> list[int]:
    return [json.loads(line)["id"] for line in exported.splitlines()]


def test_filters_and_limit_choose_by_number(stocked: Archive) -> None:
    assert numbers(streamed(stocked, "jsonl")) == list(range(1, COUNT + 1))
    assert numbers(streamed(stocked, "jsonl", Selection(source="bao03", limit=2))) == [2, 10]
    assert numbers(streamed(stocked, "jsonl", Selection(until=date(2018, 1, 1)))) == []


def test_a_query_chooses_what_search_finds_in_the_order_of_numbers(stocked: Archive) -> None:
    chosen = Selection(source="bao03")
    found = numbers(streamed(stocked, "jsonl", chosen, query="chợ"))
    assert found == matching_ids(stocked, "chợ", chosen)
    assert 0 < len(found) < COUNT
    best = numbers(streamed(stocked, "jsonl", Selection(limit=3), query="cho phien"))
    assert best == sorted(best) == matching_ids(stocked, "cho phien", Selection(limit=3))


@pytest.mark.parametrize("query", ["", "khongcotunay", '"', "AND", "'; DROP TABLE articles; --"])
def test_any_query_may_be_typed(stocked: Archive, query: str) -> None:
    assert streamed(stocked, "jsonl", query=query) == b""


@pytest.mark.parametrize(
    ("selection", "query", "title"),
    [
        (EVERYTHING, None, "Kho tin"),
        (Selection(source="bao03"), "của", "Báo Đồng Mận · “của”"),
        (Selection(since=date(2019, 1, 1), until=date(2019, 1, 1)), None, "Kho tin · 01/01/2019"),
        (Selection(since=date(2019, 1, 1)), None, "Kho tin · từ 01/01/2019"),
        (Selection(province="Sơn Hà", until=date(2019, 1, 2)), None, "Sơn Hà · đến 02/01/2019"),
    ],
)
def test_a_page_is_named_after_what_was_chosen(
    stocked: Archive, selection: Selection, query: str | None, title: str
) -> None:
    assert f"<h1>{title}</h1>" in streamed(stocked, "html", selection, query).decode()


# --- where to ------------------------------------------------------------------------------------


@pytest.mark.parametrize("problem", [StorageError("đĩa đầy"), KeyboardInterrupt()])
def test_an_export_that_breaks_off_leaves_the_old_file_and_no_other(
    stocked: Archive,
    tmp_path: Path,
    breaking_off: Callable[[BaseException], None],
    problem: BaseException,
) -> None:
    folder = tmp_path / "xuat"
    folder.mkdir()
    path = folder / "bao.jsonl"
    path.write_text("bản cũ", encoding="utf-8")
    breaking_off(problem)
    with pytest.raises(type(problem)):
        export_articles(stocked, EVERYTHING, form="jsonl", destination=path)
    assert [file.name for file in folder.iterdir()] == ["bao.jsonl"]
    assert path.read_text(encoding="utf-8") == "bản cũ"


def test_a_disk_that_refuses_names_the_file(
    stocked: Archive, tmp_path: Path, breaking_off: Callable[[BaseException], None]
) -> None:
    path = tmp_path / "bao.jsonl"
    breaking_off(OSError(28, "No space left on device"))
    with pytest.raises(StorageError, match=r"bao\.jsonl: cannot be written: No space left"):
        export_articles(stocked, EVERYTHING, form="jsonl", destination=path)
    assert not path.exists()


def test_a_link_keeps_pointing_at_the_file_that_is_replaced(stocked: Archive, tmp_path: Path) -> None:
    target, link = tmp_path / "that.txt", tmp_path / "link.txt"
    target.write_text("bản cũ", encoding="utf-8")
    link.symlink_to(target)
    export_articles(stocked, EVERYTHING, form="txt", destination=link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").count("số 1\n") == 1


def test_a_device_is_written_to_and_never_replaced(stocked: Archive) -> None:
    assert export_articles(stocked, EVERYTHING, form="txt", destination=Path(os.devnull)) == COUNT
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "khong-co/bao.txt"])
def test_where_no_file_can_be_is_the_users_mistake(stocked: Archive, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        export_articles(stocked, EVERYTHING, form="txt", destination=tmp_path / name)


def test_a_folder_format_is_no_stream_and_a_file_format_no_folder(stocked: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="site is a folder"):
        streamed(stocked, "site")
    with pytest.raises(UsageError, match="csv is one file") as refused:
        export_articles(stocked, EVERYTHING, form="csv", destination=tmp_path / "bao", folder=True)
    assert refused.value.hint == "name a file; a folder of files is for md, txt, html"


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("form", ["epub", "parquet"])
def test_bytes_do_not_go_to_a_terminal(stocked: Archive, form: str) -> None:
    raw = io.BytesIO()
    terminal = Terminal(raw)
    with pytest.raises(UsageError, match="nothing for a terminal"):
        export_articles(stocked, EVERYTHING, form=form, destination=terminal)
    assert raw.getvalue() == b""


@pytest.mark.parametrize("form", ["html", "epub", "site"])
def test_an_export_to_a_path_is_one_view_whatever_is_written_meanwhile(
    articles: Archive, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    """A format that reads twice must find the second time what it found the first."""
    with open_archive(settings, read_only=True) as alone:
        export_articles(alone, EVERYTHING, form=form, destination=tmp_path / "truoc")
    reading = Shelf.headings

    def disturbed(shelf: Shelf, *arguments: Any) -> Any:
        with open_archive(settings) as writer, writer.write():
            writer.db.execute("UPDATE versions SET title = 'đã sửa'")
        return reading(shelf, *arguments)

    monkeypatch.setattr(Shelf, "headings", disturbed)
    with open_archive(settings, read_only=True) as reader:
        export_articles(reader, EVERYTHING, form=form, destination=tmp_path / "sau")
    before, after = (
        sorted(path.read_bytes() for path in [root, *root.rglob("*")] if path.is_file())
        for root in (tmp_path / "truoc", tmp_path / "sau")
    )
    assert before == after
