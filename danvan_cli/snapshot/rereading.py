"""Text that was read in the wrong encoding, read again: decided by how many of its words become Vietnamese syllables.

The decision is one for the page and takes many different words, or a few and the name of the font that drew them
(``.VnTime``, ``VNI-Times``). It is carried out run by run, a run being what stands between two tags, since on mixed
pages the menu was Unicode already: a run changes only where more of its words can be read afterwards than before.
Short and doubtful texts are left as they are; a right text always is.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape

from danvan_cli.snapshot.fonts import Fonts, fonts_named
from danvan_cli.snapshot.legacy import LEGACIES, MOJIBAKE, TCVN3, WESTERN, Legacy
from danvan_cli.vietnamese import is_syllable

_SIGNALS = "º€¸µøð\ufffd"
"""Every wrong reading of a paragraph holds one of these, a right one hardly ever: the second of UTF-8's three bytes,
TCVN3's á and à, VNI's grave accent, the đ of VISCII and of windows-1258, and the mark of a loss. One character is
looked for by ``memchr``: all of them together take a tenth of the time of decoding."""
_RIGHT_LETTER = "ộ"
_HEAD = 20_000
"""Characters in which a page that is all references (``&#184;``) has shown some."""
_WESTERN_REFERENCE = re.compile(r"&(?:#(?:1[6-9]\d|2[0-5]\d)|micro|cedil|oslash|eth|ordm);")
_REFERENCE = re.compile(r"&(?:#\d{3,7}|#[xX][0-9a-fA-F]{2,6}|[A-Za-z]\w{1,10});")

_LETTER = r"[A-Za-z\x80-\x9f\xa1-\u1fff\u2010-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\U0010ffff]"
_TOKEN = re.compile(rf"{_LETTER}+(?:(?<=[ÂÃ])\xa0{_LETTER}*)*")
"""A word, its letters drawn as signs perhaps. After Ã a no-break space is the other half of an à, after Â of itself."""
_QUOTES = "“”‘’–—…•"
_PUNCTUATION = f"{_QUOTES}«»‹›°²³±©™"
_WESTERN = frozenset(WESTERN) | frozenset(map(chr, range(0x80, 0xA0)))
"""windows-1252, and the control characters ISO 8859-1 has in some of its places."""
_CAPITAL_INSIDE = re.compile("[a-z][A-ZÀ-ÖØ-ÞĂĐƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]")
_STOPPED = re.compile(r"(?:[cpt]|ch)\Z", re.IGNORECASE)
_TONES_OF_STOPPED = "\N{COMBINING ACUTE ACCENT}\N{COMBINING DOT BELOW}"
"""A syllable that ends in a stop has one of these two tones."""

_PIECE = re.compile(
    r"(?P<skipped><!--.*?(?:-->|\Z)|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\b|\Z))"
    r"|(?P<tag><[a-z/!?][^>]*+>?)"
    r"|(?P<run>[^<]+|<)",
    re.DOTALL | re.IGNORECASE,
)
_SHOWN = re.compile(r"""\b((?:alt|content|title)\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_MOST_WORDS = 400
"""Different words that are tried: more of them say no more."""
_MOST_LAYERS = 3
_LONGEST = 30
"""Characters of a word, its quotation marks included: longer ones are none."""
_LEAST_KNOWN, _LEAST_UNKNOWN = 3, 8
"""Different wrong words without which nothing is decided: where a font, or valid UTF-8, bears witness; where not."""
_LEAST_SHARE = 0.6
"""Of the wrong words, that an encoding makes right, where a font or valid UTF-8 bears witness."""
_LEAST_RIGHT = 2
"""Different words in Vietnamese letters: text that was read wrongly has none."""
_LEAST_BROKEN = 5

_SIGN = r"[¡-©¬®-±´¶¸¹¼-¿×÷€‚ƒ„†‡ˆ‰‹˜™›\x80-\x9f]"
_BROKEN = re.compile(rf"(?<!{_SIGN}){_SIGN}++(?=[^\W\d_])|\ufffd")
"""A sign before a letter; after a letter too it stands where no language writes it. Or a loss."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """A text read right, the encoding it had been in all along, and how that was known."""

    text: str
    encoding: str
    """``tcvn3``, ``vni``, ``viscii``, ``windows-1258``, or ``utf-8`` for what was encoded twice."""
    why: str
    """``fonts``, ``syllables`` or ``mojibake-undone``."""


def is_suspicious(text: str) -> bool:
    """Whether a text may have been read wrongly and deserves a closer look. Quick, and sometimes needlessly true."""
    if any(sign in text for sign in _SIGNALS):
        return True
    return _RIGHT_LETTER not in text and _WESTERN_REFERENCE.search(text, 0, _HEAD) is not None


def reread(text: str) -> Reread | None:
    """The text as it was meant; None where it is right as it is, or where nothing else is clearly better.

    >>> reread("Cá»™ng Ä‘á»“ng dÃ¢n cÆ° á»Ÿ Ä‘áº¥t liÃªn")
    Reread(text='Cộng đồng dân cư ở đất liên', encoding='utf-8', why='mojibake-undone')
    """
    return looked_over(text)[0]


def looked_over(text: str) -> tuple[Reread | None, str | None]:
    """The text as ``reread`` gives it, and what speaks against the text believed then, as ``doubt_about`` does."""
    found: Reread | None = None
    look = _Look(text)
    for _ in range(_MOST_LAYERS):
        layer = _reread_once(look)
        if layer is None:
            break
        found, look = layer, _Look(layer.text)
        if layer.why != "mojibake-undone":
            break
    return found, _doubt(look)


class _Look:
    """A text, and what of it is beyond ASCII: found once, for several questions about it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def parts(self) -> str:
        """Its words that are not all ASCII, with what stands at them."""
        return _beyond_ascii(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words that are not all ASCII."""
        return _words_in(self.parts)

    @cached_property
    def wrong(self) -> frozenset[str]:
        """The words of western letters that are no Vietnamese syllables as they stand."""
        return _wrong_words(self.words)

    def spelled_out(self) -> "_Look":
        """The same with letters in the place of references."""
        spelled = _REFERENCE.sub(_as_letter, self.text) if "&" in self.text else self.text
        return self if spelled == self.text else _Look(spelled)


def _reread_once(look: _Look) -> Reread | None:
    look = look.spelled_out()
    page = look.text
    if max(_hits(look.wrong).values()) < max(_LEAST_KNOWN, len(look.wrong)) * _LEAST_SHARE:
        return None  # no font would help, and to look for their names in a whole page takes as long as all the rest
    legacy = _chosen(look.wrong, fonts := fonts_named(page))
    if legacy is None:
        return None
    why = "mojibake-undone" if legacy is MOJIBAKE else "fonts" if legacy in fonts else "syllables"
    right = {word for word in look.words if not _WESTERN.issuperset(word) and _is_word(word)}
    again = "".join(_Rereading(legacy, mixed=len(right) >= _LEAST_RIGHT).pieces(page))
    return Reread(text=again, encoding=legacy.name, why=why) if again != page else None


def _as_letter(match: re.Match[str]) -> str:
    """The letter a reference stands for; the reference itself for ASCII, which may mean markup."""
    char = unescape(match[0])
    return match[0] if char.isascii() else char


def _words(text: str) -> list[str]:
    """The words that are not all ASCII."""
    return _words_in(_beyond_ascii(text))


def _words_in(parts: str) -> list[str]:
    return [word for word in _TOKEN.findall(parts) if not word.isascii()]


def _beyond_ascii(text: str) -> str:
    """The parts between blanks and line breaks that are not all ASCII. Most of a page is: passed over quickly."""
    lines = [line for line in text.split("\n") if not line.isascii()]
    return " ".join([part for line in lines for part in line.split(" ") if not part.isascii()])


def _wrong_words(tokens: Iterable[str]) -> frozenset[str]:
    """The words of western letters that are no Vietnamese syllables as they stand."""
    different = sorted({token for token in tokens if _WESTERN.issuperset(token)})[:_MOST_WORDS]
    return frozenset(
        token for token in different if len(token) > 1 and not token.strip(_QUOTES).isascii() and not _is_word(token)
    )


@lru_cache(maxsize=4)  # asked two or three times of a page, never of another
def _hits(wrong: frozenset[str]) -> Mapping[Legacy, int]:
    """How many of the wrong words are words in each encoding."""
    return {legacy: sum(_reads(legacy, word) for word in wrong) for legacy in LEGACIES}


def _chosen(wrong: frozenset[str], fonts: Collection[Legacy]) -> Legacy | None:
    """The encoding in which most of the wrong words are words, where that is sure."""
    hits = _hits(wrong)
    best, second = sorted(hits, key=lambda legacy: (hits[legacy], legacy in fonts), reverse=True)[:2]
    known = best in fonts or best is MOJIBAKE
    least, share = (_LEAST_KNOWN, _LEAST_SHARE) if known else (_LEAST_UNKNOWN, 0.85)
    sure = len(wrong) >= least and hits[best] >= len(wrong) * share
    return best if sure and (known or hits[second] <= hits[best] * 0.8) else None


def _reads(legacy: Legacy, word: str) -> bool:
    right = legacy.read(word)
    # That the bytes of a word are valid UTF-8 by chance is less likely than that it is a syllable.
    return right != word and (legacy is MOJIBAKE or _is_word(right))


def _is_word(token: str) -> bool:
    """Whether a word is a Vietnamese syllable, by its build, its tone and its capitals."""
    return len(token) <= _LONGEST and _is_short_word(token)


@lru_cache(maxsize=4096)
def _is_short_word(token: str) -> bool:
    bare = token.strip(_PUNCTUATION)
    if len(bare) < 2 or _CAPITAL_INSIDE.search(bare) or not is_syllable(bare):
        return False
    apart = unicodedata.normalize("NFD", bare)
    return not _STOPPED.search(apart) or any(tone in apart for tone in _TONES_OF_STOPPED)


@dataclass(frozen=True, slots=True)
class _Rereading:
    """A decision, carried out."""

    legacy: Legacy
    mixed: bool
    """Whether the page has right Vietnamese too: then what reads as well either way stays, but for its font."""

    def pieces(self, page: str) -> Iterator[str]:
        """The page, its runs and the values people see read again; scripts, styles and comments as they are."""
        fonts = Fonts()
        for piece in _PIECE.finditer(page):
            if piece["run"] is not None:
                again = self.run(piece[0], drawn=fonts.legacy is self.legacy)
                large = fonts.capitals and self.legacy is TCVN3 and (again != piece[0] or again.isascii())
                yield _capital(again) if large else again
            elif piece["tag"] is not None:
                fonts.pass_tag(piece[0])
                yield piece[0] if piece[0].isascii() else _SHOWN.sub(self._value, piece[0])
            else:
                yield piece[0]

    def run(self, text: str, *, drawn: bool = False) -> str:
        """A run read again, where that makes more of its words readable; ``drawn`` by its font, where not fewer."""
        words = [] if text.isascii() else _words(text)
        if not words or not all(map(_WESTERN.issuperset, words)):
            return text  # what has a letter outside the western ones was not read wrongly
        before = _readable(words)
        after = _readable([self.legacy.read(word) for word in words])
        tie = after == before and (drawn or (after[0] > 0 and not self.mixed))
        return self._read(text) if after > before or tie else text

    def _read(self, text: str) -> str:
        signs = self.legacy.signs
        if not signs:
            return self.legacy.read(text)
        parts = re.split(rf"(?<!\S)([{signs}])(?!\S)", text)
        return "".join(part if part in signs else self.legacy.read(part) for part in parts)

    def _value(self, shown: re.Match[str]) -> str:
        quote, value = shown[2][0], shown[2][1:-1]
        return f"{shown[1]}{quote}{self.run(value)}{quote}"


def _readable(words: Collection[str]) -> tuple[int, int]:
    """How many words are syllables; and, to decide between two readings with as many, are letters at least."""
    return sum(map(_is_word, words)), sum(word.strip(_PUNCTUATION).isalpha() for word in words)


def _capital(run: str) -> str:
    """Capitals, but for the names of references."""
    return re.sub(r"(&\w+;)|[^&]+|&", lambda match: match[1] or match[0].upper(), run)


def doubt_about(text: str) -> str | None:
    """What speaks against a text having been read right, in a few words; None where nothing does.

    Of a whole page: one broken word in a hundred may well be another's advertisement. ``is_unreadable`` judges.
    """
    return _doubt(_Look(text))


def _doubt(look: _Look) -> str | None:
    broken = _broken_in(look.parts)
    if broken:
        return f"broken words: {len(broken)}"
    return "perhaps an old encoding" if _half_legacy(look.wrong) else None


def is_legible(text: str) -> bool:
    """Whether every word of a short text is ASCII, Vietnamese or of another alphabet. Strict: ``Café`` is none."""
    return not _broken(text) and not _wrong_words(_words(text))


def readable_words(text: str) -> int:
    """How many of a text's words that are not all ASCII are Vietnamese syllables."""
    return sum(map(_is_word, _words(text)))


def is_unreadable(text: str) -> bool:
    """Whether a text, without markup, is in an encoding that was not found: one word in twenty broken, or more.

    >>> is_unreadable("Ti®ng Vi®t ®‹p nh‰t khi ®„c th¨nh ti®ng v¤ ch‡m r‹i"), is_unreadable("Café Müller, 30°C")
    (True, False)
    """
    words = len(text.split())
    broken = len(_broken(text))
    if broken >= _LEAST_BROKEN:
        return broken * 20 >= words
    strange = _words(text)
    wrong = _wrong_words(strange)
    return sum(word in wrong for word in strange) * 5 >= words and _half_legacy(wrong)


def _broken(text: str) -> list[str]:
    return _broken_in(_beyond_ascii(text))


def _broken_in(parts: str) -> list[str]:
    return [
        sign[0]
        for sign in _BROKEN.finditer(parts)
        if sign[0] == "\ufffd" or _ends_word(parts[sign.start() - 1 : sign.start()])
    ]


def _ends_word(char: str) -> bool:
    return char.isalpha() or char == "»"


def _half_legacy(wrong: frozenset[str]) -> bool:
    """Whether one old encoding makes half of many words readable: too little to decide, too much for chance."""
    return len(wrong) >= _LEAST_BROKEN and max(_hits(wrong).values()) * 2 >= len(wrong)
