"""The packed units of a WARC file: gzip members and zstd frames one by one, a plain file as one; strictly, streaming.

A unit is unpacked while its pieces are taken, and knows at its end where it ended, the digest of its packed bytes, and
what was wrong.
"""

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

import zstandard

from danvan_cli.export.verify.faults import Fault
from danvan_cli.warc.finding import GZIP, PIECE_BYTES, SKIPPABLE, ZSTD, Kind, next_start

_SLICE_BYTES = 256
"""Of zstd: what it stands for is unpacked at once, 8 MiB at most."""
_PACKED_BYTES = 64 * 1024
"""Of gzip: what is read beyond a member is read again for the next."""
_MOST_DICTIONARY_BYTES = 64 * 2**20
_DICTIONARY_FRAME = 0x184D2A5D
_FRAME_HEADER_BYTES = 8


@dataclass(slots=True)
class Unit:
    """A packed unit. ``pieces`` is taken to its end before the next unit is asked for."""

    offset: int
    pieces: Iterator[bytes] = field(default_factory=lambda: iter(()))
    length: int = 0
    """Of the packed bytes; known at the end."""
    digest: Any = field(default_factory=hashlib.sha256)
    """Of the packed bytes."""
    fault: Fault | None = None
    detail: str = ""


class _Member(Protocol):
    """Unpacks one member or frame."""

    @property
    def eof(self) -> bool:
        """Whether its end was read."""
        ...

    @property
    def unused_data(self) -> bytes:
        """What stood behind its end."""
        ...

    def decompress(self, data: bytes, /) -> bytes:
        """The unpacked bytes."""
        ...


def units(file: BinaryIO, kind: Kind) -> Iterator[Unit]:
    """The units of a file from its beginning; behind a broken one, the next that can be found."""
    if kind in {"plain", "plain-lf"}:
        unit = Unit(0)
        file.seek(0)
        unit.pieces = iter(lambda: file.read(PIECE_BYTES), b"")
        yield unit
        return
    dictionary, place = _dictionary(file) if kind == "zstd" else (None, 0)
    while True:
        file.seek(place)
        head = file.read(4)
        if not head:
            return
        unit = Unit(place)
        if not head.startswith(GZIP if kind == "gzip" else ZSTD):
            unit.fault, unit.detail = Fault.GARBAGE, "no packed record begins here"
        elif kind == "gzip":
            unit.pieces = _unpacked(file, unit, _Gzip())
        else:
            unit.pieces = _unpacked(file, unit, zstandard.ZstdDecompressor(dict_data=dictionary).decompressobj())
        yield unit
        if unit.fault is None:
            place += unit.length
        else:
            found = next_start(file, kind, place + 1)
            if found is None:
                return
            place = found


def _unpacked(file: BinaryIO, unit: Unit, member: _Member) -> Iterator[bytes]:
    file.seek(unit.offset)
    while not member.eof:
        data = file.read(_PACKED_BYTES if isinstance(member, _Gzip) else _SLICE_BYTES)
        if not data:
            unit.fault, unit.detail = Fault.MEMBER_TRUNCATED, "the file ends in it"
            return
        place = file.tell()
        try:
            if isinstance(member, _Gzip):
                yield from member.feed(data)
            else:
                yield member.decompress(data)
        except (zlib.error, zstandard.ZstdError) as problem:
            unit.fault, unit.detail = Fault.MEMBER_BROKEN, str(problem)
            return
        used = data[: len(data) - len(member.unused_data)] if member.eof else data
        unit.digest.update(used)
        unit.length += len(used)
        file.seek(place)  # whoever took a piece may have looked elsewhere


class _Gzip:
    """A gzip member, unpacked piece by piece whatever it stands for."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, /) -> bytes:
        return b"".join(self.feed(data))

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data and not self._inner.eof:
            yield self._inner.decompress(data, PIECE_BYTES)
            data = self._inner.unconsumed_tail
        while not self._inner.eof and (piece := self._inner.decompress(b"", PIECE_BYTES)):
            yield piece


def _dictionary(file: BinaryIO) -> tuple[zstandard.ZstdCompressionDict | None, int]:
    """The dictionary in the skippable frame at the beginning, and where the records begin; None and 0 without one."""
    file.seek(0)
    head = file.read(_FRAME_HEADER_BYTES)
    magic, size = int.from_bytes(head[:4], "little"), int.from_bytes(head[4:], "little")
    if magic not in SKIPPABLE:
        return None, 0
    if magic != _DICTIONARY_FRAME or size > _MOST_DICTIONARY_BYTES:
        return None, _FRAME_HEADER_BYTES + size
    data = file.read(size)
    if data.startswith(ZSTD):
        data = zstandard.ZstdDecompressor().decompress(data, max_output_size=_MOST_DICTIONARY_BYTES)
    return zstandard.ZstdCompressionDict(data), _FRAME_HEADER_BYTES + size
