"""The located body read: plain text straight off lexbor, what has a structure of its own by BeautifulSoup.

Most of an article is paragraphs with a link or a bold word in them: a tree of them would be built only to be walked
once. Pictures with their captions, tables, figures, boxes of links, and whatever a class or a profile gives a meaning
are judged as a whole, by what they hold: these are parsed by BeautifulSoup. Either way the same ``Reader`` makes the
blocks, and makes the same ones.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from danvan_cli.html import NAME_OF, TEXT
from danvan_cli.parse import blocks, markup
from danvan_cli.parse.blocks import Body, Context, Reader
from danvan_cli.parse.boxes import letters_in, may_fit, telling_boxes
from danvan_cli.parse.links import Links
from danvan_cli.parse.omitted import NOTHING, Omitted
from danvan_cli.parse.soup import soup_of


@dataclass(frozen=True, slots=True)
class Part:
    """Elements that are read as one; ``hint`` is given to all their blocks, None for none."""

    nodes: Sequence[LexborNode]
    hint: str | None = None
    without: Omitted = NOTHING
    """Says of an element inside, by its node and tag name, that it is no part of the article."""


def read_body(parts: Sequence[Part], base_url: str | None, *, marked: bool = True, all_parsed: bool = False) -> Body:
    """The blocks and figures of the parts, one after another.

    ``marked`` says whether any element may carry a mark of the profile's. ``all_parsed`` has everything parsed by
    BeautifulSoup; what comes out is the same.
    """
    reader, links = Reader(base_url, marked=marked), Links(base_url)
    for part in parts:
        reader.whole = sum(map(letters_in, part.nodes))
        context = Context(hints=frozenset({part.hint} if part.hint else ()))
        for node in part.nodes:
            if all_parsed:
                reader.read(soup_of(node, links, part.without), context)
            else:
                _read(node, reader, context, part.without, links)
        reader.flush(context)
    return reader.body()


def _read(  # noqa: C901, PLR0912  # one loop over hundreds of nodes: a call a node would take half as long again
    root: LexborNode,
    reader: Reader,
    context: Context,
    without: Omitted,
    links: Links,
) -> None:
    """Read an element. Without recursion: hostile pages nest deeper than Python's stack."""
    telling, marked = telling_boxes(root, links), reader.marked
    pieces, name_of = reader.pieces, NAME_OF.get
    suspects, tags = without.suspects, without.tags
    around: list[tuple[LexborNode, Context, bool]] = []
    node: LexborNode | None = root
    while node is not None:
        name = name_of(node.tag_id) or node.tag or ""
        inner = None
        if name == TEXT:
            text = node.text_content or ""
            if not text.isspace() or (pieces and pieces[-1] != blocks.BREAK):
                reader.text(text, context)
        elif name == "br":
            reader.line_break(context)
        elif name == "img":
            reader.figure(node.attributes, context)
        elif name not in markup.SKIPPED and not (
            (name in tags or node.mem_id in suspects) and without.holds(node, name)
        ):
            attributes = node.attributes
            look = markup.look_of(name, attributes)
            is_block = name in markup.BLOCK
            if is_block and pieces:
                reader.flush(context)
            if (
                name in blocks.STRUCTURED
                or (look.hints and may_fit(node, look.hints, reader.whole))
                or (is_block and node.mem_id in telling)
                or (marked and blocks.is_marked(attributes))
            ):
                tree = soup_of(node, links, without, at_edge=not pieces)
                reader.read(tree, context)
                tree.take_apart()
                if is_block and pieces:
                    reader.flush(context)
            else:
                inner = node.first_child
                if inner is not None:
                    around.append((node, context, is_block))
                    if is_block:
                        context = blocks.block(name, look, context)
                    elif look.bold or look.italic or look.hidden or name == "a":
                        own = name == "a" and links.is_own(attributes.get("href"))
                        hints = context.hints | {"hidden"} if look.hidden else context.hints
                        context = blocks.inline(name, attributes, look, context, hints, is_own=own)
        if inner is not None:
            node = inner
            continue
        after = node.next if around else None
        while after is None and around:
            node, outer, is_block = around.pop()
            if is_block and pieces:
                reader.flush(context)
            context = outer
            after = node.next if around else None
        node = after
