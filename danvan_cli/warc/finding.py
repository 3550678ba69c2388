"""Finding WARC records in bytes: how a file is packed, and where the next record begins behind a broken one."""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO, Literal

Kind = Literal["gzip", "zstd", "plain", "plain-lf"]

GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
SKIPPABLE = range(0x184D2A50, 0x184D2A60)
"""Frames that readers pass over (RFC 8878 §3.1.2); the dictionary of a file lies in one."""
PIECE_BYTES = 1 << 20
_START = re.compile(rb"(?:\A|\n)(WARC/\d\.\d{1,2}\r?\n[A-Za-z][A-Za-z-]{1,60}:)")
_OVERLAP = 128


def kind_of(head: bytes) -> Kind | None:
    """How the file that begins like this is packed; None where it is no WARC."""
    if head.startswith(GZIP):
        return "gzip" if _unpacked_start(head).lstrip(b"\r\n").startswith(b"WARC/") else None
    if head.startswith(ZSTD) or int.from_bytes(head[:4], "little") in SKIPPABLE:
        return "zstd"
    start = head.lstrip(b"\r\n")
    if not start.startswith(b"WARC/"):
        return None
    first_line = start.partition(b"\n")[0]
    return "plain" if first_line.endswith(b"\r") else "plain-lf"


def next_start(file: BinaryIO, kind: Kind, place: int) -> int | None:
    """Where the next record begins, from ``place`` on; None where there is none."""
    file.seek(place)
    base, data = place, file.read(PIECE_BYTES)
    while data:
        for candidate in _candidates(data, kind):
            if kind in {"plain", "plain-lf"} or _begins_record(file, base + candidate, kind):
                return base + candidate
        if len(data) <= _OVERLAP:
            return None
        kept = data[-_OVERLAP:]
        base += len(data) - _OVERLAP
        file.seek(base + _OVERLAP)
        more = file.read(PIECE_BYTES)
        data = kept + more if more else b""
    return None


def _candidates(data: bytes, kind: Kind) -> Iterator[int]:
    if kind in {"plain", "plain-lf"}:
        yield from (found.start(1) for found in _START.finditer(data) if found.start() or found.start(1))
        return
    magic = GZIP if kind == "gzip" else ZSTD
    place = data.find(magic)
    while place >= 0:
        yield place
        place = data.find(magic, place + 1)


def _begins_record(file: BinaryIO, place: int, kind: Kind) -> bool:
    file.seek(place)
    head = file.read(4096)
    return kind == "zstd" or _unpacked_start(head).lstrip(b"\r\n").startswith(b"WARC/")


def _unpacked_start(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 256)
    except zlib.error:
        return b""
