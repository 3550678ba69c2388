"""HTTP heads as text: printed, read, and rid of what is no longer true of a body that lies decoded.

Bodies lie in the archive with transfer- and content-coding taken off. A head that still said ``Content-Encoding:
gzip`` would have every reader unpack once more, and make a right digest look wrong. So the three fields that speak of
the coded body are renamed, ``x-orig-content-encoding`` and so on, as other archiving tools do; the reader takes one
``x-orig-`` off. A site that sends such a name itself has a second one put before it: nothing is mistaken for ours.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from danvan_cli.model import Headers

MAX_HEAD_BYTES = 256 * 1024
"""Of an HTTP head that is read; the longest that browsers take."""
REMOVED = "removed"
"""In the place of a cookie or a password: that there was one is evidence, what it was is nobody's business."""

_PREFIX = "x-orig-"
_OF_CODED_BODY = re.compile(rf"(?:{_PREFIX})*(?:content-encoding|transfer-encoding|content-length)", re.IGNORECASE)
_RENAMED = re.compile(rf"{_PREFIX}(?:{_PREFIX})*(?:content-encoding|transfer-encoding|content-length)", re.IGNORECASE)
_SECRET = frozenset({"cookie", "set-cookie", "authorization", "proxy-authorization"})
_LINE = re.compile(rb"\r?\n")
_STATUS_LINE = re.compile(rb"(HTTP/[0-9.]{1,5}) +([0-9]{3})(?: |\Z)")
_UNPRINTABLE = re.compile("[\r\n\0]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A head as read. ``status`` is None for a request."""

    first_line: str
    http_version: str | None
    status: int | None
    headers: Headers


def response_head(status: int, http_version: str | None, headers: Headers) -> bytes:
    """A response's head. HTTP/2 and later have no text form: they are written as HTTP/1.1 (``WARC-Protocol`` says it).

    The reason phrase is the standard's; the host's own is not kept.
    """
    version = http_version if http_version in {"HTTP/1.0", "HTTP/1.1"} else "HTTP/1.1"
    return _head(f"{version} {status:03d} {_phrase(status)}".rstrip(), headers)


def request_head(url: str, headers: Headers) -> bytes:
    """The head of the GET request for ``url``."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no URL that anybody asked for over HTTP
        return _head("GET / HTTP/1.1", headers)
    query = f"?{parts.query}" if parts.query else ""
    return _head(f"GET {parts.path or '/'}{query} HTTP/1.1", headers)


def parse_head(data: bytes) -> Head | None:
    """The head in ``data``, up to its empty line or its end; None where it does not begin as one.

    Lenient as browsers are: bare line feeds end lines, folded lines are joined, a line without a colon is passed
    over. Bytes are read as latin-1 (RFC 9110 §5.5).
    """
    first, *lines = _LINE.split(data)
    if not first.strip():
        return None
    found = _STATUS_LINE.match(first)
    return Head(
        first_line=first.decode("latin-1"),
        http_version=found[1].decode() if found else None,
        status=int(found[2]) if found else None,
        headers=tuple(_fields(lines)),
    )


def as_recorded(headers: Headers, body_bytes: int) -> Headers:
    """The headers of a response whose body of ``body_bytes`` is recorded without its codings."""
    return tuple(
        (name if _still_true(name, value, body_bytes) else _PREFIX + name, _scrubbed(name, value))
        for name, value in headers
    )


def as_captured(headers: Headers) -> Headers:
    """The headers as they came: one ``x-orig-`` taken off where ``as_recorded``, or another tool, put it."""
    return tuple((name[len(_PREFIX) :] if _RENAMED.fullmatch(name) else name, value) for name, value in headers)


def without_secrets(headers: Headers) -> Headers:
    """The headers with the values of cookies and credentials ``removed``."""
    return tuple((name, _scrubbed(name, value)) for name, value in headers)


def is_renamed(headers: Headers, name: str) -> bool:
    """Whether somebody recorded the body without the coding that a field of that name spoke of."""
    return any(key.lower() == _PREFIX + name for key, _ in headers)


def values_of(headers: Iterable[tuple[str, str]], name: str) -> str:
    """Every value of that name, whatever its case, joined by commas (RFC 9110 §5.3); empty for none."""
    return ", ".join(value for key, value in headers if key.lower() == name)


def location_text(value: str) -> str:
    r"""A Location header, read as latin-1, as the text it was meant to be.

    Vietnamese servers send raw UTF-8 there; bytes that are not UTF-8 are percent-encoded one by one.

    >>> location_text("/tin-tức".encode().decode("latin-1"))
    '/tin-tức'
    >>> location_text("/caf\xe9")
    '/caf%E9'
    """
    raw = value.encode("latin-1", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw)


def _still_true(name: str, value: str, body_bytes: int) -> bool:
    if not _OF_CODED_BODY.fullmatch(name):
        return True
    return name.lower() == "content-length" and value.strip() == str(body_bytes)


def _scrubbed(name: str, value: str) -> str:
    return REMOVED if name.lower() in _SECRET else value


def _head(first_line: str, headers: Headers) -> bytes:
    lines = [first_line, *(f"{name}: {value}" for name, value in headers)]
    printable = (_UNPRINTABLE.sub(" ", line) for line in lines)
    return "".join(f"{line}\r\n" for line in (*printable, "")).encode("latin-1", "replace")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _fields(lines: Iterable[bytes]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in lines:
        if not line:
            break
        if line[:1] in b" \t" and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {line.strip().decode('latin-1')}".strip())
            continue
        raw_name, colon, raw_value = line.partition(b":")
        if colon and raw_name.strip():
            found.append((raw_name.strip().decode("latin-1"), raw_value.strip(b" \t").decode("latin-1")))
    return found
