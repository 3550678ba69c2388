"""Whether a body is text that a person can read. What a site encodes on purpose is reported, never deciphered."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_BLOB = re.compile(r"[A-Za-z0-9+/=_-]{300,}")
_SYLLABLE = re.compile(
    r"^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:uyê|uyu|uya|oai|oay|oao|oeo|uay|uôi|ươi|ươu|iêu|yêu|oe|oa|oă|uâ|uê|uy|uơ|uô|ươ|iê|yê|ia|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|"
    r"[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?$"
)
"""A Vietnamese syllable without its tone: onset, nucleus, coda (Thompson, A Vietnamese Reference Grammar)."""
_ENGLISH = frozenset(
    "the of and to in a is that for it was on with as by at from his her be this are not have has".split()
)
_LONGEST = 15
"""Code points of the longest syllable, ``nghiêng``, with every mark apart."""
_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_LEAST_WORDS = 12


def vietnamese_share(text: str) -> float:
    """The share of a text's words that are Vietnamese syllables by their build, 0 to 1; 0 for no words."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


@lru_cache(maxsize=8192)
def _is_syllable(word: str) -> bool:
    if len(word) > _LONGEST:
        return False
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).translate(_TONES))
    return bool(_SYLLABLE.match(bare))


def is_gibberish(blocks: Sequence[str]) -> bool:
    """Whether most of a body is encoded: long unbroken runs, or many words of which hardly any can be read.

    Conservative: a block of a few words is never called gibberish for its words, and neither is one with common
    English words or in another script.
    """
    encoded = sum(len(text) for text in blocks if _is_encoded(text))
    return encoded > 0 and encoded * 2 > sum(map(len, blocks))


def _is_encoded(text: str) -> bool:
    if _BLOB.search(text) and len(_BLOB.sub("", text)) < len(text) / 2:
        return True
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _LEAST_WORDS:
        return False
    latin = sum(unicodedata.name(word[0], "").startswith("LATIN") for word in words)
    english = sum(word in _ENGLISH for word in words)
    return latin >= len(words) * 0.8 and english < len(words) * 0.08 and vietnamese_share(text) < 0.45
