"""A query as people type it → the index to ask, and the FTS5 expression to ask it. Whatever is typed is data.

A query with any mark asks the exact index, each word in both tone styles: ``bán`` finds only bán, ``thanh
hoá`` also Thanh Hóa. A query without marks asks the folded index: ``ban`` finds them all; as SQLite never
folds đ, a word is also asked for with đ where Vietnamese may have it: ``dang`` is đang too, ``hdnd`` is HĐND.

Grammar, the loosest first; what does not fit it means nothing and is passed over::

    either   = both { "OR" both }
    both     = wanted { ["AND"] wanted }
    wanted   = ["NOT"] ( "(" either ")" | "a phrase" | word ), a phrase or word with "*" for what begins so
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from danvan_cli.store.columns import storable
from danvan_cli.vietnamese import both_tone_spellings, has_marks, is_syllable

FOLDED, EXACT = "articles_fts", "articles_fts_exact"

_MAX_CHARS = 1000
_MAX_SPELLINGS = 64
_MAX_DEPTH = 16
"""Parentheses inside one another that count: FTS5's parser has a stack of a hundred."""
_MAX_BARS = 4
"""Letters d of one word that may be đ: sixteen spellings."""

# "a phrase", closed or not; a parenthesis; a word. Phrase and word may end in *.
_TOKEN = re.compile(r'"(?P<phrase>[^"]*)"?(?P<star>\*?)|(?P<paren>[()])|(?P<word>[^\s"()]+)')
_SLIPS = {
    unicodedata.normalize("NFC", f"quy{tone}"): unicodedata.normalize("NFC", f"qu{tone}y")
    for tone in "\u0300\u0301\u0303\u0309\u0323"
}
_OPERATORS = frozenset({"AND", "OR", "NOT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """What to ask SQLite: ``table MATCH expression``. An empty expression finds nothing."""

    table: str
    expression: str


def full_text(query: str, columns: Sequence[str] = ()) -> FullText:
    """The words of ``query``; only its first thousand characters count. ``columns``: only there; empty: anywhere.

    >>> full_text('chợ OR "bến xe" NOT cũ').expression
    '("chợ") OR (("bến xe") NOT ("cũ"))'
    >>> full_text("dan*", ["title"])
    FullText(table='articles_fts', expression='{title} : (("dan"* OR "đan"*))')
    """
    query = unicodedata.normalize("NFC", storable(query)[:_MAX_CHARS])
    exact = has_marks(query)
    expression = _Reader(query, exact=exact).either() or ""
    if expression and columns:
        expression = f"{{{' '.join(columns)}}} : ({expression})"
    return FullText(table=EXACT if exact else FOLDED, expression=expression)


class _Reader:
    """Reads a query from left to right; every part is FTS5's, or None where it holds no word."""

    def __init__(self, query: str, *, exact: bool) -> None:
        self._tokens = list(_TOKEN.finditer(query))
        self._at = 0
        self._exact = exact

    def either(self, depth: int = 0) -> str | None:
        """Up to the end, or to the parenthesis that closes."""
        parts: list[str | None] = []
        while (next_one := self._peek()) is not None:
            if next_one == "OR":
                self._at += 1
            elif next_one == ")" and depth:
                self._at += 1
                break
            parts.append(self._both(depth))
        return _joined(" OR ", parts)

    def _both(self, depth: int) -> str | None:
        wanted, unwanted = list[str | None](), list[str | None]()
        negated = False
        while (next_one := self._peek()) not in {None, "OR"} and not (next_one == ")" and depth):
            self._at += 1
            if next_one == "NOT":
                negated = True
            elif next_one == "(" and depth < _MAX_DEPTH:
                (unwanted if negated else wanted).append(self.either(depth + 1))
                negated = False
            elif next_one == "":
                (unwanted if negated else wanted).append(self._term(self._tokens[self._at - 1]))
                negated = False
        found, without = _joined(" AND ", wanted), _joined(" OR ", unwanted)
        return f"({found}) NOT ({without})" if found and without else found

    def _peek(self) -> str | None:
        """An operator, a parenthesis or ``""`` for a term; None at the end."""
        if self._at == len(self._tokens):
            return None
        token = self._tokens[self._at]
        word = token["word"]
        return token["paren"] or (word if word in _OPERATORS else "")

    def _term(self, token: re.Match[str]) -> str | None:
        word, phrase = token["word"], token["phrase"]
        words = _words(phrase if word is None else word)
        if not words:
            return None
        return _any_of(words, exact=self._exact, prefix=bool(token["star"]) or (word or "").endswith("*"))


def _joined(operator: str, parts: Sequence[str | None]) -> str | None:
    """The parts that hold a word; each in parentheses where there are several."""
    held = [part for part in parts if part]
    return operator.join(part if len(held) == 1 else f"({part})" for part in held) or None


def _words(text: str) -> list[str]:
    """The words as SQLite's tokeniser sees them: letters and digits with their marks; all else separates."""
    return "".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in text).split()


def _any_of(words: list[str], *, exact: bool, prefix: bool) -> str:
    """One quoted phrase for every spelling: ``"thanh hoá" OR "thanh hóa"``."""
    star = "*" if prefix else ""
    phrases = [f'"{" ".join(spelling)}"{star}' for spelling in _spellings(words, exact=exact)]
    return phrases[0] if len(phrases) == 1 else f"({' OR '.join(phrases)})"


def _spellings(words: list[str], *, exact: bool) -> list[tuple[str, ...]]:
    """All combinations of the words' spellings; of a phrase with very many, those in one style throughout."""
    choices = [_with_slip(word) if exact else tuple(_with_bars(word)) for word in words]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count <= _MAX_SPELLINGS:
        return list(product(*choices))
    return list(dict.fromkeys((tuple(words), *(tuple(pick[at] for pick in choices) for at in (0, -1)))))


def _with_slip(word: str) -> tuple[str, ...]:
    """Both tone styles, and of ``quý`` also ``qúy``, the slip that papers print for it."""
    slip = _SLIPS.get(word.casefold())
    return (*both_tone_spellings(word), *([slip] if slip else ()))


def _with_bars(word: str) -> Iterator[str]:
    """``dang`` is also đang; inside a syllable Vietnamese has no d. In what is none, an abbreviation, any d may be đ.

    >>> list(_with_bars("dang")), list(_with_bars("hdnd"))
    (['dang', 'đang'], ['hdnd', 'hdnđ', 'hđnd', 'hđnđ'])
    """
    yield word
    places = [at for at, letter in enumerate(word) if letter in "dD"][:_MAX_BARS]
    if is_syllable(word) or is_syllable(f"đ{word[1:]}"):
        places = [at for at in places if at == 0]
    for bars in list(product((False, True), repeat=len(places)))[1:]:
        letters = list(word)
        for at, bar in zip(places, bars, strict=True):
            letters[at] = "đ" if bar else letters[at]
        yield "".join(letters)
