"""Whether a body is text that a person can read. What a site encodes on purpose is reported, never deciphered."""

import re
import unicodedata
from collections.abc import Sequence

from danvan_cli.vietnamese import vietnamese_share

_WORD = re.compile(r"[^\W\d_]+")
_BLOB = re.compile(r"[A-Za-z0-9+/=_-]{300,}")
_ENGLISH = frozenset(
    ("the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "was", "on", "with", "as", "by", "at", "from",
     "his", "her", "be", "this", "are", "not", "have", "has")
)  # fmt: skip
_LEAST_WORDS = 12
_MOST_SAMPLED = 4000
"""Letters of a block that are read for it: it is encoded from its beginning, or not at all."""


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
    text = text[:_MOST_SAMPLED]
    words = [word.casefold() for word in _WORD.findall(text)]
    if len(words) < _LEAST_WORDS:
        return False
    latin = sum(unicodedata.name(word[0], "").startswith("LATIN") for word in words)
    english = sum(word in _ENGLISH for word in words)
    return latin >= len(words) * 0.8 and english < len(words) * 0.08 and vietnamese_share(text) < 0.45
