"""The located body as a flat row of blocks: text and figures in page order, with the hints of their markup.

Hints on a block:

========== ==========================================================================================
caption    it stands in a caption slot, by element, class or profile
label      ``keep``: the profile says this is text of the article, whatever it looks like
dropped    the profile drops it; the block's selector is the profile's
signature  a signature slot, by class or profile
related    inside a box whose class speaks of other stories, or that holds little but links to the site's own pages
furniture  inside a box whose class speaks of ads, sharing, comments, tags
hidden     a browser does not show it
lead-photo it belongs to the photo above the body
centred    · ``right``: how the block is aligned
italic     · ``bold``: all of its letters are
========== ==========================================================================================
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bs4 import Tag
from bs4.element import NavigableString, PreformattedString

from danvan_cli.model import BlockKind, RawBlock, RawFigure
from danvan_cli.parse import markup
from danvan_cli.parse.boxes import fits, is_data, is_link_box, picture_boxes
from danvan_cli.parse.figures import figure_of, read_figure
from danvan_cli.parse.links import is_outgoing
from danvan_cli.parse.soup import Subtree

MARK_DROP, MARK_KEEP, MARK_CAPTION, MARK_SIGNATURE = (
    f"data-danvan-{use}" for use in ("drop", "keep", "caption", "signature")
)
_MARKS = ((MARK_KEEP, "keep"), (MARK_CAPTION, "caption"), (MARK_SIGNATURE, "signature"))
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_BREAKS = re.compile(r"(?: ?\n ?){2,}")
_LETTER = re.compile(r"\w")


@dataclass(slots=True, eq=False)
class _Context:
    """What the elements around a text say of it. Never changed once made; frozen would make it three times as slow."""

    kind: BlockKind = BlockKind.PARAGRAPH
    hints: frozenset[str] = frozenset()
    selector: str = ""
    alignment: str | None = None
    group: int = 0
    """The figure or picture table it stands in; 0 for none."""
    bold: bool = False
    italic: bool = False
    link: bool = False
    row: bool = False
    """Inside a row of a data table: cells are joined, not broken into blocks."""


@dataclass(slots=True)
class _Draft:
    """The block being read."""

    pieces: list[str] = field(default_factory=list)
    letters: int = 0
    bold: int = 0
    italic: int = 0
    links: int = 0


@dataclass(frozen=True, slots=True)
class Body:
    """What the walk over the body gives."""

    blocks: tuple[RawBlock, ...]
    figures: tuple[RawFigure, ...]


def read_body(trees: Sequence[tuple[Subtree, str | None]], base_url: str | None) -> Body:
    """The blocks and figures of the trees, one after another; each may carry a hint for all of its blocks."""
    walk = _Walk(base_url)
    for tree, hint in trees:
        walk.read(tree, frozenset({hint} if hint else ()))
    return Body(blocks=tuple(walk.paired()), figures=tuple(walk.figures))


class _Walk:
    """One pass over the tree, without recursion: hostile pages nest deeper than Python's stack."""

    def __init__(self, base_url: str | None) -> None:
        self.base_url = base_url
        self.figures: list[RawFigure] = []
        self._blocks: list[tuple[RawBlock, int]] = []
        self._draft = _Draft()
        self._groups = 0

    def read(self, tree: Subtree, hints: frozenset[str]) -> None:
        """Read a tree; its blocks follow those read before."""
        self._tree = tree
        self._pictures = frozenset(picture_boxes(tree))
        root = tree.root
        context = _Context(hints=hints)
        stack: list[tuple[Iterator[object], _Context, bool]] = [(iter(root.contents), context, True)]
        while stack:
            children, context, is_block = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                if is_block:
                    self._flush(context)
            elif isinstance(child, Tag):
                opened = self._open(child, context)
                if opened is not None:
                    stack.append((iter(child.contents), *opened))
            elif isinstance(child, NavigableString) and not isinstance(child, PreformattedString):
                self._text(str(child), context)

    def _open(self, tag: Tag, context: _Context) -> tuple[_Context, bool] | None:
        """The context inside an element, and whether the element is a block; None to pass over it."""
        name = tag.name
        if name in markup.BLOCK:
            if not context.row:
                self._flush(context)
                return self._block(tag, context), True
            is_cell = name in ("td", "th") and self._draft.letters
            self._draft.pieces.append(" | " if is_cell else " ")
            return context, False
        if name == "br":
            self._break(context)
        elif name == "img":
            self._figure(tag, context)
        elif name not in markup.SKIPPED:
            return self._inline(tag, context), False
        return None

    def _break(self, context: _Context) -> None:
        """A line break; after a line all in bold it ends the block, since that line is a heading of its own."""
        if self._draft.letters and self._draft.bold == self._draft.letters and not context.bold:
            self._flush(context)
        else:
            self._draft.pieces.append("\n")

    def _inline(self, tag: Tag, context: _Context) -> _Context:
        name, attributes = tag.name, tag.attrs
        bold = context.bold or markup.is_bold(name, attributes)
        italic = context.italic or markup.is_italic(name, attributes)
        link = context.link or (name == "a" and not is_outgoing(attributes.get("href"), self.base_url))
        hints = self._hints(tag, context) if attributes else context.hints
        if (bold, italic, link) == (context.bold, context.italic, context.link) and hints is context.hints:
            return context
        selector = str(attributes[MARK_DROP]) if MARK_DROP in attributes else context.selector
        kind, alignment, group, row = context.kind, context.alignment, context.group, context.row
        return _Context(kind, hints, selector, alignment, group, bold, italic, link, row)

    def _block(self, tag: Tag, context: _Context) -> _Context:
        name, attributes = tag.name, tag.attrs
        hints = self._hints(tag, context) if attributes else context.hints
        if is_link_box(self._tree, tag):
            hints |= {"related"}
        if name in ("figcaption", "caption") or (name == "figure" and fits(self._tree, tag, "picture")):
            hints |= {"caption"}
        group = context.group
        if name == "figure" or (not group and id(tag) in self._pictures):
            self._groups += 1
            group = self._groups
        is_row = name == "tr" and is_data(self._tree, tag)
        if MARK_DROP in attributes:
            selector = str(attributes[MARK_DROP])
        else:
            selector = context.selector if "dropped" in hints else markup.label(name, attributes)
        alignment = markup.alignment(attributes) or context.alignment
        bold = context.bold or markup.is_bold(name, attributes)
        italic = context.italic or markup.is_italic(name, attributes)
        kind = BlockKind.TABLE_ROW if is_row else _kind(name, context.kind)
        link, row = context.link, is_row or context.row
        alignment = "centred" if name == "center" else alignment
        return _Context(kind, hints, selector, alignment, group, bold, italic, link, row)

    def _hints(self, tag: Tag, context: _Context) -> frozenset[str]:
        """The context's hints and the element's own. A class speaks only of what its box can be, by its size."""
        attributes, hints = tag.attrs, context.hints
        words = markup.names(attributes)
        if words:
            for hint in markup.hints_of(words) - hints:
                if fits(self._tree, tag, hint):
                    hints |= {"caption" if hint == "picture" else hint}
        for attribute, hint in _MARKS:
            if attribute in attributes:
                hints |= {hint}
        if MARK_DROP in attributes:
            hints |= {"dropped"}
        return hints | {"hidden"} if markup.is_hidden(attributes) else hints

    def _figure(self, tag: Tag, context: _Context) -> None:
        if context.hints & {"dropped", "related", "furniture"}:
            return
        figure = read_figure(tag.attrs, self.base_url)
        if figure is None:
            return
        self._flush(context)
        self.figures.append(figure)
        block = RawBlock(
            kind=BlockKind.FIGURE,
            text="",
            selector=figure.selector,
            hints=context.hints & {"lead-photo", "hidden"},
            figure=len(self.figures) - 1,
        )
        self._blocks.append((block, context.group))

    def _text(self, text: str, context: _Context) -> None:
        if context.kind is not BlockKind.CODE and ("  " in text or not text.isprintable()):
            text = _SPACE.sub(" ", text)
        draft = self._draft
        draft.pieces.append(text)
        letters = len(text) - text.count(" ")
        draft.letters += letters
        if context.bold:
            draft.bold += letters
        if context.italic:
            draft.italic += letters
        if context.link:
            draft.links += len(text.strip())

    def _flush(self, context: _Context) -> None:
        """End the block being read; two line breaks inside it were a paragraph's end."""
        draft = self._draft
        if not draft.pieces:
            return
        self._draft = _Draft()
        text = "".join(draft.pieces)
        if not draft.letters or not _LETTER.search(text):
            return
        one = context.kind is BlockKind.CODE or "\n" not in text
        parts = [text] if one else [part for part in _BREAKS.split(text) if _LETTER.search(part)]
        hints = _style_hints(draft, context)
        for part in parts:
            links = draft.links if len(parts) == 1 else min(draft.links, len(part)) * len(part) // len(text)
            block = RawBlock(kind=context.kind, text=part, selector=context.selector, hints=hints, link_chars=links)
            self._blocks.append((block, context.group))

    def paired(self) -> Iterator[RawBlock]:
        """The blocks, every caption slot with the figure it belongs to."""
        for at, (block, _) in enumerate(self._blocks):
            if block.kind is not BlockKind.FIGURE and "caption" in block.hints:
                yield replace(block, figure=figure_of(self._blocks, at))
            else:
                yield block


_KINDS = {
    **dict.fromkeys(markup.HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
}
_LASTING = frozenset({BlockKind.QUOTE, BlockKind.LIST_ITEM, BlockKind.CODE})


def _kind(name: str, outer: BlockKind) -> BlockKind:
    """What kind of block an element opens; text inside a quote or a list item stays of that kind."""
    return _KINDS.get(name) or (outer if outer in _LASTING else BlockKind.PARAGRAPH)


def _style_hints(draft: _Draft, context: _Context) -> frozenset[str]:
    hints = context.hints
    if draft.bold >= draft.letters * 0.97:
        hints |= {"bold"}
    if draft.italic >= draft.letters * 0.97:
        hints |= {"italic"}
    if context.alignment in ("right", "centred"):
        hints |= {context.alignment}
    return hints
