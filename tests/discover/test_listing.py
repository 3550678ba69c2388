import pickle
from collections.abc import Sequence
from dataclasses import FrozenInstanceError
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.dates import VIETNAM
from danvan_cli.discover.listing import Listing, all_older, next_page
from danvan_cli.discover.section import read_section
from danvan_cli.model import Link, SeedKind

HOME = "https://baosonha.example"
DAY = date(2026, 3, 5)


def story(name: str, published: datetime | None = None) -> Link:
    return Link(url=f"{HOME}/{name}", key=f"{HOME}/{name}", found_on=f"{HOME}/tin", published_at=published)


def further(number: int, depth: int = 1) -> Link:
    url = f"{HOME}/tin?p={number}"
    return Link(url=url, key=url, kind=SeedKind.SECTION, found_on=f"{HOME}/tin", depth=depth)


def at(day: date, hour: int = 12) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM)


# --- where to turn ------------------------------------------------------------------------------


def test_the_nearest_page_is_turned_to_while_something_is_new() -> None:
    listing = Listing(links=(story("a"), further(2), further(3)))
    assert next_page(listing, seen=()) == further(2)
    assert next_page(listing, seen={f"{HOME}/a"}) is None
    assert next_page(Listing(links=(story("a"),)), seen=()) is None
    assert next_page(Listing(links=(further(2),)), seen=()) is None


def test_turning_ends_where_all_that_is_new_is_older() -> None:
    pinned, old = story("ghim", at(DAY)), story("cu", at(DAY - timedelta(days=1)))
    listing = Listing(links=(pinned, old, further(2)))
    assert next_page(listing, seen=(), since=DAY) == further(2)
    assert next_page(listing, seen={pinned.key}, since=DAY) is None
    assert next_page(listing, seen={pinned.key}, since=DAY - timedelta(days=1)) == further(2)


def test_turning_ends_after_so_many_pages() -> None:
    assert next_page(Listing(links=(story("a"), further(9, depth=49))), seen=(), most_pages=50) == further(9, depth=49)
    assert next_page(Listing(links=(story("a"), further(9, depth=50))), seen=(), most_pages=50) is None


def test_a_calendar_that_can_be_turned_for_ever_is_left_in_the_end() -> None:
    def page(number: int) -> str:
        rows = f'<h3><a href="/cau-moi-so-{number}-post{100_000 + number}.html">Cầu mới số {number}</a></h3>'
        return f'{rows}<a rel="next" href="/lich?p={number + 1}">Sau</a>'

    url, depth, turned, seen = f"{HOME}/lich?p=1", 0, 0, set[str]()
    while True:
        turned += 1
        listing = read_section(page(turned), url, depth=depth)
        assert isinstance(listing, Listing)
        following = next_page(listing, seen=seen, most_pages=20)
        seen |= {link.key for link in listing.articles}
        if following is None:
            break
        url, depth = following.url, following.depth
    assert turned == 20


@given(st.lists(st.none() | st.integers(-5, 5), max_size=8))
def test_links_are_all_older_when_each_dated_one_is(days: Sequence[int | None]) -> None:
    links = [story(str(n), None if day is None else at(DAY + timedelta(days=day))) for n, day in enumerate(days)]
    dated = [day for day in days if day is not None]
    assert all_older(links, DAY) == (bool(dated) and max(dated) < 0)


def test_a_day_is_a_day_in_vietnam() -> None:
    link = story("a", datetime.fromisoformat("2026-03-04T17:00:00+00:00"))  # midnight in Vietnam
    assert not all_older([link], DAY)
    assert all_older([link], DAY + timedelta(days=1))


def test_a_listing_is_a_value() -> None:
    listing = Listing(links=(story("a", at(DAY)), further(2)), left_out=3, doubt="nửa chừng")
    assert pickle.loads(pickle.dumps(listing)) == listing  # noqa: S301 (our own bytes)
    assert (listing.articles, listing.pages) == ((story("a", at(DAY)),), (further(2),))
    with pytest.raises(FrozenInstanceError):
        listing.links[0].title = "x"  # type: ignore[misc]
