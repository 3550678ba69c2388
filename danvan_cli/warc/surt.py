"""SURT: the form of a URL that replay programs look it up by, ``vn,example)/tin?a=1``.

The rules are those of the Wayback Machine's key maker as every CDX tool of today follows them: escapes undone and done
once, scheme, ``www.``, user, default port, fragment and session numbers left out, all in lower case, the query's
arguments sorted. The well-known library for it is under the AGPL, which danvan's licence cannot take in; a test
compares with it.
"""

import re
import socket
from contextlib import suppress
from urllib.parse import quote_from_bytes, unquote_to_bytes

_URL = re.compile(
    rb"^(?:(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*):)?(?://(?P<authority>[^/?#]*))?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?",
    re.DOTALL,
)
_SCHEME = re.compile(rb"[a-zA-Z][a-zA-Z0-9+.-]*:")
_SAFE = "!\"$&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""All of printable ASCII but ``%`` and ``#``."""
_WWW = re.compile(rb"www\d*\.")
_DOTTED = re.compile(rb"\d{1,3}(?:\.\d{1,3}){3}")
_DEFAULT_PORTS = {b"http": b"80", b"https": b"443"}
_PATH_SESSION = re.compile(
    rb"(.*/)(?:(?:\((?:[a-z]\([0-9a-z]{24}\))+\)|\([0-9a-z]{24}\))/)([^?]+\.aspx.*)", re.IGNORECASE | re.DOTALL
)
_QUERY_SESSIONS = tuple(
    re.compile(rb"(.*)(?:" + pattern + rb")(?:&(.*))?$", re.IGNORECASE)
    for pattern in (
        rb"jsessionid=[0-9a-zA-Z]{32}",
        rb"phpsessid=[0-9a-zA-Z]{32}",
        rb"sid=[0-9a-zA-Z]{32}",
        rb"ASPSESSIONID[a-zA-Z]{8}=[a-zA-Z]{24}",
        rb"cfid=[^&]+&cftoken=[^&]+",
    )
)


def surt(url: str) -> str:
    """The key of ``url``.

    >>> surt("https://www.Baosonha.example/Tin/?b=2&a=1#top"), surt("http://baosonha.example:8080/")
    ('example,baosonha)/tin?a=1&b=2', 'example,baosonha:8080)/')
    >>> surt("urn:text:https://baosonha.example/")
    'urn:text:https://baosonha.example'
    """
    raw = re.sub(rb"[\n\r\t]", b"", url.encode("utf-8", "surrogatepass").strip())
    if not _SCHEME.match(raw):
        raw = b"http://" + raw
    raw = re.sub(rb"^(?:https?://)+(?=https?://)", b"", raw)
    parts = _URL.match(raw)
    if parts is None:
        return url
    scheme = parts["scheme"].lower()
    authority, path = parts["authority"] or b"", parts["path"]
    if not authority and scheme.startswith(b"http"):
        authority, _, rest = path.lstrip(b"/").partition(b"/")
        path = b"/" + rest
    host, port = _host_and_port(authority, scheme)
    key = _path(path, is_tree=bool(host)) + _query(parts["query"])
    front = b",".join(reversed(host.split(b"."))) + port + b")" if host else scheme + b":"
    return (front + key).decode("ascii", "backslashreplace")


def _host_and_port(authority: bytes, scheme: bytes) -> tuple[bytes, bytes]:
    host, colon, port = authority.rpartition(b"@")[2].rpartition(b":")
    if not colon or not (port.isdigit() or not port):
        host, port = authority.rpartition(b"@")[2], b""
    host = _unescaped(host).strip(b"[]")
    if not host.isascii():
        with suppress(UnicodeError):
            host = host.decode("utf-8", "ignore").encode("idna")
    host = host.replace(b"..", b".").strip(b".")
    if host.isdigit():
        host = socket.inet_ntoa((int(host) & 0xFFFFFFFF).to_bytes(4, "big")).encode()
    elif not _DOTTED.fullmatch(host):
        host = _escaped(host.lower())
        host = host[found.end() :] if (found := _WWW.match(host)) else host
    is_named = port and port != _DEFAULT_PORTS.get(scheme)
    return host, b":%d" % int(port) if is_named else b""


def _path(path: bytes, *, is_tree: bool) -> bytes:
    path = _unescaped(path)
    path = _escaped(_without_dots(path) if is_tree else path).lower()
    session = _PATH_SESSION.fullmatch(path)
    path = session[1] + session[2] if session else path
    return path[:-1] if len(path) > 1 and path.endswith(b"/") else path


def _without_dots(path: bytes) -> bytes:
    """Dot segments and doubled slashes taken out; ``..`` above the root stays."""
    kept: list[bytes] = []
    for part in path.split(b"/")[1:]:
        if part == b"..":
            kept = kept[:-1] if kept else [part]
        elif part != b".":
            kept.append(part)
    *inner, last = kept or [b""]
    return b"/" + b"".join(part + b"/" for part in inner if part) + last


def _query(query: bytes | None) -> bytes:
    text = _escaped(_unescaped(query or b""))
    for session in _QUERY_SESSIONS:
        found = session.match(text)
        text = found[1] + (found[2] or b"") if found else text
    text = text.lower()
    if not text:
        return b""
    if len(text) > 1:
        text = b"&".join(b"=".join(pair) for pair in sorted(tuple(part.split(b"=", 1)) for part in text.split(b"&")))
    return b"?" + text


def _unescaped(text: bytes) -> bytes:
    while (undone := unquote_to_bytes(text)) != text:
        text = undone
    return text


def _escaped(text: bytes) -> bytes:
    return quote_from_bytes(text, safe=_SAFE).encode("ascii")
