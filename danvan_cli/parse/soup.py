"""BeautifulSoup over elements that lexbor has parsed: the article's own subtree, and nothing of the page around it.

The tree grows node by node instead of being printed and parsed a second time, in a third of the time. What shows
nothing never becomes a node: scripts, elements without text or picture, white space at the edges of blocks. What
every element holds is counted on the way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bs4 import Tag
from bs4.element import NavigableString, PageElement
from selectolax.lexbor import LexborNode

from danvan_cli.parse.links import is_outgoing
from danvan_cli.parse.markup import BLOCK, SKIPPED

_EDGES = BLOCK | {"br"}
_ALWAYS = frozenset({"img", "hr", "td", "th"})
"""Elements that mean something without any text: a picture, a break, a cell of a table."""


class Box(NamedTuple):
    """What an element holds, itself included."""

    letters: int
    images: int
    links: int
    """Links to the site's own pages."""
    linked: int
    """Letters inside these."""
    quotes: int


@dataclass(frozen=True, slots=True)
class Subtree:
    """A tree, and by ``id`` of its elements what each holds; the last ``Box`` is that of the whole tree."""

    root: Tag
    boxes: dict[int, Box] = field(default_factory=dict)
    images: list[Tag] = field(default_factory=list)

    @property
    def letters(self) -> int:
        """Letters of the whole tree."""
        return self.boxes[id(self.root)].letters

    def box(self, tag: Tag) -> Box:
        """What the element holds."""
        return self.boxes[id(tag)]


def nothing(_: LexborNode, __: str) -> bool:
    """Leave no element out."""
    return False


def soup_of(
    nodes: Sequence[LexborNode], base_url: str | None = None, without: Callable[[LexborNode, str], bool] = nothing
) -> Subtree:
    """The elements as one tree; those that ``without`` says, by node and tag name, are left out.

    ``base_url`` is the page's own and tells its links from outgoing ones.
    """
    grower = _Grower(base_url, without)
    for node in nodes:
        grower.walk(node)
    return grower.tree()


class _Grower:
    """Walks lexbor's nodes and links BeautifulSoup's elements to a tree as it goes."""

    def __init__(self, base_url: str | None, without: Callable[[LexborNode, str], bool]) -> None:
        self._base_url, self._without = base_url, without
        self._path: list[tuple[LexborNode, str]] = []
        self._tags: list[Tag] = [Tag(name="[document]", is_xml=False)]
        """The root, and the elements of the tree for the first steps of the path; the others show nothing yet."""
        self._last: PageElement = self._tags[0]
        self._before: list[tuple[int, ...]] = []
        """What the tree held before each of these."""
        self._at_edge = True
        self._own_links = 0
        self._held = [0, 0, 0, 0, 0]
        self._boxes: dict[int, Box] = {}
        self._images: list[Tag] = []

    def tree(self) -> Subtree:
        """What has grown so far."""
        root = self._tags[0]
        self._boxes[id(root)] = Box(*self._held)
        return Subtree(root, self._boxes, self._images)

    def walk(self, root: LexborNode) -> None:
        """Add an element. Without recursion: hostile pages nest deeper than Python's stack."""
        path, without = self._path, self._without
        node: LexborNode | None = root
        while node is not None:
            name, inner = node.tag or "", None
            if name == "-text":
                self._text(node.text_content or "")
            elif name == "br":
                self._break()
            elif name not in SKIPPED and node.is_element_node and not without(node, name):
                inner = node.first_child
                if inner is not None or name in _ALWAYS:
                    path.append((node, name))
                    if name in _ALWAYS:
                        self._open()
                    if inner is None:
                        self._leave()
                elif name in BLOCK:
                    self._end_line(name)
            if inner is not None:
                node = inner
                continue
            after = node.next if path else None
            while after is None and path:
                node = self._leave()
                after = node.next if path else None
            node = after

    def _text(self, text: str) -> None:
        size = len(text.strip())
        if not size and (self._at_edge or any(name in _EDGES for _, name in self._path[len(self._tags) - 1 :])):
            return
        if len(self._tags) <= len(self._path):
            self._open()
        parent = self._tags[-1]
        string = NavigableString(text)
        string.setup(parent, self._last)
        parent.contents.append(string)
        self._last = string
        self._at_edge = False
        self._held[0] += size
        if self._own_links:
            self._held[3] += size

    def _break(self) -> None:
        """A line break; in a block that shows nothing yet it breaks nothing."""
        if not any(name in BLOCK for _, name in self._path[len(self._tags) - 1 :]):
            self._put("br")

    def _end_line(self, name: str) -> None:
        """A block that shows nothing still ends the line it stands in."""
        if not self._at_edge:
            self._put(name)

    def _put(self, name: str) -> None:
        self._boxes[id(self._added(name))] = _EMPTY
        self._at_edge = True

    def _added(self, name: str) -> Tag:
        parent = self._tags[-1]
        tag = Tag(name=name, is_xml=False, parent=parent, previous=self._last)
        parent.contents.append(tag)
        self._last = tag
        return tag

    def _open(self) -> None:
        """Put the path's remaining elements into the tree."""
        for node, name in self._path[len(self._tags) - 1 :]:
            self._before.append(tuple(self._held))
            tag = self._added(name)
            attributes = node.attributes
            tag.attrs = attributes  # type: ignore[assignment]  # None for an attribute without a value
            self._tags.append(tag)
            if name in BLOCK:
                self._at_edge = True
                self._held[4] += name == "blockquote"
            elif name == "a":
                own = not is_outgoing(attributes.get("href"), self._base_url)
                self._own_links += own
                self._held[2] += own
            elif name == "img":
                self._images.append(tag)
                self._held[1] += 1

    def _leave(self) -> LexborNode:
        """End the innermost element."""
        node, name = self._path.pop()
        if len(self._tags) <= len(self._path) + 1:
            if name in BLOCK:
                self._end_line(name)
            return node
        held, before = self._held, self._before.pop()
        box = Box(
            held[0] - before[0], held[1] - before[1], held[2] - before[2], held[3] - before[3], held[4] - before[4]
        )
        self._boxes[id(self._tags.pop())] = box
        if name in BLOCK:
            self._at_edge = True
        elif name == "a" and box.links:
            self._own_links -= 1
        return node


_EMPTY = Box(0, 0, 0, 0, 0)
