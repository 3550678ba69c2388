"""The further pages of a section, as its page shows them: nothing is made up, a number is read off a link."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from danvan_cli.discover.collector import Collector
from danvan_cli.html import Page

_IN_QUERY = frozenset({"p", "page", "trang", "pageindex", "paged", "pg", "currentpage", "pagenumber"})
_IN_PATH = re.compile(
    r"(?:/(?:trang|page|p)[-/]?|-(?:trang|page|p)-?)(?P<number>\d{1,4})(?=(?:\.[a-z]{2,5})?/?$)", re.IGNORECASE
)
"""``/trang-2``, ``/trang2``, ``/page/2``, ``/p2``, ``-p2``, ``-page2``, before the ending that the section has too."""
_ENDING = re.compile(r"\.[a-z]{2,5}$|/+$", re.IGNORECASE)


def pages_of(page: Page, found: Collector) -> Sequence[str]:
    """The URLs of the pages after this one that it links, the nearest first.

    A link is one where it differs from the section's own address by a page's number alone. ``rel=next`` is
    believed without a number, but not where it leads out of the section.
    """
    here, current = _split(found.url)
    numbered: dict[int, str] = {}
    for url in _links(page, found, "a[href], link[rel=next]"):
        section, number = _split(url)
        if section == here and number is not None:
            numbered.setdefault(number, url)
    if current is None:  # the first page has no number, and what follows it is 1 where they are counted from 0
        current = 0 if 0 in numbered else 1
    own_key = found.key_of(found.url)
    declared = [
        url
        for url in _links(page, found, "link[rel=next], a[rel=next]")
        if _split(url)[0][:1] == here[:1] and _split(url)[0][1].startswith(here[1]) and found.key_of(url) != own_key
    ]
    after = [numbered[number] for number in sorted(numbered) if number > current]
    return list(dict.fromkeys((*declared[:1], *after)))


def _links(page: Page, found: Collector, css: str) -> Iterator[str]:
    for node in page.css(css):
        url = found.address(node.attributes.get("href") or "")
        if url is not None and found.is_own(url):
            yield url


def _split(url: str) -> tuple[tuple[str, str, str], int | None]:
    """The section's address, the same on all of its pages, and the page's number; None where none stands."""
    parts = urlsplit(url)
    query, number = _without_number(parts)
    path = parts.path
    in_path = _IN_PATH.search(path)
    if number is None and in_path is not None:
        number = int(in_path["number"])
        path = path[: in_path.start()] + path[in_path.end() :]
    host = (parts.hostname or "").removeprefix("www.")
    return (host, _ENDING.sub("", path), query), number


def _without_number(parts: SplitResult) -> tuple[str, int | None]:
    number: int | None = None
    kept: list[tuple[str, str]] = []
    for name, value in parse_qsl(parts.query, keep_blank_values=True)[:20]:
        if name.lower() in _IN_QUERY and value.isdecimal() and len(value) <= 4:
            number = int(value)
        elif value:  # baotayninh.vn: ?p=2&d=
            kept.append((name, value))
    return urlencode(kept), number
