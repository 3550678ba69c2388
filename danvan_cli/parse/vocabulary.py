"""What classes and ids tell about whole parts of a page: where the article's body is, and where it is not.

The words are those that content systems and their themes share; none is one newspaper's own.
"""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from danvan_cli.html import Page
from danvan_cli.parse.markup import names
from danvan_cli.parse.omitted import Omitted

_BODY = re.compile(
    r"(?<![a-z])(?:(?:article|entry|post|story|news|blog|detail|single|content)(?:[-_ ]{0,2})(?:body|"
    r"content|text|detail|inner-?content)|"
    r"(?:body|content|main)[-_]?(?:text|copy|detail)|noi-?dung|bai-?viet-?noi-?dung|"
    r"chi-?tiet-?(?:bai-?viet|noi-?dung)|fck_detail|fck|"
    r"the-content|rich-?text|articlebody)(?![a-z])",
    re.IGNORECASE,
)
"""How a CMS names the element that holds what its editor wrote (``entry-content``, ``article-body``, ``noidung``)."""
_ELSEWHERE = frozenset(
    [
        "comment",
        "comments",
        "disqus",
        "respond",
        "replies",
        "binhluan",
        "ykienbandoc",
        "consent",
        "consents",
        "privacy",
        "cookie",
        "cookies",
        "gdpr",
        "footer",
        "foot",
        "sidebar",
        "sidebars",
        "modal",
        "popup",
        "copyright",
        "mainmenu",
        "menu",
        "nav",
        "navbar",
        "navigation",
        "breadcrumb",
        "breadcrumbs",
        "offcanvas",
        "skiplink",
        "skiplinks",
        "newsletter",
        "subscribe",
        "signup",
        "popover",
        "tooltip",
        "hovercard",
    ]
)
"""Boxes whose whole inside is no article, however much running text they hold. The word opens the class, since
``content-with-sidebar`` is not the sidebar; it may come in two halves (``binh-luan``)."""
_OWNERS = frozenset(["site", "page", "main", "global", "post", "article", "entry", "story", "block", "fb"])
"""What such a word may stand behind: ``site-footer``, ``post-comments``."""
_PARTS = re.compile(r"[-_]+")
_ELSEWHERE_TAGS = frozenset({"nav", "footer", "form", "aside", "dialog"})
_KEPT_TAGS = frozenset({"body", "html", "article", "main"})
_PAGE_TAGS = frozenset({"body", "html", "main"})
_COMMON_WORDS = 3
_MOST_OF_PAGE = 0.5


def says_body(node: LexborNode) -> bool:
    """Whether the page itself marks the element as the article's body, by schema.org or by its class."""
    attributes = node.attributes
    is_marked = attributes.get("itemprop") == "articleBody" or _names_body(names(attributes))
    return is_marked and node.tag not in _PAGE_TAGS


@lru_cache(maxsize=4096)
def _names_body(words: str) -> bool:
    return bool(_BODY.search(words))


class Elsewhere:
    """Which boxes of a page are no part of the article: comments, consent, menus, forms, the page's foot.

    A box that holds the heading of the page or half of its text is the frame around the article, whatever its class.
    """

    def __init__(self, page: Page) -> None:
        self._frames = around([*headings(page), *page.css("[itemprop=articleBody]")])
        self._most = len(page.text) * _MOST_OF_PAGE
        nodes = page.index.nodes
        suspects = frozenset(
            nodes[place].mem_id
            for words, places in page.index.places.items()
            if _is_elsewhere(words)
            for place in places
        )
        self._asked: dict[int, bool] = {}
        self.omitted = Omitted(suspects, _ELSEWHERE_TAGS, self._holds)
        """What a walk through the page passes over."""

    def _holds(self, node: LexborNode, name: str) -> bool:
        """Whether the element, of that tag name, whose tag or class says so is such a box."""
        key = node.mem_id
        asked = self._asked.get(key)
        if asked is None:
            asked = name not in _KEPT_TAGS and key not in self._frames and len(node.text()) <= self._most
            self._asked[key] = asked
        return asked


@lru_cache(maxsize=65536)  # the pages of a site name their boxes alike
def _is_elsewhere(words: str) -> bool:
    return any(map(_says_elsewhere, words.split()))


def _says_elsewhere(name: str) -> bool:
    """Whether one class or id is such a word, its own or its element's in BEM's ``block__element``."""
    for own in name.lower().split("__")[:3]:
        first, *rest = _PARTS.split(own)[:4]
        second = rest[0] if rest else ""
        if first in _ELSEWHERE or first + second in _ELSEWHERE or (first in _OWNERS and second in _ELSEWHERE):
            return True
    return name.startswith("rollover-") and name.endswith("-block")  # shown only where the pointer rests


def headings(page: Page) -> list[LexborNode]:
    """The ``<h1>``s that repeat words of the document's title; all of them where none does. Logos are h1 too."""
    found = page.headings("h1")
    if len(found) < 2:
        return found
    titles = {word for node in page.css("title")[:1] for word in node.text().casefold().split() if len(word) > 3}
    named = [node for node in found if len(titles & set(node.text().casefold().split())) >= _COMMON_WORDS]
    return named or found


def around(nodes: list[LexborNode]) -> set[int]:
    """The ``mem_id``s of the elements and of everything around them."""
    found: set[int] = set()
    for node in nodes:
        current: LexborNode | None = node
        while current is not None and current.mem_id not in found:
            found.add(current.mem_id)
            current = current.parent
    return found
