"""HTML: one page that needs nothing beside itself, for one article or for many with a list of contents on top.

No script, no picture, no style from elsewhere; a content security policy forbids what the page does not need.
"""

from collections.abc import Iterator
from typing import TextIO

from danvan_cli.export import reading
from danvan_cli.export.assets import asset
from danvan_cli.export.markup import line, text
from danvan_cli.export.shelf import Shelf
from danvan_cli.model import Heading, Order, StoredArticle

SCHEMA_VERSION = "danvan-html/1"
"""In the page's ``generator``."""


def page(stored: StoredArticle) -> str:
    """One article as a page of its own."""
    content = "\n".join(_article(stored, level=1))
    return f"{_head(reading.title(stored))}<main>\n{content}\n</main>\n{_FOOT}"


def write(shelf: Shelf, out: TextIO, *, title: str) -> int:
    """Write all articles as one page, by number, under ``title``; returns how many."""
    if len(shelf) == 1:
        out.writelines(map(page, shelf))
        return 1
    out.write(_head(line(title)))
    out.write(f'<header>\n<h1>{line(title)}</h1>\n<p class="count">{len(shelf)} bài</p>\n</header>\n')
    out.write('<nav id="contents">\n<h2>Mục lục</h2>\n<ol>\n')
    out.writelines(map(_entry, shelf.headings(Order.NUMBER)))
    out.write("</ol>\n</nav>\n<main>\n")
    written = 0
    for written, stored in enumerate(shelf, start=1):  # noqa: B007 the last number is the count
        out.writelines(f"{part}\n" for part in _article(stored, level=2))
    out.write(f"</main>\n{_FOOT}")
    return written


_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_FOOT = "</body>\n</html>\n"


def _head(title: str) -> str:
    """The page up to its content. ``title`` is markup."""
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{text(_POLICY)}">\n'
        f'<meta name="generator" content="{SCHEMA_VERSION}">\n'
        f"<title>{title}</title>\n<style>\n{asset('reading.css')}</style>\n</head>\n<body>\n"
    )


def _entry(heading: Heading) -> str:
    about = reading.joined((heading.source_name, reading.when(heading)))
    return f'<li><a href="#a{heading.id}">{reading.title(heading)}</a> <small class="credit">{about}</small></li>\n'


def _article(stored: StoredArticle, *, level: int) -> Iterator[str]:
    yield f'<article id="a{stored.id}">'
    yield from reading.opening(stored, level=level)
    yield from reading.body(stored, level=level + 1)
    yield reading.provenance(stored)
    yield "</article>"
