"""Text out of feeds and teasers as it is shown to people: one line, and nothing in it that acts."""

import re
import unicodedata
from html import unescape

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>|<!--.{0,400}?-->", re.DOTALL)
_MOST = 1000
"""Characters of a title; what is longer is cut, since it is none."""


def plain(text: str | None, *, is_markup: bool = False) -> str | None:
    """A title on one line: NFC, single spaces, no control or direction marks; None where nothing is left.

    ``is_markup`` for what may be HTML inside XML, escaped once more: its tags go, its entities are read.

    >>> plain(" Khánh thành  <b>cầu mới</b> &amp; đường ", is_markup=True)
    'Khánh thành cầu mới & đường'
    """
    if not text:
        return None
    text = text[: 4 * _MOST]
    if is_markup:
        text = unescape(_TAG.sub(" ", text))
    if not text.isprintable() or not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", "".join(map(_visible, text)))
    return " ".join(text.split())[:_MOST].rstrip() or None


def _visible(letter: str) -> str:
    """The letter; a space for what separates, nothing for what is not seen."""
    kind = unicodedata.category(letter)
    if kind[0] != "C" and kind not in ("Zl", "Zp"):
        return letter
    return " " if letter.isspace() else ""
