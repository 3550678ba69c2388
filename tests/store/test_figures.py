from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.model import Group, Selection, Tally
from danvan_cli.snapshot import codec
from danvan_cli.store.articles import iter_articles
from danvan_cli.store.database import Archive
from danvan_cli.store.figures import figures, words_of
from danvan_cli.store.query import _words
from tests.support import generated


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("many") / "archive.db"
    generated.fill(path, 120, searchable=True)
    with Archive.open(path, codec=codec, read_only=True) as archive:
        yield archive


CHOICES = (Selection(), Selection(source="bao02"), Selection(province="son ha"), Selection(until=date(2019, 1, 1)))


@pytest.mark.parametrize("chosen", CHOICES)
def test_the_figures_are_those_of_the_articles(many: Archive, chosen: Selection) -> None:
    found = figures(many, chosen)
    articles = list(iter_articles(many, chosen))
    assert found.total.articles == len(articles)
    assert found.total.photos == sum(len(stored.article.captions) for stored in articles)
    assert found.total.words == sum(map(words_in, articles))
    authors = Counter(name for stored in articles for name in stored.article.byline)
    assert {name: tally.articles for name, tally in found.groups[Group.AUTHOR].items()} == authors
    sources = Counter(stored.source.id if stored.source else None for stored in articles)
    assert {name: tally.articles for name, tally in found.groups[Group.SOURCE].items()} == sources
    for group in Group:
        if group is not Group.AUTHOR:
            assert sum(tally.words for tally in found.groups[group].values()) == found.total.words


def words_in(stored: Any) -> int:
    article = stored.article
    captions = [f"{caption.text} {caption.credit or ''}" for caption in article.captions]
    return len(_words("\n".join((article.title, article.sapo, article.text, *captions))))


def test_names_are_ordered_by_how_many_and_months_by_time(archive: Archive, pages: Any) -> None:
    for number, (day, section) in enumerate(((5, ("Xã hội",)), (40, ("Kinh tế",)), (41, ("Kinh tế",)), (9, ()))):
        published = datetime(2025, 1, 1, 3, tzinfo=UTC) + timedelta(days=day)
        pages.save(archive, url=f"https://x.example/{number}", published_at=published, section_path=section)
    found = figures(archive, Selection())
    assert list(found.groups[Group.SECTION]) == ["Kinh tế", "Xã hội", None]
    assert list(found.groups[Group.MONTH]) == ["2025-01", "2025-02"]
    assert list(found.groups[Group.PROVINCE]) == ["Đắk Lắk"]
    (covered,) = found.coverage
    assert (covered.source, covered.first, covered.last, covered.days) == (
        "baolangxa",
        date(2025, 1, 6),
        date(2025, 2, 11),
        4,
    )
    assert covered.gaps == ((date(2025, 1, 11), date(2025, 2, 9)), (date(2025, 1, 7), date(2025, 1, 9)))


def test_what_a_page_does_not_say_is_not_counted_as_stated(archive: Archive, pages: Any) -> None:
    pages.save(archive, url="https://x.example/1")
    pages.save(
        archive,
        url="https://x.example/2",
        sapo=None,
        byline=(),
        published_at=None,
        captions=(),
        section_path=(),
        problem="no-readable-body",
        all_blocks=(),
    )
    assert figures(archive, Selection()).stated == {
        "title": 2,
        "sapo": 1,
        "body": 1,
        "byline": 1,
        "published": 1,
        "section": 1,
        "photo": 1,
    }


def test_an_article_of_two_authors_counts_for_both_and_of_one_named_twice_once(archive: Archive, pages: Any) -> None:
    pages.save(archive, byline=("Lê Hạ", "Trần Minh", "Lê Hạ"))
    found = figures(archive, Selection())
    assert {name: tally.articles for name, tally in found.groups[Group.AUTHOR].items()} == {"Lê Hạ": 1, "Trần Minh": 1}
    assert found.total.articles == 1


def test_an_empty_archive_has_zeroes(archive: Archive) -> None:
    found = figures(archive, Selection())
    assert found.total == Tally(articles=0, words=0, photos=0)
    assert found.coverage == ()


def test_a_limit_counts_articles(many: Archive) -> None:
    assert figures(many, Selection(limit=7)).total.articles == 7


@given(st.lists(st.integers(0, 2**28 - 1), max_size=6))
def test_varints_are_summed(numbers: list[int]) -> None:
    assert words_of(b"".join(map(varint, numbers))) == sum(numbers)


def varint(number: int) -> bytes:
    last = bytes([number & 0x7F])
    while number := number >> 7:
        last = bytes([number & 0x7F | 0x80]) + last
    return last
