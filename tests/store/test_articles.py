import asyncio
import json
import shutil
import sqlite3
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from datasette.app import Datasette

from danvan_cli.errors import NotFoundError
from danvan_cli.model import Outcome, Provenance, Selection, Source
from danvan_cli.snapshot import codec
from danvan_cli.store.articles import ParserStamp, count_articles, find_article, iter_articles, save_article
from danvan_cli.store.database import Archive
from danvan_cli.store.parses import read_as
from danvan_cli.store.search import search
from danvan_cli.store.snapshots import save_snapshot

URL = "https://baolangxa.example/tin/khanh-thanh-cau"
Make = Callable[..., Any]


def test_a_page_seen_again_is_unchanged_and_adds_no_rows_but_its_capture_and_who_read_it(
    archive: Archive, pages: Any
) -> None:
    tables = ("articles", "versions", "captions", "removed_blocks", "provenance", "bodies", "sources")
    first = pages.save(archive)
    before = {table: archive.db.table(table).count for table in tables}
    statements: list[str] = []
    with archive.db.tracer(lambda sql, _: statements.append(sql.lower().lstrip())):
        again = [pages.save(archive), pages.save(archive)]

    assert (first.outcome, first.version) == (Outcome.NEW, 1)
    assert [(saved.id, saved.outcome, saved.version) for saved in again] == [(first.id, Outcome.UNCHANGED, 1)] * 2
    assert {table: archive.db.table(table).count for table in tables} == before
    assert not [statement for statement in statements if statement.startswith(("update", "delete"))]
    assert archive.rows("SELECT snapshot_id, same_as FROM parses") == [
        {"snapshot_id": 1, "same_as": None},
        {"snapshot_id": 2, "same_as": 1},
        {"snapshot_id": 3, "same_as": 1},
    ]


def test_an_edit_is_a_new_version_and_the_old_one_is_kept(archive: Archive, pages: Any, source: Source) -> None:
    pages.save(archive, body=b"1")
    changed = pages.save(archive, body=b"2", title="Cầu Làng Xa thông xe")
    stored, old = find_article(archive, URL), find_article(archive, URL, version=1)

    assert (changed.outcome, changed.version) == (Outcome.CHANGED, 2)
    assert (stored.article.title, stored.version, stored.versions, stored.snapshot_id) == (
        "Cầu Làng Xa thông xe",
        2,
        2,
        2,
    )
    assert (old.article.title, old.version, old.versions, old.snapshot_id) == (
        "Khánh thành cầu Làng Xa",
        1,
        2,
        1,
    )
    assert old.sha256 != stored.sha256
    assert stored.source == source
    assert stored.status == "live"


def test_a_page_that_changed_back_is_a_third_version(archive: Archive, pages: Any) -> None:
    outcomes = [pages.save(archive, title=title) for title in ("Một", "Hai", "Một", "Một")]
    assert [(saved.outcome, saved.version) for saved in outcomes] == [
        (Outcome.NEW, 1),
        (Outcome.CHANGED, 2),
        (Outcome.CHANGED, 3),
        (Outcome.UNCHANGED, 3),
    ]


def test_what_is_no_edit_is_brought_up_to_date_in_place(
    archive: Archive, pages: Any, make_article: Make, check_whole: Callable[[Archive], None]
) -> None:
    pages.save(archive)
    article = make_article()
    renamed = replace(
        article,
        tags=("cầu", "giao thông"),
        section_path=("Xã hội",),
        captions=(replace(article.captions[0], image_url="https://cdn.example/moi.jpg"),),
    )
    saved = pages.save(archive, article=renamed)

    assert (saved.outcome, saved.version) == (Outcome.UNCHANGED, 1)
    assert find_article(archive, saved.id).article == renamed
    assert archive.rows("SELECT section, tags FROM articles") == [{"section": "Xã hội", "tags": '["cầu","giao thông"]'}]
    check_whole(archive)


def test_a_save_never_renumbers_an_article(archive: Archive, pages: Any) -> None:
    ids = [pages.save(archive, url=f"https://baolangxa.example/{n}").id for n in range(3)]
    assert pages.save(archive, url="https://baolangxa.example/0", title="Sửa").id == ids[0]
    assert [stored.id for stored in iter_articles(archive, Selection())] == ids


def test_a_known_newspaper_is_kept_where_a_later_save_names_none(
    archive: Archive, pages: Any, make_article: Make, stamp: ParserStamp, source: Source
) -> None:
    pages.save(archive)
    save_article(archive, make_article(title="Sửa"), url=URL, snapshot_id=1, source=None, parser=stamp)
    assert find_article(archive, URL).source == source


# --- provenance ----------------------------------------------------------------------------------


def test_parsing_a_capture_again_with_the_same_parser_adds_nothing(
    archive: Archive, pages: Any, make_article: Make, stamp: ParserStamp, source: Source
) -> None:
    pages.save(archive)
    for _ in range(3):
        save_article(archive, make_article(), url=URL, snapshot_id=1, source=source, parser=stamp)
    assert archive.db.table("parses").count == 1

    newer = replace(stamp, version="0.2.0")
    save_article(archive, make_article(), url=URL, snapshot_id=1, source=source, parser=newer)
    assert archive.rows("SELECT parser_version, same_as FROM parses") == [
        {"parser_version": "0.1.0", "same_as": None},
        {"parser_version": "0.2.0", "same_as": 1},
    ]


def test_a_field_found_elsewhere_is_traced_from_then_on(
    archive: Archive, pages: Any, make_article: Make, stamp: ParserStamp, source: Source
) -> None:
    pages.save(archive)
    moved = (Provenance(field="title", selector="h1.detail-title"),)
    newer = replace(stamp, profile_digest="e" * 64)
    for _ in range(2):
        save_article(archive, make_article(provenance=moved), url=URL, snapshot_id=1, source=source, parser=newer)

    assert find_article(archive, URL).article.provenance == moved
    chain = archive.rows(
        "SELECT snapshots.url, parses.profile_digest, provenance.field, provenance.selector FROM snapshots"
        " JOIN parses ON parses.snapshot_id = snapshots.id JOIN provenance ON parse_id = parses.id"
        " WHERE parses.profile_digest = ?",
        ["e" * 64],
    )
    assert chain == [{"url": URL, "profile_digest": "e" * 64, "field": "title", "selector": "h1.detail-title"}]


def test_a_capture_knows_which_version_it_was_read_as(archive: Archive, pages: Any) -> None:
    for title in ("Một", "Hai", "Hai"):
        saved = pages.save(archive, title=title)
    assert [read_as(archive, snapshot_id) for snapshot_id in (1, 2, 3, 4)] == [
        (saved.id, 1),
        (saved.id, 2),
        (saved.id, 2),
        None,
    ]


# --- finding -------------------------------------------------------------------------------------


def test_an_article_is_found_by_id_and_by_every_url_that_led_to_it(
    archive: Archive, make_snapshot: Make, make_article: Make, stamp: ParserStamp
) -> None:
    asked, answered = "http://baolangxa.example/a?utm_source=zalo", "https://m.baolangxa.example/a"
    declared, identity = "https://baolangxa.example/a/", "https://baolangxa.example/a"
    snapshot = save_snapshot(archive, make_snapshot(requested_url=asked, url=answered), run_id=None, source_id=None)
    article = make_article(url=answered, canonical_url=declared)
    saved = save_article(archive, article, url=identity, snapshot_id=snapshot.id, source=None, parser=stamp)

    for way in (saved.id, str(saved.id), f" {identity}\n", asked, answered, declared):
        assert find_article(archive, way).id == saved.id
    assert find_article(archive, identity).url == identity
    assert count_articles(archive, Selection()) == 1


def test_a_url_that_led_elsewhere_before_leads_to_the_latest_but_never_hides_an_article(
    archive: Archive, make_snapshot: Make, make_article: Make, stamp: ParserStamp, pages: Any
) -> None:
    moving = "https://baolangxa.example/chuyen-muc/moi-nhat"

    def save(identity: str) -> int:
        snapshot = save_snapshot(
            archive, make_snapshot(requested_url=moving, url=identity), run_id=None, source_id=None
        )
        article = make_article(url=identity)
        return save_article(archive, article, url=identity, snapshot_id=snapshot.id, source=None, parser=stamp).id

    save("https://baolangxa.example/1")
    second = save("https://baolangxa.example/2")
    assert find_article(archive, moving).id == second
    own = pages.save(archive, url=moving)
    save("https://baolangxa.example/1")
    assert find_article(archive, moving).id == own.id


def test_a_home_page_declared_as_canonical_is_no_way_to_an_article(archive: Archive, pages: Any) -> None:
    pages.save(archive, canonical_url="https://baolangxa.example/")
    with pytest.raises(NotFoundError):
        find_article(archive, "https://baolangxa.example/")


@pytest.mark.parametrize("wanted", [7, "7", "0", -1, 10**30, "9" * 5000, "", "https://[", "khong-co", "\ud800", "¹²"])
def test_an_unknown_article_is_not_found_and_a_hint_is_given(archive: Archive, pages: Any, wanted: str | int) -> None:
    pages.save(archive)
    with pytest.raises(NotFoundError, match="no article") as caught:
        find_article(archive, wanted)
    assert "search" in str(caught.value.hint)


@pytest.mark.parametrize("version", [0, 3, -1, 10**30])
def test_an_unknown_version_is_not_found_and_the_known_ones_are_named(
    archive: Archive, pages: Any, version: int
) -> None:
    pages.save(archive)
    pages.save(archive, title="Sửa")
    with pytest.raises(NotFoundError, match="has no version") as caught:
        find_article(archive, 1, version=version)
    assert caught.value.hint == "it has versions 1 to 2"


def test_an_article_needs_a_snapshot_that_is_there(archive: Archive, make_article: Make, stamp: ParserStamp) -> None:
    with pytest.raises(NotFoundError, match="no snapshot 5"):
        save_article(archive, make_article(), url=URL, snapshot_id=5, source=None, parser=stamp)


# --- selecting -----------------------------------------------------------------------------------


@pytest.fixture
def three(archive: Archive, pages: Any, source: Source) -> Archive:
    """Articles 1 and 2 of two provinces, and 3 of a central paper, without a date."""
    other = replace(source, id="baobien", name="Báo Biển", province="Khánh Hòa", province_before="Ninh Thuận")
    central = replace(source, id="trunguong", name="Báo Trung ương", province=None, province_before=None)
    days = [datetime(2025, 3, 4, 18, tzinfo=UTC), datetime(2025, 3, 6, 1, tzinfo=UTC), None]
    for number, (paper, day) in enumerate(zip((source, other, central), days, strict=True), start=1):
        replace(pages, source=paper).save(archive, url=f"https://baolangxa.example/{number}", published_at=day)
    return archive


@pytest.mark.parametrize(
    ("selection", "ids"),
    [
        (Selection(), [1, 2, 3]),
        (Selection(since=date(2025, 3, 5), until=date(2025, 3, 5)), [1]),
        (Selection(since=date(2025, 3, 6)), [2, 3]),
        (Selection(until=date(2025, 3, 4)), []),
        (Selection(source="baobien"), [2]),
        (Selection(source="khong-co"), []),
        (Selection(province="Đắk Lắk"), [1]),
        (Selection(province="phú  yên"), [1]),
        (Selection(province="dak lak"), [1]),
        (Selection(province="Khánh Hoà"), [2]),
        (Selection(province="NINH THUẬN"), [2]),
        (Selection(province=unicodedata.normalize("NFD", "Khánh Hòa")), [2]),
        (Selection(province="Đak Lak"), []),
        (Selection(province=""), []),
        (Selection(limit=2), [1, 2]),
        (Selection(limit=0), []),
        (Selection(since=date(2025, 3, 5), source="baolangxa", province="Phú Yên", limit=5), [1]),
    ],
)
def test_the_five_filters(three: Archive, selection: Selection, ids: list[int]) -> None:
    assert [stored.id for stored in iter_articles(three, selection)] == ids
    assert count_articles(three, selection) == len(ids)


def test_a_day_is_a_day_in_vietnam_and_of_first_capture_where_the_page_gives_none(
    archive: Archive, pages: Any, make_snapshot: Make, make_article: Make, stamp: ParserStamp
) -> None:
    for captured_at in (datetime(2025, 3, 5, 20, 30, tzinfo=UTC), datetime(2025, 4, 1, tzinfo=UTC)):
        snapshot = make_snapshot(captured_at=captured_at)
        saved = save_snapshot(archive, snapshot, run_id=None, source_id=None)
        article = make_article(published_at=None, title=str(captured_at))
        save_article(archive, article, url=URL, snapshot_id=saved.id, source=None, parser=stamp)
    assert archive.rows("SELECT day, versions FROM articles") == [{"day": "2025-03-06", "versions": 2}]


def test_iterating_streams_by_id_over_many_pages_while_the_caller_writes(archive: Archive, pages: Any) -> None:
    for number in range(230):
        pages.save(archive, url=f"https://baolangxa.example/{number}")
    seen = []
    for stored in iter_articles(archive, Selection(limit=205)):
        seen.append(stored.id)
        if stored.id == 1:
            pages.save(archive, url="https://baolangxa.example/them")
    assert seen == list(range(1, 206))


# --- other programs ------------------------------------------------------------------------------


def stock_sqlite_utils(archive: Archive, *arguments: str, stdin: str | None = None) -> None:
    command = [sys.executable, "-m", "sqlite_utils", arguments[0], str(archive.path), *arguments[1:]]
    subprocess.run(command, check=True, input=stdin, text=True, capture_output=True)


def test_writes_of_stock_sqlite_utils_keep_both_search_indexes_right(
    archive: Archive, pages: Any, check_whole: Callable[[Archive], None]
) -> None:
    for number in range(3):
        pages.save(archive, url=f"https://baolangxa.example/{number}")
    row = archive.rows("SELECT * FROM articles WHERE id = 1")[0]
    upserted = json.dumps(
        [
            row | {"title": "Tựa sửa bằng tay", "sapo": None},
            row | {"id": 9, "url": "https://x.example/9", "version_id": None},
        ]
    )
    stock_sqlite_utils(archive, "upsert", "articles", "-", "--pk", "id", stdin=upserted)
    stock_sqlite_utils(archive, "query", "UPDATE articles SET body = 'Chợ nổi' WHERE id = 2")
    stock_sqlite_utils(archive, "query", "DELETE FROM articles WHERE id = 9")

    check_whole(archive)
    match = "SELECT rowid FROM articles_fts_exact WHERE articles_fts_exact MATCH ?"
    assert archive.rows(match, ['"tựa sửa"']) == [{"rowid": 1}]
    assert archive.rows(match, ['"chợ nổi"']) == [{"rowid": 2}]


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the sqlite3 shell is not installed")
def test_writes_of_the_sqlite3_shell_keep_both_search_indexes_right(
    archive: Archive, pages: Any, check_whole: Callable[[Archive], None]
) -> None:
    pages.save(archive)
    subprocess.run(["sqlite3", archive.path, "UPDATE articles SET title = 'Cầu khác'"], check=True)
    check_whole(archive)
    assert archive.rows("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'khac'") == [{"rowid": 1}]


def test_datasette_searches_the_articles_and_what_it_writes_is_found(
    tmp_path: Path, pages: Any, check_whole: Callable[[Archive], None]
) -> None:
    with Archive.open(tmp_path / "kho.db", codec=codec) as archive:  # a name that Datasette can take
        for number, title in enumerate(("Đại hội Đảng bộ", "Chợ phiên"), start=1):
            pages.save(archive, url=f"https://baolangxa.example/{number}", title=title)
        app = Datasette([archive.path])
        database = app.get_database("kho")
        write = "UPDATE articles SET title = 'Đập Nà Sang' WHERE id = 2"

        async def found(table: str, words: str) -> list[int]:
            asked = f"/kho/articles.json?_fts_table={table}&_fts_pk=id&_shape=array&_search={quote(words)}"
            return [row["id"] for row in (await app.client.get(asked)).json()]

        async def used() -> list[list[int]]:
            await database.execute_write(write, block=True)
            return [await found("articles_fts", "na sang"), await found("articles_fts_exact", "đảng bộ")]

        assert asyncio.run(used()) == [[2], [1]]
        database.close()
        assert [hit.article.id for hit in search(archive, '"đập nà sang"', Selection())] == [2]
        check_whole(archive)


def test_a_partial_change_by_sqlite_utils_update_passes_where_upsert_cannot(archive: Archive, pages: Any) -> None:
    """Why the store updates: an upsert of some columns breaks the NOT NULL of the others."""
    pages.save(archive)
    with pytest.raises(sqlite3.IntegrityError, match="NOT NULL"):
        archive.db.table("articles").upsert({"id": 1, "title": "Sửa"}, pk="id")
    archive.db.table("articles").update(1, {"title": "Sửa"})
    assert archive.rows("SELECT title FROM articles") == [{"title": "Sửa"}]
