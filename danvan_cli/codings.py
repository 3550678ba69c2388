"""Content-codings taken off piece by piece, never past a bound: a bomb of a few kB must not fill the memory.

Decoders pull out ``PIECE_BYTES`` or so at a time, so that a body that is too large is noticed before it is
there. Codings: gzip (and x-gzip, of several members), deflate (zlib or raw), br, zstd.
"""

import hashlib
import re
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]  # ships no types
import zstandard

ACCEPT_ENCODING = "gzip, deflate, br, zstd"
PIECE_BYTES = 64 * 1024

TOO_LARGE = "too-large"
BAD_ENCODING = "bad-encoding"
TRUNCATED = "truncated"

_ZSTD_WINDOW_BYTES = 8 * 1024 * 1024
"""RFC 9659: what a client must be able to hold, and no more than it has to."""
_ZSTD_SLICE_BYTES = 64
"""Four bytes of zstd can stand for a block of 128 KiB: a slice of this size yields 2 MiB at most."""
_GZIP_MAGIC = b"\x1f\x8b"


class BodyFault(Exception):  # noqa: N818 - the body's own failure, no error of the program: a value is made of it
    """A body cannot be taken.

    ``reason`` is ``too-large``, ``bad-encoding`` or ``truncated``; ``detail`` is one sentence for people.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class Body:
    """A body on its way in: counts and digests what came over the wire, decodes it, stops at the bound."""

    def __init__(self, content_encoding: str, max_body_bytes: int) -> None:
        """``content_encoding`` is the header's value, empty where there is none.

        Raises ``BodyFault`` with ``bad-encoding`` where it is unknown or names several codings.
        """
        self._coding = coding_of(content_encoding)
        self._decoder = _DECODERS[self._coding]() if self._coding else None
        self._max_body_bytes = max_body_bytes
        # What does not compress grows a little under a coding; gzip members without end decode to nothing.
        self.max_wire_bytes = max_body_bytes + max_body_bytes // 8 + 1024 if self._coding else max_body_bytes
        self._digest = hashlib.sha256()
        self._pieces: list[bytes] = []
        self._decoded_bytes = 0
        self.wire_bytes = 0

    @property
    def wire_sha256(self) -> str:
        """SHA-256 of what has come so far, content-coding still on."""
        return self._digest.hexdigest()

    def expect(self, content_length: str) -> None:
        """Refuse a body that is announced as too large before any of it is read. Raises ``BodyFault``."""
        if content_length.isascii() and content_length.isdigit() and int(content_length) > self.max_wire_bytes:
            announced, bound = size_text(int(content_length)), size_text(self._max_body_bytes)
            detail = f"a body of {announced} is announced, the bound is {bound}"
            raise BodyFault(TOO_LARGE, detail)

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire. Raises ``BodyFault``: ``too-large``, ``bad-encoding``."""
        self._digest.update(data)
        self.wire_bytes += len(data)
        if self._decoder is None:
            self._keep(data)
            return
        if self.wire_bytes > self.max_wire_bytes:
            raise self._too_large()
        try:
            for piece in self._decoder.feed(data):
                self._keep(piece)
        except _CODEC_ERRORS as problem:
            raise self._bad_encoding(str(problem)) from problem

    def finish(self) -> bytes:
        """The whole body. Raises ``BodyFault`` with ``truncated`` where the coding has not come to its end."""
        if self._decoder is not None and self.wire_bytes and not self._decoder.is_complete:
            raise BodyFault(
                TRUNCATED,
                f"the {self._coding} stream breaks off, although all {self.wire_bytes} bytes of it arrived",
            )
        return self.so_far()

    def so_far(self) -> bytes:
        """What has been decoded, at most the bound, however the rest fares."""
        return b"".join(self._pieces)[: self._max_body_bytes]

    def _keep(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._decoded_bytes += len(piece)
        if self._decoded_bytes > self._max_body_bytes:
            raise self._too_large()

    def _too_large(self) -> BodyFault:
        bound = size_text(self._max_body_bytes)
        return BodyFault(TOO_LARGE, f"the body passed {bound}")

    def _bad_encoding(self, why: str) -> BodyFault:
        return BodyFault(BAD_ENCODING, f"the body is not the {self._coding} that its header says ({why})")


def coding_of(content_encoding: str) -> str:
    """The one content-coding of a header's value, in its usual name; empty for none (``identity``).

    Raises ``BodyFault`` with ``bad-encoding`` for an unknown one, and for several: no newspaper stacks them.

    >>> coding_of(" X-GZip"), coding_of("identity"), coding_of("")
    ('gzip', '', '')
    """
    names = [name for part in content_encoding.split(",") if (name := part.strip().lower()) not in ("", "identity")]
    if len(names) > 1:
        raise BodyFault(BAD_ENCODING, f"the body is coded {len(names)} times over ({content_encoding[:80]})")
    coding = {"x-gzip": "gzip"}.get(names[0], names[0]) if names else ""
    if coding and coding not in _DECODERS:
        raise BodyFault(BAD_ENCODING, f"the content-coding {names[0][:40]!r} is none of {ACCEPT_ENCODING}")
    return coding


class Chunks:
    """The chunked transfer-coding (RFC 9112 §7.1) of a body that is there whole."""

    _SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")
    _END = re.compile(rb"\r?\n")

    @classmethod
    def taken_off(cls, data: bytes) -> bytes:
        r"""The body; ``data`` itself where it is no chunks: many tools record it decoded. A cut one up to its cut.

        >>> Chunks.taken_off(b"3\r\ntin\r\n0\r\n\r\n"), Chunks.taken_off(b"<html>")
        (b'tin', b'<html>')
        """
        pieces: list[bytes] = []
        place = 0
        while found := cls._SIZE.match(data, place):
            size, start = int(found[1], 16), found.end()
            if size == 0:
                return b"".join(pieces)
            pieces.append(data[start : start + size])
            if start + size >= len(data):
                return b"".join(pieces)
            end = cls._END.match(data, start + size)
            if end is None:
                return data
            place = end.end()
        return b"".join(pieces) if pieces and place == len(data) else data


def size_text(size_bytes: int) -> str:
    """A size for people.

    >>> size_text(16 * 2**20), size_text(1536), size_text(100)
    ('16 MiB', '1.5 KiB', '100 bytes')
    """
    for unit, factor in (("MiB", 2**20), ("KiB", 2**10)):
        if size_bytes >= factor:
            return f"{size_bytes / factor:.4g} {unit}"
    return f"{size_bytes} bytes"


class _Decoder(Protocol):
    """Takes one content-coding off. ``is_complete`` tells whether the stream has come to its own end."""

    is_complete: bool

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The decoded pieces that ``data`` gives."""
        ...


class _Gzip:
    """RFC 1952, member after member; what follows the last member and is none is ignored, as browsers do."""

    def __init__(self) -> None:
        self.is_complete = False
        self._member = zlib.decompressobj(wbits=31)
        self._head = b""
        self._is_over = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self.is_complete:
                data = self._next_member(data)
                continue
            yield self._member.decompress(data, PIECE_BYTES)
            self.is_complete = self._member.eof
            data = self._member.unused_data if self.is_complete else self._member.unconsumed_tail
        yield from _drain(self._member)

    def _next_member(self, data: bytes) -> bytes:
        """``data`` from the start of the next member on; empty while none has begun."""
        data = (self._head + data).lstrip(b"\0")
        self._head = b""
        if self._is_over or not data:
            return b""
        if data.startswith(_GZIP_MAGIC):
            self._member = zlib.decompressobj(wbits=31)
            self.is_complete = False
            return data
        self._head = data if _GZIP_MAGIC.startswith(data) else b""
        self._is_over = not self._head
        return b""


class _Deflate:
    """RFC 9110 says zlib, half of the servers send raw deflate: the first two bytes tell."""

    def __init__(self) -> None:
        self.is_complete = False
        self._head = b""
        self._inner: zlib._Decompress | None = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner is None:
            self._head += data
            if len(self._head) < 2:
                return
            has_header = self._head[0] & 0x0F == 8 and int.from_bytes(self._head[:2], "big") % 31 == 0
            self._inner = zlib.decompressobj(wbits=15 if has_header else -15)
            data = self._head
        while data and not self._inner.eof:
            yield self._inner.decompress(data, PIECE_BYTES)
            data = self._inner.unconsumed_tail
        yield from _drain(self._inner)
        self.is_complete = self._inner.eof


class _Brotli:
    """RFC 7932."""

    def __init__(self) -> None:
        self.is_complete = False
        self._inner = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        piece = self._inner.process(data, output_buffer_limit=PIECE_BYTES)
        # Input may be eaten and output still wait inside, or the other way round: until neither does.
        while piece or not self._inner.can_accept_more_data():
            yield piece
            piece = self._inner.process(b"", output_buffer_limit=PIECE_BYTES)
        self.is_complete = self._inner.is_finished()


class _Zstd:
    """RFC 8878, frame after frame, with the window of RFC 9659."""

    def __init__(self) -> None:
        self.is_complete = False
        self._context = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW_BYTES)
        self._frame = self._context.decompressobj()

    def feed(self, data: bytes) -> Iterator[bytes]:
        for start in range(0, len(data), _ZSTD_SLICE_BYTES):
            rest = data[start : start + _ZSTD_SLICE_BYTES]
            while rest:
                if self.is_complete:
                    self._frame = self._context.decompressobj()
                yield self._frame.decompress(rest)
                self.is_complete = self._frame.eof
                rest = self._frame.unused_data if self._frame.eof else b""


def _drain(stream: "zlib._Decompress") -> Iterator[bytes]:
    """What zlib still holds back after a piece of full length, its input all eaten."""
    while not stream.eof and (piece := stream.decompress(b"", PIECE_BYTES)):
        yield piece


_CODEC_ERRORS = (zlib.error, brotli.error, zstandard.ZstdError)
_DECODERS: dict[str, type[_Decoder]] = {"gzip": _Gzip, "deflate": _Deflate, "br": _Brotli, "zstd": _Zstd}
