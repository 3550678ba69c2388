"""Text as it is stored, and text as it is compared."""

import re
import unicodedata
from collections.abc import Iterable
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
    if not text.isprintable():
        text = text.replace("\xa0", " ").replace("\t", " ").strip()
    if text.isprintable():  # no line break, no control and no format character, no space but blanks
        text = " ".join(text.split()) if "  " in text else text
        if unicodedata.is_normalized("NFC", text):
            return text
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


def may_begin_alike(text: str, keys: Iterable[str]) -> bool:
    """Whether a text may be, once folded, one of the folded ``keys`` or begin with it; quick, and never wrongly False.

    Its first letter tells most of the time, then its first words, all but the last of them: that one may have been
    cut. A letter with a mark may stand elsewhere in the other tone style, so it tells nothing.
    """
    first = text[:1].lower()
    if first.isascii() and first.isalpha():
        keys = [key for key in keys if key[:1] == first or not key[:1].isascii()]
        if not keys:
            return False
    head = folded(text[:_FIRST_LETTERS]).rpartition(" ")[0]
    return any(head.startswith(key) or key.startswith(head) for key in keys)


def _folded(text: str) -> str:
    if not text.isascii():  # ASCII carries no tones
        text = fold_tone_style(unicodedata.normalize("NFC", text))
    return " ".join(_WORD.findall(text.casefold()))


_FIRST_LETTERS = 80
"""Letters of a line that are folded to see whether the rest is worth it."""
_MOST_REMEMBERED = 300
"""Letters: titles, captions and headings are compared again and again, paragraphs once."""
_short_folded = lru_cache(maxsize=1024)(_folded)
