import re
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.clean.article import clean_article
from danvan_cli.clean.dates import VIETNAM
from danvan_cli.clean.text import tidy
from danvan_cli.model import Article, BlockKind, Precision, RawArticle, RawBlock
from tests.support.raw import PARAGRAPHS, cleaned, found, image, line, photo, raw, texts

ONE, TWO, THREE, FOUR = PARAGRAPHS
TITLE = "Xã Tân Mỹ khánh thành cầu Đồng Mận"
SHORT = (
    "Phản hồi",
    "Tin liên quan",
    ">> Khai mạc hội chợ xuân",
    "Chia sẻ Facebook",
    "Cầu Đồng Mận. Ảnh: LH",
    "Chú thích ảnh",
    "Ảnh: LH",
    "Đúng vậy.",
    "Tin, ảnh: P.Y",
    "09:47, 15/03/2021",
    TITLE,
)
SENTENCES = st.integers(0, 10**6).map("Hộ thứ {} của thôn đã nhận đủ giống lúa mới cho vụ xuân này.".format)
LINES = st.one_of(st.sampled_from(PARAGRAPHS), SENTENCES, st.sampled_from(SHORT)).map(
    lambda text: unicodedata.normalize("NFD", text) if len(text) % 2 else text
)
HINTS = st.sampled_from(["", "", "centred", "italic", "right", "caption", "related", "furniture", "signature"])
BLOCKS = st.lists(st.builds(lambda text, hints: line(text, *hints.split()), LINES, HINTS), max_size=10)


def with_photos(blocks: list[RawBlock]) -> RawArticle:
    """Every third block has a photo before it."""
    placed = [item for at, block in enumerate(blocks) for item in ([photo(at // 3), block] if at % 3 == 0 else [block])]
    return raw(*placed, figures=[image(alt="Cầu Đồng Mận")] * len(blocks), titles=found([TITLE]))


RAWS = BLOCKS.map(with_photos)


def fields(article: Article) -> Iterator[str]:
    """Every string of the article that is the page's text."""
    yield from filter(
        None, (article.title, article.sapo, article.lead_prefix, article.byline_raw, article.published_raw)
    )
    yield from (*article.byline, *article.tags, *article.section_path)
    yield from (block.text for block in article.all_blocks)
    yield from (part for caption in article.captions for part in (caption.text, caption.credit or "", caption.raw))


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFC", text)))


@given(RAWS)
@settings(max_examples=40, deadline=None)
def test_every_text_of_an_article_is_composed_and_tidy(given_raw: RawArticle) -> None:
    for text in fields(clean_article(given_raw)):
        assert unicodedata.is_normalized("NFC", text)
        assert "  " not in text


@given(RAWS)
@settings(max_examples=40, deadline=None)
def test_no_word_is_in_the_article_that_was_not_on_the_page(given_raw: RawArticle) -> None:
    page = words(" ".join(block.text for block in given_raw.blocks) + " " + TITLE)
    assert words(" ".join(fields(clean_article(given_raw)))) <= page


@given(RAWS)
@settings(max_examples=40, deadline=None)
def test_kept_and_removed_blocks_are_the_page_in_its_order(given_raw: RawArticle) -> None:
    article = clean_article(given_raw)
    on_page = [tidy(block.text) for block in given_raw.blocks if block.text.strip() or block.kind is BlockKind.FIGURE]
    assert [block.text for block in article.all_blocks] == on_page
    assert len(article.blocks) + len(article.removed) == len(on_page)


@given(st.lists(LINES, unique_by=tidy, max_size=10))
@settings(max_examples=40, deadline=None)
def test_cleaning_a_clean_article_changes_nothing_of_its_text(lines: list[str]) -> None:
    once = cleaned(*lines, titles=found([TITLE]))
    again = cleaned(*(line(block.text, kind=block.kind) for block in once.blocks), titles=found([TITLE]))
    assert again.text == once.text


@given(RAWS)
@settings(max_examples=40, deadline=None)
def test_captions_are_counted_from_the_text_before_them_and_shown_at_their_photo(given_raw: RawArticle) -> None:
    article = clean_article(given_raw)
    assert [caption.position for caption in article.captions] == sorted(
        caption.position for caption in article.captions
    )
    assert all(0 <= caption.position <= len(texts(article)) for caption in article.captions)
    shown = [block.caption for block in article.all_blocks if block.caption is not None]
    assert set(shown) <= set(range(len(article.captions)))


@given(RAWS)
@settings(max_examples=40, deadline=None)
def test_the_same_page_gives_the_same_article_whatever_was_cleaned_before(given_raw: RawArticle) -> None:
    first = clean_article(given_raw)
    clean_article(raw(*PARAGRAPHS, *PARAGRAPHS))
    assert clean_article(given_raw) == first


@given(st.lists(SENTENCES, unique=True, min_size=1, max_size=15))
@settings(max_examples=40, deadline=None)
def test_no_paragraph_of_running_text_is_ever_lost(sentences: list[str]) -> None:
    assert texts(cleaned(*sentences)) == sentences


def test_a_bold_line_without_a_full_stop_is_a_heading() -> None:
    article = cleaned(ONE, line("Góp công, góp đất", "bold"), TWO, line("Một câu in đậm.", "bold"), THREE)
    kinds = [block.kind for block in article.blocks]
    assert kinds == [
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
    ]


def test_the_time_is_shown_as_a_reader_saw_it_and_exact_as_machines_were_told() -> None:
    published = (
        *found(["2026-03-07T08:07:18+0700"], "meta:article:published_time"),
        *found(["Thứ bảy, 07/03/2026 - 08:07 | Xã hội"], "div.time"),
    )
    article = cleaned(ONE, published=published)
    assert article.published_at == datetime(2026, 3, 7, 8, 7, 18, tzinfo=VIETNAM)
    assert article.published_raw == "Thứ bảy, 07/03/2026 - 08:07"
    assert (article.published_source, article.published_precision) == ("meta:article:published_time", Precision.SECOND)


def test_a_time_after_the_capture_is_the_pages_clock() -> None:
    captured = datetime(2026, 3, 7, tzinfo=VIETNAM)
    published = found(["Chủ nhật, 15/03/2026, 10:00"], "div.clock") + found(["06/03/2026 09:00"], "div.time")
    article = clean_article(raw(ONE, published=published), captured_at=captured)
    assert article.published_source == "div.time"


def test_a_page_without_a_time_has_none() -> None:
    article = cleaned(ONE, published=found(["1 giờ trước"]))
    assert (article.published_at, article.published_raw, article.published_precision) == (None, None, None)


def test_the_section_path_is_without_the_front_page_the_title_and_repetitions() -> None:
    path = found(["Trang chủ", "Xã hội »", " Giao thông ", "Giao thông", TITLE])
    article = cleaned(ONE, sections=path, titles=found([TITLE]))
    assert article.section_path == ("Xã hội", "Giao thông")


@pytest.mark.parametrize(
    ("values", "selector", "tags"),
    [
        (["#cầu Đồng Mận", "suối Cái,", "#cầu Đồng Mận"], ".tags a", ("cầu Đồng Mận", "suối Cái")),
        (["cầu Đồng Mận, suối Cái,,  "], "meta:keywords", ("cầu Đồng Mận", "suối Cái")),
        (["Lê, Trần, Mạc"], ".tags a", ("Lê, Trần, Mạc",)),
        (["x" * 200], ".tags a", ()),
    ],
)
def test_tags_are_as_displayed_and_keywords_are_split(values: list[str], selector: str, tags: tuple[str, ...]) -> None:
    assert cleaned(ONE, tags=found(values, selector)).tags == tags


@pytest.mark.parametrize(("declared", "language"), [(None, "vi"), ("en-US", "vi"), ("vi_VN", "vi")])
def test_a_vietnamese_text_is_vietnamese_whatever_the_page_declares(declared: str | None, language: str) -> None:
    stated = found([declared])[0] if declared else None
    assert cleaned(ONE, TWO, language=stated).language == language


@pytest.mark.parametrize(
    ("declared", "language"), [("en-US", "en"), ("FR", "fr"), (" lo ", "lo"), ("", None), ("?", None), (None, None)]
)
def test_another_text_is_what_the_page_declares(declared: str | None, language: str | None) -> None:
    stated = found([declared])[0] if declared is not None else None
    text = "The new bridge was opened on Friday by the people who had built it with their own hands."
    assert cleaned(text, language=stated).language == language


@pytest.mark.parametrize(
    ("fields_given", "problem"),
    [
        ({"blank": True}, "empty-body"),
        ({}, "not-article"),
        ({"titles": found([TITLE]), "declared": True}, "no-readable-body"),
        ({"titles": found([TITLE])}, "not-article"),
        ({"declared": True}, "not-article"),
        ({"titles": found([TITLE]), "published": found(["2026-03-07"], "meta:pubdate")}, "no-readable-body"),
    ],
)
def test_a_page_without_a_body_says_what_is_wrong(fields_given: dict[str, Any], problem: str) -> None:
    assert cleaned(**fields_given).problem == problem


def test_a_few_words_are_an_article_only_where_the_page_says_so() -> None:
    assert cleaned("Đã hết chỗ.", titles=found([TITLE])).problem == "not-article"
    assert cleaned("Đã hết chỗ.", titles=found([TITLE]), declared=True).problem is None


def test_an_article_behind_a_wall_says_so() -> None:
    article = cleaned("Vui lòng đăng nhập để đọc tiếp.", titles=found([TITLE]), declared=True)
    assert article.problem == "login-wall"


def test_every_field_can_be_traced_to_its_selector() -> None:
    article = cleaned(
        ONE,
        TWO,
        titles=found([f" {TITLE}"], "h1.title"),
        sapos=found(["Cây cầu nối hai bờ suối Cái là công sức ba năm của bà con."], "h2.sapo"),
        bylines=found(["Lê Hạ"], ".author"),
        published=found(["07/03/2026 08:07"], ".time"),
        updated=found(["08/03/2026 08:07"], "meta:lastmod"),
        sections=found(["Xã hội"], ".crumb a"),
        tags=found(["cầu"], ".tags a"),
        canonical_url=found(["https://baosonha.example/a"], "link")[0],
        language=found(["vi"], "html@lang")[0],
        body_selector="div.content",
    )
    selectors = {item.field: item.selector for item in article.provenance}
    assert selectors == {
        "title": "h1.title",
        "sapo": "h2.sapo",
        "byline": ".author",
        "published_at": ".time",
        "updated_at": "meta:lastmod",
        "section_path": ".crumb a",
        "tags": ".tags a",
        "canonical_url": "link",
        "language": "html@lang",
        "text": "div.content",
    }
    assert article.updated_at == datetime(2026, 3, 8, 8, 7, tzinfo=VIETNAM)


def test_the_raw_article_is_not_touched() -> None:
    given_raw = raw(ONE, "Phản hồi", titles=found([TITLE]))
    before = repr(given_raw)
    clean_article(given_raw)
    assert repr(given_raw) == before
