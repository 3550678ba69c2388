"""Links on their way into a listing: which page each leads to, whose it is, and each page once."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from danvan_cli.discover.listing import MOST_LINKS, Listing
from danvan_cli.discover.urls import NO_TWINS, normalise, parse_seed, same_site, without_twin
from danvan_cli.model import Link, SeedKind
from danvan_cli.profiles.schema import Profile

_MOST_URL = 2048
"""Characters of a URL (sitemaps.org)."""
_ROOTED = re.compile(r"(?:/[a-zA-Z0-9_~%=&-][a-zA-Z0-9._~%=&-]*)+/?")
"""A path from the root without dots to resolve."""
_BREAKS = re.compile(r"[\t\n\r]")


class Collector:
    """Links as they are found in one listing, each page once; the first mention's place, the best of all hints."""

    def __init__(self, url: str, profile: Profile, *, depth: int = 0, most_links: int = MOST_LINKS) -> None:
        self.url = url
        self.left_out = 0
        self._base = url
        self._profile = profile
        self._hosts: Mapping[str, str] = profile.twin_hosts or NO_TWINS
        self._depth = depth + 1
        self._most = most_links
        self._found: dict[str, Link] = {}
        self._own: Callable[[str], bool] = lru_cache(maxsize=256)(self._is_own_host)
        self._beyond = 0

    def rebase(self, href: str) -> None:
        """Resolve what follows against the page's ``<base>``, where that is a web address."""
        self._base = absolute(href, self.url) or self._base

    def address(self, href: str, base: str | None = None) -> str | None:
        """The URL a link leads to, ready to be fetched; None where that is no web page."""
        return absolute(href, (base and absolute(base, self._base)) or self._base)

    def key_of(self, url: str) -> str:
        """What the page at that URL is known by."""
        return normalise(url, self._hosts)

    def is_own(self, url: str) -> bool:
        """Whether a URL is of the newspaper that is read here."""
        return self._own(url.split("/", 3)[2])

    def add(
        self,
        url: str,
        *,
        kind: SeedKind = SeedKind.ARTICLE,
        title: str | None = None,
        published_at: datetime | None = None,
        updated_at: datetime | None = None,
    ) -> None:
        """Take a link in. What the first mention did not say, a later one may.

        A twin whose article its address tells is fetched as the article.
        """
        key = self.key_of(url)
        url = without_twin(url, key, self._hosts)
        known = self._found.get(key)
        if known is None:
            if len(self._found) >= self._most:
                self._beyond += 1
                return
            self._found[key] = Link(
                url=url,
                key=key,
                kind=kind,
                found_on=self.url,
                depth=self._depth,
                title=title,
                published_at=published_at,
                updated_at=updated_at,
            )
        elif (title and not known.title) or (published_at and not known.published_at):
            self._found[key] = replace(
                known,
                title=known.title or title,
                published_at=known.published_at or published_at,
                updated_at=known.updated_at or updated_at,
            )

    def listing(self, doubt: str | None = None) -> Listing:
        """What was found, in its order. ``doubt`` is the reader's."""
        if doubt is None and self.left_out and not self._found:
            doubt = f"none of its {self.left_out} entries leads to an article of this newspaper"
        beyond = f"{self._beyond} links beyond the first {self._most} are left out" if self._beyond else None
        return Listing(
            links=tuple(self._found.values()),
            left_out=self.left_out + self._beyond,
            doubt="; ".join(filter(None, (doubt, beyond))) or None,
        )

    def _is_own_host(self, netloc: str) -> bool:
        here = f"https://{netloc}/"
        source = self._profile.source
        if source is not None and any(_within(netloc, domain.host) for domain in source.domains):
            return True
        return same_site(here, self.url)


def absolute(href: str, base: str) -> str | None:
    """Where a link leads, as it is fetched; None where that is no http(s) URL that a page could have.

    Reads what papers write: line breaks and blanks inside, letters that are not encoded (URL Standard, 4.4).

    >>> absolute(" /tin/cầu mới-a1.html ", "https://baosonha.example/")
    'https://baosonha.example/tin/c%E1%BA%A7u%20m%E1%BB%9Bi-a1.html'
    """
    href = _BREAKS.sub("", href).strip().replace(" ", "%20")
    if not href or len(href) > _MOST_URL:
        return None
    if _ROOTED.fullmatch(href):  # what urljoin does, at a tenth of the cost
        href = "/".join(base.split("/", 3)[:3]) + href
    try:
        url = parse_seed(href if href.startswith("https://") else urljoin(base, href))
    except ValueError:
        return None
    return url if len(url) <= _MOST_URL else None


def _within(netloc: str, host: str) -> bool:
    """Whether a URL's authority is that host or below it; ``*.x.vn`` is every host below ``x.vn``."""
    try:
        name = urlsplit(f"//{netloc}").hostname or ""
    except ValueError:
        return False
    host = host.removeprefix("*.")
    return name == host or name.endswith(f".{host}")
