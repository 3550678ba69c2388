import base64
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.clean.readable import is_gibberish
from tests.support.raw import PARAGRAPHS, cleaned, found, texts

ENGLISH = "The new bridge was opened on Friday by the people of the two villages who had built it with their own hands."
FRENCH = (
    "Le nouveau pont a été inauguré vendredi par les habitants des deux villages qui l'ont construit de leurs mains."
)
LETTERS = "bcdfghjklmnpqrstvwxz"


def encoded(text: str) -> str:
    """The text under a substitution of letters, as some papers print it."""
    shuffled = "".join(random.Random(5).sample(LETTERS, len(LETTERS)))
    return text.translate(str.maketrans("aăâeêioôơuưy" + LETTERS, "qxzwkvjfhtrd" + shuffled))


def test_vietnamese_can_be_read() -> None:
    assert not is_gibberish(PARAGRAPHS)


@pytest.mark.parametrize(
    "text", [ENGLISH * 3, "Đẹp!", "", "12 345 67 89 " * 20, "新しい橋が金曜日に開通した。" * 10, "Lê Hạ", "OK OK OK"]
)
def test_other_languages_numbers_and_a_few_words_can_be_read(text: str) -> None:
    assert not is_gibberish([text])


def test_nothing_is_no_gibberish() -> None:
    assert not is_gibberish([])


def test_a_body_of_substituted_letters_cannot_be_read() -> None:
    assert is_gibberish([encoded(text) for text in PARAGRAPHS])


def test_a_body_in_base64_cannot_be_read() -> None:
    assert is_gibberish([base64.b64encode("".join(PARAGRAPHS).encode()).decode()])


def test_one_encoded_line_does_not_condemn_an_article() -> None:
    assert not is_gibberish([*PARAGRAPHS, encoded(PARAGRAPHS[0])])


@given(st.lists(st.text(max_size=80), max_size=4))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_it_raise(blocks: list[str]) -> None:
    assert is_gibberish(blocks) in (True, False)


def test_gibberish_is_never_stored_and_title_and_sapo_are() -> None:
    title, sapo = (
        found(["Xã Tân Mỹ khánh thành cầu Đồng Mận"]),
        found(["Cây cầu nối hai bờ suối Cái là công sức ba năm của bà con."]),
    )
    article = cleaned(*map(encoded, PARAGRAPHS), titles=title, sapos=sapo, declared=True)
    assert article.problem == "no-readable-body"
    assert (article.title, article.sapo) == (title[0].value, sapo[0].value)
    assert texts(article) == []
    assert {block.text for block in article.all_blocks} == {""}
    assert {block.removed for block in article.all_blocks} == {"unreadable"}
