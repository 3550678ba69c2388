"""Photos: a small PNG of bands of colour, drawn from its name."""

import hashlib
import struct
import zlib

_WIDTH, _HEIGHT, _COLOURS = 48, 32, 8


def draw_png(name: str) -> bytes:
    """A picture of 48 × 32 pixels, the same bytes for the same name on every machine.

    Its pixels are kept in a stored block (RFC 1951, 3.2.4): compressed ones differ between builds of zlib.
    """
    seed = hashlib.sha256(name.encode()).digest()
    palette = seed[: _COLOURS * 3]
    rows = b"".join(b"\0" + bytes(_colour(x, y, seed[31]) for x in range(_WIDTH)) for y in range(_HEIGHT))
    header = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", _stored(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _colour(x: int, y: int, slope: int) -> int:
    return (x * (slope % 5 + 1) // 16 + y // 5) % _COLOURS


def _stored(data: bytes) -> bytes:
    """A zlib stream (RFC 1950) of one stored block; ``data`` is shorter than 64 KiB."""
    size = len(data)
    return b"\x78\x01\x01" + struct.pack("<HH", size, size ^ 0xFFFF) + data + struct.pack(">I", zlib.adler32(data))


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Length, kind, data and checksum (PNG specification, 5.3)."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
