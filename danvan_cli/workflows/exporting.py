"""Articles of the archive in one of the formats: a file or folder that appears whole or not at all, or a stream."""

import contextlib
import io
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from danvan_cli.errors import UsageError
from danvan_cli.export import (
    csv,
    dublincore,
    epub,
    files,
    html,
    json,
    jsonl,
    jsonld,
    markdown,
    parquet,
    text,
    tsv,
)
from danvan_cli.export.record import SCHEMA_VERSION
from danvan_cli.export.site import builder as site
from danvan_cli.export.site import pages
from danvan_cli.language import _
from danvan_cli.model import Selection, StoredArticle
from danvan_cli.settings import Settings
from danvan_cli.store.database import Archive
from danvan_cli.store.search import matching_ids
from danvan_cli.store.shelf import Shelf, selected_ids
from danvan_cli.store.sources import source_name
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.placing import placed_file, placed_folder


class Kind(Enum):
    """What a format writes to."""

    TEXT = "text"
    """A stream of text, its line ends left alone."""
    LINES = "lines"
    """A stream of bytes that are text."""
    BYTES = "bytes"
    """A stream of bytes that are nothing for a terminal; it must be able to go back."""
    FOLDER = "folder"
    """An empty folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """How a format is written."""

    write: Callable[[Shelf, Any, str], int]
    """Articles, what ``kind`` says, title → how many."""
    version: str
    """Of its documented schema (docs/exports.md)."""
    kind: Kind = Kind.TEXT
    page: Callable[[StoredArticle], str] | None = None
    """One article as a text of its own: then a folder may be asked for, with one file an article."""


_RECORD = f"schema_version {SCHEMA_VERSION}"

FORMATS: Mapping[str, Format] = {
    "jsonl": Format(
        write=lambda shelf, out, _: jsonl.write_passed(shelf.passed(), out), version=_RECORD, kind=Kind.LINES
    ),
    "json": Format(
        write=lambda shelf, out, _: json.write_passed(shelf.passed(), out), version=_RECORD, kind=Kind.LINES
    ),
    "csv": Format(write=lambda shelf, out, _: csv.write(shelf, out), version=_RECORD),
    "tsv": Format(write=lambda shelf, out, _: tsv.write(shelf, out), version=_RECORD),
    "md": Format(
        write=lambda shelf, out, _: markdown.write(shelf, out), version=markdown.SCHEMA_VERSION, page=markdown.page
    ),
    "txt": Format(write=lambda shelf, out, _: text.write(shelf, out), version=text.SCHEMA_VERSION, page=text.page),
    "html": Format(
        write=lambda shelf, out, title: html.write(shelf, out, title=title), version=html.SCHEMA_VERSION, page=html.page
    ),
    "jsonld": Format(write=lambda shelf, out, _: jsonld.write(shelf, out), version=jsonld.SCHEMA_VERSION),
    "dc": Format(write=lambda shelf, out, _: dublincore.write(shelf, out), version=dublincore.SCHEMA_VERSION),
    "epub": Format(
        write=lambda shelf, out, title: epub.write(shelf, out, title=title),
        version=epub.SCHEMA_VERSION,
        kind=Kind.BYTES,
    ),
    "parquet": Format(
        write=lambda shelf, out, _: parquet.write(shelf, out), version=f"danvan.{_RECORD}", kind=Kind.BYTES
    ),
    "site": Format(
        write=lambda shelf, folder, title: site.write(shelf, folder, title=title),
        version=pages.SCHEMA_VERSION,
        kind=Kind.FOLDER,
    ),
}
"""Name on the command line → how it is written."""
_WITH_MARK = Format(write=lambda shelf, out, _: csv.write(shelf, out, bom=True), version=_RECORD)


def export_archive(
    settings: Settings,
    selection: Selection,
    *,
    form: str,
    destination: Path | TextIO | BinaryIO,
    query: str | None = None,
    folder: bool = False,
    bom: bool = False,
) -> int:
    """Export from the archive that the settings name; see ``export_articles``."""
    with open_archive(settings, read_only=True) as archive:
        return export_articles(
            archive, selection, form=form, destination=destination, query=query, folder=folder, bom=bom
        )


def export_articles(
    archive: Archive,
    selection: Selection,
    *,
    form: str,
    destination: Path | TextIO | BinaryIO,
    query: str | None = None,
    folder: bool = False,
    bom: bool = False,
) -> int:
    """Write the selected articles in one of ``FORMATS``, by number; returns how many.

    With ``query`` they are those that ``search`` finds for it, a limit keeping the best. Memory stays flat however many
    there are. A path is written beside itself and put in place when it is whole and on the disk; ``folder`` asks for
    one file an article there. A stream of text may be given for every format that is text. ``bom`` is for CSV.

    Raises ``StorageError`` where the path cannot be written, ``UsageError`` where it cannot be one, or where the format
    is none for such a place or needs an extra that is not installed.
    """
    chosen = _WITH_MARK if bom else FORMATS[form]
    _check(chosen, form, destination, folder=folder)
    # One view of the archive for a format that reads it more than once. A stream may be read for hours by somebody
    # who scrolls, and a view held so long keeps the archive's log from being folded in.
    held = isinstance(destination, Path) or form == "html"
    with archive.read() if held else contextlib.nullcontext():
        found = selected_ids(archive, selection) if query is None else matching_ids(archive, query, selection)
        shelf = Shelf(archive, found)
        title = _title(archive, selection, query)
        if not isinstance(destination, Path):
            return _to_stream(chosen, shelf, destination, title)
        if chosen.kind is Kind.FOLDER:
            with placed_folder(destination, form=form) as made:
                return chosen.write(shelf, made, title)
        if folder and chosen.page:
            with placed_folder(destination, form=form) as made:
                return files.write(shelf, made, page=chosen.page, suffix=f".{form}")
        with placed_file(destination) as out:
            return _to_file(chosen, shelf, out, title)


def _check(chosen: Format, form: str, destination: object, *, folder: bool) -> None:
    """What need not wait for the archive."""
    if form == "parquet":
        parquet.schema()
    if chosen.kind is Kind.FOLDER and not isinstance(destination, Path):
        raise UsageError(
            _("{form} is a folder, not a stream", form=form), hint=_("name one that does not exist yet with -o")
        )
    if folder and not chosen.page and chosen.kind is not Kind.FOLDER:
        able = ", ".join(name for name, other in FORMATS.items() if other.page)
        raise UsageError(
            _("{form} is one file, not a folder", form=form),
            hint=_("name a file; a folder of files is for {able}", able=able),
        )


def _to_stream(chosen: Format, shelf: Shelf, out: Any, title: str) -> int:
    if chosen.kind is Kind.TEXT:
        return chosen.write(shelf, out, title)
    out.flush()
    raw = getattr(out, "buffer", out)
    if chosen.kind is Kind.LINES:
        return chosen.write(shelf, raw, title)
    if out.isatty():
        raise UsageError(_("this format is nothing for a terminal"), hint=_("name a file with -o"))
    with tempfile.TemporaryFile() as spooled:
        written = chosen.write(shelf, spooled, title)
        spooled.seek(0)
        shutil.copyfileobj(spooled, raw)
    return written


def _to_file(chosen: Format, shelf: Shelf, out: BinaryIO, title: str) -> int:
    if chosen.kind is not Kind.TEXT:
        return chosen.write(shelf, out, title)
    stream = io.TextIOWrapper(out, encoding="utf-8", newline="")
    try:
        return chosen.write(shelf, stream, title)
    finally:
        stream.detach()


def _title(archive: Archive, selection: Selection, query: str | None) -> str:
    """What the articles have in common, for the head of a page, a book and a site."""
    source = source_name(archive, selection.source) if selection.source else None
    parts = (
        source or selection.source or selection.province or "Kho tin",
        _days(selection),
        f"“{query}”" if query else None,
    )
    return " · ".join(part for part in parts if part)


def _days(selection: Selection) -> str | None:
    since, until = (f"{day:%d/%m/%Y}" if day else None for day in (selection.since, selection.until))
    if since and until:
        return since if since == until else f"{since}–{until}"
    return f"từ {since}" if since else f"đến {until}" if until else None
