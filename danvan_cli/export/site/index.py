"""The search index of the site: scripts that a page can load without a server, in parts small enough to load at once.

A page opened as a file may not fetch, but it may load scripts, so each part calls a function with its data:

- ``search/about.js``: how many articles and parts, and how words are folded, so that browser and danvan agree
- ``search/words/N.js``: of the words that fall into part N, folded word → spelling → postings
- ``search/articles/N.js``: path, title, time and newspaper, and sapo, of a hundred articles

Postings are the distances between the numbers of the articles that hold the word, in the order of the site (newest
first), each times two, plus one where the word stands in the title: digits to the base 32, lowest first, in the
alphabet of RFC 4648 §5; a digit that another follows is 32 higher.
"""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from danvan_cli.export.inert import inert
from danvan_cli.vietnamese import compose, fold_tone_style, strip_marks, tone_styles

INDEX_VERSION = 1

_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
SEPARATORS = (
    r"[\u0000-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u1680"
    r"\u2000-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3007-\u3030\ufe00-\ufe0f\ufe30-\ufe6f\uff00-\uff0f\ufff0-\uffff]+"
)
"""Whatever is no letter and no digit, as a regular expression that Python and JavaScript read alike."""
_SEPARATED = re.compile(SEPARATORS)
_LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
_NOT_IN_A_SCRIPT = {"\u2028": r"\u2028", "\u2029": r"\u2029"}
"""JSON allows them in a string, JavaScript before 2019 does not."""
_LONGEST_WORD = 40
_ARTICLES_IN_A_PART = 100
_MOST_BUFFERED = 1_500_000
"""Postings held in memory before they go to the disk, about 10 bytes each with what is around them."""
_MOST_WORDS = 100_000


class Index:
    """Takes articles in the order of the site, then writes the parts. Memory is bounded by spilling to the disk."""

    def __init__(self, folder: Path, expected: int) -> None:
        self._folder = folder
        self._parts = 1 << max(4, min(10, (expected // 100).bit_length()))
        self._spill = folder / "spill"
        self._count = 0
        self._cards: list[list[str]] = []
        self._postings: dict[str, _Postings] = {}
        self._buffered = 0
        for made in (folder / "words", folder / "articles", self._spill):
            made.mkdir(parents=True)

    def add(self, card: tuple[str, str, str, str], title: str, texts: Iterable[str]) -> None:
        """The next article: what a result shows of it, and the words it is found by."""
        in_title = words(title)
        for word in in_title | words("\n".join(texts)):
            postings = self._postings.get(word)
            if postings is None:
                postings = self._postings[word] = _Postings(self._count)
            self._buffered += postings.add(self._count, in_title=word in in_title)
        self._count += 1
        self._cards.append([inert(part) for part in card])
        if len(self._cards) == _ARTICLES_IN_A_PART:
            self._write_cards()
        if self._buffered > _MOST_BUFFERED or len(self._postings) > _MOST_WORDS:
            self._spill_postings()

    def close(self) -> None:
        """Write what is left: the parts of words, and the index's own description."""
        if self._cards:
            self._write_cards()
        self._spill_postings()
        for part in range(self._parts):
            self._write_words(part)
        self._spill.rmdir()
        about = {
            "version": INDEX_VERSION,
            "articles": self._count,
            "articlesInAPart": _ARTICLES_IN_A_PART,
            "parts": self._parts,
            "separators": SEPARATORS,
            "letters": {letter: strip_marks(letter) for letter in _LETTERS if strip_marks(letter) != letter},
            "tones": tone_styles(),
        }
        self._write("about", "about", about)

    def _write_cards(self) -> None:
        part = (self._count - 1) // _ARTICLES_IN_A_PART
        self._write(f"articles/{part}", "articles", part, self._cards)
        self._cards = []

    def _spill_postings(self) -> None:
        by_part: dict[int, list[str]] = {}
        for word, postings in self._postings.items():
            by_part.setdefault(part_of(_bare(word), self._parts), []).append(postings.line(word))
        for part, lines in by_part.items():
            with (self._spill / str(part)).open("a", encoding="utf-8", newline="") as spilled:
                spilled.writelines(lines)
        self._postings, self._buffered = {}, 0

    def _write_words(self, part: int) -> None:
        """Join what was spilled of a part: of each word the first chunk begins at −1, the next at the last article."""
        found: dict[str, dict[str, tuple[int, list[str]]]] = {}
        spilled = self._spill / str(part)
        if spilled.exists():
            with spilled.open(encoding="utf-8", newline="") as lines:
                for line in lines:
                    word, first, last, chunk = line.rstrip("\n").split("\t")
                    spellings = found.setdefault(_bare(word), {})
                    before, chunks = spellings.get(word, (-1, []))
                    flagged, _, rest = chunk.partition(",")
                    chunks += (_digits(2 * (int(first) - before) + int(flagged)), rest)
                    spellings[word] = (int(last), chunks)
            spilled.unlink()
        joined = {
            folded: {word: "".join(chunks) for word, (_, chunks) in sorted(spellings.items())}
            for folded, spellings in sorted(found.items())
        }
        self._write(f"words/{part}", "words", part, joined)

    def _write(self, name: str, function: str, *data: object) -> None:
        arguments = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in data)
        for ends_a_line, escaped in _NOT_IN_A_SCRIPT.items():
            arguments = arguments.replace(ends_a_line, escaped)
        (self._folder / f"{name}.js").write_text(f"danvan.{function}({arguments});\n", encoding="utf-8", newline="")


class _Postings:
    """The articles of one word since the last spill: the first, the last, and the distances between."""

    __slots__ = ("chunks", "first", "first_flag", "last")

    def __init__(self, first: int) -> None:
        self.first = self.last = first
        self.first_flag: bool | None = None
        self.chunks: list[str] = []

    def add(self, number: int, *, in_title: bool) -> int:
        """Gives how much was buffered."""
        if self.first_flag is None:
            self.first_flag = in_title
            return 10
        self.chunks.append(_digits(2 * (number - self.last) + in_title))
        self.last = number
        return 1

    def line(self, word: str) -> str:
        return f"{word}\t{self.first}\t{self.last}\t{int(self.first_flag or 0)},{''.join(self.chunks)}\n"


def words(value: str) -> set[str]:
    """The words of a text, lower case, every tone mark where the newer style puts it.

    >>> sorted(words("Thanh Hóa: 5 cầu, cầu"))
    ['5', 'cầu', 'hoá', 'thanh']
    """
    found = set[str]()
    for piece in set(compose(value).lower().split()):
        found.update(_words_of(piece))
    return found


@lru_cache(maxsize=1 << 15)
def _words_of(piece: str) -> frozenset[str]:
    """The words of what stands between two spaces; nearly all of them come again in the next article."""
    found = (word for word in _SEPARATED.split(piece) if 0 < len(word) <= _LONGEST_WORD)
    return frozenset(fold_tone_style(word) for word in found)


_bare = lru_cache(maxsize=1 << 15)(strip_marks)


def part_of(folded: str, parts: int) -> int:
    """The part that a folded word falls into. The browser reckons the same (UTF-16 code units).

    >>> part_of("cau", 16)
    6
    """
    reckoned = 0
    for unit in _units(folded):
        reckoned = (reckoned * 31 + unit) % 65_521
    return reckoned % parts


def _units(value: str) -> Iterable[int]:
    encoded = value.encode("utf-16-le", "surrogatepass")
    return (int.from_bytes(encoded[at : at + 2], "little") for at in range(0, len(encoded), 2))


def _digits(number: int) -> str:
    if number < 32:
        return _DIGITS[number]
    digits = []
    while number >= 32:
        digits.append(_DIGITS[32 + number % 32])
        number //= 32
    return "".join((*digits, _DIGITS[number]))
