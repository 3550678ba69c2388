import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from danvan_cli.errors import NotFoundError
from danvan_cli.model import Article, Outcome, Provenance, Selection, Source
from danvan_cli.store.articles import ParserStamp, find_article
from danvan_cli.store.columns import storable
from danvan_cli.store.database import Archive
from danvan_cli.store.readings import NewReading, Reading, differences, fields_of, iter_readings, save_reading
from danvan_cli.store.search import search
from tests.support.strategies import ARTICLES

URL = "https://baolangxa.example/tin/khanh-thanh-cau"
NEWER = ParserStamp(version="0.2.0", profile="baolangxa", profile_digest="e" * 64, encoding="utf-8")
NUMBERS = itertools.count()
Make = Callable[..., Any]


def new(article: Article, **changes: Any) -> NewReading:
    fields: dict[str, Any] = {"article": article, "url": URL, "source": None, "parser": NEWER}
    return NewReading(**fields | changes)


def readings(archive: Archive) -> list[Reading]:
    return list(iter_readings(archive, Selection()))


def everything(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    tables = ("articles", "versions", "captions", "removed_blocks", "parses", "provenance", "aliases", "sources")
    return {table: archive.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables}  # noqa: S608


# --- what is read again --------------------------------------------------------------------------


def test_every_version_is_read_again_by_article_and_number_and_the_last_is_the_current(
    archive: Archive, pages: Any
) -> None:
    for number, title in enumerate(("Một", "Hai", "Một")):
        pages.save(archive, title=title, body=b"%d" % number)
    pages.save(archive, url=f"{URL}/2")
    found = readings(archive)
    assert [(r.article_id, r.version, r.snapshot_id, r.is_current) for r in found] == [
        (1, 1, 1, False),
        (1, 2, 2, False),
        (1, 3, 3, True),
        (2, 1, 4, True),
    ]
    assert [r.article for r in found[:3]] == [find_article(archive, URL, version=n).article for n in (1, 2, 3)]


def test_a_version_is_read_again_from_the_capture_that_it_was_last_read_from(archive: Archive, pages: Any) -> None:
    """A later capture without an edit brought its tags up to date; the first one would take them back."""
    pages.save(archive, body=b"1")
    pages.save(archive, body=b"2", tags=("cầu", "giao thông"))
    (reading,) = readings(archive)
    assert (reading.version, reading.snapshot_id, reading.article.tags) == (1, 2, ("cầu", "giao thông"))


def test_many_versions_come_in_flat_pages_while_the_caller_writes(archive: Archive, pages: Any) -> None:
    for number in range(60):
        pages.save(archive, url=f"{URL}/{number}")
        pages.save(archive, url=f"{URL}/{number}", title="Sửa")
    seen = []
    for reading in iter_readings(archive, Selection(limit=55)):
        seen.append((reading.article_id, reading.version))
        save_reading(archive, reading, new(replace(reading.article, tags=("mới",)), url=reading.url))
    assert seen == [(article, version) for article in range(1, 56) for version in (1, 2)]


def test_the_filters_choose_articles_and_an_empty_archive_has_none(archive: Archive, pages: Any) -> None:
    assert readings(archive) == []
    pages.save(archive)
    assert list(iter_readings(archive, Selection(source="khac"))) == []
    assert list(iter_readings(archive, Selection(limit=0))) == []
    assert len(list(iter_readings(archive, Selection(source="baolangxa")))) == 1


# --- what a new reading does ---------------------------------------------------------------------


def test_the_same_reading_by_the_same_parser_changes_no_row(
    archive: Archive, pages: Any, source: Source, stamp: ParserStamp
) -> None:
    pages.save(archive, body=b"1")
    pages.save(archive, body=b"2", title="Sửa")
    before = everything(archive)
    for reading in readings(archive):
        same = new(reading.article, source=source, parser=stamp)
        assert differences(archive, reading, same) == save_reading(archive, reading, same) == {}
    assert everything(archive) == before


def test_the_same_reading_by_a_newer_parser_only_notes_who_read_it(archive: Archive, pages: Any) -> None:
    pages.save(archive)
    before = everything(archive)
    (reading,) = readings(archive)
    assert save_reading(archive, reading, new(reading.article)) == {}
    after = everything(archive)
    assert [(row["parser_version"], row["same_as"], row["replaced"]) for row in after.pop("parses")] == [
        ("0.1.0", None, None),
        ("0.2.0", 1, None),
    ]
    del before["parses"]
    assert after == before


def test_a_new_reading_of_the_current_version_is_what_everybody_sees_and_is_no_edit(
    archive: Archive, pages: Any, make_article: Make, check_whole: Callable[[Archive], None]
) -> None:
    pages.save(archive)
    better = make_article(title="Cầu Làng Xa thông xe", published_at=datetime(2025, 3, 1, tzinfo=UTC))
    (reading,) = readings(archive)
    found = save_reading(archive, reading, new(better))

    assert set(found) == {"title", "published_at"}
    assert (found["title"].old, found["title"].new) == ("Khánh thành cầu Làng Xa", "Cầu Làng Xa thông xe")
    stored = find_article(archive, URL)
    assert (stored.article, stored.version, stored.versions, stored.snapshot_id) == (better, 1, 1, 1)
    assert [hit.article.id for hit in search(archive, "thông xe", Selection())] == [1]
    assert archive.rows("SELECT day FROM articles") == [{"day": "2025-03-01"}]
    check_whole(archive)

    again = pages.save(archive, body=b"khac", article=better)
    assert (again.outcome, again.version) == (Outcome.UNCHANGED, 1), "the next fetch sees no edit by the newspaper"


def test_a_new_reading_of_an_older_version_touches_that_version_alone(
    archive: Archive, pages: Any, make_article: Make
) -> None:
    pages.save(archive, body=b"1")
    pages.save(archive, body=b"2", title="Sửa")
    before = everything(archive)
    better = make_article(sapo="Sapo đọc lại.")
    save_reading(archive, readings(archive)[0], new(better, url="https://baolangxa.example/noi-khac"))
    after = everything(archive)

    assert find_article(archive, URL, version=1).article == better
    assert find_article(archive, URL).article.title == "Sửa"
    assert after["articles"] == before["articles"]
    assert after["versions"][1] == before["versions"][1]


def test_a_field_found_elsewhere_is_a_difference_of_provenance_alone(
    archive: Archive, pages: Any, make_article: Make
) -> None:
    pages.save(archive)
    moved = make_article(provenance=(Provenance(field="title", selector="h1.detail"),))
    (reading,) = readings(archive)
    found = save_reading(archive, reading, new(moved))
    assert {name: difference.new for name, difference in found.items()} == {
        "provenance": [["title", "h1.detail", None]]
    }
    assert find_article(archive, URL).article == moved
    assert [row["replaced"] for row in archive.rows("SELECT replaced FROM parses")] == [None, None]
    assert archive.rows("SELECT count(*) AS n FROM provenance WHERE parse_id = 1") == [{"n": 2}]


@given(before=ARTICLES, after=ARTICLES)
def test_what_a_new_reading_replaces_laid_over_it_is_the_earlier_one(
    shared_archive: Archive, pages: Any, before: Article, after: Article
) -> None:
    url = f"https://baolangxa.example/{next(NUMBERS)}"
    saved = pages.save(shared_archive, url=url, article=before)
    reading = next(r for r in iter_readings(shared_archive, Selection()) if r.article_id == saved.id)
    found = save_reading(shared_archive, reading, new(after, url=url))

    stored = find_article(shared_archive, saved.id)
    assert (stored.article, stored.versions) == (storable(after), 1)
    last = shared_archive.row("SELECT * FROM parses WHERE version_id = ? ORDER BY id DESC", [reading.version_id])
    assert last is not None
    replaced = json.loads(last["replaced"] or "{}")
    then = fields_of(stored.article) | replaced
    earlier = fields_of(storable(before))
    assert {**then, "provenance": None} == {**earlier, "provenance": None}
    assert set(found) - {"provenance"} == set(replaced)
    traced = shared_archive.rows(
        "SELECT field, selector, raw FROM provenance WHERE parse_id = ? ORDER BY position", [reading.parse_id]
    )
    assert [list(row.values()) for row in traced] == earlier["provenance"]


def test_going_back_to_an_earlier_parser_is_noted_too(
    archive: Archive, pages: Any, make_article: Make, stamp: ParserStamp
) -> None:
    pages.save(archive)
    for title, parser in (("Hai", NEWER), ("Khánh thành cầu Làng Xa", stamp)):
        save_reading(archive, readings(archive)[0], new(make_article(title=title), parser=parser))
    assert [row["replaced"] for row in archive.rows("SELECT replaced FROM parses ORDER BY id")] == [
        None,
        '{"title":"Khánh thành cầu Làng Xa"}',
        '{"title":"Hai"}',
    ]


# --- who else is there ---------------------------------------------------------------------------


def test_a_version_that_was_read_by_somebody_else_meanwhile_is_left_to_them(
    archive: Archive, pages: Any, make_article: Make
) -> None:
    pages.save(archive)
    (reading,) = readings(archive)
    pages.save(archive, body=b"2", tags=("mới",))
    before = everything(archive)
    assert save_reading(archive, reading, new(make_article(title="Đọc từ bản cũ"))) == {}
    assert everything(archive) == before


def test_a_version_that_is_no_longer_the_current_one_does_not_change_the_article(
    archive: Archive, pages: Any, make_article: Make
) -> None:
    pages.save(archive)
    (reading,) = readings(archive)
    pages.save(archive, body=b"2", title="Sửa")
    save_reading(archive, reading, new(make_article(title="Đọc lại")))
    assert find_article(archive, URL).article.title == "Sửa"
    assert archive.rows("SELECT title FROM articles") == [{"title": "Sửa"}]
    assert find_article(archive, URL, version=1).article.title == "Đọc lại"


def test_an_article_moves_to_the_identity_its_page_names_and_its_old_one_leads_to_it(
    archive: Archive, pages: Any, make_article: Make
) -> None:
    pages.save(archive, canonical_url=None)
    there = "https://baolangxa.example/tin/khanh-thanh-cau-lang-xa"
    (reading,) = readings(archive)
    found = save_reading(archive, reading, new(make_article(canonical_url=there), url=there))
    assert (found["identity"].old, found["identity"].new) == (URL, there)
    assert find_article(archive, URL).id == find_article(archive, there).id == 1
    assert find_article(archive, 1).url == there
    again = pages.save(archive, url=there, article=make_article(canonical_url=there))
    assert (again.id, again.outcome) == (1, Outcome.UNCHANGED)


def test_an_article_stays_where_another_one_lives_at_the_identity_its_page_names(
    archive: Archive, pages: Any, make_article: Make
) -> None:
    taken = "https://baolangxa.example/da-co"
    pages.save(archive)
    pages.save(archive, url=taken)
    reading = readings(archive)[0]
    assert "identity" not in save_reading(archive, reading, new(make_article(), url=taken))
    assert [find_article(archive, url).id for url in (URL, taken)] == [1, 2]


def test_an_article_of_an_unknown_host_joins_the_newspaper_that_has_a_profile_now(
    archive: Archive, pages: Any, source: Source
) -> None:
    unknown = replace(pages, source=None)
    unknown.save(archive)
    (reading,) = readings(archive)
    found = save_reading(archive, reading, new(reading.article, source=source))
    assert (found["source"].old, found["source"].new) == (None, "baolangxa")
    assert find_article(archive, URL).source == source
    (reading,) = readings(archive)
    assert save_reading(archive, reading, new(reading.article, source=None)) == {}, "a known newspaper is kept"


def test_a_read_only_archive_tells_the_differences(archive: Archive, pages: Any, make_article: Make) -> None:
    pages.save(archive)
    archive.close()
    with Archive.open(archive.path, codec=archive.codec, read_only=True) as opened:
        (reading,) = readings(opened)
        assert set(differences(opened, reading, new(make_article(title="Hai")))) == {"title"}
        with pytest.raises(NotFoundError):
            find_article(opened, 2)
