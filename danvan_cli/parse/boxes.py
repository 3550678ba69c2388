"""What an element of the body can be, judged as a whole: by its text, pictures, links and cells."""

from collections.abc import Iterator

from bs4 import Tag

from danvan_cli.parse.soup import Subtree

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
_MOST_PICTURES = 6
_LEAST_LINKS = 3
_LINKED = 0.7
_LINK_BOXES = frozenset(["ul", "ol", "div", "section", "aside", "nav", "dl"])
_PICTURE_BOXES = frozenset({"div", "figure", "li"})


def fits(tree: Subtree, tag: Tag, hint: str) -> bool:
    """Whether a box is small enough for that use: a signature is a line, a related box is no article."""
    box = tree.box(tag)
    if hint == "furniture" and box.quotes:
        return False  # a post of a social network quoted in the article, not a row of buttons
    if hint == "picture" and (tag.name not in _PICTURE_BOXES or not box.images):
        return False
    return box.letters <= _MOST.get(hint, tree.letters * _MOST_OF_TEXT)


def picture_boxes(tree: Subtree) -> Iterator[int]:
    """``id`` of the tables and divs that hold one picture or a few with their captions, and little else."""
    seen: set[int] = set()
    for image in tree.images:
        for tag in image.parents:
            if tag is tree.root or id(tag) in seen:
                break
            seen.add(id(tag))
            box = tree.box(tag)
            if box.images > _MOST_PICTURES or box.letters > _PICTURE_TEXT * _MOST_PICTURES:
                break  # what is around it is larger still
            is_box = tag.name == "table" or (tag.name == "div" and tag.attrs and not _is_text(tag))
            if is_box and box.letters <= _PICTURE_TEXT * box.images:
                yield id(tag)


def _is_text(box: Tag) -> bool:
    """Whether a box has paragraphs of its own and many of them: then a picture in it stands in running text."""
    return box.find("p", recursive=False) is not None and len(box.find_all("p", limit=4)) > 3


def is_data(tree: Subtree, row: Tag) -> bool:
    """Whether a table row holds data: two cells or more, none with a picture or running text."""
    cells = [cell for cell in row.contents if isinstance(cell, Tag) and cell.name in ("td", "th")]
    if len(cells) < 2 or tree.box(row).images or row.find(["table", "figure"]):
        return False
    return all(tree.box(cell).letters < _LAYOUT_CELL and len(cell.find_all("p", limit=4)) < 4 for cell in cells)


def is_link_box(tree: Subtree, tag: Tag) -> bool:
    """Whether a box holds little but links to the site's own pages: a menu, other stories, tags."""
    box = tree.box(tag)
    return box.links >= _LEAST_LINKS and box.linked >= box.letters * _LINKED and tag.name in _LINK_BOXES
