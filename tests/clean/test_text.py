import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.clean.text import folded, one_line, tidy

ODD = "\u00a0\u200b\u200d\ufeff\u00ad\u202e\u2028\u0085\r\n\t\x00\x0c\x1f\x7f\ud800\ufffd\u0301\u0323\u0302aeoĐðẬ ., "
TEXTS = st.text(st.sampled_from(ODD), max_size=40) | st.text(st.characters(), max_size=40)


@given(TEXTS)
@settings(max_examples=120, deadline=None)
def test_tidying_twice_is_tidying_once_and_gives_nfc(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_tidy_text_can_be_stored_and_has_no_double_or_outer_spaces(text: str) -> None:
    once = tidy(text)
    once.encode("utf-8")
    assert "  " not in once
    assert "\n\n" not in once
    assert once == once.strip()
    assert not any(unicodedata.category(letter) == "Cc" and letter != "\n" for letter in once)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_tidying_adds_no_letter(text: str) -> None:
    before = unicodedata.normalize("NFD", text.replace("\ud800", ""))
    assert set(unicodedata.normalize("NFD", tidy(text))) <= set(before) | {" ", "\n"}


@pytest.mark.parametrize(
    ("printed", "stored"),
    [
        ("  Huế\u200b,  ngày\xa05/3 ", "Huế, ngày 5/3"),
        ("a \r\n\r\n b\rc\x85d", "a\nb\nc\nd"),
        ("Cầu\u00ad Đồng\ufeff Mận\u200e", "Cầu Đồng Mận"),
        (unicodedata.normalize("NFD", "Ủy ban Hòa Bình"), "Ủy ban Hòa Bình"),
        ("a\x00\x1f\ud83db", "ab"),
        ("hòa và hoà", "hòa và hoà"),
        ("\u200b", ""),
        ("“Ước mơ…”", "“Ước mơ…”"),
    ],
)
def test_text_is_stored_as_published_without_what_nobody_sees(printed: str, stored: str) -> None:
    assert tidy(printed) == stored


def test_a_title_is_one_line() -> None:
    assert one_line(" Cầu\n Đồng Mận ") == "Cầu Đồng Mận"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hòa bình.", "HOÀ  BÌNH"),
        ("Ủy ban - Thanh Hóa", "uỷ ban Thanh Hoá"),
        ("“Dân vận khéo”", "Dân vận khéo…"),
        (unicodedata.normalize("NFD", "Đồng Mận"), "đồng mận"),
        ("Ðắk Lắk", "Đắk Lắk"),
        ("Phản hồi:", " PHẢN HỒI "),
    ],
)
def test_case_tone_style_marks_of_sentence_and_spaces_do_not_count(left: str, right: str) -> None:
    assert folded(left) == folded(right) != ""


@pytest.mark.parametrize(("left", "right"), [("bản", "bán"), ("đa", "da"), ("cầu 12", "cầu 1 2"), ("hoan", "hoàn")])
def test_marks_and_words_do_count(left: str, right: str) -> None:
    assert folded(left) != folded(right)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_tidying_does_not_change_what_a_text_is_compared_by(text: str) -> None:
    assert folded(tidy(text)) == folded(tidy(tidy(text)))


@pytest.mark.parametrize("text", ["", " ", "***", "…", "- | -"])
def test_a_line_without_a_word_compares_as_nothing(text: str) -> None:
    assert folded(text) == ""
