import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export.inert import inert, one_line


@given(st.text())
def test_no_control_character_survives_but_line_feed_and_tab(text: str) -> None:
    left = inert(text)
    assert not [letter for letter in left if unicodedata.category(letter) == "Cc" and letter not in "\n\t"]
    assert inert(left) == left


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"])))
def test_text_without_controls_is_left_alone(text: str) -> None:
    assert inert(text) == text


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


def test_a_terminal_title_sequence_becomes_plain_letters() -> None:
    assert inert("Tin\x1b]0;chiếm tiêu đề\x07 mới") == "Tin]0;chiếm tiêu đề mới"
