"""EPUB 3.3: the articles as a book for a reader, day by day and newspaper by newspaper.

Written with ``zipfile`` alone: EbookLib is under the AGPL and, as bkepub, holds the whole book in memory; they, mkepub
and epub-generator put today's date and a random number into it, so that no book could be made again. Several articles
share a file, since readers and ``zipfile`` keep a record of every file.
"""

import uuid
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import BinaryIO

from danvan_cli.export import reading
from danvan_cli.export.assets import asset
from danvan_cli.export.markup import line
from danvan_cli.export.shelf import Shelf
from danvan_cli.model import Heading, Order, StoredArticle

SCHEMA_VERSION = "danvan-epub/1"
"""In the package's ``generator``."""

_MOST_CHARS = 100_000
"""Of one file: old readers stumble over large ones."""
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say


def write(shelf: Shelf, out: BinaryIO, *, title: str) -> int:
    """Write the book under ``title``; returns how many articles. ``out`` must be able to seek."""
    with zipfile.ZipFile(out, "w") as book:
        # First and uncompressed, so that the file's type can be read off its beginning (OCF 3.3 §4.2.2).
        book.writestr(_entry("mimetype", zipfile.ZIP_STORED), "application/epub+zip")
        book.writestr(_entry("META-INF/container.xml"), _CONTAINER)
        book.writestr(_entry("EPUB/book.css"), asset("book.css"))
        book.writestr(_entry(f"EPUB/{_file(0)}"), _title_page(shelf, title))
        starts, identity = _write_text(book, shelf)
        with book.open(_entry("EPUB/nav.xhtml"), "w") as nav:
            for part in _navigation(shelf, title, starts):
                nav.write(part.encode())
        book.writestr(_entry("EPUB/package.opf"), _package(shelf, title, identity, len(starts)))
    return len(shelf)


def _write_text(book: zipfile.ZipFile, shelf: Shelf) -> tuple[list[int], uuid.UUID]:
    """The text files; gives which article each begins with, counted from 0, and the identity of the whole."""
    starts = list[int]()
    parts = list[str]()
    identity = uuid.uuid5(uuid.NAMESPACE_URL, SCHEMA_VERSION)
    size = 0
    for number, stored in enumerate(shelf.articles(Order.DAY)):
        if size >= _MOST_CHARS:
            book.writestr(_entry(f"EPUB/{_file(len(starts))}"), _document(parts))
            parts, size = [], 0
        if not parts:
            starts.append(number)
        parts.append("\n".join(_article(stored)))
        size += len(parts[-1])
        identity = uuid.uuid5(identity, stored.url)
    if parts:
        book.writestr(_entry(f"EPUB/{_file(len(starts))}"), _document(parts))
    return starts, identity


def _article(stored: StoredArticle) -> Iterator[str]:
    yield f'<section class="article" id="a{stored.id}">'
    yield from reading.opening(stored, level=1)
    yield from reading.body(stored, level=2)
    yield reading.provenance(stored)
    yield "</section>"


def _file(number: int) -> str:
    return f"text/{number:05}.xhtml"


def _entry(name: str, method: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    """A file of the zip, the same on every system and at any time."""
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type = method
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


# --- documents -----------------------------------------------------------------------------------

_CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""


def _xhtml(title: str, content: str, *, style: str = "../book.css") -> str:
    """``title`` and ``content`` are markup."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        ' lang="vi" xml:lang="vi">\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{title}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{style}"/>\n</head>\n<body>\n{content}\n</body>\n</html>\n'
    )


def _document(articles: list[str]) -> str:
    return _xhtml("Tin bài", "\n".join(articles))


def _title_page(shelf: Shelf, title: str) -> str:
    newest = shelf.newest_capture
    captured = f", trang lưu mới nhất lúc {reading.utc(newest)}" if newest else ""
    return _xhtml(
        line(title),
        f'<section id="title-page">\n<h1>{line(title)}</h1>\n'
        f'<p class="about">{len(shelf)} bài{captured}.</p>\n</section>',
    )


def _navigation(shelf: Shelf, title: str, starts: list[int]) -> Iterator[str]:
    """The contents: day, newspaper, article. A day and a newspaper lead to their first article."""
    before, after = _xhtml("Mục lục", "\0", style="book.css").split("\0")
    yield before
    yield f'<nav epub:type="toc" id="toc">\n<h1>Mục lục</h1>\n<ol>\n<li><a href="{_file(0)}">{line(title)}</a></li>\n'
    for day, of_day in groupby(_placed(shelf, starts), lambda placed: placed[1].day):
        for place, (_, of_source) in enumerate(groupby(of_day, lambda placed: placed[1].source_id)):
            for index, (target, heading) in enumerate(of_source):
                if index == 0 == place:
                    yield f'<li><a href="{target}">{day:%d/%m/%Y}</a>\n<ol>\n'
                if index == 0:
                    yield f'<li><a href="{target}">{reading.source_name(heading)}</a>\n<ol>\n'
                yield f'<li><a href="{target}">{reading.title(heading)}</a></li>\n'
            yield "</ol>\n</li>\n"
        yield "</ol>\n</li>\n"
    yield "</ol>\n</nav>"
    yield after


def _placed(shelf: Shelf, starts: list[int]) -> Iterator[tuple[str, Heading]]:
    """Every heading in the order of the text, with the place its article begins at."""
    file = 0
    for number, heading in enumerate(shelf.headings(Order.DAY)):
        if file < len(starts) and starts[file] == number:
            file += 1
        yield f"{_file(file)}#a{heading.id}", heading


def _package(shelf: Shelf, title: str, identity: uuid.UUID, files: int) -> str:
    newest = shelf.newest_capture or _UNDATED
    texts = range(files + 1)
    manifest = "".join(
        f'<item id="t{number}" href="{_file(number)}" media-type="application/xhtml+xml"/>\n' for number in texts
    )
    spine = "".join(f'<itemref idref="t{number}"/>\n' for number in texts)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" xml:lang="vi">\n'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<dc:identifier id="id">urn:uuid:{identity}</dc:identifier>\n<dc:title>{line(title)}</dc:title>\n'
        f"<dc:language>vi</dc:language>\n<dc:date>{newest:%Y-%m-%d}</dc:date>\n"
        f'<meta property="dcterms:modified">{newest:%Y-%m-%dT%H:%M:%SZ}</meta>\n'
        f'<meta name="generator" content="{SCHEMA_VERSION}"/>\n</metadata>\n<manifest>\n'
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>\n'
        '<item id="css" href="book.css" media-type="text/css"/>\n'
        f"{manifest}</manifest>\n<spine>\n{spine}</spine>\n</package>\n"
    )
