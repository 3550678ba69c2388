"""Text as it is stored, and text as it is compared."""

import re
import unicodedata
from functools import lru_cache

from danvan_cli.vietnamese import fold_tone_style

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufff9-\ufffb]")
"""Zero-width and direction marks: they split words for search and hide text from readers."""
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_SPACE = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_WORD = re.compile(r"\w+")


def tidy(text: str) -> str:
    r"""Text as it is stored: NFC, no invisible or control characters, single spaces, single line breaks.

    Tone style and spelling stay as published. Idempotent.

    >>> tidy("  Huế\u200b,  ngày\xa0 5/3 ")
    'Huế, ngày 5/3'
    """
    text = text.strip()
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text  # no space but single blanks, no control and no format character: nothing to do
    text = _CONTROL.sub("", _INVISIBLE.sub("", text))
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\x85", "\n"))
    return _LINES.sub("\n", _SPACE.sub(" ", text)).strip()


def one_line(text: str) -> str:
    """``tidy`` without line breaks: titles, captions, names."""
    return tidy(text).replace("\n", " ")


def folded(text: str) -> str:
    """Text as it is compared: case, tone style, punctuation and spaces do not count; marks do.

    >>> folded("Hòa bình.") == folded("HOÀ  BÌNH")
    True
    """
    if len(text) <= _MOST_REMEMBERED:
        return _short_folded(text)
    return _folded(text)


def _folded(text: str) -> str:
    if not text.isascii():  # ASCII carries no tones
        text = fold_tone_style(unicodedata.normalize("NFC", text))
    return " ".join(_WORD.findall(text.casefold()))


_MOST_REMEMBERED = 300
"""Letters: titles, captions and headings are compared again and again, paragraphs once."""
_short_folded = lru_cache(maxsize=1024)(_folded)
