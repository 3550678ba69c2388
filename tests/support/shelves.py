"""A shelf of articles in memory: what the archive's own shelf must do, said in Python."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from danvan_cli.model import Heading, Order, StoredArticle
from tests.support.articles import VIETNAM


class ListShelf:
    """``articles`` by number."""

    def __init__(self, *articles: StoredArticle) -> None:
        self._articles = sorted(articles, key=lambda stored: stored.id)

    def __len__(self) -> int:
        return len(self._articles)

    def __iter__(self) -> Iterator[StoredArticle]:
        return iter(self._articles)

    def articles(self, order: Order) -> Iterator[StoredArticle]:
        return iter(_sorted(self._articles, order))

    def headings(self, order: Order) -> Iterator[Heading]:
        return map(heading, _sorted(self._articles, order))

    @property
    def newest_capture(self) -> datetime | None:
        return max((stored.captured_at for stored in self._articles), default=None)


def heading(stored: StoredArticle) -> Heading:
    article, source = stored.article, stored.source
    return Heading(
        id=stored.id,
        url=stored.url,
        title=article.title,
        day=(article.published_at or stored.captured_at).astimezone(VIETNAM).date(),
        published_at=article.published_at,
        published_precision=article.published_precision,
        source_id=source.id if source else None,
        source_name=source.name if source else None,
        section=article.section,
    )


def _sorted(articles: Sequence[StoredArticle], order: Order) -> list[StoredArticle]:
    if order is Order.SECTION:
        articles = [stored for stored in articles if stored.article.section]
    return sorted(articles, key=_KEYS[order])


def _newest(stored: StoredArticle) -> tuple[Any, ...]:
    published = stored.article.published_at
    # An unknown hour sorts behind every known one.
    hour = -published.timestamp() if published else timedelta.max.total_seconds()
    return (-heading(stored).day.toordinal(), hour, -stored.id)


def _source(stored: StoredArticle) -> tuple[Any, ...]:
    source = stored.source
    return (source is None, source.name if source else "", source.id if source else "")


def _oldest(stored: StoredArticle) -> tuple[Any, ...]:
    published = stored.article.published_at
    return (heading(stored).day, *_source(stored), published.timestamp() if published else -1e12, stored.id)


_KEYS: dict[Order, Callable[[StoredArticle], Any]] = {
    Order.NUMBER: lambda stored: stored.id,
    Order.DAY: _oldest,
    Order.NEWEST: _newest,
    Order.SOURCE: lambda stored: (*_source(stored), *_newest(stored)),
    Order.SECTION: lambda stored: (stored.article.section, *_newest(stored)),
}
