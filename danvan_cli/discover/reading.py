"""A listing as it was captured, whatever its kind: bytes in, links out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from danvan_cli.discover.feed import read_feed
from danvan_cli.discover.listing import MOST_LINKS, BadListing, Listed
from danvan_cli.discover.packed import MAX_MAP_BYTES, Unpacked, unpack
from danvan_cli.discover.section import read_section
from danvan_cli.discover.sitemap import read_sitemap
from danvan_cli.model import SeedKind
from danvan_cli.profiles.schema import GENERIC, Profile


def read_listing(
    body: bytes,
    url: str,
    kind: SeedKind,
    profile: Profile = GENERIC,
    *,
    decode: Callable[[bytes], str],
    month_first: bool | None = None,
    now: datetime | None = None,
    depth: int = 0,
    max_bytes: int = MAX_MAP_BYTES,
    most_links: int = MOST_LINKS,
) -> Listed:
    """The links of a feed, sitemap or section page that ``url`` answered with; ``kind`` says which of them it is.

    ``url`` is the one that answered, after redirects. ``decode`` makes text of bytes without gzip: which encoding they
    are in is not told here. ``depth`` is that of the link that led here, 0 for a seed. An article is no listing: its
    kind raises ``ValueError``. Whatever else is wrong with the bytes is a ``BadListing``.
    """
    if kind is SeedKind.ARTICLE:
        raise ValueError(f"{url}: an article lists nothing")
    unpacked = unpack(body, max_bytes)
    if isinstance(unpacked, BadListing):
        return unpacked
    text = decode(unpacked.body)
    if kind is SeedKind.FEED:
        listed = read_feed(text, url, profile, month_first=month_first, depth=depth, most_links=most_links)
    elif kind is SeedKind.SITEMAP:
        listed = read_sitemap(text, url, profile, depth=depth, most_links=most_links)
    else:
        listed = read_section(text, url, profile, now=now, depth=depth, most_links=most_links)
    return _doubted(listed, unpacked)


def _doubted(listed: Listed, unpacked: Unpacked) -> Listed:
    if unpacked.doubt is None:
        return listed
    if isinstance(listed, BadListing):
        return replace(listed, detail=f"{unpacked.doubt}; {listed.detail}")
    return replace(listed, doubt="; ".join(filter(None, (unpacked.doubt, listed.doubt))))
