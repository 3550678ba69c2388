"""Which captures go out with which articles, and what they make of one another."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from danvan_cli.errors import IntegrityError
from danvan_cli.model import Article, Origin, Selection, Snapshot, Source
from danvan_cli.store.articles import ParserStamp, save_article
from danvan_cli.store.captures import Capture, iter_captures, newest_capture
from danvan_cli.store.database import Archive
from danvan_cli.store.snapshots import save_snapshot

URL = "https://baolangxa.example/tin/khanh-thanh-cau"
START = datetime(2026, 3, 5, tzinfo=UTC)
ALL = Selection()
OURS = Selection(source="baolangxa")


@pytest.fixture
def keep(archive: Archive, make_snapshot: Callable[..., Snapshot], source: Source, stamp: ParserStamp) -> Any:
    """Store a capture of that day; with a title, also the article it shows."""

    def store(day: float, body: bytes = b"", *, title: str | None = None, url: str = URL, **changes: Any) -> int:
        snapshot = make_snapshot(body, **{"url": url, "requested_url": url} | changes)
        snapshot = replace(snapshot, captured_at=START + timedelta(days=day))
        snapshot_id = save_snapshot(archive, snapshot, run_id=None, source_id=None).id
        if title:
            article = Article(url=url, title=title)
            save_article(archive, article, url=url, snapshot_id=snapshot_id, source=source, parser=stamp)
        return snapshot_id

    return store


def captures(archive: Archive, selection: Selection = ALL) -> list[Capture]:
    with archive.read():
        return list(iter_captures(archive, selection))


def days(found: list[Capture]) -> list[float]:
    return [(capture.snapshot.captured_at - START) / timedelta(days=1) for capture in found]


def test_with_no_filter_every_capture_goes_out_by_time(archive: Archive, keep: Any) -> None:
    keep(3, b"3", title="Ba")
    keep(1, b"1", url="https://baolangxa.example/khong-phai-bai")
    keep(2, b"2", title="Hai")
    assert days(captures(archive)) == [1, 2, 3]
    assert newest_capture(archive, ALL) == START + timedelta(days=3)
    assert newest_capture(archive, Selection(source="khac")) is None


def test_an_article_takes_its_failures_revisits_and_robots_with_it_and_nothing_of_others(
    archive: Archive, keep: Any
) -> None:
    keep(1, b"1", title="Một", requested_url="http://baolangxa.example/cu")
    keep(2, b"404", status=404, url="http://baolangxa.example/cu")
    keep(3, b"1", title="Một")
    keep(4, b"Disallow:", url="https://baolangxa.example/robots.txt")
    keep(5, b"5", url="https://baolangxa.example/khac")
    keep(6, b"Disallow:", url="https://khac.example/robots.txt")
    keep(7, b"7", url="https://baolangxa.example/tin/robots.txt")
    assert days(captures(archive, OURS)) == [1, 2, 3, 4]
    assert captures(archive, Selection(source="khac")) == []
    assert captures(archive, Selection(since=date(2030, 1, 1))) == []


def test_a_limit_counts_articles_not_captures(archive: Archive, keep: Any) -> None:
    for day in (1, 2, 3):
        keep(day, b"%d" % day, title=str(day))
        keep(day + 0.5, b"x%d" % day, title=str(day), url=f"{URL}/{day}")
    assert days(captures(archive, Selection(limit=1))) == [1, 2, 3]


def test_a_revisit_names_the_earliest_capture_whatever_was_stored_first(archive: Archive, keep: Any) -> None:
    keep(2, b"trang")
    keep(1, b"trang")
    first, second = captures(archive)
    assert (first.original, first.snapshot.body) == (None, b"trang")
    assert second.original == first.key
    assert (second.snapshot.body, second.body_bytes) == (b"", 5)


def test_no_revisit_is_made_of_nothing_of_another_url_or_of_another_status(archive: Archive, keep: Any) -> None:
    for day in (1, 2):
        keep(day, b"")
    keep(3, b"404", status=404)
    keep(4, b"404", status=200)
    keep(5, b"404", status=404, url=f"{URL}/2")
    keep(6, b"file", origin=Origin.FILE, status=None)
    keep(7, b"file", origin=Origin.FILE, status=None)
    assert [capture.original for capture in captures(archive)] == [None] * 7


def test_a_304_names_the_newest_page_before_it(archive: Archive, keep: Any) -> None:
    keep(1, b"1")
    keep(2, b"2")
    keep(3, b"", status=304)
    keep(4, b"4")
    keep(0, b"", status=304)
    zero, one, two, three, four = captures(archive)
    assert three.original == two.key
    assert [capture.original for capture in (zero, one, two, four)] == [None] * 4


def test_captures_that_are_alike_in_everything_are_told_apart(archive: Archive, keep: Any) -> None:
    keep(1, b"trang")
    keep(1, b"trang")
    first, second = captures(archive)
    assert (first.key.ordinal, second.key.ordinal) == (0, 1)
    assert second.original == first.key


def test_an_article_goes_with_the_capture_it_was_first_seen_in(archive: Archive, keep: Any) -> None:
    keep(1, b"1", title="Một")
    keep(2, b"2", title="Một")
    keep(3, b"3", title="Hai")
    told = [(capture.article and capture.article.title, capture.publisher) for capture in captures(archive)]
    assert told == [("Một", "Báo Làng Xa"), (None, None), ("Hai", "Báo Làng Xa")]


def test_a_damaged_body_ends_it_rather_than_being_left_out(archive: Archive, keep: Any) -> None:
    keep(1, b"trang")
    archive.db.execute("UPDATE bodies SET data = x'00'")
    with pytest.raises(IntegrityError, match="snapshot 1"):
        captures(archive)


def test_what_is_written_meanwhile_is_not_in_it(archive: Archive, keep: Any) -> None:
    keep(1, b"1")
    with Archive.open(archive.path, codec=archive.codec, read_only=True) as reader, reader.read():
        found = iter_captures(reader, ALL)
        first = next(found)
        keep(2, b"2")
        assert [first, *found] == [first]
