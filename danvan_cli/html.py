"""Markup: a whole page in lexbor, and the selector forms of profiles.

lexbor parses a page of 170 kB in half a millisecond, BeautifulSoup in twenty: so the page is searched with the
one and only the article's own subtree is given to the other (``parse/soup.py``).

Selector forms, wherever a profile names where something is::

    h1.title                      CSS: the element, or its text
    time.time@datetime            CSS @attribute
    meta:article:published_time   a meta tag, by property, name or itemprop
    jsonld:author.name            a key path in the page's JSON-LD article
    script:outputData             the string or JSON assigned to that name in a script
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from danvan_cli.bounds import bounded
from danvan_cli.literals import articles_in, lenient_json, string_literal, strings_at
from danvan_cli.model import Found

_CLASS_OR_ID = re.compile(r"[.#](-?[A-Za-z_][\w-]*)(?![^\[]*\])|\[(?:class|id)[*^$~|]?=[\"']?([\w-]+)[\"']?\s*i?\]")
_MOST_NAMED = 1000
"""Characters of an element's class and id that are looked at."""
_ATTRIBUTE_FORM = re.compile(r"^(?P<css>.+)@(?P<attribute>[a-zA-Z_:][\w:.-]*)$", re.DOTALL)
_NAME = re.compile(r"^[A-Za-z_$][\w$.]*$")
_WORD_FORM = re.compile(r"([a-z][a-z0-9]*)?\[(class|id)\*=([\w-]+)\]((?: [a-z]+)*)")
"""``p[class*=lead]``, ``[class*=crumb] li a``: elements whose class or id has a string in it, or what they hold."""
_HEAD_FORM = re.compile(r"(?:title|link)\b[^ ,>+~]*")
"""What stands in a page's head, if anywhere."""
_FORMS = ("meta", "jsonld", "script")
"""What stands before the colon of a selector that is no CSS."""


def check_selector(selector: str) -> None:
    """Raise ``ValueError`` saying what is wrong with a selector that no form above understands."""
    form, _, rest = selector.partition(":")
    if form in ("meta", "jsonld") and rest:
        return
    if form == "script":
        if not _NAME.match(rest):
            raise ValueError(f"{selector!r}: after 'script:' stands a variable's name, such as script:outputData")
        return
    css, _attribute = split_attribute(selector)
    if not css.strip():
        raise ValueError("an empty selector")
    try:
        _blank_tree().css(css)
    except SelectolaxError:
        raise ValueError(f"{selector!r} is not a CSS selector that can be read") from None


@lru_cache(maxsize=1)
def _blank_tree() -> LexborHTMLParser:
    return LexborHTMLParser("<p></p>")


@lru_cache(maxsize=2048)
def split_attribute(selector: str) -> tuple[str, str | None]:
    """``("time.time", "datetime")`` of ``time.time@datetime``; the attribute is None in the plain form."""
    match = _ATTRIBUTE_FORM.match(selector)
    if match and not match["css"].rstrip().endswith(("=", "[", '"', "'")):
        return match["css"], match["attribute"]
    return selector, None


@lru_cache(maxsize=2048)
def _literals(css: str) -> tuple[tuple[str, ...], ...]:
    """For each alternative of a selector the strings that must stand in some class or id; () where one needs none."""
    if "(" in css or "\\" in css:  # :not(.x) needs no x, and an escape is not the string it stands for
        return ()
    found = tuple(
        tuple(f" {name} ".lower() if name else value.lower() for name, value in _CLASS_OR_ID.findall(part))
        for part in css.split(",")
    )
    return found if all(found) else ()


class Page:
    """A whole page, searched in C. What would stall the parser is taken out first."""

    def __init__(self, html: str) -> None:
        self.tree = LexborHTMLParser(bounded(html))
        self._found: dict[str, list[LexborNode]] = {}

    def strip(self, tags: Sequence[str]) -> None:
        """Take these elements out of the page; what was found before is forgotten, since it may be among them."""
        self.tree.strip_tags(list(tags))
        self._found.clear()
        for remembered in ("named", "words", "text"):
            self.__dict__.pop(remembered, None)

    @cached_property
    def named(self) -> Sequence[tuple[LexborNode, str]]:
        """The elements that have a class or an id, in page order, with both in one string."""
        found = []
        for node in self.tree.css("[class], [id]:not([class])"):
            attributes = node.attributes
            classes, name = attributes.get("class"), attributes.get("id")
            words = f"{classes} {name}" if classes and name else classes or name or ""
            found.append((node, words[:_MOST_NAMED]))
        return found

    @cached_property
    def words(self) -> str:
        """Every class and id of the page in small letters, a space on either side of each.

        What is not in here no selector need look for.
        """
        distinct = {words: None for _, words in self.named}
        return f" {' '.join(dict.fromkeys(' '.join(distinct).lower().split()))} "

    @cached_property
    def text(self) -> str:
        """All text of the page's body, as it stands in the markup."""
        return node_text(self.tree.body) if self.tree.body else ""

    @cached_property
    def _told(self) -> Sequence[LexborNode]:
        """The elements in which a page tells machines of itself: meta tags and JSON-LD."""
        return self.tree.css('meta[content], script[type="application/ld+json"]')

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """Meta tags by lower-case property, name or itemprop; the first of each name wins."""
        found: dict[str, str] = {}
        for node in self._told:
            if node.tag != "meta":
                continue
            attributes = node.attributes
            name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
            content = attributes.get("content")
            if name and content and content.strip():
                found.setdefault(name.lower(), content)
        return found

    @cached_property
    def jsonld(self) -> Sequence[Mapping[str, Any]]:
        """The JSON-LD objects that describe an article, in page order; what does not parse is passed over."""
        found: list[Mapping[str, Any]] = []
        for node in self._told:
            text = node.text() if node.tag == "script" else ""
            if "Article" in text or "Posting" in text or "Report" in text:
                found.extend(articles_in(lenient_json(text)))
        return found

    def read_head(self) -> None:
        """Read what stands in meta tags and scripts, so that scripts may be taken out of the tree afterwards."""
        _ = (self.meta, self.jsonld)

    def values(self, selector: str) -> Iterator[Found]:
        """The non-empty strings a selector of any form finds, in page order."""
        for value in self._raw_values(selector):
            if value and value.strip():
                yield Found(value=value, selector=selector)

    def first(self, selectors: Sequence[str]) -> Found | None:
        """The first non-empty string of the first selector that has one; None where none has."""
        for selector in selectors:
            found = self._quick_first(selector) or next(self.values(selector), None)
            if found is not None:
                return found
        return None

    def _quick_first(self, selector: str) -> Found | None:
        """What the first element of a CSS selector says, without looking for the others; None where that is nothing."""
        form, _, rest = selector.partition(":")
        css, attribute = split_attribute(selector)
        if (form in _FORMS and rest) or not self._possible(css):
            return None
        node = self._first_node(css)
        if node is None:
            self._found[css] = []
            return None
        value = node_text(node) if attribute is None else (node.attributes.get(attribute) or "")
        return Found(value=value, selector=selector) if value.strip() else None

    def _first_node(self, css: str) -> LexborNode | None:
        if _WORD_FORM.fullmatch(css):
            return next(iter(self.css(css)), None)
        head = self.tree.head
        if head is not None and _HEAD_FORM.fullmatch(css):
            found = head.css_first(css)
            if found is not None:
                return found
        return self.tree.css_first(css)

    def _raw_values(self, selector: str) -> Iterator[str]:
        form, _, rest = selector.partition(":")
        if form == "meta" and rest:
            yield self.meta.get(rest.lower(), "")
        elif form == "jsonld" and rest:
            for item in self.jsonld:
                yield from strings_at(item, rest.split("."))
        elif form == "script" and rest:
            yield self.script_value(rest) or ""
        else:
            css, attribute = split_attribute(selector)
            for node in self.css(css):
                yield node_text(node) if attribute is None else (node.attributes.get(attribute) or "")

    def nodes(self, selector: str) -> list[LexborNode]:
        """The elements a CSS selector finds, in page order; none for the other forms."""
        form, _, rest = selector.partition(":")
        if rest and form in _FORMS:
            return []
        return self.css(split_attribute(selector)[0])

    def headings(self, tag: str) -> list[LexborNode]:
        """The elements ``h1``, or ``h2``, in page order."""
        return [node for node in self.css("h1, h2") if node.tag == tag]

    def css(self, css: str) -> list[LexborNode]:
        """The elements a CSS selector finds, in page order; a selector is run once, and not where it cannot match."""
        found = self._found.get(css)
        if found is None:
            found = self._found[css] = self._searched(css) if self._possible(css) else []
        return found

    def _searched(self, css: str) -> list[LexborNode]:
        """What a selector finds; the form that parsers are slowest at is read off the elements that have a class."""
        form = _WORD_FORM.fullmatch(css)
        if form is None:
            return self.tree.css(css)
        kind, attribute, word, inner = form.groups()
        nodes = [
            node
            for node, words in self.named
            if word in words and kind in (None, node.tag) and word in (node.attributes.get(attribute) or "")
        ]
        for tag in inner.split():
            # What stands in two of the nodes counts once, at its first place.
            within = {found.mem_id: found for node in nodes for found in node.css(tag) if found.mem_id != node.mem_id}
            nodes = list(within.values())
        return nodes

    def _possible(self, css: str) -> bool:
        """Whether the page has the classes and ids without which the selector finds nothing."""
        needed = _literals(css)
        return not needed or any(all(word in self.words for word in words) for words in needed)

    def script_value(self, name: str) -> str | None:
        """The string that a script assigns to ``name``; None where no script does, or it is no JSON string.

        Reading a literal that stands in clear is reading; nothing is executed and nothing deciphered.
        """
        pattern = re.compile(r"(?<![\w$.])" + re.escape(name) + r"[\"']?\s*[:=]\s*(?=[\"'`])")
        for node in self.tree.css("script"):
            text = node.text()
            if name not in text:
                continue
            for match in pattern.finditer(text):
                value = string_literal(text, match.end())
                if value:
                    return value
        return None


def node_text(node: LexborNode) -> str:
    """An element's text as it stands in the markup, nothing put between its children."""
    return str(node.text())


def mark(page: Page, selectors: Sequence[str], attribute: str) -> None:
    """Write ``attribute="selector"`` on every element the selectors find, for the reader of the subtree.

    Marking, not deleting: what a profile drops stays in the article's record with its reason.
    """
    for selector in selectors:
        for node in page.nodes(selector):
            node.attrs[attribute] = selector
