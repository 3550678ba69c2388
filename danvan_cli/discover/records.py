"""XML as feeds and sitemaps have it, record by record: what is broken is mended, what is hostile is refused.

libxml2 reads it, told to load nothing and to expand nothing. No feed needs a document type with declarations in it,
and one with entities is how a kilobyte becomes a gigabyte and a local file leaves the machine: that is refused before
any parser sees it. An entity bomb read leniently comes out as a feed without items, which no one would notice.
"""

import re
from collections.abc import Iterator, Sequence
from html.entities import html5
from typing import Any

from lxml import etree  # type: ignore[import-untyped]  # ships no types

_PROLOG = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+", re.DOTALL)
_DOCTYPE = re.compile(r"<!DOCTYPE(?:[^>\[\"']++|\"[^\"]*+\"|'[^']*+')*+(?P<subset>\[)?>?", re.IGNORECASE)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]*)")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BROKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|&(?:#(?P<number>\d{1,7}|x[0-9a-f]{1,6});|(?P<name>[a-z][a-z0-9]{1,31});)?|<(?![a-z_:/!?])",
    re.DOTALL | re.IGNORECASE | re.ASCII,
)
_OF_XML = frozenset({"amp", "lt", "gt", "quot", "apos"})
_PIECE = 64 * 1024
_MOST_BETWEEN = 2 * 1024 * 1024
"""Characters without the end of a record: its tree is in memory until then, at thirty times its size."""

_MOST_ENTITIES = 1_000_000
"""``&`` in a document that is read: the largest sitemap that the protocol allows has a quarter of them."""


class Refused(Exception):  # noqa: N818 - a document's own failure: the reader makes a BadListing of it
    """A document that is no feed and no sitemap, or a hostile one. ``str`` is the detail, for people."""


class Records:
    """The elements of some names in a document, one after the other. Memory stays flat, whatever the size.

    Raises ``Refused`` where the text is no XML, or has a document type with declarations.
    """

    def __init__(self, text: str) -> None:
        text = _ILLEGAL.sub("", text)
        start = text.find("<")
        if start < 0:
            raise Refused("there is no XML in it" if text.strip() else "it is empty")
        at = _end_of_prolog(text, start)
        if text.count("&") > _MOST_ENTITIES:
            raise Refused("it has millions of entities, and no paper wrote it")
        doctype = _DOCTYPE.match(text, at)
        if doctype is not None:
            if doctype["subset"]:
                raise Refused("its document type declares entities or a grammar of its own, which no feed needs")
            at = _end_of_prolog(text, doctype.end())
        root = _ROOT.match(text, at)
        self._root_tag = root[1].rpartition(":")[2] if root else "nothing"
        self.root = self._root_tag.lower() if root else ""
        """The name of the outermost element without prefix, in small letters; empty where there is none."""
        self.is_whole = False
        """Whether the outermost element was closed; known when all records were read."""
        self._text = text[at:]

    def read(self, names: Sequence[str]) -> Iterator[Any]:
        """The elements of these names in document order; each is gone when the next is asked for.

        What is not closed when the text ends, or a parser gives up, is no record.
        """
        parser = etree.XMLPullParser(
            events=("start", "end"),
            tag=[f"{{*}}{name}" for name in (*names, self._root_tag)],
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            encoding="utf-8",
        )
        data = _BROKEN.sub(_mended, self._text).encode()
        inside, since_last = 0, 0
        for at in range(0, len(data), _PIECE):
            parser.feed(data[at : at + _PIECE])
            since_last += _PIECE
            for event, element in parser.read_events():
                if element.getparent() is None:
                    self.is_whole = event == "end"
                elif event == "start":
                    inside += 1
                else:
                    inside -= 1
                    if not inside:  # a record in a record is part of it
                        yield element
                        _forget(element)
                        since_last = 0
            if since_last > _MOST_BETWEEN or self.is_whole:
                return


def local_name(tag: str) -> str:
    """A tag without namespace and prefix, in small letters.

    >>> local_name("{http://www.w3.org/2005/Atom}link"), local_name("dc:Date")
    ('link', 'date')
    """
    return tag.rpartition("}")[2].rpartition(":")[2].lower()


def _end_of_prolog(text: str, at: int) -> int:
    found = _PROLOG.match(text, at)
    return found.end() if found else at


def _mended(match: re.Match[str]) -> str:
    """What stands in the document's place of CDATA, a comment, an entity, or a sign that should have been one."""
    found = match[0]
    if found == "<":
        return "&lt;"
    if found.startswith("<"):
        return found if found.startswith("<![") else ""
    if match["number"]:
        digits = match["number"].lower()
        code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
        return f"&#{code};" if code <= 0x10FFFF and not _ILLEGAL.search(chr(code)) else ""
    name = match["name"]
    if name is None:
        return "&amp;"
    if name in _OF_XML:
        return found
    letters = html5.get(f"{name};")  # HTML's names, which papers use in XML as well
    return "".join(f"&#{ord(letter)};" for letter in letters) if letters else f"&amp;{name};"


def _forget(element: Any) -> None:
    """Take a record that was read, and all before it, out of the tree."""
    element.clear()
    for outer in (element, *element.iterancestors()):
        while outer.getprevious() is not None:
            del outer.getparent()[0]
