"""Versions count in the order of their captures, whatever the order they are stored in."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import groupby, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.model import Article, Block, BlockKind, Caption, Outcome, Selection, Snapshot
from danvan_cli.store.articles import ParserStamp, SavedArticle, find_article, save_article
from danvan_cli.store.database import Archive
from danvan_cli.store.parses import read_as
from danvan_cli.store.readings import iter_readings
from danvan_cli.store.search import search
from danvan_cli.store.snapshots import save_snapshot

URL = "https://baolangxa.example/tin/khanh-thanh-cau"
START = datetime(2025, 3, 5, tzinfo=UTC)
Sighting = tuple[int, str]
"""On which day, and what the title said."""
HISTORY = st.dictionaries(st.integers(0, 40), st.sampled_from(["Một", "Hai", "Ba"]), min_size=1, max_size=7)


def saved(archive: Archive, stamp: ParserStamp, make: Any, sighting: Sighting, url: str = URL) -> SavedArticle:
    """A capture of that day, and the article it shows. Its tag is the day: no edit, but brought up to date."""
    day, title = sighting
    body = f"{url} {day} {title}".encode()
    snapshot: Snapshot = make(
        body,
        url=url,
        requested_url=url,
        captured_at=START + timedelta(days=day),
        sha256=hashlib.sha256(body).hexdigest(),
    )
    snapshot_id = save_snapshot(archive, snapshot, run_id=None, source_id=None).id
    article = Article(
        url=url,
        title=title,
        tags=(str(day),),
        all_blocks=(
            Block(kind=BlockKind.PARAGRAPH, text=f"{title}."),
            Block(kind=BlockKind.PARAGRAPH, text="Ảnh minh họa", removed="caption"),
        ),
        captions=(Caption(text="Cầu mới"),),
    )
    return save_article(archive, article, url=url, snapshot_id=snapshot_id, source=None, parser=stamp)


def history(archive: Archive, url: str = URL) -> list[tuple[str | None, int, tuple[str, ...], int, int]]:
    """Title, day first seen, tags, kept captions and removed blocks of every version in order."""
    count = find_article(archive, url).versions
    versions = [find_article(archive, url, version=number) for number in range(1, count + 1)]
    return [
        (v.article.title, (v.captured_at - START).days, v.article.tags, len(v.article.captions), len(v.article.removed))
        for v in versions
    ]


def in_order(sightings: dict[int, str]) -> list[tuple[str | None, int, tuple[str, ...], int, int]]:
    """What the law demands: a version a stretch, dated by its first day, its tags by its last."""
    stretches = [list(group) for _, group in groupby(sorted(sightings.items()), key=lambda item: item[1])]
    return [(days[0][1], days[0][0], (str(days[-1][0]),), 1, 1) for days in stretches]


@given(data=st.data(), sightings=HISTORY)
def test_captures_saved_in_any_order_give_the_versions_of_their_own_order(
    shared_archive: Archive, stamp: ParserStamp, make_snapshot: Any, data: st.DataObject, sightings: dict[int, str]
) -> None:
    order = data.draw(st.permutations(sorted(sightings.items())))
    url = f"{URL}/{shared_archive.db.table('articles').count}"
    for sighting in order:
        saved(shared_archive, stamp, make_snapshot, sighting, url)

    expected = in_order(sightings)
    titles_and_days = [version[:2] for version in expected]
    assert [version[:2] for version in history(shared_archive, url)] == titles_and_days
    current = find_article(shared_archive, url)
    last_day = max(sightings)
    assert current.article.title == sightings[last_day]
    assert current.article.tags == (str(last_day),)
    row = shared_archive.db.table("articles").get(current.id)
    assert (row["title"], row["captured_at"][:10]) == (current.article.title, str(current.captured_at.date()))
    assert row["first_captured_at"][:10] == row["day"] == str((START + timedelta(days=min(sightings))).date())
    assert row["sha256"] == current.sha256


@given(data=st.data(), sightings=HISTORY)
def test_every_capture_knows_the_version_it_shows_in_whatever_order_it_came(
    shared_archive: Archive, stamp: ParserStamp, make_snapshot: Any, data: st.DataObject, sightings: dict[int, str]
) -> None:
    url = f"{URL}/doc/{shared_archive.db.table('articles').count}"
    for sighting in data.draw(st.permutations(sorted(sightings.items()))):
        saved(shared_archive, stamp, make_snapshot, sighting, url)
    rows = shared_archive.rows("SELECT id, captured_at FROM snapshots WHERE url = ?", [url])
    for row in rows:
        found = read_as(shared_archive, row["id"])
        assert found is not None
        day = (datetime.fromisoformat(row["captured_at"]) - START).days
        assert find_article(shared_archive, found[0], version=found[1]).article.title == sightings[day]


def test_in_their_own_order_tags_are_those_of_the_last_capture_of_each_version(
    archive: Archive, stamp: ParserStamp, make_snapshot: Any
) -> None:
    sightings = {0: "Một", 1: "Một", 2: "Hai", 3: "Một"}
    for sighting in sightings.items():
        saved(archive, stamp, make_snapshot, sighting)
    assert history(archive) == in_order(sightings)


def test_an_older_capture_never_becomes_the_newest_version(
    archive: Archive, stamp: ParserStamp, make_snapshot: Any, check_whole: Callable[[Archive], None]
) -> None:
    saved(archive, stamp, make_snapshot, (9, "Hai"))
    older = saved(archive, stamp, make_snapshot, (1, "Một"))
    assert (older.outcome, older.version) == (Outcome.CHANGED, 1)
    assert [version[0] for version in history(archive)] == ["Một", "Hai"]
    assert find_article(archive, URL).article.title == "Hai"
    assert [hit.article.article.title for hit in search(archive, "hai", Selection())] == ["Hai"]
    assert list(search(archive, "một", Selection())) == []
    check_whole(archive)


def test_an_older_capture_of_the_same_content_dates_its_version_back(
    archive: Archive, stamp: ParserStamp, make_snapshot: Any
) -> None:
    saved(archive, stamp, make_snapshot, (9, "Một"))
    older = saved(archive, stamp, make_snapshot, (1, "Một"))
    assert (older.outcome, older.version) == (Outcome.UNCHANGED, 1)
    assert history(archive) == [("Một", 1, ("9",), 1, 1)]


def test_a_capture_from_the_middle_of_a_version_that_says_something_else_splits_it(
    archive: Archive, stamp: ParserStamp, make_snapshot: Any, check_whole: Callable[[Archive], None]
) -> None:
    for sighting in ((1, "Một"), (9, "Một"), (5, "Hai")):
        last = saved(archive, stamp, make_snapshot, sighting)
    assert (last.outcome, last.version) == (Outcome.CHANGED, 2)
    assert [version[:2] for version in history(archive)] == [("Một", 1), ("Hai", 5), ("Một", 9)]
    check_whole(archive)


@pytest.mark.parametrize("order", list(permutations([(1, "Một"), (5, "Một"), (9, "Hai")])))
def test_a_version_is_read_again_from_its_last_capture_by_time(
    archive: Archive, stamp: ParserStamp, make_snapshot: Any, order: tuple[Sighting, ...]
) -> None:
    for sighting in order:
        saved(archive, stamp, make_snapshot, sighting)
    days = {row["id"]: row["captured_at"] for row in archive.rows("SELECT id, captured_at FROM snapshots")}
    readings = list(iter_readings(archive, Selection()))
    assert [(r.version, (datetime.fromisoformat(days[r.snapshot_id]) - START).days) for r in readings] == [
        (1, 5),
        (2, 9),
    ]
    assert [r.is_current for r in readings] == [False, True]


def test_of_captures_of_one_moment_the_last_stored_is_the_newest(
    archive: Archive, stamp: ParserStamp, make_snapshot: Any
) -> None:
    for title in ("Một", "Hai", "Một"):
        saved(archive, stamp, make_snapshot, (1, title))
    assert [version[0] for version in history(archive)] == ["Một", "Hai", "Một"]
