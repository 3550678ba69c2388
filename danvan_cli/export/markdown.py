"""Markdown (CommonMark) with YAML front matter, captions where their photos stood.

Front matter values are JSON strings and lists, which are valid YAML (YAML 1.2 §1.3) whatever a title holds.
Page text is escaped, so that nothing in it becomes markup, a link or HTML, nor a ``---`` that would begin
another article.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from danvan_cli.export.inert import inert, one_line
from danvan_cli.export.jsonl import line
from danvan_cli.export.layout import in_order
from danvan_cli.export.record import record
from danvan_cli.model import Block, BlockKind, Caption, StoredArticle

SCHEMA_VERSION = "danvan-md/1"
"""In the front matter as ``schema``."""

IN_FRONT_MATTER = (
    "title",
    "url",
    "source",
    "province",
    "byline",
    "published_at",
    "section",
    "tags",
    "captured_at",
    "sha256",
    "id",
)
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~#])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)  # four spaces would make a code block
_LINE_START = re.compile(r"^([-+=])", re.MULTILINE)
_NUMBERED = re.compile(r"^(\d{1,9})([.)])(?=\s|$)", re.MULTILINE)
_BEFORE = {BlockKind.HEADING: "## ", BlockKind.LIST_ITEM: "- "}


def escaped(text: str) -> str:
    r"""Page text that Markdown shows as it is.

    >>> escaped("2. Giá *thật* <b>")
    '2\\. Giá \\*thật\\* \\<b\\>'
    """
    text = _INDENT.sub("", inert(text))
    text = _ENTITY.sub("&amp;", _SPECIAL.sub(r"\\\1", text))
    return _NUMBERED.sub(r"\1\\\2", _LINE_START.sub(r"\\\1", text))


def page(stored: StoredArticle) -> str:
    """One article: front matter, title, sapo in bold, blocks and captions in page order."""
    parts = [_front_matter(stored), *_body(stored)]
    return "\n\n".join(part for part in parts if part) + "\n"


def write(articles: Iterable[StoredArticle], out: TextIO) -> int:
    """Write one article after another, each with its own front matter; returns how many."""
    written = 0
    for written, stored in enumerate(articles, start=1):
        out.write(("\n" if written > 1 else "") + page(stored))
    return written


def _front_matter(stored: StoredArticle) -> str:
    fields = record(stored)
    lines = (f"{key}: {_yaml(fields[key])}" for key in IN_FRONT_MATTER if fields[key] not in (None, []))
    return "\n".join(("---", *lines, f'schema: "{SCHEMA_VERSION}"', "---"))


def _yaml(value: Any) -> str:
    r"""A value as JSON that YAML reads too: two characters that JSON lets stand are none of YAML's (YAML 1.2 §5.1)."""
    return line(value).replace("\ufffe", r"\ufffe").replace("\uffff", r"\uffff")


def _body(stored: StoredArticle) -> Iterator[str]:
    article = stored.article
    if article.title:
        yield f"# {escaped(one_line(article.title))}"
    if article.sapo:
        yield f"**{escaped(one_line(article.sapo))}**"
    for item in in_order(article):
        yield _figure(item) if isinstance(item, Caption) else _block(item)


def _block(block: Block) -> str:
    match block.kind:
        case BlockKind.QUOTE:
            return "\n".join(f"> {row}" for row in escaped(block.text).splitlines())
        case BlockKind.CODE:
            return "\n".join(f"    {row}" for row in inert(block.text).splitlines())
        case BlockKind.HEADING | BlockKind.LIST_ITEM:
            return _BEFORE[block.kind] + escaped(one_line(block.text))
        case _:
            return escaped(block.text)


def _figure(caption: Caption) -> str:
    """The photo as an image, where it has a web address, then its caption in italics and the credit."""
    text, credit = escaped(one_line(caption.text)), escaped(one_line(caption.credit or ""))
    below = " ".join(part for part in (f"*{text}*" if text else "", f"({credit})" if credit else "") if part)
    address = one_line(caption.image_url or "")
    if not address.startswith(("http://", "https://")):
        return below
    target = re.sub(r"[<>\\\s]", lambda found: f"%{ord(found[0]):02X}", address)
    return f"![{text}](<{target}>)" + (f"\n\n{below}" if below else "")
