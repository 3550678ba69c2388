import json
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danvan_cli.export import jsonl
from danvan_cli.export.record import record
from danvan_cli.model import Article, Order, Selection, StoredArticle
from danvan_cli.snapshot import codec
from danvan_cli.store.articles import find_article, iter_articles
from danvan_cli.store.columns import to_json
from danvan_cli.store.database import Archive
from danvan_cli.store.search import search
from danvan_cli.store.shelf import Shelf, selected_ids, text_json
from tests.support import generated
from tests.support.shelves import ListShelf
from tests.support.strategies import ARTICLES

COUNT = 250


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("many") / "archive.db"
    generated.fill(path, COUNT, searchable=True)
    with Archive.open(path, codec=codec, read_only=True) as archive:
        yield archive


def as_read(stored: StoredArticle) -> StoredArticle:
    """Without what a reader does not see."""
    return replace(stored, article=replace(stored.article, all_blocks=stored.article.blocks, provenance=()))


def test_a_generated_archive_is_as_if_its_articles_had_been_saved(many: Archive) -> None:
    for number in (1, 97, COUNT):
        made, source = generated.article(number)
        stored = find_article(many, number)
        assert (stored.article, stored.source, stored.url) == (made, source, made.url)
    assert many.rows("PRAGMA foreign_key_check") == []
    assert any(True for _ in search(many, "khánh thành", Selection()))


def test_a_shelf_gives_what_the_archive_gives_as_a_reader_sees_it(many: Archive) -> None:
    shelf = Shelf(many, selected_ids(many, Selection()))
    everything = [as_read(stored) for stored in iter_articles(many, Selection())]
    assert len(shelf) == len(everything) == COUNT
    assert list(shelf) == everything
    assert list(shelf) == everything, "read a second time"


@pytest.mark.parametrize("order", Order)
def test_every_order_is_the_documented_one_for_articles_and_headings(many: Archive, order: Order) -> None:
    shelf = Shelf(many, selected_ids(many, Selection()))
    model = ListShelf(*shelf)
    assert [stored.id for stored in shelf.articles(order)] == [stored.id for stored in model.articles(order)]
    assert list(shelf.headings(order)) == list(model.headings(order))
    assert shelf.newest_capture == model.newest_capture


def test_undated_sourceless_and_sectionless_articles_are_in_their_place(archive: Archive, pages: Any) -> None:
    pages.save(archive, url="https://baolangxa.example/a", published_at=None, section_path=())
    pages.save(archive, url="https://baolangxa.example/b", section_path=("",))
    shelf = Shelf(archive, selected_ids(archive, Selection()))
    model = ListShelf(*shelf)
    for order in Order:
        assert list(shelf.headings(order)) == list(model.headings(order))
    assert list(shelf.headings(Order.SECTION)) == []


def test_a_selection_and_its_limit_choose_the_numbers(many: Archive) -> None:
    chosen = Selection(source="bao03", limit=5)
    assert selected_ids(many, chosen) == [stored.id for stored in iter_articles(many, chosen)]
    assert selected_ids(many, Selection(source="khong-co")) == []


def test_an_empty_shelf_is_empty_in_every_way(archive: Archive) -> None:
    shelf = Shelf(archive, [])
    assert len(shelf) == 0
    assert shelf.newest_capture is None
    assert [*shelf, *shelf.passed(), *shelf.headings(Order.NEWEST)] == []


def test_an_article_deleted_meanwhile_is_left_out(archive: Archive, pages: Any) -> None:
    for name in "abc":
        pages.save(archive, url=f"https://baolangxa.example/{name}")
    shelf = Shelf(archive, [1, 2, 3])
    archive.db.execute("UPDATE articles SET version_id = NULL WHERE id = 2")
    assert [stored.id for stored in shelf] == [1, 3]
    assert [article.id for article in shelf.passed()] == [1, 3]
    assert [heading.id for heading in shelf.headings(Order.NUMBER)] == [1, 3]


# --- JSON passed through -------------------------------------------------------------------------


@given(article=ARTICLES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_line_passed_through_is_the_line_of_the_record(shared_archive: Archive, pages: Any, article: Article) -> None:
    saved = pages.save(shared_archive, url="https://baolangxa.example/mot", article=article)
    expected = jsonl.line(record(find_article(shared_archive, saved.id))).encode()
    assert [jsonl.passed_line(passed) for passed in Shelf(shared_archive, [saved.id]).passed()] == [expected]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]))))
def test_text_is_cut_out_of_the_json_of_any_blocks(texts: list[str]) -> None:
    blocks = [{"kind": "paragraph", "text": text, "selector": '"text":"' + text} for text in texts]
    cut = json.loads(b'"%b"' % text_json(to_json(blocks).encode()))
    assert cut == "\n\n".join(text for text in texts if text)


def test_passed_lines_of_a_whole_archive_are_those_of_its_articles(many: Archive, tmp_path: Path) -> None:
    shelf = Shelf(many, selected_ids(many, Selection()))
    with (tmp_path / "a").open("wb") as passed, (tmp_path / "b").open("w", encoding="utf-8", newline="") as taken:
        assert jsonl.write_passed(shelf.passed(), passed) == jsonl.write(shelf, taken) == COUNT
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert unicodedata.is_normalized("NFC", (tmp_path / "a").read_text(encoding="utf-8"))
