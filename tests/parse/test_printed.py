import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.parse.printed import parse_printed
from danvan_cli.workflows.understand import extract_printed
from tests.support.raw import PARAGRAPHS, reasons, texts

ONE, TWO, THREE, FOUR = PARAGRAPHS
TITLE = "Xã Tân Mỹ khánh thành cầu Đồng Mận"
CAPTION = "Cầu Đồng Mận trong ngày khánh thành. (Ảnh: LH)."


def printed(*lines: str) -> str:
    return "\n".join(lines)


def captions(text: str) -> list[str]:
    return [block.text for block in parse_printed(text).blocks if "caption" in block.hints]


def test_the_first_line_is_the_title_and_every_line_has_its_number() -> None:
    found = parse_printed(printed("", f"  {TITLE} ", "", ONE, "", "", TWO))
    assert [(title.value, title.selector) for title in found.titles] == [(TITLE, "line 2")]
    assert [(block.text, block.selector) for block in found.blocks] == [(ONE, "line 4"), (TWO, "line 7")]
    assert (found.body_selector, found.profile) == ("line 4 onwards", "printed")


def test_the_complaint_this_tool_was_made_for_is_met() -> None:
    article = extract_printed(printed(TITLE, CAPTION, "", CAPTION, "", *PARAGRAPHS, "Phản hồi", "Các tin khác"))
    assert article.title == TITLE
    assert [(caption.text, caption.credit) for caption in article.captions] == [
        ("Cầu Đồng Mận trong ngày khánh thành.", "LH")
    ]
    assert texts(article) == list(PARAGRAPHS)
    assert reasons(article) == {CAPTION: "duplicate-caption", "Phản hồi": "boilerplate", "Các tin khác": "boilerplate"}


@pytest.mark.parametrize(
    "line",
    [
        CAPTION,
        "Cầu mới. Ảnh: Văn Đức/TTXVN",
        "Cầu mới - Ảnh: H.Y.T.",
        "Cầu mới (ảnh: LH)",
        "Cầu mới – Nguồn ảnh: ST",
        "A bridge. Photo: Reuters",
    ],
)
def test_a_line_that_ends_in_a_credit_is_a_caption(line: str) -> None:
    assert captions(printed(TITLE, ONE, line, TWO)) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "Tin, ảnh: P.Y",
        "Bài và ảnh: Minh Đức",
        "TIN, ẢNH: P.Y",
        "Ông lật từng trang, kể về bức ảnh: đó là mùa lũ năm ông hai mươi.",
        "Ảnh hưởng của bão: ba xã mất điện.",
        "Chụp ảnh (ảnh cưới) là nghề của ông.",
        ONE * 4 + " Ảnh: LH",
    ],
)
def test_bylines_and_sentences_are_not(line: str) -> None:
    assert captions(printed(TITLE, ONE, line, TWO)) == []


def test_an_opening_line_printed_twice_in_a_row_is_a_caption() -> None:
    line = "Cầu Đồng Mận trong ngày khánh thành."
    assert captions(printed(TITLE, line, "", line, ONE)) == [line, line]
    assert captions(printed(TITLE, ONE, TWO, THREE, FOUR, ONE + "a", TWO + "b", THREE + "c", line, line)) == []
    assert captions(printed(TITLE, ONE * 5, ONE * 5)) == []


def test_a_date_in_the_head_of_the_page_is_its_time() -> None:
    article = extract_printed(printed(TITLE, "Thứ Hai, 19/01/2026 - 08:30", ONE, TWO))
    assert article.published_at is not None
    assert article.published_at.isoformat() == "2026-01-19T08:30:00+07:00"
    assert texts(article) == [ONE, TWO]


@pytest.mark.parametrize("text", ["", " \n\n\t ", "\ufeff"])
def test_an_empty_print_is_nothing(text: str) -> None:
    found = parse_printed(text)
    assert (found.titles, found.blocks, found.body_selector) == ((), (), None)


def test_a_title_alone_has_no_body() -> None:
    article = extract_printed(TITLE)
    assert article.title == TITLE
    assert article.problem


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=50), max_size=10))
@settings(max_examples=80, deadline=None)
def test_no_line_is_lost(lines: list[str]) -> None:
    kept = [line.strip() for line in "\n".join(lines).replace("\ufeff", "").splitlines() if line.strip()]
    found = parse_printed("\n".join(lines))
    assert [
        *(title.value for title in found.titles),
        *sorted([*(d.value for d in found.published), *(b.text for b in found.blocks)]),
    ] == [
        *kept[:1],
        *sorted(kept[1:]),
    ]
