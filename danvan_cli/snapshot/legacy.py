"""The encodings Vietnamese pages had before Unicode, none of them known to Python: TCVN3, VNI and VISCII.

A browser took their bytes for a western code page and a font drew Vietnamese letters in the place of the western
ones. So each of them is read here from text as it was wrongly understood, a character for a byte, not from bytes.
That is also how such text reached databases and was written out again as UTF-8 or as ``&#189;``.

Sources: TCVN 5712:1993 as in the C library's ``TCVN5712-1``, RFC 1456 (VISCII), and the letters of VNI's own fonts.
VPS and the encodings of the 1980s are left out: newspapers in Vietnam did not use them.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_TCVN = (
    "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"
    "\xa0ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴ"
    "ẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịò"
    "ỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
_TCVN_LOW = {0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ"} | dict(
    zip(range(0x11, 0x18), "ỨỰỲỶỸÝỴ", strict=True)
)
_VISCII = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "ÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
"""Both standards put capitals where nobody needs control characters."""
_UNDEFINED = "\x81\x8d\x8f\x90\x9d"
WESTERN = "".join(chr(byte) if chr(byte) in _UNDEFINED else bytes([byte]).decode("cp1252") for byte in range(0x100))
"""windows-1252 as browsers have it: 256 characters, the five undefined bytes as control characters (WHATWG)."""
_BYTE_OF = {ord(char): byte for byte, char in enumerate(WESTERN) if ord(char) != byte}
"""For ``str.translate``: what windows-1252 has in the place of control characters, back to its byte's number."""


@dataclass(frozen=True, slots=True)
class Legacy:
    """An encoding: its name, how text that was read as windows-1252 is read right, and which signs it leaves alone."""

    name: str
    read: Callable[[str], str]
    signs: str = ""
    """What stands alone between words as the sign it looks like (``©``), though the table has a letter there."""


def tcvn5712(body: bytes) -> str:
    """Bytes of the whole standard, as pages have it that declare it: all capitals, combining marks. NFC."""
    return unicodedata.normalize("NFC", body.decode("latin-1").translate(_table(_TCVN, _TCVN_LOW)))


def viscii(body: bytes) -> str:
    """Bytes of RFC 1456, as pages have it that declare it."""
    return body.decode("latin-1").translate(_table(_VISCII, _VISCII_LOW))


def _table(upper: str, low: Mapping[int, str]) -> dict[int, str]:
    return {**low, **dict(enumerate(upper, 0x80))}


def _mistaken(table: Mapping[int, str]) -> dict[int, str]:
    """The table by character: a byte's own number, and the character windows-1252 has for it."""
    return {**table, **{code: table[byte] for code, byte in _BYTE_OF.items() if byte in table}}


# TCVN3 is the standard less its control characters and combining marks. The fonts that were called ``.Vn…`` keep
# quotation marks and dashes where windows-1252 has them, and its degree sign and powers (``km²``).
_TCVN3 = {code: char for code, char in _table(_TCVN, {}).items() if code > 0xA0 and not 0xB0 <= code <= 0xB4}
# A no-break space is far more often one than a capital Õ.
_VISCII_SEEN = _mistaken({code: char for code, char in _table(_VISCII, _VISCII_LOW).items() if code != 0xA0})


def _read_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def _read_viscii(text: str) -> str:
    return text.translate(_VISCII_SEEN)


_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300\u0301\u0303\u0309\u0323"
_CIRCUMFLEX, _BREVE = "\u0302\u0306"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _CIRCUMFLEX, "á": _CIRCUMFLEX + _ACUTE, "à": _CIRCUMFLEX + _GRAVE,
    "å": _CIRCUMFLEX + _HOOK, "ã": _CIRCUMFLEX + _TILDE, "ä": _CIRCUMFLEX + _DOT,
    "ê": _BREVE, "é": _BREVE + _ACUTE, "è": _BREVE + _GRAVE,
    "ú": _BREVE + _HOOK, "ü": _BREVE + _TILDE, "ë": _BREVE + _DOT,
}  # fmt: skip
"""What VNI's second byte adds to the vowel before it."""
_VNI_LETTERS = dict(zip("íìæóòîñôö", "íìỉĩịỵđơư", strict=True))
_VNI_LETTERS |= {seen.upper(): letter.upper() for seen, letter in _VNI_LETTERS.items()}
_VNI = re.compile("[aeo][âáàåãä]|a[êéèúüë]|[aeouyôö][ùøûõï]|[íìæóòîñôö]", re.IGNORECASE)


def _read_vni(text: str) -> str:
    return _VNI.sub(_vni_letter, text)


def _vni_letter(match: re.Match[str]) -> str:
    first, mark = match[0][0], match[0][1:]
    return unicodedata.normalize("NFC", _VNI_LETTERS.get(first, first) + _VNI_MARKS.get(mark.lower(), ""))


def _read_1258(text: str) -> str:
    """windows-1258 that was read as windows-1252; as it was where it cannot have been."""
    try:
        return unicodedata.normalize("NFC", text.translate(_BYTE_OF).encode("latin-1").decode("cp1258"))
    except UnicodeError:
        return text


def _read_utf8(text: str) -> str:
    """UTF-8 that was read as windows-1252; as it was unless every single byte of it is valid."""
    try:
        return text.translate(_BYTE_OF).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


TCVN3 = Legacy("tcvn3", _read_tcvn3, "©»·")
VNI = Legacy("vni", _read_vni)
VISCII = Legacy("viscii", _read_viscii, "©»")
WINDOWS_1258 = Legacy("windows-1258", _read_1258)
MOJIBAKE = Legacy("utf-8", _read_utf8)
"""UTF-8 that was taken for windows-1252 and then encoded once more."""
LEGACIES = (MOJIBAKE, TCVN3, VNI, VISCII, WINDOWS_1258)
