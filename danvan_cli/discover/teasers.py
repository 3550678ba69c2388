"""Teasers: everything a page shows around its links to one address, and the date that stands beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from selectolax.lexbor import LexborNode

from danvan_cli.discover.collector import Collector
from danvan_cli.discover.dates import date_in_url, read_date
from danvan_cli.discover.plain import plain
from danvan_cli.discover.shape import Address, address_of
from danvan_cli.html import Page
from danvan_cli.vietnamese import strip_marks

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NEAR = 3
"""Elements between a heading and the link in it, or around a link and its heading."""
_MOST_TEXT = 400
"""Characters of a link that may be a title; a link around a whole teaser has more."""
_DATED = "time, [datetime], [class*=time], [class*=date], [class*=ngay], [class*=publish]"
_MENUS = "nav, [class*=menu], [id*=menu], [class*=nav], [id*=nav], [class*=breadcrumb]"
_STAMPS = ("datetime", "title", "data-time", "data-second")
_MOST_DATES = 3000
_MOST_LOOKED_AT = 2_000_000
"""Characters of the elements that may show a date, in all: they may stand one in another."""
_MOST_DATE = 60
"""Characters of an element that shows a date and little else."""
_SEVERAL = ""
"""Stands in the place of a key for a box with teasers of several addresses."""


@dataclass(slots=True)
class Teaser:
    """One address as a page links it, at the place of its first link."""

    url: str
    key: str
    address: Address
    texts: list[str] = field(default_factory=list)
    """What may be the title, as the markup has it: the best kind first is not known before all are here."""
    nodes: list[LexborNode] = field(default_factory=list)
    pictures: int = 0
    headed: bool = False
    """Whether one of the links is a heading or stands in one."""
    in_menu: bool = True
    """Whether all of the links stand in a menu."""
    published_at: datetime | None = None

    @property
    def words(self) -> int:
        """How many words its longest text has."""
        return max((len(text.split()) for text in self.texts), default=0)

    @property
    def is_shown(self) -> bool:
        """Whether the page makes more of it than a line of text: a heading, or a picture and a text."""
        return self.headed or (self.pictures > 0 and self.words > 0)

    def title(self) -> str | None:
        """The text that says what the address says; the first one where no address tells."""
        texts = list(dict.fromkeys(filter(None, map(plain, self.texts))))
        if len(texts) < 2 or not self.address.words:
            return next(iter(texts), None)
        slug = frozenset(self.address.words)
        return max(texts, key=lambda text: _likeness(text, slug))


def teasers_of(page: Page, found: Collector) -> list[Teaser]:
    """What a page links of its own newspaper, in page order; links to other sites are counted as left out.

    The foot of the page is no place for news, and a link to the page itself is none to another.
    """
    here = found.key_of(found.url)
    feet, menus = _Places(_feet(page)), _Places(page.css(_MENUS))
    teasers: dict[str, Teaser] = {}
    for node in page.css("a[href]"):
        url = found.address(node.attributes.get("href") or "")
        if url is None:
            continue
        if not found.is_own(url):
            found.left_out += 1
            continue
        key = found.key_of(url)
        if key == here or feet.hold(node):
            continue
        teaser = teasers.get(key)
        if teaser is None:
            teaser = teasers[key] = Teaser(url=url, key=key, address=address_of(url))
        _look_at(node, teaser)
        teaser.in_menu = teaser.in_menu and menus.hold(node)
    return list(teasers.values())


def date_teasers(page: Page, teasers: Sequence[Teaser], now: datetime | None) -> None:
    """Give each teaser the date that its box shows, or else the one in its address."""
    boxes = _boxes(teasers)
    by_key = {teaser.key: teaser for teaser in teasers}
    looked_at = 0
    for node in page.css(_DATED)[:_MOST_DATES]:
        text = node.text(separator=" ")
        looked_at += len(text)
        if looked_at > _MOST_LOOKED_AT:
            break
        at = _shown_date(node, text, now)
        teaser = by_key.get(_owner(node, boxes)) if at is not None else None
        if teaser is not None and teaser.published_at is None:
            teaser.published_at = at
    for teaser in teasers:
        if teaser.published_at is None:
            teaser.published_at = date_in_url(teaser.url)


def _look_at(node: LexborNode, teaser: Teaser) -> None:
    attributes = node.attributes
    inner = node.css_first("h1, h2, h3, h4, h5, h6")
    picture = node.css_first("img")
    text = (inner or node).text(separator=" ")[:_MOST_TEXT].strip()
    title = (attributes.get("title") or "").strip()
    alt = (picture.attributes.get("alt") or "").strip() if picture is not None else ""
    teaser.texts += [found for found in (text, title) if found]
    if not text and not title and alt:
        teaser.texts.append(alt)
    teaser.pictures += picture is not None
    teaser.headed = teaser.headed or inner is not None or _is_headed(node)
    teaser.nodes.append(node)


def _is_headed(node: LexborNode) -> bool:
    return any(outer.tag in _HEADINGS for outer, _ in zip(_outwards(node), range(_NEAR), strict=False))


def _feet(page: Page) -> Iterator[LexborNode]:
    """The page's feet; a teaser may have one of its own."""
    teasers = _Places(page.css("article, li, section"))
    return (node for node in page.css("footer, [id*=footer], [class*=footer]") if not teasers.hold(node))


class _Places:
    """Elements, and whether others stand in one of them. Each element of the page is passed once, however deep."""

    def __init__(self, nodes: Iterable[LexborNode]) -> None:
        self._inside = {node.mem_id: True for node in nodes}

    def hold(self, node: LexborNode) -> bool:
        passed = []
        verdict = False
        for outer in _outwards(node):
            known = self._inside.get(outer.mem_id)
            if known is not None:
                verdict = known
                break
            passed.append(outer.mem_id)
        self._inside.update(dict.fromkeys(passed, verdict))
        return verdict


def _outwards(node: LexborNode) -> Iterator[LexborNode]:
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def _boxes(teasers: Sequence[Teaser]) -> Mapping[int, str]:
    """For every element around a teaser's links its key; where teasers of several addresses are in it, that."""
    boxes: dict[int, str] = {}
    for teaser in teasers:
        for node in teaser.nodes:
            boxes[node.mem_id] = teaser.key
            for outer in _outwards(node):
                known = boxes.get(outer.mem_id)
                if known in (teaser.key, _SEVERAL):
                    break
                boxes[outer.mem_id] = teaser.key if known is None else _SEVERAL
    return boxes


def _owner(node: LexborNode, boxes: Mapping[int, str]) -> str:
    """Whose box an element stands in; ``_SEVERAL`` where it stands beside the boxes."""
    own = boxes.get(node.mem_id)
    if own is not None:
        return own
    return next((key for outer in _outwards(node) if (key := boxes.get(outer.mem_id)) is not None), _SEVERAL)


def _shown_date(node: LexborNode, text: str, now: datetime | None) -> datetime | None:
    """The date of an element: an attribute in ISO form, else what readers see.

    Attributes in another form are passed over: baochinhphu.vn shows 04/02/2026 and has 2/4/2026 in the title.
    """
    attributes = node.attributes
    for name in _STAMPS:
        stamp = attributes.get(name) or ""
        if stamp[:4].isdecimal() and stamp[4:5] == "-" and (at := read_date(stamp)):
            return at
    return read_date(text, now=now) if len(text) <= 4 * _MOST_DATE and len(text.split()) <= _MOST_DATE // 4 else None


def _likeness(text: str, slug: frozenset[str]) -> float:
    words = set(strip_marks(text).lower().split())
    return len(words & slug) / len(words | slug)
