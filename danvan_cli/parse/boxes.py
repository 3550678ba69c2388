"""What an element of the body can be, judged as a whole: by its text, pictures, links and cells."""

from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborNode

from danvan_cli.html import tag_name
from danvan_cli.parse.links import Links
from danvan_cli.parse.soup import FRAMES, IMAGES, LETTERS, LINKED, LINKS, PARAGRAPHS, QUOTES, Element, Subtree

_MOST_OF_TEXT = 0.4
"""A box that holds more of the body than this is the article, whatever its class is called: WordPress puts the
author, the tags and the section of a story into the class of the element around all of it."""
_MOST_CAPTION = 600
_MOST_SIGNATURE = 200
_MOST = {"signature": _MOST_SIGNATURE, "caption": _MOST_CAPTION, "picture": _MOST_CAPTION}
_LAYOUT_CELL = 400
"""Characters in one table cell: more is a page laid out with tables, not data."""
_PICTURE_TEXT = 500
"""Characters to a picture in a box that holds a picture and its caption."""
_FEW_PARAGRAPHS = 3
_MOST_PICTURES = 6
_LEAST_LINKS = 3
_MOSTLY_LINKED = 0.7
LINK_BOXES = frozenset(["ul", "ol", "div", "section", "aside", "nav", "dl"])
_PICTURE_BOXES = frozenset({"div", "figure", "li"})


def fits(tag: Element, hint: str, whole: int) -> bool:
    """Whether a box is small enough for that use: a signature is a line, a related box is no article.

    ``whole`` is how many letters the whole body has.
    """
    if hint == "furniture" and tag.count(QUOTES):
        return False  # a post of a social network quoted in the article, not a row of buttons
    if hint == "picture" and (tag.name not in _PICTURE_BOXES or not tag.count(IMAGES)):
        return False
    return tag.count(LETTERS) <= _MOST.get(hint, whole * _MOST_OF_TEXT)


def may_fit(node: LexborNode, hints: frozenset[str], whole: int) -> bool:
    """Whether an element is small enough for one of these uses, as far as can be told before it is parsed."""
    most = max(_MOST.get(hint, whole * _MOST_OF_TEXT) for hint in hints)
    return letters_in(node) <= most


def letters_in(node: LexborNode) -> int:
    """Letters of an element's text, white space at the ends of its texts apart."""
    return len(node.text(strip=True))


@dataclass(slots=True)
class _Tally:
    """What an element around links or pictures holds of these."""

    node: LexborNode
    around: int
    """``mem_id`` of the element around it."""
    depth: int
    images: int = 0
    links: int = 0
    linked: int = 0
    letters: int = 0
    """At least; counted only where the answer may hang on it, so that nested boxes are not counted again and again."""


def telling_boxes(root: LexborNode, links: Links) -> frozenset[int]:
    """``mem_id`` of the elements in ``root`` that are boxes of links or of pictures. Linear in what is in them."""
    tallies: dict[int, _Tally] = {}
    for node in root.css("a, img"):
        if tag_name(node) == "img":
            _tally_around(node, root, tallies).images += 1
        elif links.is_own(node.attributes.get("href")):
            tally = _tally_around(node, root, tallies)
            tally.links += 1
            tally.linked += letters_in(node)
    found = set[int]()
    for key, tally in sorted(tallies.items(), key=lambda item: -item[1].depth):
        outer = tallies.get(tally.around)
        if outer is not None:
            outer.images += tally.images
            outer.links += tally.links
            outer.linked += tally.linked
        if _tells(tally):
            found.add(key)
        if outer is not None:
            outer.letters = max(outer.letters, tally.letters)
    return frozenset(found)


def _tally_around(node: LexborNode, root: LexborNode, tallies: dict[int, _Tally]) -> _Tally:
    """The tally of the element around ``node``, made with those of all elements around it up to ``root``."""
    chain = list[LexborNode]()
    current = node.parent
    while current is not None and current.mem_id not in tallies:
        chain.append(current)
        current = None if current.mem_id == root.mem_id else current.parent
    outer = tallies[current.mem_id] if current is not None else None
    for inner in reversed(chain):
        outer = _Tally(inner, outer.node.mem_id if outer else 0, outer.depth + 1 if outer else 0)
        tallies[inner.mem_id] = outer
    if outer is None:
        raise ValueError("a node that is not in the element")
    return outer


def _tells(tally: _Tally) -> bool:
    name = tag_name(tally.node)
    most = -1.0
    if tally.links >= _LEAST_LINKS and name in LINK_BOXES:
        most = tally.linked / _MOSTLY_LINKED
    if 0 < tally.images <= _MOST_PICTURES and name == "div" and tally.node.attributes:
        most = max(most, _PICTURE_TEXT * tally.images)
    if tally.letters > most:
        return False
    tally.letters = letters_in(tally.node)
    return tally.letters <= most


def picture_boxes(tree: Subtree) -> Iterator[int]:
    """``id`` of the tables and divs that hold one picture or a few with their captions, and little else."""
    seen: set[int] = set()
    for image in tree.images:
        for tag in image.parents:
            if tag is tree.root or id(tag) in seen or not isinstance(tag, Element):
                break
            seen.add(id(tag))
            pictures, letters = tag.count(IMAGES), tag.count(LETTERS)
            if pictures > _MOST_PICTURES or letters > _PICTURE_TEXT * _MOST_PICTURES:
                break  # what is around it is larger still
            is_box = tag.name == "table" or (tag.name == "div" and tag.attrs and not _is_text(tag))
            if is_box and letters <= _PICTURE_TEXT * pictures:
                yield id(tag)


def _is_text(tag: Element) -> bool:
    """Whether a box has paragraphs of its own and many of them: then a picture in it stands in running text."""
    return tag.count(PARAGRAPHS) > _FEW_PARAGRAPHS and any(
        isinstance(child, Element) and child.name == "p" for child in tag.contents
    )


def is_data(row: Element) -> bool:
    """Whether a table row holds data: two cells or more, none with a picture or running text."""
    cells = [cell for cell in row.contents if isinstance(cell, Element) and cell.name in ("td", "th")]
    if len(cells) < 2 or row.count(IMAGES) or row.count(FRAMES):
        return False
    return all(cell.count(LETTERS) < _LAYOUT_CELL and cell.count(PARAGRAPHS) <= _FEW_PARAGRAPHS for cell in cells)


def is_link_box(tag: Element) -> bool:
    """Whether a box holds little but links to the site's own pages: a menu, other stories, tags."""
    if tag.name not in LINK_BOXES or tag.count(LINKS) < _LEAST_LINKS:
        return False
    return tag.count(LINKED) >= tag.count(LETTERS) * _MOSTLY_LINKED
