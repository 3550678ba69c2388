import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.vietnamese import both_tone_spellings, compose, fold_tone_style, has_marks, strip_marks

LETTERS = "aăâeêioôơuưyàáảãạèéẻẽẹòóỏõọùúủũụỳýỷỹỵnhqtgđÐðQOAEUY ,̣́̀̉̃"
TEXTS = st.text(st.sampled_from(LETTERS), max_size=30) | st.text(max_size=30)


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        ("hòa hóa hỏa hõa họa", "hoà hoá hoả hoã hoạ"),
        ("khòe khóe khỏe khõe khọe", "khoè khoé khoẻ khoẽ khoẹ"),
        ("thùy thúy thủy thũy thụy", "thuỳ thuý thuỷ thuỹ thuỵ"),
        ("KHÁNH HÒA", "KHÁNH HOÀ"),
        ("Ủy ban", "Uỷ ban"),
        ("òa khóc", "oà khóc"),
    ],
)
def test_the_five_tones_of_oa_oe_uy_fold_in_either_case(older: str, newer: str) -> None:
    assert fold_tone_style(older) == fold_tone_style(newer) == newer
    assert set(both_tone_spellings(older)) == set(both_tone_spellings(newer)) == {older, newer}


@pytest.mark.parametrize("text", ["hoàn", "ngoài", "xoáy", "ngoèo", "huỳnh", "khuỷu", "quà", "quý", "quỳ", "của"])
def test_a_closed_syllable_and_one_after_q_have_one_spelling(text: str) -> None:
    assert both_tone_spellings(text) == (text,)


def test_a_slip_after_q_folds_to_the_right_spelling_and_is_still_searched_for() -> None:
    assert fold_tone_style("QÚY IV") == "QUÝ IV"
    assert both_tone_spellings("qúy") == ("quý", "qúy")


def test_a_decomposed_text_folds_like_a_composed_one() -> None:
    assert fold_tone_style(unicodedata.normalize("NFD", "Thanh Hóa")) == "Thanh Hoá"


@given(TEXTS)
def test_folding_twice_is_folding_once_and_gives_nfc(text: str) -> None:
    folded = fold_tone_style(text)
    assert fold_tone_style(folded) == folded
    assert unicodedata.is_normalized("NFC", folded)


@given(TEXTS)
def test_composing_twice_is_composing_once_and_takes_no_letter_away(text: str) -> None:
    assert compose(compose(text)) == compose(text)
    assert len(compose(text)) == len(unicodedata.normalize("NFC", text))


@given(TEXTS)
def test_folding_moves_marks_and_changes_no_letter(text: str) -> None:
    assert sorted(strip_marks(fold_tone_style(text))) == sorted(strip_marks(text))


@given(TEXTS)
def test_all_spellings_of_a_word_fold_to_one_and_hold_the_word_itself(word: str) -> None:
    spellings = both_tone_spellings(word)
    assert {fold_tone_style(spelling) for spelling in spellings} == {fold_tone_style(word)}
    assert compose(word) in spellings
    assert len(set(spellings)) == len(spellings)


@given(TEXTS)
def test_a_text_without_marks_has_none(text: str) -> None:
    assert not has_marks(strip_marks(text))
