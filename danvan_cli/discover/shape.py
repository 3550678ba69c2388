"""What the form of an address tells: an article's has a number, a day, or a long slug; a section's has none.

Every paper numbers its articles its own way and gives all of them one form (``/<slug>-a<number>.html``,
``/<section>/<month>/<slug>-<hex>/``). So links are not judged one by one: addresses of one form are one shape, and a
shape is an article's or it is not.
"""

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl

_ENDING = re.compile(r"\.[a-z]{2,5}$", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?P<slug>.*?)(?P<mark>(?:(?<![^\W\d_])[^\W\d_]{1,8})?)(?P<number>\d+)$")
_HEX = re.compile(r"^(?P<slug>.+)-(?=[0-9a-f]*\d)[0-9a-f]{7,12}$")
_MONTH = re.compile(r"^(?:19|20)\d{2}(?:0[1-9]|1[0-2])$")
_DAY = re.compile(r"^(?:19|20)\d{2}-\d{1,2}-\d{1,2}$")
_YEAR = re.compile(r"^(?:19|20)\d{2}$")
_WORD = re.compile(r"[^\W_]+")
_LISTS = frozenset(
    (
        *("tag", "tags", "tu-khoa", "topic", "topics", "chu-de", "nhom-chu-de", "event", "events", "collection"),
        *("series", "playlist", "tac-gia", "author", "authors", "trang", "page", "search", "tim-kiem", "rss"),
        *("video", "videos", "clip", "views_ads", "quang-cao", "rao-vat", "user", "login"),
    )
)
"""Folders and marks of pages that gather, play or sell: no articles, however long the words after them."""
_PLAYERS = frozenset({"video", "tv", "clip", "podcast", "radio"})
"""Hosts of recordings."""
_FILES = frozenset(
    (
        *(".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".ico", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip"),
        *(".rar", ".mp3", ".mp4", ".m3u8", ".css", ".js", ".json", ".xml", ".rss", ".txt", ".apk", ".gz"),
    )
)
"""Endings of what is no page."""
_QUERY_ID = re.compile(r"^(?:\w*id|tin|baiviet|news|post|view)$", re.IGNORECASE)
_PLAINLY_ARTICLE = re.compile(
    rf"https://(?!(?:{'|'.join(sorted(_PLAYERS))})\.)[^/]+/[a-z0-9-]+-(?:a|ar|d|post)?\d{{5,19}}\.html?"
)
"""The commonest forms of an article's address: most of a sitemap, at a twentieth of the cost."""
LONG_SLUG = 5
"""Words of a slug that is a headline: names of sections have fewer, nearly always."""
_LONG_NUMBER = 5
"""Digits of an article's number, one fewer where nothing else stands there: sections are counted in hundreds."""


class Shape(NamedTuple):
    """The form that addresses have in common."""

    folders: tuple[str, ...]
    """``*`` for each folder that is a mere name; a month, a day or a number is called by its kind."""
    mark: str
    """The letters before the number: ``a`` in ``-a196670``."""
    number: str
    """``long``, ``short`` or, without one, empty; ``hex``; ``query`` where it stands in the query."""
    ending: str

    @property
    def is_dated(self) -> bool:
        """Whether a month or a day stands in the path."""
        return "month" in self.folders or "day" in self.folders

    @property
    def is_numbered(self) -> bool:
        """Whether addresses of this form have what only single pages have."""
        return self.number in ("long", "hex", "query") or self.is_dated or "number" in self.folders


class Address(NamedTuple):
    """One address, taken apart."""

    shape: Shape
    words: tuple[str, ...]
    """Of the slug, in small letters."""
    is_list: bool
    """Whether a folder, its mark or its ending says that it is no article."""
    plays: bool
    """Whether its host is one of recordings."""


@lru_cache(maxsize=4096)
def address_of(url: str) -> Address:
    """The form and the slug of a URL that is ready to be fetched.

    >>> address_of("https://baosonha.example/thoi-su/khanh-thanh-cau-a196670.html").shape
    Shape(folders=('*',), mark='a', number='long', ending='.html')
    >>> address_of("https://baosonha.example/thoi-su/khanh-thanh-cau-a196670.html").words
    ('khanh', 'thanh', 'cau')
    """
    authority, _, rest = url.partition("://")[2].partition("/")
    path, _, query = rest.partition("?")
    segments = [segment for segment in path.split("/") if segment]
    last = segments.pop() if segments else ""
    ending = _ENDING.search(last)
    stem = last[: ending.start()] if ending else last
    slug, mark, number = _numbered(stem)
    lists = {mark.lower(), *map(str.lower, segments)}
    if not _WORD.search(slug) and segments and number:  # /thoi-su/khanh-thanh-cau/59484.bcb
        slug = segments.pop()
        segments.append("~")
    if not number and query:
        number = "query" if _has_id(query, is_root=not last) else ""
    folders = tuple([_kind(segment, before) for before, segment in zip(["", *segments], segments, strict=False)])
    shape = Shape(folders, mark.lower(), number, ending[0].lower() if ending else "")
    if shape.is_dated:  # what follows the slug is then any number or letters
        shape = shape._replace(mark="", number="")
    return Address(
        shape=shape,
        words=tuple(_WORD.findall(slug.lower().replace("_", "-"))),
        is_list=not _LISTS.isdisjoint(lists) or shape.ending in _FILES,
        plays=authority.partition(".")[0] in _PLAYERS,
    )


def is_article_address(url: str) -> bool:
    """Whether an address alone, without a page that links it, is rather an article's than a section's.

    >>> is_article_address("https://baosonha.example/khanh-thanh-cau/435626.html")
    True
    >>> is_article_address("https://baosonha.example/photo/trang-1.html")
    False
    """
    if _PLAINLY_ARTICLE.fullmatch(url):
        return True
    address = address_of(url)
    if address.is_list or address.plays:
        return False
    return address.shape.is_numbered or len(address.words) >= LONG_SLUG


def _numbered(stem: str) -> tuple[str, str, str]:
    """A file's name as slug, mark and kind of number."""
    found = _NUMBERED.match(stem)
    if found is None or (found["slug"] and found["slug"][-1].isalnum()):
        hexed = _HEX.match(stem)
        return (hexed["slug"], "", "hex") if hexed else (stem, "", "")
    least = _LONG_NUMBER if found["slug"] else _LONG_NUMBER - 1
    return found["slug"], found["mark"], "long" if len(found["number"]) >= least else "short"


def _kind(folder: str, before: str) -> str:
    if _MONTH.match(folder):
        return "month"
    if _DAY.match(folder) or (_YEAR.match(before) and folder.isdecimal() and len(folder) <= 2):
        return "day"
    if sum(map(str.isdecimal, folder)) >= _LONG_NUMBER:
        return "number"
    return "~" if folder == "~" else "*"


def _has_id(query: str, *, is_root: bool) -> bool:
    """Whether a query names one article: ``?ContentID=123``, and ``/?p=123`` as WordPress has it."""
    return any(
        value[:1].isdecimal() and (_QUERY_ID.match(name) or (is_root and name == "p"))
        for name, value in parse_qsl(query)[:20]
    )
