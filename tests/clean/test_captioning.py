import pytest

from danvan_cli.model import BlockKind
from tests.support.raw import PARAGRAPHS, cleaned, found, image, line, photo, reasons, texts

CAPTION = "Cầu Đồng Mận nối hai bờ suối Cái trong ngày khánh thành."
CREDITED = f"{CAPTION[:-1]}. (Ảnh: LH)."
ONE, TWO, THREE, FOUR = PARAGRAPHS


@pytest.mark.parametrize(
    ("blocks", "alt"),
    [
        ((photo(), line(CREDITED, "caption", figure=0), ONE, TWO), None),
        ((line(CREDITED, "caption", figure=0), photo(), ONE, TWO), None),
        ((photo(), line(CREDITED, "centred"), ONE, TWO), None),
        ((photo(), line(CREDITED, "italic"), ONE, TWO), None),
        ((photo(), CREDITED, ONE, TWO), None),
        ((photo(), line(CAPTION), line("Ảnh: LH", "right"), ONE, TWO), CAPTION),
        ((photo(), line(CAPTION, "caption", figure=0), line("Ảnh: LH", "caption", figure=0), ONE, TWO), None),
        ((photo(), line(CREDITED, "caption", figure=0), ONE, CREDITED, TWO), None),
        ((photo(), line(CREDITED, "caption", figure=0), line(CREDITED), ONE, CAPTION.upper(), TWO), None),
        ((photo(), line("Chú thích ảnh"), line(CREDITED, "italic"), ONE, TWO), None),
        (
            (
                photo(0, "lead-photo"),
                line(CREDITED, "lead-photo"),
                photo(1),
                line(CREDITED, "caption", figure=1),
                ONE,
                TWO,
            ),
            None,
        ),
    ],
    ids=[
        "slot",
        "slot-above",
        "centred",
        "italic",
        "credit",
        "alt-and-credit",
        "two-slots",
        "repeated",
        "three-times",
        "label",
        "twice",
    ],
)
def test_a_caption_leaves_the_body_however_often_it_was_printed(blocks: tuple[str, ...], alt: str | None) -> None:
    article = cleaned(*blocks, figures=(image(alt), image(url="https://baosonha.example/2.jpg")))
    assert texts(article) == [ONE, TWO]
    assert [(caption.text, caption.credit) for caption in article.captions] == [(CAPTION, "LH")]
    assert article.captions[0].image_url == "https://baosonha.example/cau.jpg"
    assert set(reasons(article).values()) <= {"caption", "duplicate-caption", "boilerplate"}


def test_the_copy_is_told_from_the_caption() -> None:
    article = cleaned(photo(), line(CREDITED, "caption", figure=0), ONE, CREDITED, TWO, figures=(image(),))
    assert [block.removed for block in article.removed] == ["caption", "duplicate-caption"]


def test_a_caption_keeps_what_the_page_printed() -> None:
    article = cleaned(photo(), line(f"Chú thích ảnh {CREDITED}", "caption", figure=0), ONE, figures=(image(),))
    assert article.captions[0].raw == CREDITED


def test_a_caption_knows_how_many_paragraphs_stand_before_its_photo() -> None:
    slots = [line(f"Ảnh số {place}. Ảnh: LH", "caption", figure=place) for place in range(3)]
    article = cleaned(
        photo(0), slots[0], ONE, TWO, photo(1), slots[1], THREE, slots[2], photo(2), FOUR, figures=[image()] * 3
    )
    assert [caption.position for caption in article.captions] == [0, 2, 3]
    shown = [block.caption for block in article.blocks if block.kind is BlockKind.FIGURE]
    assert shown == [0, 1, 2]


def test_a_photo_without_a_caption_leaves_the_paragraphs_alone() -> None:
    article = cleaned(ONE, photo(), TWO, photo(1), THREE, figures=(image(), image()))
    assert texts(article) == [ONE, TWO, THREE]
    assert article.captions == ()


def test_the_images_hidden_text_is_evidence_and_never_a_caption_by_itself() -> None:
    article = cleaned(photo(), ONE, TWO, figures=(image(alt=CAPTION, title=CAPTION),))
    assert article.captions == ()
    assert texts(article) == [ONE, TWO]


def test_hidden_text_that_is_the_articles_title_is_no_evidence() -> None:
    title = "Khánh thành cầu Đồng Mận"
    article = cleaned(photo(), title + ".", ONE, figures=(image(alt=title),), titles=())
    assert [caption.text for caption in article.captions] == [title + "."]
    article = cleaned(photo(), ONE, title + ".", TWO, figures=(image(alt=title),), titles=found([title]))
    assert article.captions == ()


@pytest.mark.parametrize(
    "paragraph",
    [
        ONE,
        "Ảnh hưởng của bão số 3, ba xã ven sông mất điện hai ngày liền.",
        "Ảnh: đó là thứ ông giữ lại từ ngôi nhà cũ, " + "ngoài ra không còn gì, " * 5 + "ông nói.",
        "Ông lật từng trang, kể về bức ảnh: đó là mùa lũ năm ông hai mươi.",
        "Nguồn nước lấy từ suối Cái.",
        "Tin vui: từ tháng 4, học sinh được miễn tiền xe buýt.",
    ],
)
def test_a_paragraph_after_a_photo_that_merely_resembles_a_caption_stays(paragraph: str) -> None:
    article = cleaned(photo(), paragraph, TWO, figures=(image(),))
    assert texts(article) == [paragraph, TWO]


@pytest.mark.parametrize("signature", ["Tin, ảnh: P.Y", "Bài và ảnh: Minh Đức"])
def test_a_byline_under_the_last_photo_signs_the_article(signature: str) -> None:
    article = cleaned(ONE, TWO, photo(), signature, figures=(image(),))
    assert article.captions == ()
    assert article.byline == (signature.partition(": ")[2],)


def test_a_long_centred_paragraph_after_a_photo_is_a_paragraph() -> None:
    article = cleaned(photo(), line(ONE * 4, "centred"), TWO, figures=(image(),))
    assert texts(article) == [ONE * 4, TWO]


def test_a_heading_or_a_table_row_after_a_photo_is_no_caption() -> None:
    heading, row = line("Cầu mới", "centred", kind=BlockKind.HEADING), line("Xã | Số hộ", kind=BlockKind.TABLE_ROW)
    article = cleaned(ONE, photo(), heading, photo(1), row, TWO, figures=(image(), image()))
    assert texts(article) == [ONE, "Cầu mới", "Xã | Số hộ", TWO]


def test_what_the_profile_keeps_stays_whatever_it_looks_like() -> None:
    article = cleaned(photo(), line(CREDITED, "caption", "keep", figure=0), ONE, figures=(image(),))
    assert texts(article) == [CREDITED, ONE]


def test_a_second_line_in_italics_is_the_articles_own() -> None:
    second = line("Đó là lời ông dặn con cháu trước lúc đi xa.", "italic")
    article = cleaned(photo(), line(CREDITED, "italic"), second, ONE, figures=(image(),))
    assert texts(article) == [second.text, ONE]


def test_a_short_caption_is_not_hunted_through_the_body() -> None:
    article = cleaned(photo(), line("Đúng vậy.", "caption", figure=0), ONE, "Đúng vậy.", TWO, figures=(image(),))
    assert texts(article) == [ONE, "Đúng vậy.", TWO]
    assert [caption.text for caption in article.captions] == ["Đúng vậy."]


def test_a_slot_without_a_figure_is_a_caption_all_the_same() -> None:
    article = cleaned(ONE, line(CREDITED, "caption"), TWO)
    assert texts(article) == [ONE, TWO]
    assert [(caption.text, caption.image_url) for caption in article.captions] == [(CAPTION, None)]


def test_an_empty_slot_gives_no_caption() -> None:
    article = cleaned(photo(), line("Nhập chú thích ảnh", "caption", figure=0), ONE, figures=(image(),))
    assert article.captions == ()
    assert texts(article) == [ONE]


def test_a_photo_story_told_in_captions_keeps_its_text() -> None:
    told = [f"{place}. {text}" for place, text in enumerate(PARAGRAPHS * 2)]
    blocks = [block for place, text in enumerate(told) for block in (photo(place), line(text, "caption", figure=place))]
    article = cleaned(*blocks, figures=[image()] * len(told))
    assert texts(article) == told
    assert article.captions == ()
