"""WARC files as they come, by whatever tool, whole or broken: records out, and what was wrong.

FastWARC reads: gzip, zstd with its dictionary, plain, a file packed as one, 3,000 pages a second; and it says so when
something is not as it should be. It stops there, though. So the next record is looked for behind the break, and reading
begins again: a flipped bit costs one record, a broken tail nothing but itself.
"""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, cast

from fastwarc.warc import ArchiveIterator, WarcRecord

from danvan_cli.warc.digests import agrees
from danvan_cli.warc.finding import GZIP, PIECE_BYTES, Kind, kind_of, next_start

_LONGEST_TYPE = 40
_WANTED = frozenset({"response", "revisit", "resource", "request", "metadata"})
"""Records whose block is read; the others are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRecord:
    """A record as it stands in a file."""

    type: str
    fields: tuple[tuple[str, str], ...]
    block: bytes | None = field(repr=False)
    """None where it was not read: of a type that says nothing about a capture, or larger than the bound."""
    block_bytes: int
    offset: int
    """Of the record in its file, packed as it is."""
    intact: bool | None
    """Whether the block has the digest that the record says; None where it says none."""

    def get(self, name: str) -> str | None:
        """The first field of that name, whatever its case; None where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.fields if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A place where a file is not what it should be; what stands before it, and after it, was read."""

    offset: int
    detail: str


def read_records(file: BinaryIO, *, max_block_bytes: int) -> Iterator[RawRecord | Damage]:
    """The records of a WARC file in their order, and what is broken between them. ``file`` can be sought.

    Memory is bounded by ``max_block_bytes``. Raises ``OSError`` where the file itself cannot be read.
    """
    start: int | None = 0
    file.seek(0)
    kind = kind_of(file.read(4096)) or "plain"
    while start is not None:
        last = start
        damage: Damage | None = None
        try:
            for record in ArchiveIterator(
                cast("BinaryIO", _Rest(file, start)), parse_http=False, quirks_mode=kind == "plain-lf"
            ):
                last = start + record.stream_pos
                raw = _raw(record, last, max_block_bytes)
                if isinstance(raw, Damage):
                    damage = raw
                    break
                yield raw
        except OSError as problem:
            if problem.errno is not None:
                raise
            damage = Damage(offset=last, detail=f"after the record at this place: {problem}")
        damage = damage or _broken_tail(file, kind, last)
        if damage is None:
            return
        if not start or last > start:  # else it is the record that the last damage spoke of
            yield damage
        start = next_start(file, kind, last + 1)


class _Rest:
    """A file from a place on, for a reader that counts from where it begins."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        self._file = file
        file.seek(start)

        self._place = 0

    def read(self, size: int = -1, /) -> bytes:
        data = self._file.read(size)
        self._place += len(data)
        return data

    def tell(self) -> int:
        return self._place


def _raw(record: WarcRecord, offset: int, max_block_bytes: int) -> RawRecord | Damage:
    fields = record.headers.to_tuples()
    kind = (record.headers.get("WARC-Type") or "").strip().lower()
    length = (record.headers.get("Content-Length") or "").strip()
    if not kind or len(kind) > _LONGEST_TYPE or not length.isdecimal():
        return Damage(offset=offset, detail="a record without a type or a length")
    size = int(length)
    block = None
    if kind in _WANTED and size <= max_block_bytes:
        block = record.reader.read(size)
        if len(block) < size:
            detail = f"a {kind} record breaks off: {len(block)} of {size} bytes are there"
            return Damage(offset=offset, detail=detail)
    digest = record.headers.get("WARC-Block-Digest")
    intact = agrees(digest, block) if digest and block is not None else None
    return RawRecord(type=kind, fields=fields, block=block, block_bytes=size, offset=offset, intact=intact)


def _broken_tail(file: BinaryIO, kind: Kind, last: int) -> Damage | None:
    """What a reader ends without a word over: a member that breaks off before it gives a record."""
    file.seek(last)
    if kind != "gzip" or not (data := file.read(PIECE_BYTES)).startswith(GZIP):
        return None
    member = zlib.decompressobj(wbits=31)
    try:
        while data:
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            member.decompress(data, PIECE_BYTES)
            data = (member.unused_data if member.eof else member.unconsumed_tail) or file.read(PIECE_BYTES)
    except zlib.error as problem:
        return Damage(offset=last, detail=f"after the record at this place: {problem}")
    return None if member.eof else Damage(offset=last, detail="the file breaks off after the record at this place")
