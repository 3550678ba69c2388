"""The lines of a page and what each counts for the elements around it: one walk over the tree."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from danvan_cli.parse.markup import BLOCK, HEADINGS, SKIPPED

_STOPS = re.compile(r"[,.;:?!…\u3002\uff0c\uff01\uff1f]")
_RUNNING = 80
"""Letters: a longer line is running text."""
_SENTENCE = 35
"""Letters: a line as long as this is running text where it has a sentence's punctuation."""
_LONG = 2000
_LABEL_COST = 8
"""Points a label or a menu entry takes, beside its letters."""


@dataclass(frozen=True, slots=True)
class Account:
    """A block element: what its lines count together, and where it stands."""

    node: LexborNode
    points: float
    depth: int
    start: int
    end: int
    """The first line in it, and the line after its last."""


_LINE_TAGS = frozenset({"p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "figcaption", "figure"})
"""A line is never the whole article where something around it is."""


_CELLS = frozenset({"td", "th"})


class _Survey:
    """The line being read, and the block elements that are open around it."""

    def __init__(self) -> None:
        self.accounts: list[Account] = []
        self.text: list[str] = []
        self.linked = 0
        self._open: list[tuple[LexborNode, str, int]] = []
        self._points: list[float] = [0.0]
        self._lines = 0

    def end_line(self, name: str) -> None:
        """Count the line for the innermost open element, of that name; those around it get it when it ends."""
        text = "".join(self.text)
        if len(text) < _LONG:  # in a longer one no white space at its ends makes a difference
            text = " ".join(text.split())
        if text:
            self._lines += 1
            self._points[-1] += _points(text, self.linked, name)
        self.text.clear()
        self.linked = 0

    def enter(self, node: LexborNode, name: str) -> None:
        if self.text:
            self.end_line(self._open[-1][1] if self._open else "")
        self._open.append((node, name, self._lines))
        self._points.append(0.0)

    def leave(self) -> None:
        node, name, start = self._open[-1]
        if self.text:
            self.end_line(name)
        self._open.pop()
        points = self._points.pop()
        self._points[-1] += points
        if points > 0 and name not in _LINE_TAGS:
            self.accounts.append(Account(node, points, len(self._open), start, self._lines))


def survey(root: LexborNode, without: Callable[[LexborNode, str], bool]) -> list[Account]:
    """Every block element with points, in the order in which they end; what ``without`` says is passed over."""
    walk = _Survey()
    text = walk.text
    path: list[tuple[LexborNode, str]] = []
    links = 0
    node: LexborNode | None = root
    while node is not None:
        name, inner = node.tag or "", None
        if name == "-text":
            words = node.text_content or ""
            if text or not words.isspace():
                text.append(words)
                walk.linked += len(words) if links else 0
        elif name == "br":
            text.append("\n")
        elif name not in SKIPPED and node.is_element_node and not without(node, name):
            inner = node.first_child
        if inner is not None:
            links += name == "a"
            if name in BLOCK:
                walk.enter(node, name)
            path.append((node, name))
            node = inner
            continue
        after = node.next if path else None
        while after is None and path:
            node, name = path.pop()
            links -= name == "a"
            if name in BLOCK:
                walk.leave()
            after = node.next if path else None
        node = after
    return walk.accounts


def _points(text: str, linked: int, name: str) -> float:
    """What a line counts: its letters where it is running text; against its element where it is a link or a label.

    Headings are neutral, and so are the short cells of tables: an article may have a table of a hundred rows.
    """
    letters = len(text)
    if linked * 2 > letters:  # a sentence around a pop-up full of links still is one
        return -letters - _LABEL_COST if letters - linked < _RUNNING else 0.0
    if name in HEADINGS or (name in _CELLS and letters < _RUNNING):
        return 0.0
    if letters >= _RUNNING or (letters >= _SENTENCE and _STOPS.search(text)):
        return letters - 2.0 * linked
    return -_LABEL_COST if letters < _SENTENCE else 0.0
