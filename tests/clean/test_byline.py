import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.clean.byline import is_masthead, is_name, is_signature, parse_byline
from danvan_cli.model import BlockKind
from tests.support.raw import PARAGRAPHS, cleaned, found, line, reasons, texts

ONE, TWO, THREE, FOUR = PARAGRAPHS


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("Tin, ảnh: P.Y", ("P.Y",)),
        ("Bài và ảnh: Minh Đức", ("Minh Đức",)),
        ("Bài, ảnh: Minh Đức - Lan Anh", ("Minh Đức", "Lan Anh")),
        ("Bài và ảnh: MINH ĐỨC, LAN ANH", ("MINH ĐỨC", "LAN ANH")),
        ("Tin: Lê An; Ảnh: Trần Bình", ("Lê An", "Trần Bình")),
        ("Thu Hằng – Ảnh: Bích Ngọc", ("Thu Hằng", "Bích Ngọc")),
        ("NHẬT XUÂN - NGHI VŨ", ("NHẬT XUÂN", "NGHI VŨ")),
        ("VĂN HÀO - TRẦN HỮU", ("VĂN HÀO", "TRẦN HỮU")),
        ("Đức Nguyên-Hiệp Thương, TTVHTTTTDL", ("Đức Nguyên", "Hiệp Thương", "TTVHTTTTDL")),
        ("Minh Đức| Thu Hà", ("Minh Đức", "Thu Hà")),
        ("Lê Văn An và Trần Bình", ("Lê Văn An", "Trần Bình")),
        ("Lê Văn\n   An", ("Lê Văn An",)),
        ("Hà Thu (tổng hợp)", ("Hà Thu",)),
        ("Hà Thu (Theo Reuters)", ("Hà Thu",)),
        ("Chi Lan - Bích Thủy (Ban Dân vận Tỉnh ủy)", ("Chi Lan", "Bích Thủy")),
        ("Theo TTXVN", ("TTXVN",)),
        ("Theo Báo Nhân Dân", ("Nhân Dân",)),
        ("Theo Reuters, AFP", ("Reuters", "AFP")),
        ("Nguồn: TTXVN", ("TTXVN",)),
        ("PV: Lan Anh", ("Lan Anh",)),
        ("Thực hiện: Minh Đức", ("Minh Đức",)),
        ("Tác giả: Lê Văn An", ("Lê Văn An",)),
        ("By John Smith", ("John Smith",)),
        ("Jean-Pierre Dupont", ("Jean-Pierre Dupont",)),
        ("H'Hen Niê", ("H'Hen Niê",)),
        ("Y Moan Ênuôl", ("Y Moan Ênuôl",)),
        ("N.T.H.", ("N.T.H.",)),
        ("Nguyễn Thị A.", ("Nguyễn Thị A.",)),
        ("*** Minh Đức ***", ("Minh Đức",)),
        ("  Trần \u200bVăn  An ", ("Trần Văn An",)),
        ("Lê An, Lê An", ("Lê An",)),
        ("Phóng viên", ()),
        ("Nguồn: https://baosonha.example", ()),
        ("Bình luận", ()),
        ("toasoan@baosonha.example", ()),
        ("", ()),
    ],
)
def test_the_names_in_a_byline_are_given_as_printed_and_in_order(raw: str, names: tuple[str, ...]) -> None:
    assert parse_byline(raw) == names


@pytest.mark.parametrize("text", ["Lê An", "P.Y", "TTXVN", "K'Brêu", "Ban Biên tập", "NGUYỄN THỊ THU HÀ"])
def test_people_pens_and_agencies_are_names(text: str) -> None:
    assert is_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "khánh thành cầu",
        "Sáng 05/3",
        "Lê An nói rằng",
        "www.baosonha.example",
        "A B C D E F G",
        "Vì sao?",
        "X" * 60,
        "…",
    ],
)
def test_sentences_addresses_and_numbers_are_none(text: str) -> None:
    assert not is_name(text)


@given(
    st.lists(
        st.sampled_from(["Lê", "An", "Tin", "ảnh:", "-", ",", "và", "(", ")", "P.Y", "theo", "Theo", ".", "12", "\n"]),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None)
def test_every_name_stands_in_the_byline(parts: list[str]) -> None:
    raw = " ".join(parts)
    names = parse_byline(raw)
    assert len(set(names)) == len(names)
    for name in names:
        assert name in " ".join(raw.split())


@pytest.mark.parametrize(
    "text",
    ["Tin, ảnh: P.Y", "Bài và ảnh: Minh Đức", "Theo TTXVN", "VĂN HÀO - TRẦN HỮU", "Minh Đức", "Hà Thu (tổng hợp)"],
)
def test_a_labelled_line_or_names_alone_sign_an_article(text: str) -> None:
    assert is_signature(text, frozenset())


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        "",
        "Theo Cục Thống kê, giá tăng",
        "Theo Cục Thống kê, tỉnh xếp loại A.",
        "Ông Lê Văn Sự.",
        "Cảm ơn Minh Đức!",
        "Nguồn: nước suối Cái",
        "Theo " + "Báo Sơn Hà, " * 12,
    ],
)
def test_a_sentence_does_not(text: str) -> None:
    assert not is_signature(text, frozenset())


def test_one_short_name_signs_only_where_it_is_set_apart() -> None:
    assert not is_signature("P.Y", frozenset())
    assert is_signature("P.Y", frozenset({"right"}))
    assert is_signature("Lan", frozenset({"bold"}))


@pytest.mark.parametrize(
    ("name", "masthead"),
    [
        ("Báo Sơn Hà", True),
        ("BÁO SƠN HÀ ĐIỆN TỬ", True),
        ("Sơn Hà Online", True),
        ("baosonha", True),
        ("Ban Biên tập", True),
        ("Tòa soạn", True),
        ("Lê Hạ", False),
        ("TTXVN", False),
    ],
)
def test_the_papers_own_name_is_no_author(name: str, masthead: bool) -> None:  # noqa: FBT001
    assert is_masthead(name, "Báo Sơn Hà Online điện tử", "https://baosonha.example/a") is masthead


def test_without_a_masthead_or_a_url_a_name_is_a_name() -> None:
    assert not is_masthead("Lê Hạ", None, None)
    assert not is_masthead("Lê Hạ", None, "a.html")


@pytest.mark.parametrize("hints", [("right", "bold"), ("right",), ("bold",), ("signature",), ()])
def test_the_closing_signature_leaves_the_body(hints: tuple[str, ...]) -> None:
    article = cleaned(ONE, TWO, line("Minh Đức", *hints))
    assert texts(article) == [ONE, TWO]
    assert (article.byline, article.byline_raw) == (("Minh Đức",), "Minh Đức")
    assert reasons(article) == {"Minh Đức": "signature"}


def test_two_closing_lines_sign_together() -> None:
    article = cleaned(ONE, TWO, line("Minh Đức", "right"), line("Ảnh: Lan Anh", "right"))
    assert article.byline == ("Minh Đức", "Lan Anh")
    assert texts(article) == [ONE, TWO]


@pytest.mark.parametrize("kind", [BlockKind.LIST_ITEM, BlockKind.TABLE_ROW, BlockKind.QUOTE, BlockKind.HEADING])
def test_names_in_a_list_a_table_or_a_quote_at_the_end_are_the_articles_text(kind: BlockKind) -> None:
    names = [line(name, kind=kind) for name in ("Nguyễn Văn An", "Trần Thị Bình", "Lê Hữu Cường")]
    article = cleaned(ONE, TWO, *names)
    assert texts(article) == [ONE, TWO, *(name.text for name in names)]
    assert article.byline == ()


def test_names_in_the_middle_stay() -> None:
    article = cleaned(ONE, "Nguyễn Văn An", TWO)
    assert texts(article) == [ONE, "Nguyễn Văn An", TWO]


def test_an_article_of_names_alone_is_not_signed_away() -> None:
    assert texts(cleaned("Nguyễn Văn An", "Trần Thị Bình")) == ["Nguyễn Văn An", "Trần Thị Bình"]


def test_a_displayed_byline_counts_more_than_a_signature_and_that_more_than_metadata() -> None:
    told = found(["Máy Chủ"], "meta:author")
    shown = found(["Lê Hạ"])
    assert cleaned(ONE, line("Minh Đức", "right"), bylines=(*told, *shown)).byline == ("Lê Hạ",)
    assert cleaned(ONE, line("Minh Đức", "right"), bylines=told).byline == ("Minh Đức",)
    assert cleaned(ONE, TWO, bylines=told).byline == ("Máy Chủ",)


def test_several_displayed_authors_of_one_slot_are_all_named() -> None:
    article = cleaned(ONE, bylines=found(["Lê Hạ", "Minh Đức", "Lê Hạ"]))
    assert article.byline == ("Lê Hạ", "Minh Đức")


def test_a_byline_that_is_the_masthead_gives_way() -> None:
    shown = (*found(["Báo Sơn Hà"], ".author"), *found(["Lê Hạ"], ".pen"))
    article = cleaned(ONE, bylines=shown, site_name=found(["Báo Sơn Hà"])[0])
    assert article.byline == ("Lê Hạ",)
    assert cleaned(ONE, bylines=shown[:1]).byline == ()


def test_an_article_nobody_signed_has_no_byline() -> None:
    article = cleaned(ONE, TWO, bylines=found(["https://facebook.example/x"], "meta:article:author"))
    assert (article.byline, article.byline_raw) == ((), None)
