"""Captures of the archive as packages for other archives: WARC, WACZ, BagIt."""

import codecs
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from danvan_cli.errors import UsageError
from danvan_cli.export import bagit, jsonl, wacz, warc
from danvan_cli.language import _
from danvan_cli.model import Selection
from danvan_cli.settings import Settings
from danvan_cli.snapshot.warc import article_text, records_of, warcinfo
from danvan_cli.store.articles import iter_articles
from danvan_cli.store.captures import Capture, iter_captures, newest_capture
from danvan_cli.store.database import Archive
from danvan_cli.version import __version__
from danvan_cli.warc.cdxj import INDEXED, Place, Sorter, entry
from danvan_cli.warc.packing import PACKINGS, Pack
from danvan_cli.warc.record import Record, one_field_line, record_id, warc_date
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.placing import placed_file, placed_folder

FORMATS = ("warc", "wacz", "bagit")
"""Names on the command line."""
_EMPTY_AT = datetime(1970, 1, 1, tzinfo=UTC)
"""The date of a package without a capture."""
_CAPTURES = "captures.warc.gz"
_INDEX = "captures.cdxj"
_ARTICLES = "articles.jsonl"


def export_package(settings: Settings, selection: Selection, *, form: str, destination: Path | BinaryIO) -> int:
    """Export from the archive that the settings name; see ``export_captures``."""
    with open_archive(settings, read_only=True) as archive:
        return export_captures(archive, selection, form=form, destination=destination)


def export_captures(archive: Archive, selection: Selection, *, form: str, destination: Path | BinaryIO) -> int:
    """Write every capture of the selected articles in one of ``FORMATS``; returns how many.

    One view of the archive, flat memory, the same bytes for the same archive. A file or folder appears whole or not
    at all; a WARC may also go to a stream. Raises ``UsageError`` where the destination cannot be one,
    ``StorageError`` where it cannot be written, ``IntegrityError`` where a body in the archive is damaged.
    """
    with archive.read():
        package = _Package(archive, selection)
        if form == "bagit":
            _write_bag(package, _folder(destination))
        elif isinstance(destination, Path):
            pack = _packing(destination) if form == "warc" else None
            with placed_file(destination) as out:
                _write_file(package, out, pack, name=destination.name)
        elif form == "warc":
            _write_file(package, destination, PACKINGS[".warc.gz"], name="-")
        else:
            raise UsageError(_("a WACZ is no stream"), hint=_("name a file with --output"))
        return package.count


class _Package:
    """What goes into one export."""

    def __init__(self, archive: Archive, selection: Selection) -> None:
        self.archive = archive
        self.selection = selection
        self.at = newest_capture(archive, selection) or _EMPTY_AT
        self.count = 0

    @property
    def title(self) -> str:
        """For people: what is in it."""
        chosen = [f"{name} {value}" for name, value in _filters(self.selection) if value is not None]
        return f"Vietnamese news archived by danvan: {', '.join(chosen) or 'the whole archive'}"

    def records(self) -> Iterator[Record]:
        """All of them, ``warcinfo`` first."""
        for records, __ in self.captures():
            yield from records

    def captures(self) -> Iterator[tuple[Iterator[Record], wacz.Page | None]]:
        """The records of each capture with its page; first the file's own record."""
        yield iter([self._warcinfo()]), None
        for capture in iter_captures(self.archive, self.selection):
            self.count += 1
            records = records_of(
                capture.snapshot,
                capture.key,
                body_bytes=capture.body_bytes,
                original=capture.original,
                article=capture.article,
                publisher=capture.publisher,
            )
            yield records, _page(capture)

    def _warcinfo(self) -> Record:
        return warcinfo(
            self.at,
            software=f"danvan/{__version__}",
            format="WARC File Format 1.1",
            conformsTo="https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
            robots="obey",
            description=self.title,
        )


def _write_file(package: _Package, out: BinaryIO, pack: Pack | None, *, name: str) -> None:
    """A WARC, or a WACZ where there is no packing to choose."""
    if pack is None:
        wacz.write(package.captures(), out, at=package.at, title=package.title)
    else:
        warc.write(package.records(), out, filename=name, pack=pack)


def _write_bag(package: _Package, folder: Path) -> None:
    with placed_folder(folder, form="bagit", is_ours=_is_our_bag) as bag, Sorter() as index:

        def write_captures(out: bagit.Digesting) -> None:
            warc.write(package.records(), out, filename=_CAPTURES, on_record=note)

        def note(record: Record, place: Place) -> None:
            if record.type in INDEXED:
                index.add(entry(record, place))

        def write_index(out: bagit.Digesting) -> None:
            for line in index.lines():
                out.write(line.encode())

        def write_articles(out: bagit.Digesting) -> None:
            text = cast("TextIO", codecs.getwriter("utf-8")(cast("BinaryIO", out)))
            jsonl.write(iter_articles(package.archive, package.selection), text)

        payloads = {_CAPTURES: write_captures, _INDEX: write_index, _ARTICLES: write_articles}
        bagit.write(bag, payloads, at=package.at, description=package.title)


def _page(capture: Capture) -> wacz.Page | None:
    article = capture.article
    if article is None or article.problem is not None:
        return None
    snapshot = capture.snapshot
    return wacz.Page(
        id=record_id("page", snapshot.url, warc_date(snapshot.captured_at), snapshot.sha256).rpartition(":")[2],
        url=one_field_line(snapshot.url),
        captured_at=snapshot.captured_at,
        title=article.title,
        text=article_text(article),
    )


def _packing(path: Path) -> Pack:
    pack = next((pack for ending, pack in PACKINGS.items() if path.name.lower().endswith(ending)), None)
    if pack is None:
        raise UsageError(_("{path}: a WARC's name ends with {names}", path=path, names=", ".join(PACKINGS)))
    return pack


def _folder(destination: Path | BinaryIO) -> Path:
    if not isinstance(destination, Path):
        raise UsageError(_("a bag is a folder"), hint=_("name one with --output"))
    return destination


def _is_our_bag(folder: Path) -> bool:
    try:
        info = (folder / "bag-info.txt").read_text("utf-8", "replace")
    except OSError:
        return False
    return info.startswith(f"Bag-Software-Agent: {bagit.AGENT} ")


def _filters(selection: Selection) -> Iterator[tuple[str, object]]:
    yield "since", selection.since
    yield "until", selection.until
    yield "source", selection.source
    yield "province", selection.province
    yield "at most", selection.limit
