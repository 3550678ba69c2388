"""The newspaper as a web site: every path and what is answered there. No clock, no port, no randomness."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from html import escape
from itertools import chain
from types import MappingProxyType

from danvan_cli.demo import feeds
from danvan_cli.demo.layouts import page, story_page
from danvan_cli.demo.paper import Paper, Story, load_paper
from danvan_cli.demo.photos import draw_png

MOVED_PATH = "/ban-cu/lop-hoc-ben-bep-lua.html"
"""An address of an earlier design; it redirects to the story's address of today."""
MISSING_PATH = "/trang-khong-con-post1.html"
"""A story that the home page still links to and that is gone: 404."""
PRINT_PATH = "/in-bai/120114.html"
"""A print page; robots.txt closes it."""
_MOVED_TO = 120114
_ON_A_PAGE = 3
_HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """An answer: status, header fields as they are sent, and body."""

    status: int = 200
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; None where there is none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class DemoSite:
    """Báo Sơn Hà on one day: the same bytes every time, for the same edition."""

    def __init__(self, edition: int = 1) -> None:
        self.edition = edition
        self.paper: Paper = load_paper(edition)

    def pages(self) -> Mapping[str, Page]:
        """Path, with its query where it has one → the answer. Unlisted paths are not found."""
        return self._pages

    def article_paths(self) -> tuple[str, ...]:
        """Where the stories stand, the newest first; the one with an encoded body is among them."""
        return tuple(story.path for story in self.paper.stories)

    @cached_property
    def _pages(self) -> Mapping[str, Page]:
        parts = (self._stories(), self._listings(), self._photos(), self._for_machines(), self._oddities())
        return MappingProxyType(dict(sorted(chain.from_iterable(parts))))

    def _stories(self) -> Iterator[tuple[str, Page]]:
        for story in self.paper.stories:
            yield story.path, self._answer(story_page(story, self.paper), _HTML)

    def _listings(self) -> Iterator[tuple[str, Page]]:
        gone = f'<p><a href="{MISSING_PATH}">Chuyên trang Tết Bính Ngọ</a></p>'
        yield "/", self._listing("Trang chủ", "/", self.paper.stories, paging=gone)
        for section in self.paper.sections:
            stories = self.paper.in_section(section)
            count = -(-len(stories) // _ON_A_PAGE)
            for number in range(1, count + 1):
                shown = stories[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
                path = _page_path(section.path, number)
                yield (
                    path,
                    self._listing(section.name, path, shown, paging=_paging(section.path, number, count)),
                )

    def _listing(self, title: str, path: str, stories: Sequence[Story], *, paging: str) -> Page:
        rows = "\n".join(_teaser(story) for story in stories)
        return self._answer(page("listing", self.paper, title=title, path=path, stories=rows, paging=paging), _HTML)

    def _photos(self) -> Iterator[tuple[str, Page]]:
        for story in self.paper.stories:
            for photo in story.photos:
                yield photo.path, _answer(draw_png(photo.file), "image/png", story.published)

    def _for_machines(self) -> Iterator[tuple[str, Page]]:
        yield "/rss/home.rss", self._answer(feeds.rss_feed(self.paper), "application/rss+xml; charset=utf-8")
        yield "/sitemap.xml", self._answer(feeds.sitemap(self.paper), "application/xml; charset=utf-8")
        yield "/robots.txt", self._answer(feeds.robots(self.paper), "text/plain; charset=utf-8")

    def _oddities(self) -> Iterator[tuple[str, Page]]:
        moved = next(story for story in self.paper.stories if story.id == _MOVED_TO)
        yield PRINT_PATH, self._answer(story_page(moved, self.paper), _HTML)
        yield (
            MOVED_PATH,
            Page(status=301, headers=(("Location", moved.path), ("Content-Type", _HTML)), body=b""),
        )
        body = page("missing", self.paper).encode()
        yield MISSING_PATH, Page(status=404, headers=(("Content-Type", _HTML),), body=body)

    def _answer(self, text: str, media_type: str) -> Page:
        return _answer(text.encode(), media_type, self.paper.printed)


def _answer(body: bytes, media_type: str, changed: datetime) -> Page:
    """A 200 with its validators (RFC 9110, 8.8)."""
    headers = (
        ("Content-Type", media_type),
        ("ETag", f'"{hashlib.sha256(body).hexdigest()[:16]}"'),
        ("Last-Modified", format_datetime(changed.astimezone(UTC), usegmt=True)),
    )
    return Page(headers=headers, body=body)


def _teaser(story: Story) -> str:
    link = f'<a href="{story.path}">'
    photo = f'<figure>{link}<img src="{story.photos[0].path}" alt=""></a></figure>' if story.photos else ""
    return (
        f'<article class="story">{photo}<h2 class="story__heading">{link}{escape(story.title)}</a></h2>'
        f"<time>{story.published:%d/%m/%Y %H:%M}</time>"
        f'<p class="story__summary">{escape(story.sapo or story.blocks[0][1])}</p></article>'
    )


def _page_path(path: str, number: int) -> str:
    return path if number == 1 else f"{path}?p={number}"


def _paging(path: str, current: int, count: int) -> str:
    links = [f'<a href="{_page_path(path, number)}">{number}</a>' for number in range(1, count + 1)]
    if current < count:
        links.append(f'<a class="next" rel="next" href="{_page_path(path, current + 1)}">Trang sau</a>')
    return " ".join(links)
