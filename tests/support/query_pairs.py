"""Queries as people type them, beside the titles they must find, and no other.

``TITLES`` are full of words that differ by a mark only. ``PAIRS`` were written by hand; ``typed`` makes of each what
another person would type for the same: capitals, letters apart from their marks, the other tone style, quotes.
"""

import unicodedata
from collections.abc import Iterator

from danvan_cli.vietnamese import both_tone_spellings, has_marks

TITLES = {
    1: "Bán hàng rong ở Thanh Hóa",
    2: "Bàn về chuyện học của con em đồng bào",
    3: "Ban chấp hành họp tại Thanh Hoá",
    4: "ĐẠI HỘI ĐẢNG BỘ TỈNH ĐẮK LẮK",
    5: "Người trồng dâu ở Krông Pắc",
    6: "Quý III: sản lượng C++ tăng 08/03",
    7: "Sức khỏe người già",
    8: "Chăm sóc sức khoẻ sinh sản",
    9: "HĐND huyện Sơn Hà họp kỳ thứ 12",
    10: "UBND tỉnh ban hành Quyết định 15/QĐ-UBND",
    11: "Huế đón khách dịp lễ",
    12: "Hoa hậu về thăm Khánh Hòa",
    13: "Họa sĩ vẽ chân dung cựu chiến binh",
    14: "Hòa bình trên bản Nà Sang",
    15: "Dang dở một con đường",
    16: "Nhà máy đang xây",
    17: "Dâng hương tưởng niệm",
    18: "Thủy lợi nội đồng: kênh mương cạn nước",
    19: "Thuỷ điện xả lũ",
    20: "Dân vận khéo ở vùng cao",
    21: "Đàn vạn con vịt chết",
    22: "Cầu Đồng Mận khánh thành",
    23: "Cậu bé vượt lũ",
    24: "Cau được mùa, mất giá",
    25: "Chợ phiên Cẩm Nham",
    26: "Chỗ phiến đá thiêng",
    27: "Má của con",
    28: "Ma trận giá đất",
    29: "Mạ non trên đồng",
    30: "Quỹ vì người nghèo",
    31: "Qúy khách lưu ý",
    32: "Thuý Kiều lên sân khấu",
    33: "Ngõ nhỏ, nghìn hoa",
    34: "Nghề dệt thổ cẩm hồi sinh",
    35: "Đường sắt qua đèo",
    36: "Đương kim vô địch",
    37: "Dưỡng lão ở quê",
    38: "Bí thư Huyện ủy Đinh Thị Duyên đối thoại",
    39: "Bì thư cũ của liệt sĩ",
    40: "Toàn tỉnh hoàn thành thu hoạch",
}

PAIRS: tuple[tuple[str, set[int]], ...] = (
    # No marks: all of them.
    ("ban", {1, 2, 3, 10, 14}),
    ("cau", {22, 23, 24}),
    ("ma", {27, 28, 29}),
    ("hoa", {1, 3, 12, 13, 14, 33}),
    ("thanh hoa", {1, 3}),
    ("hue", {11}),
    ("dak lak", {4}),
    ("dang bo", {4}),
    ("dang", {4, 15, 16, 17}),
    ("dan van", {20, 21}),
    ("duong", {15, 35, 36, 37}),
    ("suc khoe", {7, 8}),
    ("quy", {6, 30, 31}),
    ("thuy", {18, 19, 32}),
    ("cho phien", {25, 26}),
    ("bi thu", {38, 39}),
    ("huyen uy", {38}),
    ("nguoi", {5, 7, 30}),
    ("khanh thanh", {22}),
    ("hoan thanh", {40}),
    # đ and its abbreviations.
    ("hdnd", {9}),
    ("qd", {10}),
    ("ubnd", {10}),
    ("dinh thi duyen", {38}),
    ("dan", {20, 21}),
    ("dam", set()),
    ("đang", {16}),
    ("đảng", {4}),
    ("dâng", {17}),
    ("đường", {15, 35}),
    ("đương", {36}),
    ("hđnd", {9}),
    ("15/qđ-ubnd", {10}),
    # Marks: exactly those.
    ("bán", {1}),
    ("bàn", {2}),
    ("bản", {14}),
    ("cầu", {22}),
    ("cậu", {23}),
    ("má", {27}),
    ("mạ", {29}),
    ("họa", {13}),
    ("hòa", {12, 14}),
    ("thanh hóa", {1, 3}),
    ("thanh hoá", {1, 3}),
    ("khánh hòa", {12}),
    ("khánh hoà", {12}),
    ("sức khỏe", {7, 8}),
    ("sức khoẻ", {7, 8}),
    ("thủy", {18, 19}),
    ("thuỷ", {18, 19}),
    ("thuý", {32}),
    ("thúy kiều", {32}),
    ("huyện uỷ", {38}),
    ("quý", {6, 31}),
    ("qúy", {6, 31}),
    ("quỹ", {30}),
    ("toàn", {40}),
    ("dân vận", {20}),
    ("đàn vạn", {21}),
    ("bí thư", {38}),
    ("bì thư", {39}),
    ("chợ phiên", {25}),
    ("chỗ phiến", {26}),
    ("đắk lắk", {4}),
    ("Krông Pắc", {5}),
    # Phrases.
    ('"thanh hoa"', {1, 3}),
    ('"hoa thanh"', set()),
    ('"thanh hóa', {1, 3}),
    ('"ban chap hanh"', {3}),
    ('"ban hành"', {10}),
    ('"dang bo tinh dak lak"', {4}),
    ('"cựu chiến binh"', {13}),
    ('"chiến cựu"', set()),
    ('"noi dong kenh"', {18}),
    # Prefixes.
    ("ngh*", {30, 33, 34}),
    ("nghi*", {33}),
    ("đ*", {2, 4, 10, 11, 15, 16, 18, 19, 21, 22, 24, 26, 28, 29, 35, 36, 38}),
    ("đư*", {15, 24, 35, 36}),
    ("đươ*", {36}),
    ("khỏ*", {7}),
    ('"krong pa"*', {5}),
    ('"bi th"*', {38, 39}),
    ('"sức kh"*', {7, 8}),
    # Words with words, either, without.
    ("nguoi gia", {7}),
    ("người bán", set()),
    ("ban NOT thanh", {2, 10, 14}),
    ("ban NOT (thanh OR nà)", {10}),
    ("NOT thanh ban", {2, 10, 14}),
    ("bán OR mạ", {1, 29}),
    ("bán OR bàn OR bản", {1, 2, 14}),
    ("huế OR cầu mận", {11, 22}),
    ("(huế OR cầu) đón", {11}),
    ("thanh AND hoa AND hop", {3}),
    ('dan van NOT "đàn vạn"', set()),
    ("cau NOT mua NOT lu", {22}),
    ("cau OR", {22, 23, 24}),
    ("OR AND cau", {22, 23, 24}),
    ("cau NOT", {22, 23, 24}),
    ("NOT cau", set()),
    ("NOT (cau) OR hue", {11}),
    ("cau AND NOT (mua OR be)", {22}),
    ("1) cau 2) mua", set()),
    ("cau) mua", {24}),
    ("(cau mua", {24}),
    ("()(cau)(())", {22, 23, 24}),
    ("and or not", set()),
    # What is not a word.
    ("C++", {6}),
    ("08/03", {6}),
    ("03/08", set()),
    ("kỳ thứ 12", {9}),
    ("thủy lợi:", {18}),
    ("#huế!", {11}),
)


def typed() -> Iterator[tuple[str, set[int]]]:
    """Every pair, and what others would type in its place."""
    for query, found in PAIRS:
        ways = [query, unicodedata.normalize("NFD", query), query.upper(), query.title(), f"  {query} "]
        ways += _in_the_other_style(query)
        yield from ((way, found) for way in dict.fromkeys(ways) if _means_the_same(way, query))


def _in_the_other_style(query: str) -> list[str]:
    if not has_marks(query):
        return []
    return [" ".join(both_tone_spellings(word)[at] for word in query.split(" ")) for at in (0, -1)]


def _means_the_same(way: str, query: str) -> bool:
    """Whether no capital made an operator of a word, or of an operator a word."""
    operators = {"AND", "OR", "NOT"}
    return [word for word in way.split() if word.strip("()") in operators] == [
        word for word in query.split() if word.strip("()") in operators
    ]
