"""Markup: a whole page in lexbor, and the strings that selectors find in it (``selectors.py`` lists their forms).

lexbor parses a page of 170 kB in half a millisecond, BeautifulSoup in twenty: so the page is searched with the
one and only the article's own subtree is given to the other (``parse/soup.py``). A search through a whole page costs a
fifth of parsing it, however little it finds: so what every page is asked for is looked up together, and once.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from danvan_cli.bounds import bounded
from danvan_cli.literals import articles_in, lenient_json, string_literal, strings_at
from danvan_cli.model import Found
from danvan_cli.selectors import WordForm, form_of, needs_of, sign, sign_form, split_attribute, word_form

TEXT, COMMENT = "-text", "-comment"
"""The names lexbor has for a text and a comment among the names of elements."""
_HTML = (
    "html", "head", "body", "title", "meta", "link", "base", "a", "abbr", "acronym", "address", "area", "article",
    "aside", "audio", "b", "bdi", "bdo", "big", "blockquote", "br", "button", "canvas", "caption", "center", "cite",
    "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt", "em",
    "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hgroup", "hr", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "main", "map",
    "mark", "menu", "nav", "nobr", "noscript", "object", "ol", "optgroup", "option", "p", "param", "picture", "pre",
    "q", "s", "samp", "script", "section", "select", "small", "source", "span", "strike", "strong", "style", "sub",
    "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "tr",
    "tt", "u", "ul", "var", "video", "wbr"
)  # fmt: skip
_NOISE = "script, style, noscript, svg, iframe, template, select, button"
"""Elements that show no text of an article."""
_SIGNS = ("itemprop", "rel")
_SIGNPOSTS = "meta[content], title, h1, h2, [itemprop], [rel]"
_LISTED = ("title", "h1", "h2")
"""Elements that every page is asked for by their tag alone."""
_MOST_NAMED = 1000
"""Characters of an element's class and id that are looked at."""
_HEAD_FORM = re.compile(r"(?:title|link)\b[^ ,>+~]*")
"""What stands in a page's head, if anywhere."""


def _names_by_number() -> Mapping[int, str]:
    """Lexbor's numbers of texts and of HTML's elements. The number costs a quarter of what the name does."""
    page = LexborHTMLParser("<p>x<!-- y -->")
    names = {page.create_node(name).tag_id: name for name in _HTML}
    node = page.css("p")[0].first_child
    for name in (TEXT, COMMENT):
        if node is not None:
            names[node.tag_id] = name
            node = node.next
    return names


NAME_OF = _names_by_number()
"""By ``tag_id``: the names of texts, of comments and of HTML's elements, for loops over thousands of nodes."""


def tag_name(node: LexborNode) -> str:
    """A node's name: of an element its tag, else ``TEXT`` or ``COMMENT``."""
    return NAME_OF.get(node.tag_id) or node.tag or ""


class Page:
    """A whole page, searched in C. What would stall the parser is taken out first."""

    def __init__(self, html: str) -> None:
        self.tree = LexborHTMLParser(bounded(html))
        self._found: dict[str, list[LexborNode]] = {}

    def strip_noise(self) -> None:
        """Take out what shows no text of an article; what scripts say in JSON-LD is read first (``script:`` is not).

        Elements found before are forgotten, since they may be among them: nobody may keep one.
        """
        _ = self.jsonld
        # The inner ones first: an element takes what is in it along.
        for node in reversed(self._noise):
            node.decompose()
        self._found.clear()
        for remembered in ("_noise", "index", "words", "text"):
            self.__dict__.pop(remembered, None)

    @cached_property
    def _noise(self) -> Sequence[LexborNode]:
        """Scripts, styles and their like, in page order."""
        return self.tree.css(_NOISE)

    @cached_property
    def index(self) -> "Index":
        """The page's elements by what they are asked for by."""
        return Index(self.tree)

    @cached_property
    def words(self) -> str:
        """Every class and id of the page in small letters, a space on either side of each.

        What is not in here no selector need look for.
        """
        joined = " ".join(self.index.places).lower()
        return f" {joined} " if joined.isprintable() else f" {' '.join(joined.split())} "

    @cached_property
    def text(self) -> str:
        """All text of the page's body, as it stands in the markup."""
        return node_text(self.tree.body) if self.tree.body else ""

    @cached_property
    def meta(self) -> Mapping[str, str]:
        """Meta tags by lower-case property, name or itemprop; the first of each name wins."""
        return self.index.meta

    @cached_property
    def jsonld(self) -> Sequence[Mapping[str, Any]]:
        """The JSON-LD objects that describe an article, in page order; what does not parse is passed over."""
        found: list[Mapping[str, Any]] = []
        for node in self._noise:
            if tag_name(node) != "script" or node.attributes.get("type") != "application/ld+json":
                continue
            text = node.text()
            if "Article" in text or "Posting" in text or "Report" in text:
                found.extend(articles_in(lenient_json(text)))
        return found

    def values(self, selector: str, most: int | None = None) -> list[Found]:
        """The non-empty strings a selector of any form finds, in page order; the first ``most`` of them."""
        form, rest = form_of(selector)
        found: list[Found] = []
        for value in self._strings(form, rest) if form else self._shown(selector):
            if value and not value.isspace():
                found.append(Found(value=value, selector=selector))
                if len(found) == most:
                    break
        return found

    def first(self, selectors: Sequence[str]) -> Found | None:
        """The first non-empty string of the first selector that has one; None where none has."""
        for selector in selectors:
            form, rest = form_of(selector)
            if form == "meta":
                value = self.meta.get(rest.lower())
                if value is not None:
                    return Found(value=value, selector=selector)
                continue
            if not form and not self._possible(split_attribute(selector)[0]):
                continue
            found = self._quick_first(selector) if not form else None
            if found is not None:
                return found
            several = self.values(selector, 1)
            if several:
                return several[0]
        return None

    def _quick_first(self, selector: str) -> Found | None:
        """What the first element of a CSS selector says, without looking for the others; None where that is nothing."""
        css, attribute = split_attribute(selector)
        if css in self._found:
            return None
        node = self._first_node(css)
        if node is None:
            self._found[css] = []
            return None
        value = node_text(node) if attribute is None else (node.attributes.get(attribute) or "")
        return Found(value=value, selector=selector) if value.strip() else None

    def _first_node(self, css: str) -> LexborNode | None:
        if _is_indexed(css):
            return next(iter(self.css(css)), None)
        head = self.tree.head
        if head is not None and _HEAD_FORM.fullmatch(css):
            found = head.css_first(css)
            if found is not None:
                return found
        return self.tree.css_first(css)

    def _shown(self, selector: str) -> Iterable[str]:
        css, attribute = split_attribute(selector)
        if attribute is None:
            return map(node_text, self.css(css))
        return (node.attributes.get(attribute) or "" for node in self.css(css))

    def _strings(self, form: str, rest: str) -> Iterable[str]:
        if form == "meta":
            return (self.meta.get(rest.lower(), ""),)
        if form == "jsonld":
            return (value for item in self.jsonld for value in strings_at(item, rest.split(".")))
        return (self.script_value(rest) or "",)

    def nodes(self, selector: str) -> list[LexborNode]:
        """The elements a CSS selector finds, in page order; none for the other forms."""
        return [] if form_of(selector)[0] else self.css(split_attribute(selector)[0])

    def headings(self, tag: str) -> list[LexborNode]:
        """The elements ``h1``, or ``h2``, in page order."""
        return self.index.by_tag[tag]

    def css(self, css: str) -> list[LexborNode]:
        """The elements a CSS selector finds, in page order; a selector is run once, and not where it cannot match."""
        found = self._found.get(css)
        if found is None:
            found = self._found[css] = self._searched(css) if self._possible(css) else []
        return found

    def _searched(self, css: str) -> list[LexborNode]:
        """What a selector finds; the forms that every page is asked for are looked up."""
        if css in _LISTED:
            return self.index.by_tag[css]
        if css == "html":
            return [self.tree.root] if self.tree.root is not None else []
        marked = sign_form(css)
        if marked is not None:
            nodes = self.index.by_sign.get((marked.attribute, marked.value), [])
            return [node for node in nodes if marked.tag in (None, tag_name(node))]
        wanted = word_form(css)
        if wanted is not None:
            return self.index.search(wanted)
        parts = [part for part in css.split(",") if self._possible(part)] if "," in css and "(" not in css else [css]
        return self.tree.css(", ".join(parts))

    def _possible(self, css: str) -> bool:
        """Whether the page has the classes, ids and signs without which the selector finds nothing."""
        needed = needs_of(css)
        if not needed:
            return True
        page_words, page_signs = self.words, self.index.by_sign
        for words, signs in needed:  # loops, since a generator for each of thirty selectors costs more than they do
            for word in words:
                if word not in page_words:
                    break
            else:
                if all(found in page_signs for found in signs):
                    return True
        return False

    def script_value(self, name: str) -> str | None:
        """The string that a script assigns to ``name``; None where no script does, or it is no JSON string.

        Reading a literal that stands in clear is reading; nothing is executed and nothing deciphered.
        """
        pattern = re.compile(r"(?<![\w$.])" + re.escape(name) + r"[\"']?\s*[:=]\s*(?=[\"'`])")
        for node in self._noise:
            text = node.text() if tag_name(node) == "script" else ""
            if name not in text:
                continue
            for match in pattern.finditer(text):
                value = string_literal(text, match.end())
                if value:
                    return value
        return None


class Index:
    """The elements of a page by what they are asked for by, in page order.

    A search through a page costs as much as a hundred of its elements, and every page is asked for thirty things.
    A *place* is an element's index in ``nodes``.
    """

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.nodes: list[LexborNode] = tree.css("[class], [id]:not([class])")
        """The elements that have a class or an id."""
        self.places: dict[str, list[int]] = defaultdict(list)
        """Of these, by class and id in one string."""
        self.meta: dict[str, str] = {}
        """What meta tags say, by lower-case property, name or itemprop; the first of each name wins."""
        self.by_tag: dict[str, list[LexborNode]] = {tag: [] for tag in _LISTED}
        self.by_sign: dict[tuple[str, str], list[LexborNode]] = {}
        """Elements by ``itemprop`` and ``rel``."""
        self._name()
        self._list(tree.css(_SIGNPOSTS))

    def _name(self) -> None:
        """Fill ``places``."""
        places = self.places
        for place, attributes in enumerate([node.attributes for node in self.nodes]):
            name = attributes.get("class") or ""
            if "id" in attributes:
                name = f"{name[:_MOST_NAMED]} {(attributes['id'] or '')[:_MOST_NAMED]}".strip()
            places[name[:_MOST_NAMED]].append(place)

    def _list(self, signposts: Sequence[LexborNode]) -> None:
        """Note the meta tags, and the elements that are asked for by their tag or by a sign."""
        name_of, by_tag, by_sign = NAME_OF.get, self.by_tag, self.by_sign
        # An element that two alternatives of the selector find comes twice.
        for node in {node.mem_id: node for node in signposts}.values():
            attributes, tag = node.attributes, name_of(node.tag_id)
            if tag == "meta":
                name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
                content = attributes.get("content")
                if name and content and not content.isspace():
                    self.meta.setdefault(name.lower(), content)
            elif tag in by_tag:
                by_tag[tag].append(node)
            for attribute in _SIGNS:
                if attribute in attributes:
                    by_sign.setdefault(sign(attribute, attributes[attribute] or ""), []).append(node)

    def search(self, wanted: WordForm) -> list[LexborNode]:
        """What a selector of that form finds, the one that parsers are slowest at."""
        _, attribute, word, inner = wanted
        places = sorted(place for words, places in self.places.items() if word in words for place in places)
        found = [self.nodes[place] for place in places]
        found = [
            node
            for node in found
            if wanted.tag in (None, tag_name(node)) and word in (node.attributes.get(attribute) or "")
        ]
        for tag in inner:
            # What stands in two of the nodes counts once, at its first place.
            within = {held.mem_id: held for node in found for held in node.css(tag) if held.mem_id != node.mem_id}
            found = list(within.values())
        return found


def _is_indexed(css: str) -> bool:
    return word_form(css) is not None or sign_form(css) is not None or css in (*_LISTED, "html")


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
