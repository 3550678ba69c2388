"""CDXJ: one line a record, sorted, so that a replay program finds a URL at a time without reading the WARC.

Lines are those of ``cdxj-indexer``: key, 14-digit time, JSON. An index of any size is sorted in flat memory.
"""

import heapq
import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import IO

from danvan_cli.http_head import parse_head
from danvan_cli.warc.record import Record, RecordType
from danvan_cli.warc.surt import surt

INDEXED = frozenset({RecordType.RESPONSE, RecordType.REVISIT, RecordType.RESOURCE})
"""What a replay can show. ``metadata`` of fields and requests are not looked up."""
_MEDIA_TYPE = re.compile(r"[;\s]")
_SPILL_BYTES = 16 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a record lies, packed, in its file."""

    filename: str
    offset: int
    length: int
    sha256: str
    """Of the packed bytes."""


def entry(record: Record, place: Place) -> str:
    """The line of a record in ``INDEXED``, with its line feed."""
    url = record.target_uri or ""
    mime, status = _mime_and_status(record)
    values = {
        "url": url,
        "mime": mime,
        "status": status,
        "digest": f"sha256:{record.payload_digest}" if record.payload_digest else None,
        "length": str(place.length),
        "offset": str(place.offset),
        "filename": place.filename,
        "recordDigest": f"sha256:{place.sha256}",
    }
    shown = {name: value for name, value in values.items() if value is not None}
    return f"{surt(url)} {record.date:%Y%m%d%H%M%S} {json.dumps(shown)}\n"


class Sorter:
    """Lines put in order, most of them on disk. A context manager: what it put there goes with it."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._bytes = 0
        self._runs: list[IO[str]] = []
        self._open = ExitStack()

    def __enter__(self) -> "Sorter":
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def add(self, line: str) -> None:
        """Take a line that ends with its line feed."""
        self._lines.append(line)
        self._bytes += len(line)
        if self._bytes > _SPILL_BYTES:
            self._spill()

    def lines(self) -> Iterator[str]:
        """All of them, sorted, each once."""
        self._lines.sort()
        last = None
        for line in heapq.merge(*self._runs, self._lines):
            if line != last:
                yield line
            last = line

    def _spill(self) -> None:
        self._lines.sort()
        run = self._open.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))  # noqa: SIM115
        run.writelines(self._lines)
        run.seek(0)
        self._runs.append(run)
        self._lines, self._bytes = [], 0


def _mime_and_status(record: Record) -> tuple[str | None, str | None]:
    head = parse_head(record.head) if record.head else None
    if record.type is RecordType.REVISIT:
        return "warc/revisit", str(head.status) if head and head.status else None
    if head is None:
        return _first_word(record.content_type), None
    declared = next((value for name, value in head.headers if name.lower() == "content-type"), None)
    return _first_word(declared) if declared is not None else None, f"{head.status:03d}" if head.status else None


def _first_word(text: str) -> str:
    return _MEDIA_TYPE.split(text, maxsplit=1)[0].strip()
