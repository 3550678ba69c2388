"""WARC 1.1: one file of records, each packed by itself."""

import hashlib
from collections.abc import Callable, Iterable
from typing import BinaryIO, Protocol

from danvan_cli.warc.cdxj import Place
from danvan_cli.warc.packing import Pack, gzip_member
from danvan_cli.warc.record import Record, to_bytes


class Sink(Protocol):
    """What bytes are written to: a file, a member of a zip, something that digests on the way."""

    def write(self, data: bytes, /) -> object:
        """Take the bytes."""
        ...


OnRecord = Callable[[Record, Place], None]
"""Told where each record lies, for an index."""


def write(
    records: Iterable[Record],
    out: Sink | BinaryIO,
    *,
    filename: str,
    pack: Pack = gzip_member,
    on_record: OnRecord | None = None,
) -> int:
    """Write the records as they come; returns how many. ``filename`` is what an index calls the file."""
    offset = written = 0
    for record in records:
        packed = pack(to_bytes(record))
        out.write(packed)
        written += 1
        if on_record is not None:
            digest = hashlib.sha256(packed).hexdigest()
            on_record(record, Place(filename=filename, offset=offset, length=len(packed), sha256=digest))
        offset += len(packed)
    return written
