import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export.names import Names, article_name, article_path, slug
from tests.support.hostile import ATTACKS

TEXT = st.text() | st.sampled_from(ATTACKS)
DEVICES = re.compile(r"(con|prn|aux|nul|(com|lpt)\d)(\..*)?")


@given(TEXT)
def test_a_slug_is_a_name_on_every_file_system(text: str) -> None:
    name = slug(text)
    assert re.fullmatch(r"[a-z0-9]*(-[a-z0-9]+)*_?", name)
    assert len(name) <= 81
    assert not DEVICES.fullmatch(name)
    assert slug(name) == name


@given(TEXT, st.integers(1, 10**9), st.sampled_from([".md", ".html"]))
def test_an_article_stays_in_its_folder_and_begins_with_its_number(title: str, number: int, suffix: str) -> None:
    folder, _, name = article_path(number, title, suffix).partition("/")
    assert name == article_name(number, title, suffix)
    assert re.fullmatch(r"\d{4,}", folder)
    assert re.fullmatch(r"[a-z0-9_-]+\.[a-z]+", name)
    assert int(re.split(r"[-.]", name)[0]) == number
    assert len(name) <= 100


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Đắk Lắk: 5.000 tỷ “vàng”", "dak-lak-5-000-ty-vang"),
        ("../../x", "x"),
        ("CON", "con_"),
        ("Com1", "com1_"),
        ("com1.txt", "com1-txt"),
        ("Ðồng Nai", "dong-nai"),
        ("ĐÃ", "da"),
        ("北京", ""),
        (None, ""),
    ],
)
def test_vietnamese_letters_are_folded_and_devices_avoided(title: str | None, expected: str) -> None:
    assert slug(title) == expected


def test_a_long_title_ends_between_words() -> None:
    assert slug("cầu " * 200).endswith("-cau")
    assert len(slug("cầu " * 200)) <= 80


@given(st.lists(TEXT))
def test_no_name_is_given_twice_in_any_case(texts: list[str]) -> None:
    names = Names()
    given_out = [names.name(text) for text in texts]
    assert len({name.casefold() for name in given_out}) == len(texts)
    assert all(given_out)
