"""The lines of a page and what each counts for the elements around it: one walk over the tree."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from danvan_cli.html import NAME_OF, TEXT
from danvan_cli.parse.markup import BLOCK, HEADINGS, SKIPPED
from danvan_cli.parse.omitted import Omitted

_STOPS = re.compile(r"[,.;:?!…\u3002\uff0c\uff01\uff1f]")
_RUNNING = 80
"""Letters: a longer line is running text."""
_SENTENCE = 35
"""Letters: a line as long as this is running text where it has a sentence's punctuation."""
_LONG = 2000
_LABEL_COST = 8
"""Points a label or a menu entry takes, beside its letters."""


class Account(NamedTuple):
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


def survey(root: LexborNode, without: Omitted) -> list[Account]:  # noqa: C901, PLR0912, PLR0915
    """Every block element with points, in the order in which they end; what is left out is passed over.

    One loop over hundreds of nodes, and therefore one function: a call a node would take half as long again.
    """
    accounts: list[Account] = []
    text: list[str] = []
    """The line being read, and how many of its letters stand in links."""
    linked = lines = 0
    around: list[tuple[LexborNode, str, bool, int]] = []
    """The open elements: node, name, whether it is a block, and the first line in it."""
    points = [0.0]
    """Of the lines in each open block so far; the first is that of the whole."""
    name_of, suspects, tags = NAME_OF.get, without.suspects, without.tags
    node: LexborNode | None = root
    while node is not None:
        name = name_of(node.tag_id) or node.tag or ""
        inner = None
        if name == TEXT:
            words = node.text_content or ""
            if text or not words.isspace():
                text.append(words)
        elif name == "a":
            # Whatever elements it is made of: a link with blocks in it is one teaser.
            words = node.text()
            if words and not words.isspace():
                text.append(words)
                linked += len(words)
        elif name == "br":
            text.append("\n")
        elif name not in SKIPPED and not ((name in tags or node.mem_id in suspects) and without.holds(node, name)):
            inner = node.first_child
        if inner is not None:
            is_block = name in BLOCK
            if is_block:
                if text:
                    lines += _count(text, linked, _block_name(around), points)
                    linked = 0
                points.append(0.0)
            around.append((node, name, is_block, lines))
            node = inner
            continue
        after = node.next if around else None
        while after is None and around:
            node, name, is_block, start = around.pop()
            if is_block:
                if text:
                    lines += _count(text, linked, name, points)
                    linked = 0
                own = points.pop()
                if own:
                    points[-1] += own
                    if own > 0 and name not in _LINE_TAGS:
                        accounts.append(Account(node, own, len(around), start, lines))
            after = node.next if around else None
        node = after
    return accounts


def _count(pieces: list[str], linked: int, name: str, points: list[float]) -> bool:
    """End a line of the innermost open block, of that name: count it there. False where nothing stands in it."""
    text = "".join(pieces) if len(pieces) > 1 else pieces[0]
    pieces.clear()
    if len(text) < _LONG:  # in a longer one no white space at its ends makes a difference
        text = text.strip() if text.isprintable() and "  " not in text else " ".join(text.split())
        if not text:
            return False
    points[-1] += _points(text, linked, name)
    return True


def _block_name(around: Sequence[tuple[LexborNode, str, bool, int]]) -> str:
    return next((name for _, name, is_block, _ in reversed(around) if is_block), "")


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
