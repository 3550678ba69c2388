"""Sitemaps as they are served: gzip inside the body, whatever the header says, taken off within a bound."""

import gzip
import io
import zlib
from dataclasses import dataclass

from danvan_cli.discover.listing import BadListing

MAX_MAP_BYTES = 50 * 1024 * 1024
"""Of a sitemap unpacked: the bound of sitemaps.org."""
_MAGIC = b"\x1f\x8b"
_PIECE_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A body without its gzip. ``doubt`` says for people that it breaks off; None where it came to its end."""

    body: bytes
    doubt: str | None = None


def unpack(body: bytes, max_bytes: int = MAX_MAP_BYTES) -> Unpacked | BadListing:
    """The body with its gzip taken off (known by its first bytes, of several members too), or as it is.

    ``too-large`` where it passes ``max_bytes``: 200 MB come out of 194 kB. Of a stream that breaks off, what was whole.
    """
    if not body.startswith(_MAGIC):
        return Unpacked(body=body) if len(body) <= max_bytes else _too_large(max_bytes)
    pieces: list[bytes] = []
    size = 0
    with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
        try:
            while piece := stream.read1(_PIECE_BYTES):
                pieces.append(piece)
                size += len(piece)
                if size > max_bytes:
                    return _too_large(max_bytes)
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            return Unpacked(body=b"".join(pieces), doubt=f"its gzip breaks off after {size} bytes: {problem}")
    return Unpacked(body=b"".join(pieces))


def _too_large(max_bytes: int) -> BadListing:
    return BadListing(reason="too-large", detail=f"unpacked, it passes {max_bytes // 2**20} MiB")
