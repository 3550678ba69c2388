"""Vietnamese as it was written before Unicode: encoders from published tables, apart from the decoders under test.

The numbers of TCVN3 are those of the Vietnamese standard TCVN 5712:1993, VN3; VNI's letters are those its own fonts
show in the western code page, those of VISCII RFC 1456's.
"""

import shutil
import subprocess
import unicodedata

ROWS = {
    "": "aâăeêioôơuưy",
    "\N{COMBINING ACUTE ACCENT}": "áấắéếíóốớúứý",
    "\N{COMBINING GRAVE ACCENT}": "àầằèềìòồờùừỳ",
    "\N{COMBINING DOT BELOW}": "ạậặẹệịọộợụựỵ",
    "\N{COMBINING HOOK ABOVE}": "ảẩẳẻểỉỏổởủửỷ",
    "\N{COMBINING TILDE}": "ãẫẵẽễĩõỗỡũữỹ",
}
SMALL = "".join(ROWS.values()).translate(dict.fromkeys(map(ord, "aeiouy"))) + "đ"
LETTERS = SMALL + SMALL.upper()
"""The 134 letters ASCII lacks."""

_TCVN3_ROWS = (
    (97, 169, 168, 101, 170, 105, 111, 171, 172, 117, 173, 121),
    (184, 202, 190, 208, 213, 221, 227, 232, 237, 243, 248, 253),
    (181, 199, 187, 204, 210, 215, 223, 229, 234, 239, 245, 250),
    (185, 203, 198, 209, 214, 222, 228, 233, 238, 244, 249, 254),
    (182, 200, 188, 206, 211, 216, 225, 230, 235, 241, 246, 251),
    (183, 201, 189, 207, 212, 220, 226, 231, 236, 242, 247, 252),
)
TCVN3_BYTES = {
    letter: byte
    for letters, numbers in zip(ROWS.values(), _TCVN3_ROWS, strict=True)
    for letter, byte in zip(letters, numbers, strict=True)
} | dict(zip("đĐÂĂÊÔƠƯ", (174, 167, 162, 161, 163, 164, 165, 166), strict=True))

_VNI_ROWS = (
    "a aâ aê e eâ i o oâ ô u ö y",
    "aù aá aé eù eá í où oá ôù uù öù yù",
    "aø aà aè eø eà ì oø oà ôø uø öø yø",
    "aï aä aë eï eä ò oï oä ôï uï öï î",
    "aû aå aú eû eå æ oû oå ôû uû öû yû",
    "aõ aã aü eõ eã ó oõ oã ôõ uõ öõ yõ",
)
VNI_PAIRS = {
    letter: pair
    for letters, row in zip(ROWS.values(), _VNI_ROWS, strict=True)
    for letter, pair in zip(letters, row.split(), strict=True)
} | {"đ": "ñ"}
VNI_PAIRS |= {letter.upper(): pair.upper() for letter, pair in VNI_PAIRS.items()}

_VISCII_ROWS = (
    (97, 226, 229, 101, 234, 105, 111, 244, 189, 117, 223, 121),
    (225, 164, 161, 233, 170, 237, 243, 175, 190, 250, 209, 253),
    (224, 165, 162, 232, 171, 236, 242, 176, 182, 249, 215, 207),
    (213, 167, 163, 169, 174, 184, 247, 181, 254, 248, 241, 220),
    (228, 166, 198, 235, 172, 239, 246, 177, 183, 252, 216, 214),
    (227, 231, 199, 168, 173, 238, 245, 178, 222, 251, 230, 219),
)
_VISCII_CAPITALS = (
    (65, 194, 197, 69, 202, 73, 79, 212, 180, 85, 191, 89),
    (193, 132, 129, 201, 138, 205, 211, 143, 149, 218, 186, 221),
    (192, 133, 130, 200, 139, 204, 210, 144, 150, 217, 187, 159),
    (128, 135, 131, 137, 142, 152, 154, 147, 148, 158, 185, 30),
    (196, 134, 2, 203, 140, 155, 153, 145, 151, 156, 188, 20),
    (195, 6, 5, 136, 141, 206, 160, 146, 179, 157, 255, 25),
)
VISCII_BYTES = {
    letter: byte
    for rows, capital in ((_VISCII_ROWS, False), (_VISCII_CAPITALS, True))
    for letters, numbers in zip(ROWS.values(), rows, strict=True)
    for letter, byte in zip(letters.upper() if capital else letters, numbers, strict=True)
} | {"đ": 240, "Đ": 208}


def tcvn3(text: str) -> bytes:
    """TCVN3 has no capitals with a tone: those are written small, for a font of capitals to draw."""
    return b"".join(
        bytes([TCVN3_BYTES.get(letter) or TCVN3_BYTES[letter.lower()]])
        if letter in LETTERS
        else letter.encode("cp1252")
        for letter in unicodedata.normalize("NFC", text)
    )


def vni(text: str) -> bytes:
    """VNI as bytes of the western code page."""
    return "".join(VNI_PAIRS.get(letter, letter) for letter in unicodedata.normalize("NFC", text)).encode("cp1252")


def viscii(text: str) -> bytes:
    """VISCII, by the letters' places in RFC 1456."""
    return bytes(VISCII_BYTES.get(letter) or ord(letter) for letter in unicodedata.normalize("NFC", text))


def as_western(body: bytes) -> str:
    """Bytes as a browser reads them that knows no better: windows-1252, undefined bytes as control characters."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in body)


def iconv(source: str, target: str, body: bytes) -> bytes | None:
    """The C library's conversion; None where there is no such program, or none for these encodings."""
    if shutil.which("iconv") is None:
        return None
    done = subprocess.run(["iconv", "-f", source, "-t", target], input=body, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None
