"""Vietnamese spelling: where the tone mark stands, letters with their marks taken off, how a syllable is built.

In an open syllable with ``oa``, ``oe`` or ``uy`` two spellings are in use and mean the same: the older
``hóa``, ``khỏe``, ``thúy`` and the newer ``hoá``, ``khoẻ``, ``thuý``. Newspapers use either, some of them
both. Nothing stored is ever rewritten; these functions are for comparing and for searching.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

_TONES = "\N{COMBINING GRAVE ACCENT}\N{COMBINING ACUTE ACCENT}\N{COMBINING HOOK ABOVE}" + (
    "\N{COMBINING TILDE}\N{COMBINING DOT BELOW}"
)
_PAIRS = (*product("oO", "aAeE"), *product("uU", "yY"))


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_TO_NEWER = {_nfc(first + tone) + second: first + _nfc(second + tone) for first, second in _PAIRS for tone in _TONES}
_TO_OLDER = {newer: older for older, newer in _TO_NEWER.items()}
# No letter follows, nor a mark that did not compose with the vowel.
_OPEN = r"(?![^\W\d_]|[\u0300-\u036f])"
_OLDER = re.compile(f"(?:{'|'.join(_TO_NEWER)}){_OPEN}")
# After q the u belongs to the consonant: "quý" has one spelling, and "qúy" is a slip for it.
_NEWER = re.compile(f"(?<![qQ])(?:{'|'.join(_TO_OLDER)}){_OPEN}")
_SYLLABLE = re.compile(
    r"^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(?:uyê|uyu|uya|oai|oay|oao|oeo|uay|uôi|ươi|ươu|iêu|yêu|oe|oa|oă|uâ|uê|uy|uơ|uô|ươ|iê|yê|ia|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|"
    r"[aăâeêioôơuưy])(?:ch|ng|nh|[cmnpt])?$"
)
"""A Vietnamese syllable without its tone: onset, nucleus, coda (Thompson, A Vietnamese Reference Grammar)."""
_LONGEST_SYLLABLE = 15
"""Code points of ``nghiêng`` with every mark apart."""
_TONE_MARKS = dict.fromkeys(map(ord, _TONES))
_WORD = re.compile(r"[^\W\d_]+")
_BAR = str.maketrans("Đđ", "Dd")


def compose(text: str) -> str:
    """``text`` in NFC, and đ where somebody typed eth, another alphabet's letter that looks the same.

    >>> compose("Ðồng Nai") == "\N{LATIN CAPITAL LETTER D WITH STROKE}ồng Nai"
    True
    """
    return _nfc(text).replace("Ð", "Đ").replace("ð", "đ")


def fold_tone_style(text: str) -> str:
    """``text`` composed, every tone mark where the newer style puts it: a key to compare by, not to show.

    Closed syllables (``hoàn``, ``ngoài``) have one spelling and stay as they are. Folding twice is
    folding once.

    >>> fold_tone_style("Thanh Hóa, ỦY BAN, sức khỏe, qúy khách")
    'Thanh Hoá, UỶ BAN, sức khoẻ, quý khách'
    >>> fold_tone_style("Ðắk Lắk hoàn thành ngoài kế hoạch")
    'Đắk Lắk hoàn thành ngoài kế hoạch'
    """
    return _OLDER.sub(lambda match: _TO_NEWER[match[0]], compose(text))


def tone_styles() -> dict[str, str]:
    """Older spelling → newer of every pair of letters that ``fold_tone_style`` folds where no letter follows.

    >>> tone_styles()["óa"]
    'oá'
    """
    return dict(_TO_NEWER)


def both_tone_spellings(word: str) -> tuple[str, ...]:
    """Every spelling of ``word`` that means the same, the newer style first, none twice, all in NFC.

    The spelling that was given is among them, a slip such as ``qúy`` too (its eth as đ).

    >>> both_tone_spellings("hóa")
    ('hoá', 'hóa')
    >>> both_tone_spellings("quý"), both_tone_spellings("toàn")
    (('quý',), ('toàn',))
    """
    newer = fold_tone_style(word)
    older = _NEWER.sub(lambda match: _TO_OLDER[match[0]], newer)
    return tuple(dict.fromkeys((newer, older, compose(word))))


def has_marks(text: str) -> bool:
    """Whether any letter carries a mark: a tone, a circumflex, breve or horn, or the bar of đ.

    >>> has_marks("dan van"), has_marks("dân vận"), has_marks("đ")
    (False, True, True)
    """
    return strip_marks(text) != _nfc(text)


def strip_marks(text: str) -> str:
    """``text`` without marks, as people type it on a keyboard that has none.

    >>> strip_marks("Ðắk Lắk, Thừa Thiên - Huế")
    'Dak Lak, Thua Thien - Hue'
    """
    decomposed = unicodedata.normalize("NFD", compose(text).translate(_BAR))
    return _nfc("".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def vietnamese_share(text: str) -> float:
    """The share of a text's words that are Vietnamese syllables by their build, 0 to 1; 0 for no words.

    >>> vietnamese_share("Nắng ấm trở lại"), vietnamese_share("Sunshine is back")
    (1.0, 0.0)
    """
    words = _WORD.findall(text.casefold())
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def is_syllable(word: str) -> bool:
    """Whether a word is built as a Vietnamese syllable is, in any case: it could be one, though no dictionary has it.

    >>> is_syllable("Nghiêng"), is_syllable("vận"), is_syllable("street"), is_syllable("")
    (True, True, False, False)
    """
    return _is_syllable(word.casefold())


@lru_cache(maxsize=8192)
def _is_syllable(word: str) -> bool:
    if len(word) > _LONGEST_SYLLABLE:
        return False
    bare = word if word.isascii() else _nfc(unicodedata.normalize("NFD", word).translate(_TONE_MARKS))
    return bool(_SYLLABLE.match(bare))
