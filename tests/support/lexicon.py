"""Invented Vietnamese for archives of many articles, its words as unevenly frequent as those of newspapers.

Syllables are built as real ones are, words of one to four of them are drawn from a fixed seed, and the word of rank r
comes up as often as 1 / (r + 20) (Zipf, Mandelbrot); every article has words of its own besides, which come again in
it. Of 14 news pages of 760 syllables, the syllable of rank 5, 50, 200 and 500 (marks taken off) stood in 93, 64, 43 and
14 of 100; here, with 600 syllables an article, it stands in 96, 73, 39 and 15.
"""

import random
import unicodedata
from functools import cache
from itertools import accumulate

_OFTEN = (  # noqa: SIM905 as prose
    "và của các những trong được là có cho với không này đã người một từ đến tại năm đang sẽ còn ra theo trên về khi "
    "xã tỉnh huyện cầu đường bản chợ qua ngày sáng chiều tháng tỷ vốn mới nước vàng cúp nhiều đồng lúa ngô chè"
).split(" ")
_WORDS_OF_PAPERS = (  # noqa: SIM905 as prose
    "người dân|bà con|công trình|khánh thành|khởi công|đầu tư|kế hoạch|phát triển|nông thôn|du lịch|lễ hội|chợ phiên|"
    "truyền thống|văn hóa|nghệ nhân|thổ cẩm|đội bóng|giải đấu|vận động viên|thủy lợi|kênh mương|nước sạch|điện lưới|"
    "ánh sáng|thanh niên|phụ nữ|cựu chiến binh|hợp tác xã|sản xuất|xuất khẩu|thị trường|giá cả|hàng hóa|doanh nghiệp|"
    "nhà máy|trường học|học sinh|giáo viên|bác sĩ|trạm y tế|mùa vụ|cà phê|sức khỏe|hòa bình|đảng bộ|dân vận|"
    "ủy ban nhân dân|hội đồng|chỉ đạo|triển khai"
).split("|")
_ONSETS = "b c ch d đ g h kh l m n ng nh ph r s t th tr v x".split(" ")  # noqa: SIM905 as prose
_BEFORE_E_AND_I = {"c": "k", "g": "gh", "ng": "ngh"}
# The tone stands on the letter before the stroke.
_RIMES = (  # noqa: SIM905 as prose
    "a| a|i a|o a|u a|y a|n a|m a|ng a|nh ă|n ă|m ă|ng â|n â|m â|ng â|u â|y e|o e|n ê| ê|nh i| iê|n iê|u iê|m i|nh i|n "
    "o| o|i o|n o|ng ô| ô|i ô|n ô|ng ơ| ơ|i ơ|n u| u|ng uô|n uô|i ư| ư|ng ươ|ng ươ|i ươ|n o|a o|e u|y oa|n uyê|n oa|i"
).split(" ")
_SHUT_RIMES = "a|c a|p a|t ă|c â|t â|p ô|c ô|t iê|t iê|c ươ|t ươ|c i|ch o|t u|t oa|t".split(" ")  # noqa: SIM905 as prose
_TONES = ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
_SHUT_TONES = ("\u0301", "\u0323")
_MOST_SYLLABLES = 6_000
_MOST_WORDS = 40_000
_FLATNESS = 20
_LENGTHS = ((1, 25), (2, 58), (3, 13), (4, 4))
"""Syllables of a word, and how many in a hundred words have so many."""


@cache
def lexicon() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Words by rank, and their weights added up, as ``random.choices`` takes them."""
    chance = random.Random("lexicon")
    syllables = _syllables(chance)
    weights = tuple(accumulate(1 / (rank + 12) for rank in range(len(syllables))))
    counts, shares = zip(*_LENGTHS, strict=True)
    words = dict.fromkeys(_OFTEN)
    seeded = iter(_WORDS_OF_PAPERS)
    while len(words) < _MOST_WORDS:
        if len(words) % 12 == 0 and (seed := next(seeded, None)):
            words[seed] = None
        (count,) = chance.choices(counts, shares)
        words[" ".join(chance.choices(syllables, cum_weights=weights, k=count))] = None
    return tuple(words), tuple(accumulate(1 / (rank + _FLATNESS) for rank in range(len(words))))


def words_of_its_own(chance: random.Random, count: int) -> list[str]:
    """What one article is about: words of any rank, and a name that few others have."""
    words, _ = lexicon()
    topics = [words[int(len(words) * chance.random() ** 2)] for _ in range(count)]
    name = " ".join(word.capitalize() for word in chance.choices(_syllables_of_names(), k=3))
    return [*topics, name]


@cache
def _syllables_of_names() -> tuple[str, ...]:
    return tuple(_syllables(random.Random("names")))


def _syllables(chance: random.Random) -> list[str]:
    """Onset, rime, tone: as many as are in use, in an order that is the same every time."""
    made = [
        _spelled(onset, rime, tone)
        for onset in _ONSETS
        for rimes, tones in ((_RIMES, _TONES), (_SHUT_RIMES, _SHUT_TONES))
        for rime in rimes
        for tone in tones
    ]
    chance.shuffle(made)
    return made[:_MOST_SYLLABLES]


def _spelled(onset: str, rime: str, tone: str) -> str:
    if rime[0] in "eêi":
        onset = _BEFORE_E_AND_I.get(onset, onset)
    return unicodedata.normalize("NFC", onset + rime.replace("|", tone))
