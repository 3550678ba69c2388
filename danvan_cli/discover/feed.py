"""Feeds: RSS 0.9x, 1.0 and 2.0, and Atom (RFC 4287), as papers write them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from danvan_cli.discover.collector import Collector
from danvan_cli.discover.dates import puts_month_first, read_date
from danvan_cli.discover.listing import MOST_LINKS, BadListing, Listed
from danvan_cli.discover.plain import plain
from danvan_cli.discover.records import Records, Refused, local_name
from danvan_cli.profiles.schema import GENERIC, Profile

BAD_FEED = "bad-feed"
"""A feed or sitemap that cannot be read as one."""
FEED_ROOTS = frozenset({"rss", "rdf", "feed"})
_RECORDS = ("item", "entry")
_FOREIGN = ("mrss", "media:", "itunes", "podcast")
"""Vocabularies whose titles and links are those of a photo or a recording."""
_PUBLISHED = ("pubdate", "published", "date", "issued", "created")
_UPDATED = ("updated", "modified")
_READ = frozenset({"title", "link", "origlink", "guid", "id", *_PUBLISHED, *_UPDATED})
_MOST_CHILDREN = 200
"""Elements of one item that are looked at."""
_BASE = "{http://www.w3.org/XML/1998/namespace}base"


def read_feed(
    text: str,
    url: str,
    profile: Profile = GENERIC,
    *,
    month_first: bool | None = None,
    depth: int = 0,
    most_links: int = MOST_LINKS,
) -> Listed:
    """The stories of a feed that was served at ``url``, in its order.

    ``month_first`` is how the feed writes ``9/5/2026``; None lets its own dates decide, day first where none can
    tell. A feed without items is an empty listing; a page, a document with entities, and what breaks off before its
    first item are ``bad-feed``. Of one that breaks off later the whole items are kept, and the doubt says so.
    """
    try:
        records = Records(text)
        if records.root not in FEED_ROOTS:
            return BadListing(reason=BAD_FEED, detail=f"no feed: {describe(records.root)}")
        stories = [_Story.of(element) for element in records.read(_RECORDS)]
    except Refused as refused:
        return BadListing(reason=BAD_FEED, detail=f"no feed: {refused}")
    if not records.is_whole and not stories:
        return BadListing(reason=BAD_FEED, detail="the feed breaks off before its first item")
    if month_first is None:
        month_first = bool(puts_month_first(text for story in stories for text in (*story.published, *story.updated)))
    found = Collector(url, profile, depth=depth, most_links=most_links)
    for story in stories:
        _take(story, found, month_first=month_first)
    doubt = None if records.is_whole else f"the feed breaks off after {len(stories)} whole items"
    return found.listing(doubt)


def describe(root: str) -> str:
    """What a document is that was expected to be another, by its outermost element."""
    return {
        "": "it has no element at all",
        "html": "it is a web page",
        "urlset": "it is a sitemap; its seed's kind is sitemap",
        "sitemapindex": "it is a sitemap index; its seed's kind is sitemap",
        "rss": "it is a feed; its seed's kind is feed",
        "feed": "it is a feed; its seed's kind is feed",
    }.get(root, f"its outermost element is {plain(root[:40])}")


@dataclass(slots=True)
class _Story:
    """An item's own words, before the whole feed is known."""

    titles: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """The best first."""
    published: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    base: str | None = None

    @classmethod
    def of(cls, item: Any) -> "_Story":
        story = cls(base=item.get(_BASE))
        guids: list[str] = []
        for child in islice(item, _MOST_CHILDREN):
            name = local_name(child.tag)
            if name not in _READ or any(mark in child.tag for mark in _FOREIGN):
                continue
            words = "".join(child.itertext()).strip()
            if name == "title":
                story.titles.append(words)
            elif name == "link":
                story._take_link(child, words)
            elif name == "origlink":  # FeedBurner's own link counts the click and redirects
                story.links.insert(0, words)
            elif name in ("guid", "id"):
                guids += [words] if words.startswith("http") and child.get("isPermaLink") != "false" else []
            elif name in _PUBLISHED:
                story.published.append(words)
            else:
                story.updated.append(words)
        story.links += guids
        return story

    def _take_link(self, link: Any, words: str) -> None:
        href = link.get("href")
        if href is None:
            self.links.append(words)
        elif link.get("rel", "alternate") == "alternate" and "html" in link.get("type", "text/html"):
            self.links.append(href)


def _take(story: _Story, found: Collector, *, month_first: bool) -> None:
    urls = (found.address(href, story.base) for href in story.links if href)
    url = next((url for url in urls if url), None)
    if url is None or not found.is_own(url):
        found.left_out += 1
        return
    found.add(
        url,
        title=next(filter(None, (plain(title, is_markup=True) for title in story.titles)), None),
        published_at=_first_date(story.published, month_first=month_first),
        updated_at=_first_date(story.updated, month_first=month_first),
    )


def _first_date(texts: Sequence[str], *, month_first: bool) -> datetime | None:
    return next(filter(None, (read_date(text, month_first=month_first) for text in texts)), None)
