"""Sitemaps (sitemaps.org): lists of pages, indexes, Google-News maps, plain text; and where robots.txt names them."""

from collections.abc import Callable
from itertools import islice
from typing import Any

from protego import Protego

from danvan_cli.discover.collector import Collector
from danvan_cli.discover.dates import read_date
from danvan_cli.discover.feed import BAD_FEED, FEED_ROOTS, describe, read_feed
from danvan_cli.discover.listing import MOST_LINKS, BadListing, Listed
from danvan_cli.discover.plain import plain
from danvan_cli.discover.records import Records, Refused, local_name
from danvan_cli.discover.shape import is_article_address
from danvan_cli.discover.urls import is_twin
from danvan_cli.model import SeedKind
from danvan_cli.profiles.schema import GENERIC, Profile

_KINDS = {"urlset": ("url", SeedKind.ARTICLE), "sitemapindex": ("sitemap", SeedKind.SITEMAP)}
_MOST_CHILDREN = 2_000
"""Elements of one entry that are looked at: the protocol allows a thousand images."""
_MOST_ROBOTS = 500 * 1024
"""Characters of a robots.txt that are read (RFC 9309 §2.5)."""


def read_sitemap(
    text: str, url: str, profile: Profile = GENERIC, *, depth: int = 0, most_links: int = MOST_LINKS
) -> Listed:
    """What a sitemap that was served at ``url`` lists: its articles, or, an index, its sitemaps.

    An entry is an article's by the form of its address: as the profile knows it, else as ``shape.py`` does. ``lastmod``
    is when a page or a map changed; when an article was published and what it is called a Google-News map alone
    says. Also a feed, which the protocol allows, and one URL a line. What is none of these, and a document with
    entities, is ``bad-feed``.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("<") and "://" in text[:4096]:
        return _read_lines(text, url, profile, depth=depth, most_links=most_links)
    try:
        records = Records(text)
        if records.root in FEED_ROOTS:
            return read_feed(text, url, profile, depth=depth, most_links=most_links)
        if records.root not in _KINDS:
            return BadListing(reason=BAD_FEED, detail=f"no sitemap: {describe(records.root)}")
    except Refused as refused:
        return BadListing(reason=BAD_FEED, detail=f"no sitemap: {refused}")
    name, kind = _KINDS[records.root]
    found = Collector(url, profile, depth=depth, most_links=most_links)
    belongs = _article_test(found, profile) if kind is SeedKind.ARTICLE else _map_test(found)
    count = 0
    for count, entry in enumerate(records.read([name]), 1):  # noqa: B007 (the last one is asked for below)
        _take(entry, found, kind, belongs)
    if not records.is_whole and not count:
        return BadListing(reason=BAD_FEED, detail="the sitemap breaks off before its first entry")
    return found.listing(None if records.is_whole else f"the sitemap breaks off after {count} whole entries")


def sitemaps_in(robots: str, url: str) -> tuple[str, ...]:
    r"""The URLs of the ``Sitemap:`` lines of a robots.txt that was served at ``url``, each once, in their order.

    They stand outside the groups of rules and count for every robot (sitemaps.org). They may be of another host.

    >>> sitemaps_in("User-agent: *\nDisallow: /\nSitemap: /sitemap.xml # new", "https://baosonha.example/robots.txt")
    ('https://baosonha.example/sitemap.xml',)
    """
    parsed = Protego.parse(robots[:_MOST_ROBOTS].lstrip("\ufeff"))
    found = Collector(url, GENERIC)
    return tuple(dict.fromkeys(filter(None, map(found.address, parsed.sitemaps))))


def _read_lines(text: str, url: str, profile: Profile, *, depth: int, most_links: int) -> Listed:
    found = Collector(url, profile, depth=depth, most_links=most_links)
    belongs = _article_test(found, profile)
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    addresses = [found.address(line) if "://" in line[:10] else None for line in lines]
    if not any(addresses):
        return BadListing(reason=BAD_FEED, detail=f"no sitemap: none of its {len(lines)} lines is a URL")
    for address in addresses:
        if address is not None and belongs(address):
            found.add(address)
        else:
            found.left_out += 1
    return found.listing()


def _take(entry: Any, found: Collector, kind: SeedKind, belongs: Callable[[str], bool]) -> None:
    words: dict[str, str] = {}
    for child in islice(entry, _MOST_CHILDREN):
        name = local_name(child.tag)
        if name in ("loc", "lastmod"):
            words.setdefault(name, (child.text or "").strip())
        elif name == "news":
            for inner in islice(child, _MOST_CHILDREN):
                words.setdefault(f"news:{local_name(inner.tag)}", (inner.text or "").strip())
    address = found.address(words.get("loc", ""))
    if address is None or not belongs(address):
        found.left_out += 1
        return
    found.add(
        address,
        kind=kind,
        title=plain(words.get("news:title"), is_markup=True),
        published_at=read_date(words.get("news:publication_date", "")),
        updated_at=read_date(words.get("lastmod", "")),
    )


def _article_test(found: Collector, profile: Profile) -> Callable[[str], bool]:
    def is_article(url: str) -> bool:
        if not found.is_own(url):
            return False
        known = profile.is_article_url(url)
        return is_article_address(url) and not is_twin(url) if known is None else known

    return is_article


def _map_test(found: Collector) -> Callable[[str], bool]:
    here = found.key_of(found.url)
    return lambda url: found.is_own(url) and found.key_of(url) != here
