"""Bytes to text: which encoding a page is in, decided conservatively and recorded.

Order of belief: a byte-order mark; UTF-8 wherever the bytes are valid multi-byte UTF-8 (declarations are wrong
more often than that happens by chance); what the words become in TCVN3, VNI or VISCII, which servers declare as
western or not at all; the HTTP header; the page's own ``<meta>``; UTF-8 with replacements. Windows-1258 decodes to
base letter and combining mark, so the text is composed to NFC.

However it was decoded, a text that looks as if somebody before us had read it wrongly is read again
(``rereading.py``); what still looks so is handed on with a doubt, never silently.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from danvan_cli.snapshot.legacy import VNI, WESTERN, tcvn5712, viscii
from danvan_cli.snapshot.rereading import is_suspicious, looked_over, readable_words, reread

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
_WIDE = {"utf-1", "utf-3"}
"""Beginnings of UTF-16 and UTF-32: a page whose own ASCII names one of them is not in it (HTML LS 13.2.3.2)."""
_ASCII_SUPERSETS = {"ascii", "iso8859-1", "cp1252", "latin-1"}
"""What servers declare without knowing: they cannot hold Vietnamese, so windows-1258 is tried in their place."""
_LEGACY_NAMES: Mapping[str, tuple[str, Callable[[bytes], str]]] = {
    **dict.fromkeys(("viscii", "csviscii", "viscii1.1-1", "x-viscii"), ("viscii", viscii)),
    **dict.fromkeys(
        ("tcvn", "tcvn-5712", "tcvn5712-1", "tcvn5712-1:1993", "x-viet-tcvn", "x-viet-tcvn5712"),
        ("tcvn5712-1", tcvn5712),
    ),
    **dict.fromkeys(("vni", "x-viet-vni"), ("vni", lambda body: VNI.read(_western(body)))),
}
"""Old encodings by the names that IANA, the C library and browsers of that time had for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A page as text, with the encoding that was used and the reason it was believed."""

    text: str
    encoding: str
    why: str
    """``bom``, ``valid-utf-8``, ``header``, ``meta``, ``utf-16-zeros``, ``fonts``, ``syllables``, ``mojibake-undone``,
    ``fallback``, or ``given`` for what came as text."""
    replaced: int = 0
    """How many byte sequences no character stood for."""
    doubt: str | None = None
    """What speaks against this reading, for people; None where nothing does. The article may be right all the same."""

    @property
    def label(self) -> str:
        """Encoding, reason and doubt as they are recorded: ``utf-8``, ``windows-1258 (meta)``, ``tcvn3 (fonts)``."""
        reason = None if self.why == "valid-utf-8" else self.why
        remarks = "; ".join(filter(None, (reason, self.doubt)))
        return f"{self.encoding} ({remarks})" if remarks else self.encoding


def decode_page(body: bytes, content_type: str | None = None) -> Decoded:
    """The text of a page. Never raises: what cannot be decoded becomes U+FFFD, and is counted."""
    return _checked(_decode_bytes(body, content_type))


def decode_text(text: str) -> Decoded:
    """Text that somebody else has decoded, read again where that was in the wrong encoding."""
    return _checked(Decoded(text=text, encoding="unicode", why="given"))


def _checked(decoded: Decoded) -> Decoded:
    if not is_suspicious(decoded.text):
        return decoded
    again, doubt = looked_over(decoded.text)
    if again is not None:
        decoded = replace(decoded, text=again.text, encoding=again.encoding, why=again.why)
    return replace(decoded, doubt=doubt)


def _decode_bytes(body: bytes, content_type: str | None) -> Decoded:
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
    as_utf8 = _decoded(body, "utf-8", "fallback")
    beyond_ascii = len(as_utf8.text) - len(as_utf8.text.encode("ascii", "ignore"))
    if as_utf8.replaced * 10 <= beyond_ascii:  # a few broken bytes: other encodings break nearly every letter
        return as_utf8
    declared = [(name, why) for name, why in _declared(body, content_type) if name != "utf-8"]
    legacy = _legacy(body, declared)
    if legacy is not None:
        return legacy
    tries = [_declared_reading(body, name, why) for name, why in declared]
    tries.append(as_utf8)
    if as_utf8.replaced * 2 > beyond_ascii:
        tries.append(_decoded(body, "cp1258", "fallback"))
    return min(tries, key=lambda decoded: decoded.replaced)


def _legacy(body: bytes, declared: Sequence[tuple[str, str]]) -> Decoded | None:
    """The page in an encoding from before Unicode, by its declared name or by its words; None where it is in none."""
    for name, why in declared:
        if name in _LEGACY_NAMES:
            codec, read = _LEGACY_NAMES[name]
            return Decoded(text=read(body), encoding=codec, why=why)
    name = declared[0][0] if declared else ""
    if name and name not in _ASCII_SUPERSETS and name != "cp1258":
        return None  # another alphabet's, or a wide one: believed
    again = reread(_western(body))
    if again is None or again.encoding == "windows-1258":  # the codec knows that better
        return None
    return Decoded(text=again.text, encoding=again.encoding, why=again.why, replaced=again.text.count("\ufffd"))


def _western(body: bytes) -> str:
    return codecs.charmap_decode(body, "strict", WESTERN)[0]


def _declared_reading(body: bytes, name: str, why: str) -> Decoded:
    """As declared; windows-1258 in the place of a western code page, where that makes more words readable."""
    if name not in _ASCII_SUPERSETS:
        return _decoded(body, name, why)
    vietnamese = _decoded(body, "cp1258", why)
    western = _western(body)
    if readable_words(vietnamese.text) > readable_words(western):
        return vietnamese
    return Decoded(text=western, encoding="windows-1252", why=why)


def _declared(body: bytes, content_type: str | None) -> list[tuple[str, str]]:
    """Python codec names that the header and the page declare, unknown ones left out."""
    found: list[tuple[str, str]] = []
    header = _HEADER.search(content_type or "")
    if header:
        found.append((header[1], "header"))
    window = body[:_META_WINDOW]
    found.extend(
        (match[1].decode("ascii", "replace"), "meta") for match in (_XML.search(window), _META.search(window)) if match
    )
    codecs_found = ((_text_codec(name), why) for name, why in found)
    return [(codec, why) for codec, why in codecs_found if codec and not (why == "meta" and codec[:5] in _WIDE)]


def _text_codec(name: str) -> str | None:
    """The codec's canonical name; None for unknown ones and those that give no page (``base64``, ``utf-7``)."""
    if name.lower() in _LEGACY_NAMES:
        return name.lower()
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    is_text = getattr(info, "_is_text_encoding", True)
    return info.name if is_text and info.name.replace("-", "_") not in _NO_PAGES else None


_NO_PAGES = {"utf_7", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined"}


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
