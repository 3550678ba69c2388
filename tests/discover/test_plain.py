import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.plain import plain


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Khánh thành\n\tcầu mới  ", "Khánh thành cầu mới"),
        ("Kha\u0301nh tha\u0300nh", "Khánh thành"),
        ("Khánh\u00a0thành\u200b cầu\u202e", "Khánh thành cầu"),
        ("\x1b]0;hack\x07Cầu\x00 mới", "]0;hackCầu mới"),
        ("\ud800", None),
        (" \n ", None),
        ("", None),
        (None, None),
        ("5 < 6 và <b>đậm</b>", "5 < 6 và <b>đậm</b>"),
    ],
)
def test_a_title_is_one_line_of_visible_text(text: str | None, shown: str | None) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>Khánh thành</b> cầu", "Khánh thành cầu"),
        ("Cầu &amp; đường", "Cầu & đường"),
        ("&lt;script&gt;", "<script>"),
        ("<img src=x onerror=alert(1)>Cầu", "Cầu"),
        ("<!-- Cầu -->", None),
        ("Giá 5 < 6", "Giá 5 < 6"),
        ("<<b>>", "< >"),
    ],
)
def test_what_may_be_markup_loses_its_tags(text: str, shown: str | None) -> None:
    assert plain(text, is_markup=True) == shown


@given(st.text(max_size=200))
def test_a_plain_text_stays_as_it_is(text: str) -> None:
    once = plain(text)
    assert plain(once) == once
    if once:
        assert once.isprintable()
        assert unicodedata.is_normalized("NFC", once)


def test_a_title_without_end_is_cut() -> None:
    assert len(plain("cầu " * 100_000) or "") <= 1000
