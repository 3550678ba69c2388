import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.clean.lead import split_prefix
from danvan_cli.model import BlockKind
from tests.support.raw import PARAGRAPHS, cleaned, found, line, raw, reasons, texts

ONE, TWO, THREE, FOUR = PARAGRAPHS
TITLE = "Xã Tân Mỹ khánh thành cầu Đồng Mận"
SAPO = "Cây cầu dài 120 m nối hai bờ suối Cái là kết quả ba năm góp công của bà con hai thôn vùng cao."
PREFIXES = (
    "(Baothanhhoa.vn) - ",
    "(Baohatinh.vn) - ",
    "(Baonghean.vn) - ",
    "(CTO) - ",
    "(GLO)- ",
    "(QBĐT) - ",
    "BHG - ",
    "LSO-",
    "LSO- ",
    "(LSO) - ",
    "(Chinhphu.vn) - ",
    "(NLĐO)- ",
    "VOV.VN - ",
    "TPO - ",
    "TT - ",
    "(LLCT) - ",
    "TCCS - ",
    "ND- ",
    "(Thanh tra) - ",
    "(ĐTTCO) - ",
    "ĐCSVN - ",
    "TTXVN - ",
    "(Dân trí) - ",
    "(VTC News) - ",
    "(Vietnam+) - ",
    "(Báo Sơn Hà) - ",
    "(BSH) – ",
)


@pytest.mark.parametrize("prefix", PREFIXES)
@pytest.mark.parametrize(
    "rest", ["Ngày 8-1, tại phường Ninh Kiều", "“Đó là ước mơ”, ông Sự nói", "120 hộ được về nhà mới"]
)
def test_the_newsrooms_mark_is_kept_apart_with_its_dash(prefix: str, rest: str) -> None:
    if prefix[-1] == "-" and rest[0].isdigit():
        assert split_prefix(prefix + rest) == (None, prefix + rest)  # LSO-120 would be a code
    else:
        assert split_prefix(prefix + rest) == (prefix, rest)


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        "Hà Nội - mùa thu",
        "TP.HCM - Thành phố lớn nhất nước",
        "UBND - HĐND tỉnh họp bàn",
        "COVID-19 bùng phát trở lại ở ba xã",
        "EU - Việt Nam ký hiệp định thương mại",
        "ASEAN - Trung Quốc nối lại đàm phán",
        "ATM - máy rút tiền - hỏng từ sáng",
        "Mỹ - Trung Quốc nối lại đàm phán",
        "G20 - hội nghị của hai mươi nền kinh tế",
        "(Ông Minh) - nói rằng cầu đã xong",
        "(Ngày 5/3) - Hội nghị khai mạc",
        "(CTO) Ngày 8-1",
        "BHG - ",
        "",
    ],
)
def test_a_sentence_that_begins_with_capitals_stays_whole(text: str) -> None:
    assert split_prefix(text) == (None, text)


@given(st.text(st.sampled_from("CTOĐabc()-–. :19\n"), max_size=20))
@settings(max_examples=80, deadline=None)
def test_prefix_and_rest_are_the_text(text: str) -> None:
    prefix, rest = split_prefix(text)
    assert (prefix or "") + rest == text


def test_the_first_title_that_says_something_is_taken() -> None:
    assert cleaned(ONE, titles=found(["", "|", f" {TITLE}\n", "Khác"])).title == TITLE
    assert cleaned(ONE).title is None


@pytest.mark.parametrize("copy", [TITLE, TITLE.upper(), f"{TITLE}.", "Xã Tân Mỹ khánh thành cầu Đồng Mận"])
def test_the_title_printed_again_in_the_body_is_removed(copy: str) -> None:
    article = cleaned(line(copy, kind=BlockKind.HEADING), ONE, TWO, titles=found([TITLE]))
    assert texts(article) == [ONE, TWO]
    assert reasons(article) == {copy: "title"}


def test_the_title_quoted_far_down_stays() -> None:
    article = cleaned(
        ONE, TWO, THREE, FOUR, ONE + " A.", TWO + " B.", THREE + " C.", TITLE + ".", titles=found([TITLE])
    )
    assert TITLE + "." in texts(article)


def test_a_bold_first_line_is_the_title_of_a_page_that_names_only_its_paper() -> None:
    article = cleaned(line(TITLE, "bold"), ONE, TWO, titles=found(["Báo Sơn Hà"], "title"))
    assert article.title == TITLE
    assert texts(article) == [ONE, TWO]


def test_a_displayed_sapo_is_taken_and_its_copy_leaves_the_body() -> None:
    article = cleaned(line(SAPO, "bold"), ONE, TWO, titles=found([TITLE]), sapos=found([SAPO]))
    assert article.sapo == SAPO
    assert texts(article) == [ONE, TWO]
    assert reasons(article) == {SAPO: "sapo"}


def test_a_sapo_cut_off_for_machines_is_completed_from_the_body() -> None:
    article = cleaned(
        line(SAPO, "bold"), ONE, titles=found([TITLE]), sapos=found([SAPO[:80] + "..."], "meta:description")
    )
    assert article.sapo == SAPO
    assert texts(article) == [ONE]


def test_a_description_that_quotes_the_first_paragraph_is_no_sapo_and_the_paragraph_stays() -> None:
    article = cleaned(ONE, TWO, sapos=found([ONE], "meta:description"))
    assert article.sapo is None
    assert texts(article) == [ONE, TWO]


@pytest.mark.parametrize("told", [TITLE, "Tin tức", SAPO[:40] + "…"])
def test_a_description_that_is_no_sapo_is_none(told: str) -> None:
    assert cleaned(ONE, TWO, titles=found([TITLE]), sapos=found([told], "meta:description")).sapo is None


def test_a_description_of_its_own_is_the_sapo() -> None:
    article = cleaned(ONE, TWO, sapos=found([SAPO], "meta:description"))
    assert (article.sapo, texts(article)) == (SAPO, [ONE, TWO])


def test_the_prefix_is_taken_off_the_sapo_and_off_its_copy() -> None:
    article = cleaned(line(f"(CTO) - {SAPO}", "bold"), ONE, titles=found([TITLE]), sapos=found([SAPO]))
    assert (article.lead_prefix, article.sapo) == ("(CTO) - ", SAPO)
    article = cleaned(ONE, sapos=found([f"(CTO) - {SAPO}"]))
    assert (article.lead_prefix, article.sapo) == ("(CTO) - ", SAPO)


def test_without_a_sapo_the_prefix_is_taken_off_the_first_paragraph() -> None:
    article = cleaned(f"BHG - {ONE}", f"BHG - {TWO}")
    assert article.lead_prefix == "BHG - "
    assert texts(article) == [ONE, f"BHG - {TWO}"]


@pytest.mark.parametrize("dateline", ["09:47, 15/03/2021", "Thứ Hai, 19/01/2026", "Cập nhật: 07/03/2026 08:06 GMT+7"])
def test_a_date_printed_over_the_text_is_its_time_and_no_paragraph(dateline: str) -> None:
    article = cleaned(dateline, ONE, TWO)
    assert texts(article) == [ONE, TWO]
    assert reasons(article) == {dateline: "date"}
    assert article.published_at is not None


@pytest.mark.parametrize("sentence", ["Ngày 5/3/2026, xã họp dân lần thứ hai.", "Hội thi khai mạc lúc 7 giờ ngày 5/3."])
def test_a_short_sentence_with_a_day_in_it_stays(sentence: str) -> None:
    article = cleaned(sentence, ONE, TWO)
    assert texts(article) == [sentence, ONE, TWO]


def test_nothing_is_taken_from_an_article_without_blocks() -> None:
    article = cleaned(titles=found([TITLE]), sapos=found([SAPO]))
    assert (article.title, article.sapo, article.all_blocks) == (TITLE, SAPO, ())
    assert raw().blocks == ()
