"""BeautifulSoup over elements that lexbor has parsed: the article's own subtree, and nothing of the page around it.

The tree grows node by node instead of being printed and parsed a second time, in a third of the time. What shows
nothing never becomes an element: scripts, elements without text or picture, white space at the edges of blocks. What
every element holds is counted on the way.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from bs4 import Tag
from bs4.element import NavigableString, PageElement
from selectolax.lexbor import LexborNode

from danvan_cli.html import NAME_OF, TEXT
from danvan_cli.parse.links import Links
from danvan_cli.parse.markup import BLOCK, SKIPPED
from danvan_cli.parse.omitted import NOTHING, Omitted

_EDGES = BLOCK | {"br"}
_ALWAYS = frozenset({"img", "hr", "td", "th"})
"""Elements that mean something without any text: a picture, a break, a cell of a table."""


LETTERS, IMAGES, LINKS, LINKED, QUOTES, PARAGRAPHS, FRAMES = range(7)
"""What is counted of every element: the letters in it, its images, its links to the site's own pages and the letters
inside these, its quotes, its ``p`` elements, its tables and figures."""
_NOTHING = (0,) * 7
_COUNTED = {"blockquote": QUOTES, "p": PARAGRAPHS, "table": FRAMES, "figure": FRAMES}


class Element(Tag):
    """A BeautifulSoup element that knows what it holds."""

    before: tuple[int, ...] = _NOTHING
    after: tuple[int, ...] = _NOTHING
    """What the tree held when the element began, and when it had ended."""

    def count(self, what: int) -> int:
        """How many of ``LETTERS``, ``LINKS`` and so on the element holds, itself included."""
        return self.after[what] - self.before[what]


_BLANK = vars(Tag(name="p", is_xml=False))


def _element(name: str, attributes: Mapping[str, str | None]) -> Element:
    """An element as BeautifulSoup makes one, in a third of the time: all but the name and what it holds is copied."""
    tag = Element.__new__(Element)
    tag.__dict__.update(_BLANK)
    tag.name, tag.contents = name, []
    tag.attrs = attributes  # type: ignore[assignment]  # None: an attribute without a value
    return tag


Step: TypeAlias = Element | NavigableString | None
"""Of a walk through a tree: an element where it begins, a text, None where the innermost open element ends."""


@dataclass(frozen=True, slots=True)
class Subtree:
    """A tree of ``Element``s, a walk through it, and its pictures."""

    root: Element
    steps: list[Step] = field(default_factory=list)
    images: list[Element] = field(default_factory=list)

    def take_apart(self) -> None:
        """Let go of all elements. They point at one another: only the garbage collector would find them otherwise."""
        self.root.__dict__.clear()
        for step in self.steps:
            if step is not None:
                step.__dict__.clear()

    @property
    def letters(self) -> int:
        """Letters of the whole tree."""
        return self.root.after[LETTERS]


def soup_of(
    node: LexborNode,
    links: Links,
    without: Omitted = NOTHING,
    *,
    at_edge: bool = True,
) -> Subtree:
    """The element as a tree, without what is left out of it.

    ``links`` tells the page's own from outgoing ones; ``at_edge`` whether the element begins a
    line, and white space before its first word shows nothing.
    """
    grower = _Grower(links, at_edge=at_edge)
    grower.walk(node, without)
    return grower.tree()


class _Grower:
    """Walks lexbor's nodes and links BeautifulSoup's elements to a tree as it goes."""

    def __init__(self, links: Links, *, at_edge: bool) -> None:
        self._links = links
        self._root = _element("[document]", {})
        self._tags = [self._root]
        """The root, and the open elements that show something."""
        self._waiting: list[tuple[LexborNode, str]] = []
        """The open elements inside of these that show nothing yet."""
        self._last: PageElement = self._root
        self._held = [*_NOTHING]
        self._own_links = 0
        self._at_edge = at_edge
        self._steps: list[Step] = []
        self._images: list[Element] = []

    def tree(self) -> Subtree:
        """What has grown so far."""
        self._root.after = (*self._held,)
        return Subtree(self._root, self._steps, self._images)

    def walk(self, root: LexborNode, without: Omitted) -> None:
        """Add an element. Without recursion: hostile pages nest deeper than Python's stack."""
        waiting, path, name_of = self._waiting, list[LexborNode](), NAME_OF.get
        suspects, tags = without.suspects, without.tags
        node: LexborNode | None = root
        while node is not None:
            name, inner = name_of(node.tag_id) or node.tag or "", None
            if name == TEXT:
                text = node.text_content or ""
                if not text.isspace() or not (self._at_edge or any(name in _EDGES for _, name in waiting)):
                    self._text(text)
            elif name == "br":
                self._break()
            elif name not in SKIPPED and not ((name in tags or node.mem_id in suspects) and without.holds(node, name)):
                inner = node.first_child
                if inner is not None or name in _ALWAYS:
                    waiting.append((node, name))
                    if name in _ALWAYS:
                        self._open()
                    if inner is None:
                        self._leave()
                elif name in BLOCK:
                    self._end_line(name)
            if inner is not None:
                path.append(node)
                node = inner
                continue
            after = node.next if path else None
            while after is None and path:
                self._leave()
                node = path.pop()
                after = node.next if path else None
            node = after

    def _text(self, text: str) -> None:
        if self._waiting:
            self._open()
        self._link(NavigableString(text))
        self._at_edge = False
        size = len(text.strip())
        self._held[LETTERS] += size
        if self._own_links:
            self._held[LINKED] += size

    def _break(self) -> None:
        """A line break; in a block that shows nothing yet it breaks nothing."""
        if not any(name in BLOCK for _, name in self._waiting):
            self._put("br")

    def _end_line(self, name: str) -> None:
        """A block that shows nothing still ends the line it stands in."""
        if not self._at_edge:
            self._put(name)

    def _put(self, name: str) -> None:
        self._link(_element(name, {}))
        self._steps.append(None)
        self._at_edge = True

    def _link(self, added: Element | NavigableString) -> None:
        """Make it the last child of the innermost open element."""
        self._steps.append(added)
        parent, last = self._tags[-1], self._last
        siblings = parent.contents
        added.parent = parent
        added.previous_element = last
        last.next_element = added
        if siblings:
            added.previous_sibling = before = siblings[-1]
            before.next_sibling = added
        siblings.append(added)
        self._last = added

    def _open(self) -> None:
        """Put the waiting elements into the tree."""
        held = self._held
        for node, name in self._waiting:
            attributes = node.attributes
            tag = _element(name, attributes)
            self._link(tag)
            self._tags.append(tag)
            tag.before = (*held,)
            if name in BLOCK:
                self._at_edge = True
                if name in _COUNTED:
                    held[_COUNTED[name]] += 1
            elif name == "a":
                own = self._links.is_own(attributes.get("href"))
                self._own_links += own
                held[LINKS] += own
            elif name == "img":
                self._images.append(tag)
                held[IMAGES] += 1
        self._waiting.clear()

    def _leave(self) -> None:
        """End the innermost element."""
        if self._waiting:
            _, name = self._waiting.pop()
            if name in BLOCK:
                self._end_line(name)
            return
        tag = self._tags.pop()
        tag.after = (*self._held,)
        self._steps.append(None)
        if tag.name in BLOCK:
            self._at_edge = True
        elif self._own_links and tag.name == "a":
            self._own_links -= tag.count(LINKS) > 0
