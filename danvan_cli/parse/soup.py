"""BeautifulSoup over elements that lexbor has parsed: the article's own subtree, and nothing of the page around it.

The subtree is handed over node by node instead of being printed and parsed a second time, which takes BeautifulSoup
half as long. What shows nothing never becomes a node: scripts, elements without text or picture, white space at the
edges of blocks. What every element holds is counted on the way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.builder import TreeBuilder
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

    soup: BeautifulSoup
    boxes: dict[int, Box] = field(default_factory=dict)
    images: list[Tag] = field(default_factory=list)

    @property
    def letters(self) -> int:
        """Letters of the whole tree."""
        return self.boxes[id(self.soup)].letters

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
    builder = _LexborTreeBuilder(nodes, base_url, without)
    soup = BeautifulSoup("", builder=builder)
    builder.boxes[id(soup)] = builder.held
    return Subtree(soup, builder.boxes, builder.images)


class _LexborTreeBuilder(TreeBuilder):
    """Feeds lexbor's nodes to BeautifulSoup, by the interface that lxml's and html5lib's builders use."""

    NAME = "lexbor"
    is_xml = False

    def __init__(
        self, nodes: Sequence[LexborNode], base_url: str | None, without: Callable[[LexborNode, str], bool]
    ) -> None:
        super().__init__(
            multi_valued_attributes=None,  # type: ignore[arg-type]  # None is the documented "keep class a string"
            preserve_whitespace_tags={"pre"},
            string_containers={},
            attribute_dict_class=dict,  # type: ignore[arg-type]  # its setter only converts what is no string
        )
        self._nodes, self._base_url, self._without = nodes, base_url, without
        self._path: list[tuple[LexborNode, str]] = []
        self._tags: list[Tag] = []
        """The tree's elements for the first steps of the path; the others show nothing yet."""
        self._before: list[tuple[int, ...]] = []
        """What the tree held before each of these."""
        self._at_edge = True
        self._own_links = 0
        self._held = [0, 0, 0, 0, 0]
        self.boxes: dict[int, Box] = {}
        self.images: list[Tag] = []

    @property
    def held(self) -> Box:
        """What the tree holds so far."""
        return Box(*self._held)

    def prepare_markup(self, markup: Any, *_: Any, **__: Any) -> Any:
        """The markup is in lexbor's tree already."""
        yield markup, None, None, False

    def feed(self, markup: Any) -> None:  # noqa: ARG002  # the interface hands over the text
        """Walk the elements one after another."""
        for node in self._nodes:
            self._walk(node)

    def _walk(self, root: LexborNode) -> None:
        """Without recursion: hostile pages nest deeper than Python's stack."""
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
        if text.isspace() and (self._at_edge or any(name in _EDGES for _, name in self._path[len(self._tags) :])):
            return
        if len(self._tags) < len(self._path):
            self._open()
        assert self.soup is not None
        self.soup.handle_data(text)
        self._at_edge = False
        size = len(text.strip())
        self._held[0] += size
        if self._own_links:
            self._held[3] += size

    def _break(self) -> None:
        """A line break; in a block that shows nothing yet it breaks nothing."""
        if not any(name in BLOCK for _, name in self._path[len(self._tags) :]):
            self._put("br")

    def _end_line(self, name: str) -> None:
        """A block that shows nothing still ends the line it stands in."""
        if not self._at_edge:
            self._put(name)

    def _put(self, name: str) -> None:
        assert self.soup is not None
        self.boxes[id(self.soup.handle_starttag(name, None, None, {}))] = _EMPTY
        self.soup.handle_endtag(name)
        self._at_edge = True

    def _open(self) -> None:
        """Put the path's remaining elements into the tree."""
        assert self.soup is not None
        for node, name in self._path[len(self._tags) :]:
            self._before.append(tuple(self._held))
            attributes = node.attributes
            tag = self.soup.handle_starttag(name, None, None, attributes)  # type: ignore[arg-type]
            assert tag is not None  # only a strainer makes it None
            self._tags.append(tag)
            if name in BLOCK:
                self._at_edge = True
            elif name == "a":
                own = not is_outgoing(attributes.get("href"), self._base_url)
                self._own_links += own
                self._held[2] += own
            elif name == "img":
                self.images.append(tag)
                self._held[1] += 1
            if name == "blockquote":
                self._held[4] += 1

    def _leave(self) -> LexborNode:
        """End the innermost element."""
        node, name = self._path.pop()
        if len(self._tags) <= len(self._path):
            if name in BLOCK:
                self._end_line(name)
            return node
        assert self.soup is not None
        self.soup.handle_endtag(name)
        held, before = self._held, self._before.pop()
        box = Box(
            held[0] - before[0], held[1] - before[1], held[2] - before[2], held[3] - before[3], held[4] - before[4]
        )
        self.boxes[id(self._tags.pop())] = box
        if name in BLOCK:
            self._at_edge = True
        elif name == "a" and box.links:
            self._own_links -= 1
        return node


_EMPTY = Box(0, 0, 0, 0, 0)
