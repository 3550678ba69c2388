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
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from danvan_cli.model import BlockKind, RawBlock, RawFigure
from danvan_cli.parse import markup
from danvan_cli.parse.boxes import fits, is_data, is_link_box, picture_boxes
from danvan_cli.parse.figures import figure_of, read_figure
from danvan_cli.parse.soup import LINKS, Element, Subtree

MARK_DROP, MARK_KEEP, MARK_CAPTION, MARK_SIGNATURE = (
    f"data-danvan-{use}" for use in ("drop", "keep", "caption", "signature")
)
_MARKS = ((MARK_DROP, "dropped"), (MARK_KEEP, "keep"), (MARK_CAPTION, "caption"), (MARK_SIGNATURE, "signature"))
_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_BREAKS = re.compile(r"(?: ?\n ?){2,}")
_LETTER = re.compile(r"\w")
BREAK, _CELL = "\n", " | "
_NEARLY_ALL = 0.97
"""Of a block's letters: a full stop outside of the bold is no other style."""
_CODE, _FIGURE, _PARAGRAPH = BlockKind.CODE, BlockKind.FIGURE, BlockKind.PARAGRAPH
"""By a name of their own: Python looks up an enum's member in three times the time of a comparison."""


@dataclass(slots=True, eq=False)
class Context:
    """What the elements around a text say of it. Never changed once made; frozen would make it three times as slow."""

    kind: BlockKind = _PARAGRAPH
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
    inner: "dict[markup.Look, Context]" = field(default_factory=dict)
    """The contexts inside its elements that say nothing but how they look: paragraphs that look alike share one."""


@dataclass(frozen=True, slots=True)
class Body:
    """What the walk over the body gives."""

    blocks: tuple[RawBlock, ...]
    figures: tuple[RawFigure, ...]


class Reader:
    """Blocks and figures out of texts and elements that are given to it in page order."""

    def __init__(self, base_url: str | None, *, marked: bool = True) -> None:
        self.base_url = base_url
        self.marked = marked
        """Whether any element may carry a mark of the profile's."""
        self.whole = 0
        """Letters of the body that is being read: what a box's size is measured by."""
        self.pieces: list[str] = []
        """The texts of the block being read, with ``BREAK`` and ``_CELL`` between."""
        self._bold = self._italic = self._linked = 0
        """How many of their letters are set so, or stand in links."""
        self._blocks: list[tuple[RawBlock, int]] = []
        self._figures: list[RawFigure] = []
        self._groups = 0

    def body(self) -> Body:
        """What was read."""
        return Body(blocks=tuple(self._paired()), figures=tuple(self._figures))

    def read(self, tree: Subtree, context: Context) -> None:
        """Read a tree in its context."""
        pictures = frozenset(picture_boxes(tree))
        is_block = False
        around: list[tuple[Context, bool]] = []
        for step in tree.steps:
            if step is None:
                if is_block and self.pieces:
                    self.flush(context)
                context, is_block = around.pop()
            elif isinstance(step, Element):
                around.append((context, is_block))
                context, is_block = self._open(step, context, pictures)
            else:
                self.text(step, context)

    def text(self, text: str, context: Context) -> None:
        """A text of the block at hand."""
        if context.kind is not _CODE and ("  " in text or not text.isprintable()):
            text = _SPACE.sub(" ", text)
        self.pieces.append(text)
        if context.bold or context.italic or context.link:
            self._count(text, context)

    def line_break(self, context: Context) -> None:
        """A line break; after a line all in bold it ends the block, since that line is a heading of its own."""
        if self._bold and not context.bold and self._bold == self._letters():
            self.flush(context)
        elif self.pieces:  # in a block that shows nothing yet it breaks nothing
            self.pieces.append(BREAK)

    def _open(self, tag: Element, context: Context, pictures: frozenset[int]) -> tuple[Context, bool]:
        """The context inside an element, and whether the element is a block."""
        name = tag.name
        if name in markup.BLOCK:
            if not context.row:
                if self.pieces:
                    self.flush(context)
                return self._block(tag, context, pictures), True
            self.pieces.append(_CELL if name in ("td", "th") and self._letters() else " ")
        elif name == "br":
            self.line_break(context)
        elif name == "img":
            self.figure(tag.attrs, context)
        else:
            look = markup.look_of(name, tag.attrs)
            hints = self._hints(tag, look, context.hints) if tag.attrs else context.hints
            return inline(name, tag.attrs, look, context, hints, is_own=tag.count(LINKS) > 0), False
        return context, False

    def _count(self, text: str, context: Context) -> None:
        letters = len(text) - text.count(" ")
        if context.bold:
            self._bold += letters
        if context.italic:
            self._italic += letters
        if context.link:
            self._linked += len(text.strip())

    def _letters(self) -> int:
        """Letters of the block being read."""
        return sum(len(text) - text.count(" ") for text in self.pieces if text is not BREAK and text is not _CELL)

    def _block(self, tag: Element, context: Context, pictures: frozenset[int]) -> Context:
        """The context inside a block element; elements that say nothing but how they look share theirs."""
        name, attributes = tag.name, tag.attrs
        look = markup.look_of(name, attributes)
        is_picture = id(tag) in pictures
        if not (
            look.hints
            or name in STRUCTURED
            or is_picture
            or is_link_box(tag)
            or (self.marked and is_marked(attributes))
        ):
            return block(name, look, context)
        hints = self._hints(tag, look, context.hints)
        if is_link_box(tag):
            hints |= {"related"}
        if name in ("figcaption", "caption") or (name == "figure" and fits(tag, "picture", self.whole)):
            hints |= {"caption"}
        inner = _within(name, look, context, hints)
        if name == "figure" or (not context.group and is_picture):
            self._groups += 1
            inner.group = self._groups
        if name == "tr" and is_data(tag):
            inner.kind, inner.row = BlockKind.TABLE_ROW, True
        if MARK_DROP in attributes:
            inner.selector = str(attributes[MARK_DROP])
        return inner

    def _hints(self, tag: Element, look: markup.Look, hints: frozenset[str]) -> frozenset[str]:
        """The hints and the element's own. A class speaks only of what its box can be, by its size."""
        attributes = tag.attrs
        if look.hints:
            for hint in look.hints - hints:
                if fits(tag, hint, self.whole):
                    hints |= {"caption" if hint == "picture" else hint}
        for attribute, hint in _MARKS if self.marked else ():
            if attribute in attributes:
                hints |= {hint}
        return hints | {"hidden"} if look.hidden else hints

    def figure(self, attributes: markup.Attributes, context: Context) -> None:
        """An image; it ends the block at hand."""
        if context.hints & {"dropped", "related", "furniture"}:
            return
        figure = read_figure(attributes, self.base_url)
        if figure is None:
            return
        self.flush(context)
        self._figures.append(figure)
        block = RawBlock(
            kind=_FIGURE,
            text="",
            selector=figure.selector,
            hints=context.hints & {"lead-photo", "hidden"},
            figure=len(self._figures) - 1,
        )
        self._blocks.append((block, context.group))

    def flush(self, context: Context) -> None:
        """End the block being read; two line breaks inside it were a paragraph's end."""
        text = "".join(self.pieces)
        if _LETTER.search(text):
            hints, links = self._style_hints(context), self._linked
            parts = [text]
            if "\n" in text and context.kind is not _CODE:
                parts = [part for part in _BREAKS.split(text) if _LETTER.search(part)]
            for part in parts:
                own = links if len(parts) == 1 else min(links, len(part)) * len(part) // len(text)
                block = RawBlock(kind=context.kind, text=part, selector=context.selector, hints=hints, link_chars=own)
                self._blocks.append((block, context.group))
        self.pieces.clear()
        self._bold = self._italic = self._linked = 0

    def _style_hints(self, context: Context) -> frozenset[str]:
        hints = context.hints
        if self._bold or self._italic:
            letters = self._letters() * _NEARLY_ALL
            if self._bold >= letters:
                hints |= {"bold"}
            if self._italic >= letters:
                hints |= {"italic"}
        if context.alignment in ("right", "centred"):
            hints |= {context.alignment}
        return hints

    def _paired(self) -> Iterator[RawBlock]:
        """The blocks, every caption slot with the figure it belongs to."""
        for at, (block, _) in enumerate(self._blocks):
            if block.kind is not _FIGURE and "caption" in block.hints:
                yield replace(block, figure=figure_of(self._blocks, at))
            else:
                yield block


STRUCTURED = frozenset({"figcaption", "caption", "figure", "table", "tr"})
"""Block elements that say more than how they look."""
_KINDS = {
    **dict.fromkeys(markup.HEADINGS, BlockKind.HEADING),
    **dict.fromkeys(("li", "dt", "dd"), BlockKind.LIST_ITEM),
    "blockquote": BlockKind.QUOTE,
    "pre": BlockKind.CODE,
}
_LASTING = (BlockKind.QUOTE, BlockKind.LIST_ITEM, _CODE)


def block(name: str, look: markup.Look, context: Context) -> Context:
    """The context inside a block element that says nothing but how it looks."""
    inner = context.inner.get(look)
    if inner is None:
        hints = context.hints | {"hidden"} if look.hidden else context.hints
        inner = context.inner[look] = _within(name, look, context, hints)
    return inner


def inline(
    name: str,
    attributes: markup.Attributes,
    look: markup.Look,
    context: Context,
    hints: frozenset[str],
    *,
    is_own: bool,
) -> Context:
    """The context inside an element that is no block; ``is_own``: as a link it leads to the site's own page."""
    link = context.link or (name == "a" and is_own)
    bold, italic = context.bold or look.bold, context.italic or look.italic
    if bold is context.bold and italic is context.italic and link is context.link and hints is context.hints:
        return context
    return Context(
        kind=context.kind,
        hints=hints,
        selector=str(attributes[MARK_DROP]) if MARK_DROP in attributes else context.selector,
        alignment=context.alignment,
        group=context.group,
        bold=bold,
        italic=italic,
        link=link,
        row=context.row,
    )


def _within(name: str, look: markup.Look, context: Context, hints: frozenset[str]) -> Context:
    return Context(
        kind=_kind(name, context.kind),
        hints=hints,
        selector=context.selector if "dropped" in hints else look.label,
        alignment=look.alignment or context.alignment,
        group=context.group,
        bold=context.bold or look.bold,
        italic=context.italic or look.italic,
        link=context.link,
        row=context.row,
    )


def _kind(name: str, outer: BlockKind) -> BlockKind:
    """What kind of block an element opens; text inside a quote or a list item stays of that kind."""
    return _KINDS.get(name) or (outer if outer is not _PARAGRAPH and outer in _LASTING else _PARAGRAPH)


def is_marked(attributes: Mapping[str, object]) -> bool:
    """Whether the profile's selectors have found the element."""
    return any(mark in attributes for mark, _ in _MARKS) if attributes else False
