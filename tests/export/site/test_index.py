import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export.site import index
from danvan_cli.export.site.index import Index, part_of, words
from danvan_cli.vietnamese import fold_tone_style, strip_marks
from tests.support.hostile import ATTACKS

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
TEXT = st.text() | st.sampled_from([*ATTACKS, "Thanh Hóa, chợ phiên", "hoá khỏe khoẻ", "Đắk Lắk 2026"])


def read(path: Path, function: str) -> Any:
    """What a part of the index calls its function with."""
    found = re.fullmatch(rf"danvan\.{function}\((.*)\);\n", path.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return json.loads(f"[{found[1]}]")


def postings(encoded: str) -> Iterator[tuple[int, bool]]:
    number, value, scale = -1, 0, 1
    for letter in encoded:
        digit = DIGITS.index(letter)
        value += digit % 32 * scale
        scale *= 32
        if digit < 32:
            number += value // 2
            yield number, bool(value % 2)
            value, scale = 0, 1


def built(folder: Path, articles: list[tuple[str, str]]) -> dict[str, list[tuple[int, bool]]]:
    """Spelling → articles and whether it stands in the title, as a browser would read them."""
    made = Index(folder, len(articles))
    for number, (title, text) in enumerate(articles):
        made.add((f"articles/{number}.html", title, "hôm nay", ""), title, (text,))
    made.close()
    (about,) = read(folder / "about.js", "about")
    found = {}
    for part in range(about["parts"]):
        said, spellings = read(folder / "words" / f"{part}.js", "words")
        assert said == part
        for folded, by_spelling in spellings.items():
            assert part_of(folded, about["parts"]) == part
            for spelling, encoded in by_spelling.items():
                assert strip_marks(spelling) == folded
                found[spelling] = list(postings(encoded))
    return found


@given(st.lists(st.tuples(TEXT, TEXT), max_size=8))
def test_the_parts_say_which_articles_hold_a_word_and_in_which_titles(
    tmp_path_factory: pytest.TempPathFactory, articles: list[tuple[str, str]]
) -> None:
    expected: dict[str, list[tuple[int, bool]]] = {}
    for number, (title, text) in enumerate(articles):
        for word in words(title) | words(text):
            expected.setdefault(word, []).append((number, word in words(title)))
    assert built(tmp_path_factory.mktemp("index"), articles) == expected


def test_spilling_to_the_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    articles = [(f"Chợ phiên số {number}", "bà con " * (number % 3)) for number in range(500)]
    whole = built(tmp_path / "a", articles)
    monkeypatch.setattr(index, "_MOST_BUFFERED", 100)
    assert built(tmp_path / "b", articles) == whole
    assert [path.read_bytes() for path in sorted((tmp_path / "b").rglob("*.js"))] == [
        path.read_bytes() for path in sorted((tmp_path / "a").rglob("*.js"))
    ]
    assert not (tmp_path / "b" / "spill").exists()


@given(TEXT)
def test_words_are_folded_letters_and_digits(text: str) -> None:
    for word in words(text):
        assert word == fold_tone_style(word)
        assert len(word) <= 60
        assert not re.search(r"[\s!-/:-@\[-`{-~]", word)


def test_both_tone_styles_are_one_word_and_case_is_none() -> None:
    assert words("HÓA hoá Hóa") == {"hoá"}
    assert words("5.000m² đất") == words("ĐẤT 5 000m²")


def test_the_cards_of_a_hundred_articles_share_a_file(tmp_path: Path) -> None:
    built(tmp_path, [(f"Tin {number}\u2028</script>", "") for number in range(150)])
    (first, cards), (second, rest) = (read(tmp_path / "articles" / f"{part}.js", "articles") for part in (0, 1))
    assert (first, len(cards), second, len(rest)) == (0, 100, 1, 50)
    assert rest[49] == ["articles/149.html", "Tin 149\u2028</script>", "hôm nay", ""]
    assert "\u2028" not in (tmp_path / "articles" / "1.js").read_text(encoding="utf-8")


def test_the_number_of_parts_grows_with_the_articles(tmp_path: Path) -> None:
    counts = []
    for number, expected in enumerate((0, 1_000, 50_000, 10**9)):
        Index(tmp_path / str(number), expected).close()
        counts.append(read(tmp_path / str(number) / "about.js", "about")[0]["parts"])
    assert counts == [16, 16, 512, 1024]
