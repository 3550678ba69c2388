"""WACZ 1.1.1: a WARC with its index, its pages and the digests of all of it, in one zip that replay programs open.

The WARC lies in the zip as it is, so that a program reads one record of a file of any size. Nothing is written but
what the specification names, and nothing of it depends on the clock.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import IO, Any, BinaryIO

from danvan_cli.export import warc
from danvan_cli.version import __version__
from danvan_cli.warc.cdxj import INDEXED, Place, Sorter, entry
from danvan_cli.warc.packing import gzip_member
from danvan_cli.warc.record import Record, warc_date

WARC = "archive/data.warc.gz"
INDEX = "indexes/index.cdx.gz"
INDEX_OF_INDEX = "indexes/index.idx"
PAGES = "pages/pages.jsonl"
DATAPACKAGE = "datapackage.json"
DATAPACKAGE_DIGEST = "datapackage-digest.json"
WACZ_VERSION = "1.1.1"
LINES_A_BLOCK = 1024
"""Of the index, packed together: what one lookup unpacks."""
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
"""A zip knows no time before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A line of the list of pages: what a reader begins with."""

    id: str
    url: str
    captured_at: datetime
    title: str | None
    text: str


@dataclass(slots=True)
class _Member:
    """A member of the zip on its way in: counted and digested."""

    out: IO[bytes]
    size: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def write(self, data: bytes, /) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self.out.write(data)


def write(captures: Iterable[tuple[Iterable[Record], Page | None]], out: BinaryIO, *, at: datetime, title: str) -> int:
    """Write the package to ``out``, which must be a file that can be sought; returns the number of records.

    Each capture comes with its records and, where an article was read off it, its page. ``at`` dates the package.
    Memory stays flat: index lines and pages wait on disk until the WARC is written.
    """
    resources: list[dict[str, object]] = []
    with zipfile.ZipFile(out, "w") as package, Sorter() as index, _scratch() as pages:
        with _member(package, WARC, at, resources) as member:
            count = warc.write(
                _records(captures, pages),
                member,
                filename=WARC.rpartition("/")[2],
                on_record=lambda record, place: _index(index, record, place),
            )
        blocks: list[str] = []
        with _member(package, INDEX, at, resources) as member:
            blocks.extend(_write_index(index.lines(), member))
        with _member(package, INDEX_OF_INDEX, at, resources, packed=True) as member:
            member.write("".join(blocks).encode())
        with _member(package, PAGES, at, resources, packed=True) as member:
            pages.seek(0)
            while data := pages.read(1 << 16):
                member.write(data)
        described = _datapackage(resources, at, title)
        with _member(package, DATAPACKAGE, at, [], packed=True) as member:
            member.write(described)
        with _member(package, DATAPACKAGE_DIGEST, at, [], packed=True) as member:
            member.write(_json({"path": DATAPACKAGE, "hash": f"sha256:{hashlib.sha256(described).hexdigest()}"}))
    return count


@contextmanager
def _scratch() -> Iterator[IO[bytes]]:
    """The list of pages while it grows, its first line in it."""
    with tempfile.TemporaryFile() as pages:
        pages.write(_line({"format": "json-pages-1.0", "id": "pages", "title": "All articles", "hasText": True}))
        yield pages


def _records(captures: Iterable[tuple[Iterable[Record], Page | None]], pages: IO[bytes]) -> Iterator[Record]:
    for records, page in captures:
        yield from records
        if page is not None:
            pages.write(_page_line(page))


def _page_line(page: Page) -> bytes:
    value = {
        "id": page.id,
        "url": page.url,
        "ts": warc_date(page.captured_at),
        "title": page.title or page.url,
        "text": page.text,
    }
    return _line(value)


def _index(index: Sorter, record: Record, place: Place) -> None:
    if record.type in INDEXED:
        index.add(entry(record, place))


def _write_index(lines: Iterable[str], member: _Member) -> Iterator[str]:
    """Write the packed index, block by block; gives the lines of the index of the index."""
    yield f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': INDEX.rpartition('/')[2]})}\n"
    block: list[str] = []
    for line in lines:
        block.append(line)
        if len(block) == LINES_A_BLOCK:
            yield _write_block(block, member)
            block = []
    if block:
        yield _write_block(block, member)


def _write_block(block: list[str], member: _Member) -> str:
    packed = gzip_member("".join(block).encode())
    about = {"offset": member.size, "length": len(packed), "digest": f"sha256:{hashlib.sha256(packed).hexdigest()}"}
    member.write(packed)
    return f"{block[0].partition('{')[0].strip()} {json.dumps(about)}\n"


@contextmanager
def _member(
    package: zipfile.ZipFile, path: str, at: datetime, resources: list[dict[str, object]], *, packed: bool = False
) -> Iterator[_Member]:
    """A new member of the zip, noted among the resources when it is whole."""
    about = zipfile.ZipInfo(path, max(at.astimezone(UTC), _EARLIEST).timetuple()[:6])
    about.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    about.create_system = 3  # Unix, whatever this is: the bytes depend on nothing but the archive
    about.external_attr = 0o644 << 16
    with package.open(about, "w", force_zip64=path == WARC) as out:
        member = _Member(out)
        yield member
    name = path.rpartition("/")[2]
    digest = f"sha256:{member.digest.hexdigest()}"
    resources.append({"name": name, "path": path, "hash": digest, "bytes": member.size})


def _datapackage(resources: list[dict[str, object]], at: datetime, title: str) -> bytes:
    return _json(
        {
            "profile": "data-package",
            "title": title,
            "created": warc_date(at),
            "modified": warc_date(at),
            "wacz_version": WACZ_VERSION,
            "software": f"danvan {__version__}",
            "resources": resources,
        }
    )


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _line(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False) + "\n").encode("utf-8", "replace")
