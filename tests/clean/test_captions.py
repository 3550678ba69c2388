import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.clean.captions import has_credit, same_caption, split_credit, without_label

WORDS = st.sampled_from(
    [
        "Đại biểu", "dự", "hội nghị", "tại", "Ảnh", "Ảnh:", "ảnh:", "(Ảnh:", "Nguồn:", "(Nguồn:", "LH", "LH)", "LH).",
        "H.Y.T.", ".", "-", "–", "/", "TTXVN", "Văn Đức/TTXVN", "Chú thích ảnh", "minh họa", "https://a.vn/b", "(",
        ")", ",", "Tin,", "Bài và",
    ]
)  # fmt: skip
LINES = st.lists(WORDS, max_size=9).map(" ".join)
LABELS = {
    "ảnh",
    "nguồn",
    "photo",
    "hình",
    "đồ",
    "họa",
    "hoạ",
    "chú",
    "thích",
    "nhập",
    "minh",
    "tư",
    "liệu",
    "leftcenterrightdel",
}


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@pytest.mark.parametrize(
    ("raw", "text", "credit"),
    [
        ("Cán bộ đến từng nhà vận động. (Ảnh: LH).", "Cán bộ đến từng nhà vận động.", "LH"),
        ("Cán bộ đến từng nhà (Ảnh: LH).", "Cán bộ đến từng nhà", "LH"),
        ("Cán bộ đến từng nhà.(Ảnh: LH)", "Cán bộ đến từng nhà.", "LH"),
        ("Cán bộ đến từng nhà. Ảnh: Văn Đức/TTXVN", "Cán bộ đến từng nhà.", "Văn Đức/TTXVN"),
        ("Cán bộ đến từng nhà. Ảnh: NGUYỄN VĂN PHƯƠNG", "Cán bộ đến từng nhà.", "NGUYỄN VĂN PHƯƠNG"),
        ("Cán bộ đến từng nhà. Ảnh: Báo QĐND", "Cán bộ đến từng nhà.", "Báo QĐND"),
        ("Cán bộ đến từng nhà Ảnh: ĐÌNH VĂN", "Cán bộ đến từng nhà", "ĐÌNH VĂN"),
        ("Chợ hoa sáng 8-3 - Ảnh: H.Y.T.", "Chợ hoa sáng 8-3", "H.Y.T."),
        ("Giá dầu tăng.Ảnh: Reuters", "Giá dầu tăng.", "Reuters"),
        ("Ảnh: Hồng Khanh", "", "Hồng Khanh"),
        ("Ảnh: ST", "", "ST"),
        ("(Ảnh: ST).", "", "ST"),
        ("Nguồn: TTXVN", "", "TTXVN"),
        ("Ảnh minh họa (Nguồn: mt.gov.vn).", "Ảnh minh họa", "mt.gov.vn"),
        ("leftcenterrightdel Ảnh minh họa (Nguồn: mt.gov.vn).", "Ảnh minh họa", "mt.gov.vn"),
        ("Ảnh minh họa: https://baosonha.example/a.jpg", "Ảnh minh họa", "https://baosonha.example/a.jpg"),
        ("Ảnh minh hoạ - Ảnh: baosonha.example", "Ảnh minh hoạ", "baosonha.example"),
        ("Ảnh tư liệu. Ảnh: LH", "Ảnh tư liệu.", "LH"),
        ("Cầu Đồng Mận - Ảnh: baosonha.example", "Cầu Đồng Mận", "baosonha.example"),
        ("Cầu Đồng Mận. Ảnh tư liệu: Minh Đức", "Cầu Đồng Mận.", "Minh Đức"),
        ("Cầu Đồng Mận. (Ảnh minh họa: Minh Đức)", "Cầu Đồng Mận.", "Minh Đức"),
        ("Cầu Đồng Mận. Ảnh: Nguyễn Văn A (TTXVN)", "Cầu Đồng Mận.", "Nguyễn Văn A (TTXVN)"),
        ("Cầu Đồng Mận. (Ảnh: Nguyễn Văn A (TTXVN))", "Cầu Đồng Mận.", "Nguyễn Văn A (TTXVN)"),
        ("Cầu Đồng Mận [Ảnh: LH]", "Cầu Đồng Mận", "LH"),
        ("Cầu Đồng Mận, ảnh: LH", "Cầu Đồng Mận", "LH"),
        ("Cầu Đồng Mận. ẢNH: LH.", "Cầu Đồng Mận.", "LH"),
        ("Cầu Đồng Mận. Ảnh : Trần Thị N.", "Cầu Đồng Mận.", "Trần Thị N."),
        ("Chú thích ảnh Đoàn công tác kiểm tra cầu. Ảnh: LH", "Đoàn công tác kiểm tra cầu.", "LH"),
        ("A new bridge. Photo: Reuters", "A new bridge.", "Reuters"),
        ("Bản đồ vùng lũ. Đồ họa: Minh", "Bản đồ vùng lũ.", "Minh"),
        (unicodedata.normalize("NFD", "Cầu Đồng Mận. Ảnh: Lê Hạ"), "Cầu Đồng Mận.", "Lê Hạ"),
        ("Cầu Đồng Mận.\n Ảnh:\xa0Lê Hạ", "Cầu Đồng Mận.", "Lê Hạ"),
    ],
)
def test_the_credit_is_split_off_and_the_text_keeps_its_own_full_stop(raw: str, text: str, credit: str) -> None:
    assert split_credit(raw) == (text, credit)
    assert has_credit(raw)


@pytest.mark.parametrize(
    "text",
    [
        "Ảnh hưởng của bão số 3 tại xã Tân Phú.",
        "Ảnh hưởng của bão: nặng nhất là ba xã ven sông.",
        "Ảnh minh họa",
        "Hình ảnh quê hương trong thơ ông luôn có một dòng sông.",
        "Nguồn: nước sạch lấy từ suối, đưa về bể chứa rồi chia cho từng xóm, ai cũng được dùng và cùng nhau giữ gìn.",
        "Ông lật từng trang, kể về bức ảnh: đó là mùa lũ năm ông hai mươi.",
        "Tin, ảnh: P.Y",
        "Bài và ảnh: Minh Đức",
        "Bài, ảnh: Minh Đức - Lan Anh",
        "TIN, ẢNH: P.Y",
        "Ảnh 1: Đại biểu dự họp tại nhà văn hóa thôn.",
        "",
    ],
)
def test_what_is_no_credit_stays_in_the_text(text: str) -> None:
    assert split_credit(text) == (text, None)
    assert not has_credit(text)


@given(LINES)
@settings(max_examples=120, deadline=None)
def test_text_and_credit_together_have_the_words_of_the_line_in_their_order(line: str) -> None:
    text, credit = split_credit(line)
    left = iter(words(line))
    assert all(word in left for word in words(f"{text} {credit or ''}"))


@given(LINES)
@settings(max_examples=120, deadline=None)
def test_no_word_is_lost_but_the_labels(line: str) -> None:
    text, credit = split_credit(line)
    lost = list(words(line))
    for word in words(f"{text} {credit or ''}"):
        lost.remove(word)
    assert set(lost) <= LABELS


@given(LINES)
@settings(max_examples=80, deadline=None)
def test_a_text_whose_credit_is_off_is_tidy(line: str) -> None:
    text, credit = split_credit(line)
    assert text == text.strip()
    assert credit is None or (credit and credit == credit.strip())


@pytest.mark.parametrize(
    "label", ["Chú thích ảnh", "Nhập chú thích ảnh", "chú thích ảnh:", "leftcenterrightdel", "Chú thích ảnh."]
)
def test_an_editors_label_alone_is_no_caption(label: str) -> None:
    assert without_label(label) == ""
    assert without_label(f"{label} Đoàn công tác") == "Đoàn công tác"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Khánh thành cầu Hòa Bình. (Ảnh: LH).", "Khánh thành cầu Hoà Bình"),
        ("KHÁNH THÀNH CẦU", "Khánh thành cầu. Ảnh: LH"),
        ("Chú thích ảnh Khánh thành cầu", "Khánh thành cầu…"),
    ],
)
def test_two_prints_of_a_caption_are_one(left: str, right: str) -> None:
    assert same_caption(left, right)
    assert same_caption(right, left)


@pytest.mark.parametrize(("left", "right"), [("Ảnh: LH", "Ảnh: LH"), ("", ""), ("Cầu cũ", "Cầu mới")])
def test_credits_alone_and_other_words_are_not(left: str, right: str) -> None:
    assert not same_caption(left, right)
