"""Text in the encodings of old pages."""

import unicodedata

TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below."""


def windows_1258(text: str) -> bytes:
    """As Windows writes it: the letter with its circumflex, breve or horn, then the tone."""
    encoded = b""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))
        encoded += (base + "".join(part for part in parts if part in TONES)).encode("cp1258")
    return encoded
