"""The search of the site, driven in a real browser that opens it as a file, and compared with ``danvan search``."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import html

from danvan_cli.export.site import builder
from danvan_cli.model import Selection
from danvan_cli.snapshot import codec
from danvan_cli.store.database import Archive
from danvan_cli.store.search import matching_ids
from danvan_cli.store.shelf import Shelf, selected_ids
from tests.support import generated
from tests.support.browser import needs_chromium, opened

pytestmark = needs_chromium


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("archive") / "archive.db"
    generated.fill(path, 300, searchable=True)
    with Archive.open(path, codec=codec, read_only=True) as opened_archive:
        yield opened_archive


@pytest.fixture(scope="module")
def folder(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("site")
    builder.write(Shelf(archive, selected_ids(archive, Selection())), made, title="Kho tin")
    return made


def searched(site: Path, profile: Path, query: str) -> html.HtmlElement:
    return html.fromstring(opened(site / "search.html", profile, query=query))


def said(tree: html.HtmlElement) -> str:
    return str(tree.get_element_by_id("found").text_content())


@pytest.mark.parametrize(
    "query", ["khanh thanh", "khánh thành", "thuy loi", "thủy lợi số", "thuỷ lợi", "đội bóng", "doi bong cup"]
)
def test_it_finds_what_danvan_finds_with_and_without_marks(
    archive: Archive, folder: Path, tmp_path: Path, query: str
) -> None:
    tree = searched(folder, tmp_path, query)
    expected = matching_ids(archive, query, Selection())
    assert said(tree) == f"{len(expected)} bài có các từ đã gõ."
    shown = tree.xpath("//ol[@id='results']//a/@href")
    assert len(shown) == min(20, len(expected))
    assert {int(re.split(r"[/-]", str(link))[2]) for link in shown} <= set(expected)
    assert all((folder / str(link)).is_file() for link in shown)
    assert bool(tree.xpath("//button[@class='more']")) == (len(expected) > 20)


def test_an_article_with_the_word_in_its_title_comes_first(archive: Archive, folder: Path, tmp_path: Path) -> None:
    tree = searched(folder, tmp_path, "số 123")
    first = tree.xpath("//ol[@id='results']//a")[0]
    assert first.text.endswith("số 123")


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("khongcotunay", "Không có bài nào có đủ các từ đã gõ."),
        ("", "Gõ vài từ vào ô tìm."),
        ("<script>alert(1)</script>", "Không có bài nào có đủ các từ đã gõ."),
        ("constructor __proto__ hasOwnProperty", "Không có bài nào có đủ các từ đã gõ."),
    ],
)
def test_any_query_has_an_answer(folder: Path, tmp_path: Path, query: str, answer: str) -> None:
    assert said(searched(folder, tmp_path, query)) == answer


def test_hostile_titles_are_shown_as_text(site: Path, tmp_path: Path) -> None:
    tree = searched(site, tmp_path, "script alert")
    titles = [link.text_content() for link in tree.xpath("//ol[@id='results']//a")]
    assert "<script>alert(1)</script>" in titles
    assert {script.get("src").partition("/")[0] for script in tree.iter("script")} == {"search"}
