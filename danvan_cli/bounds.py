"""What no parser is given: nesting, open formatting and attributes whose cost grows faster than the page.

lexbor is as fast as it is because it trusts its input. On one core 100,000 nested elements take it 18 s, 50,000
attributes on one element 7 s, and 5,000 times ``<p><b id=…></p>`` (89 kB) 11 s and 4.5 GB, since every paragraph
opens all bold elements anew. Section numbers are those of the HTML Living Standard.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

MAX_DEPTH = 512
"""Elements nested deeper are unwrapped."""
MOST_MARKUP = 250_000
"""``<`` on a page that is read at all: an element costs a kilobyte and more as a Python object, so a page of a megabyte
that is nothing but tags would take a gigabyte. The largest of 189 real news pages has 3,300."""
_MOST_FORMATTING = 16
"""Formatting elements open at once: each paragraph opens a copy of every one (13.2.4.3)."""
_MOST_ATTRIBUTES = 1_000
_SUSPICIOUS_TAGS = 5_000
"""``<`` on a page; with fewer no nesting costs a second. The largest of 189 real news pages has 3,300."""
_LONG = 50_000
"""Characters of one tag that may hold attributes by the thousand, or a picture as a data URL."""

_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes"
_SPACE = r"[ \t\n\r\f]"
_VALUE = rf"={_SPACE}*+(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|[^ \t\n\r\f>\"'][^ \t\n\r\f>]*+|)"
_REST = rf"(?:[^>=]|{_VALUE})*+"
_MARKUP = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))"
    rf"|<(?P<raw>{_RAW})(?=[ \t\n\r\f/>]){_REST}"
    rf"(?:>.*?(?=</(?P=raw)[ \t\n\r\f/>]|\Z)|\Z)"
    rf"|<(?P<close>/?)(?P<name>[a-z][^ \t\n\r\f/>]*+)(?P<attributes>{_REST})(?:>|\Z)"
    rf"|<(?:[!?]|/(?![a-z]))[^>]*+"
    rf"|<",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
"""A comment, an element of raw text, a tag, a bogus comment, a mere ``<``, as a tokenizer reads them (13.2.5)."""
_LONG_TAG = re.compile(rf"<[a-zA-Z][^>]{{{_LONG},}}+")
_ATTRIBUTE = re.compile(rf"[^ \t\n\r\f/>=]+{_SPACE}*(?:{_VALUE})?")

_VOID = frozenset(
    {
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "image", "img", "input", "keygen",
        "link", "meta", "param", "source", "track", "wbr"
    }
)  # fmt: skip
_ENDS_ITSELF = frozenset(
    {"html", "head", "body", "p", "option", "caption", "colgroup", "tbody", "thead", "tfoot", "tr", "td", "th"}
)
"""The next of its kind ends it, so it nests no deeper than the elements around it; it is never unwrapped."""
_UNCOUNTED = _VOID | _ENDS_ITSELF | frozenset(_RAW.split("|"))
_FORMATTING = frozenset(
    {"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"}
)
_PHRASING = _FORMATTING | frozenset(
    {"abbr", "cite", "del", "dfn", "ins", "kbd", "label", "mark", "q", "ruby", "samp", "span", "sub", "sup", "var"}
)
_ENDED_BY_NEXT = {"li": frozenset({"li"}), "dt": frozenset({"dt", "dd"}), "dd": frozenset({"dt", "dd"})}
_WALLS = frozenset({"table", "template", "object", "marquee", "applet", "noscript"})
"""No end tag reaches through these (13.2.4.2)."""
_OTHER_RULES = frozenset({"svg", "math", "select", "frameset"})
"""Inside these a parser follows rules of their own, and nothing there is text of an article."""


def is_too_complex(html: str) -> bool:
    """Whether a page has so many tags that no person wrote it and no memory should be spent on it."""
    return len(html) > MOST_MARKUP and html.count("<") > MOST_MARKUP


def bounded(html: str) -> str:
    """``html`` as it is where nothing in it can stall a parser; else with depth and attributes bounded."""
    if html.count("<") > _SUSPICIOUS_TAGS or any(map(_has_many_attributes, _long_tags(html))):
        return limit_depth(html)
    return html


def limit_depth(html: str, depth: int = MAX_DEPTH) -> str:
    """``html`` with every element deeper than ``depth`` unwrapped; its text stays. Linear in the size.

    An end tag that closes nothing goes too, and what another one closes on its way is closed for all to see:
    so a parser finds no deeper nesting than was counted here.

    >>> limit_depth("<b><i><u>x</u></i></b>", depth=2)
    '<b><i>x</i></b>'
    >>> limit_depth("<div><div></b></div>x<i></div>")
    '<div><div></div>x<i></i></div>'
    """
    return _MARKUP.sub(_Walk(depth).rewritten, html)


def _long_tags(html: str) -> Iterator[str]:
    """What stands after ``<`` and a letter for very long without ``>``: such a tag, or data of a script.

    Looks at a few places only, for ``>`` stays away for so long on few pages.
    """
    at = 0
    while at + _LONG < len(html):
        last = html.rfind(">", at, at + _LONG)
        if last >= 0:
            at = last + 1
            continue
        end = html.find(">", at + _LONG)
        end = len(html) if end < 0 else end
        yield from (match[0] for match in _LONG_TAG.finditer(html, at, end))
        at = end + 1


@dataclass(slots=True)
class _Walk:
    """The elements that are open, as a parser of the rewritten page has them."""

    depth: int
    open: list[str] = field(default_factory=list)
    formatting: int = 0
    unwrapped: dict[str, int] = field(default_factory=dict)
    """How many elements of each name were unwrapped and not closed yet."""

    def rewritten(self, match: re.Match[str]) -> str:
        if match["name"] is None:
            return "&lt;" if match[0] == "<" else match[0]  # it must not meet what follows an unwrapped tag
        name = match["name"].lower() if match["name"].isascii() else match["name"]
        name = "noscript" if name in _OTHER_RULES else name
        if match["close"]:
            return match[0] if name in _UNCOUNTED else self._closed(name)
        tag = f"<{name}{_few(match['attributes'])}>"
        if name in _UNCOUNTED:
            return tag
        if match["attributes"].endswith("/") and "noscript" in self.open:
            return f"{tag.removesuffix('/>')}></{name}>"  # an empty element of SVG
        return self._opened(name, tag)

    def _opened(self, name: str, tag: str) -> str:
        tag = self._ended_before(name) + tag
        formats = name in _FORMATTING
        if len(self.open) >= self.depth or (formats and self.formatting >= _MOST_FORMATTING):
            self.unwrapped[name] = self.unwrapped.get(name, 0) + 1
            return ""
        self.open.append(name)
        self.formatting += formats
        return tag

    def _closed(self, name: str) -> str:
        if self.unwrapped.get(name):
            self.unwrapped[name] -= 1
            return ""
        at = self._place_of(name)
        return "" if at is None else self._end(at)

    def _ended_before(self, name: str) -> str:
        """The end tags of the list item that the next one ends, however far inside of it we are (13.2.6.4.7)."""
        ends = _ENDED_BY_NEXT.get(name, ())
        for at in range(len(self.open) - 1, -1, -1) if ends else ():
            inner = self.open[at]
            if inner in ends:
                return self._end(at)
            if inner not in _PHRASING and inner not in ("div", "address"):
                break
        return ""

    def _end(self, at: int) -> str:
        ended = self.open[at:]
        del self.open[at:]
        self.formatting -= sum(inner in _FORMATTING for inner in ended)
        return "".join(f"</{inner}>" for inner in reversed(ended))

    def _place_of(self, name: str) -> int | None:
        """Where the element stands that an end tag closes; None where it closes none (13.2.6.4.7)."""
        for at in range(len(self.open) - 1, -1, -1):
            inner = self.open[at]
            if inner == name:
                return at
            if inner in _WALLS or (name in _PHRASING and inner not in _PHRASING):
                return None
        return None


def _few(attributes: str) -> str:
    """Attributes as they are; none of them where there are more than any page has use for."""
    return "" if len(attributes) >= _LONG and _has_many_attributes(attributes) else attributes


def _has_many_attributes(text: str) -> bool:
    return next(islice(_ATTRIBUTE.finditer(text), _MOST_ATTRIBUTES, None), None) is not None
