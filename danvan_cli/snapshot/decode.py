"""Bytes to text: which encoding a page is in, decided conservatively and recorded.

Order of belief: a byte-order mark; UTF-8 wherever the bytes are valid multi-byte UTF-8 (declarations are wrong
more often than that happens by chance); the HTTP header; the page's own ``<meta>``; UTF-8 with replacements.
Windows-1258 decodes to base letter and combining mark, so the text is composed to NFC.
"""

import codecs
import re
import unicodedata
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with UTF-16's
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META = re.compile(rb"<meta[^>]{0,400}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_META_WINDOW = 4096
"""Bytes searched for a declaration; browsers read 1,024, papers print it later."""
_ASCII_SUPERSETS = {"ascii", "iso8859-1", "cp1252", "latin-1"}
"""What servers declare without knowing: they cannot hold Vietnamese, so windows-1258 is tried in their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page as text, with the encoding that was used and the reason it was believed."""

    text: str
    encoding: str
    why: str
    """``bom``, ``valid-utf-8``, ``header``, ``meta``, ``utf-16-zeros`` or ``fallback``."""
    replaced: int = 0
    """How many byte sequences no character stood for."""


def decode_page(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page. Never raises: what cannot be decoded becomes U+FFFD, and is counted."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _decoded(body, name, "bom")
    zeros = _utf16_by_zeros(body)
    if zeros:
        return _decoded(body, zeros, "utf-16-zeros")
    try:
        return Decoded(text=body.decode("utf-8"), encoding="utf-8", why="valid-utf-8")
    except UnicodeDecodeError:
        pass
    candidates = [(name, why) for name, why in _declared(body, content_type) if name != "utf-8"]
    for name, why in candidates:
        decoded = _decoded(body, _vietnamese(name), why)
        if not decoded.replaced:
            return decoded
    as_utf8 = _decoded(body, "utf-8", "fallback")
    tries = [as_utf8, *(_decoded(body, _vietnamese(name), why) for name, why in candidates)]
    if as_utf8.replaced * 50 > len(body):  # not a few broken bytes in UTF-8 but another encoding altogether
        tries.append(_decoded(body, "cp1258", "fallback"))
    return min(tries, key=lambda decoded: decoded.replaced)


def _declared(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """Python codec names that the header and the page declare, unknown ones left out."""
    found: list[tuple[str, str]] = []
    header = _HEADER.search(content_type or "")
    if header:
        found.append((header[1], "header"))
    window = body[:_META_WINDOW]
    found.extend(
        (match[1].decode("ascii", "replace"), "meta")
        for match in (_XML.search(window), _META.search(window))
        if match
    )
    return [(codec, why) for name, why in found if (codec := _text_codec(name))]


def _text_codec(name: str) -> str | None:
    """The codec's canonical name; None for unknown ones and for those that give no text (``base64``) or run off (``utf-7``)."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and info.name not in {"utf-7", "idna", "punycode", "unicode_escape"} else None


def _vietnamese(codec: str) -> str:
    """windows-1258 in the place of the western code pages, whose letters it shares but for the Vietnamese ones."""
    return "cp1258" if codec in _ASCII_SUPERSETS else codec


def _utf16_by_zeros(body: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of the first ``<html`` is zero."""
    head = body[:64]
    if len(head) < 8 or b"\x00" not in head:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 3 and not even:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 3 and not odd else None


def _decoded(body: bytes, encoding: str, why: str) -> Decoded:
    text = body.decode(encoding, "replace")
    if encoding == "cp1258":
        text = unicodedata.normalize("NFC", text)
    name = {"utf-8-sig": "utf-8", "cp1258": "windows-1258"}.get(encoding, encoding)
    return Decoded(text=text, encoding=name, why=why, replaced=text.count("\ufffd"))
