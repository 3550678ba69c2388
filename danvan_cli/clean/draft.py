"""An article on its way through the cleaning steps: a value that each step returns anew."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from danvan_cli.clean.text import folded, tidy
from danvan_cli.model import BlockKind, Caption, Found, RawArticle, RawBlock

MACHINE_FORMS = ("meta:", "jsonld:")
"""Selector forms of what a page tells machines, as against what it shows people."""


FIGURE = BlockKind.FIGURE
HEADING = BlockKind.HEADING
LIST_ITEM = BlockKind.LIST_ITEM
PARAGRAPH = BlockKind.PARAGRAPH
TABLE_ROW = BlockKind.TABLE_ROW
"""Kinds by a name of their own: every line is asked for its kind a dozen times, and Python looks up an enum's member in
three times the time of a comparison."""


@dataclass(slots=True)
class Line:
    """One block on its way: its tidy text, and the reason it was removed (None while it stays).

    Never changed once made; frozen would make it four times as slow, forty times a page.
    """

    raw: RawBlock
    kind: BlockKind
    text: str
    hints: frozenset[str]
    """What the markup says of the block; ``parse/blocks.py`` lists the words."""
    removed: str | None = None
    caption: int | None = None

    @property
    def key(self) -> str:
        """``folded`` text: what lines are compared by. Made when asked for: long lines hardly ever are."""
        return folded(self.text)

    @property
    def link_share(self) -> float:
        """How much of the text stands in links, 0 to 1."""
        linked = self.raw.link_chars
        return min(1.0, linked / max(1, len(self.text))) if linked else 0.0

    def without(self, reason: str) -> "Line":
        """The line, removed for this reason."""
        return Line(self.raw, self.kind, self.text, self.hints, reason, self.caption)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is known of the article so far."""

    raw: RawArticle
    lines: tuple[Line, ...]
    captions: tuple[Caption, ...] = ()
    title: Found | None = None
    sapo: Found | None = None
    lead_prefix: str | None = None
    byline: tuple[str, ...] = ()
    byline_raw: Found | None = None

    def kept(self) -> list[tuple[int, Line]]:
        """The text lines that still stand, with their places; figures are not lines of text."""
        return [(at, line) for at, line in enumerate(self.lines) if line.removed is None and line.text]

    def remove(self, places: Mapping[int, str] | Iterable[tuple[int, str]]) -> "Draft":
        """The draft with the lines at these places removed for these reasons; an earlier reason stands."""
        reasons = dict(places)
        if not reasons:
            return self
        lines = list(self.lines)
        for at, reason in reasons.items():
            if lines[at].removed is None:
                lines[at] = lines[at].without(reason)
        return replace(self, lines=tuple(lines))


def begin(raw: RawArticle) -> Draft:
    """A draft of the raw article: every block tidied, those that were empty left out."""
    lines = []
    for block in raw.blocks:
        text = tidy(block.text)
        if text or block.kind is FIGURE:
            lines.append(Line(block, block.kind, text, block.hints))
    return Draft(raw=raw, lines=tuple(lines))
