import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.model import BlockKind
from tests.support.parsing import blocks, body
from tests.support.raw import PARAGRAPHS

ONE, TWO, THREE, FOUR = PARAGRAPHS


def told(markup: str) -> list[str]:
    return [block.text.strip() for block in blocks(markup)]


def kinds(markup: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text.strip()) for block in blocks(markup)]


@pytest.mark.parametrize(
    "markup",
    [
        f"<p>{ONE}</p><p>{TWO}</p>",
        f"<p>{ONE}<p>{TWO}",
        f"<div>{ONE}</div><div>{TWO}</div>",
        f"<div>{ONE}</div><div class=rennab></div><div>{TWO}</div>",
        f"{ONE}<br><br>{TWO}",
        f"{ONE}<br> <br/>\n<br>{TWO}<br><br>",
        f"<p>{ONE}<br><br>{TWO}</p>",
        f"{ONE}<p></p>{TWO}",
        f"<div><div><div><p>{ONE}</p></div></div>{TWO}</div>",
        f"<section><article><p>{ONE}</p></article></section><main>{TWO}</main>",
        f"<font face=Arial><p>{ONE}</p></font><center>{TWO}</center>",
    ],
)
def test_paragraphs_are_found_however_they_are_set(markup: str) -> None:
    assert told(markup) == [ONE, TWO]


def test_inline_elements_do_not_break_a_word_or_a_paragraph() -> None:
    assert told("<p>Cầu <b>Đồ</b>ng <a href=/m>Mậ<i>n</i></a>&nbsp;mới</p>") == ["Cầu Đồng Mận\xa0mới"]


def test_a_single_break_is_a_line_break() -> None:
    assert told("<p>Một dòng<br>hai dòng</p>") == ["Một dòng\nhai dòng"]


def test_a_bold_line_before_a_break_is_a_block_of_its_own() -> None:
    assert told(f"<p><b>Góp công</b><br>{ONE}</p>") == ["Góp công", ONE]


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ("<h2>{}</h2>", BlockKind.HEADING),
        ("<h6>{}</h6>", BlockKind.HEADING),
        ("<blockquote>{}</blockquote>", BlockKind.QUOTE),
        ("<blockquote><p>{}</p></blockquote>", BlockKind.QUOTE),
        ("<ul><li>{}</li></ul>", BlockKind.LIST_ITEM),
        ("<ol><li><p>{}</p></ol>", BlockKind.LIST_ITEM),
        ("<dl><dd>{}</dd></dl>", BlockKind.LIST_ITEM),
        ("<pre>{}</pre>", BlockKind.CODE),
        ("<p>{}</p>", BlockKind.PARAGRAPH),
        ("<td>{}</td>", BlockKind.PARAGRAPH),
    ],
)
def test_a_block_is_what_its_element_says(markup: str, kind: BlockKind) -> None:
    assert kinds(markup.format(ONE)) == [(kind.value, ONE)]


def test_code_keeps_its_white_space_and_no_other_text_does() -> None:
    assert [block.text for block in blocks("<pre>a\n   b</pre><p>a\n   b</p>")] == ["a\n   b", "a b"]


def test_rows_of_a_table_of_data_are_one_block_each() -> None:
    markup = "<table><tr><th>Xã</th><th>Hộ</th></tr><tr><td>Tân Mỹ</td><td><b>12</b></td></tr></table>"
    assert kinds(markup) == [("table-row", "Xã | Hộ"), ("table-row", "Tân Mỹ | 12")]


def test_a_table_that_lays_out_the_page_is_no_data() -> None:
    markup = f"<table><tr><td>{ONE * 5}</td><td>{TWO * 5}</td></tr></table>"
    assert kinds(markup) == [("paragraph", ONE * 5), ("paragraph", TWO * 5)]


def test_what_no_reader_sees_is_no_block() -> None:
    unseen = f"<script>var a = 1</script><style>p{{}}</style><!-- {TWO} --><noscript>{TWO}</noscript><p> \n </p><hr>"
    assert told(f"{unseen}<p>{ONE}</p>{unseen}") == [ONE]


@pytest.mark.parametrize(
    ("markup", "hints"),
    [
        ('<p style="text-align: center;">{}</p>', {"centred"}),
        ("<center>{}</center>", {"centred"}),
        ('<p align="right">{}</p>', {"right"}),
        ('<p class="text-end">{}</p>', {"right"}),
        ("<div align=center><p style='text-align:left'>{}</p></div>", set()),
        ("<p><em>{}</em></p>", {"italic"}),
        ("<i><p>{}</p></i>", {"italic"}),
        ("<p><b><i>{}</i></b></p>", {"italic", "bold"}),
        ('<p style="font-weight:700">{}</p>', {"bold"}),
        ("<p><b>{}</b> và chữ thường</p>", set()),
        ('<p class="pCaption">{}</p>', {"caption"}),
        ("<figure><figcaption>{}</figcaption></figure>", {"caption"}),
        ('<table><td class="media-caption">{}</td></table>', {"caption"}),
        ('<div class="author">{}</div>', {"signature"}),
        ('<div class="related-news"><p>{}</p></div>', {"related"}),
        ('<div class="social-share">{}</div>', {"furniture"}),
        ('<p style="display:none">{}</p>', {"hidden"}),
        ("<p hidden>{}</p>", {"hidden"}),
        ('<p class="captain added subtitle">{}</p>', set()),
    ],
)
def test_markup_is_told_in_hints(markup: str, hints: set[str]) -> None:
    (block,) = blocks(markup.format("Cầu mới.") + f"<p>{ONE * 4}</p>")[:1]
    assert block.text.startswith("Cầu mới.")
    assert (
        block.hints & {"centred", "right", "italic", "bold", "caption", "signature", "related", "furniture", "hidden"}
        == hints
    )


def test_the_rules_of_a_profile_are_told_in_hints_with_their_selector() -> None:
    markup = f"<p class=x>Một.</p><p class=y>Hai.</p><p class=z>Ba.</p><p class=w>Bốn.</p><p>{ONE * 4}</p>"
    found = blocks(markup, drop=("p.x",), keep=("p.y",), caption=("p.z",), signature=("p.w",))
    assert [block.hints for block in found[:4]] == [{"dropped"}, {"keep"}, {"caption"}, {"signature"}]
    assert found[0].selector == "p.x"


def test_letters_in_links_are_counted() -> None:
    (block,) = blocks("<p>Xem <a href=/x>cầu mới</a> ở đây</p>")
    assert block.link_chars == len("cầu mới")


def test_a_block_names_its_element() -> None:
    first, second, third = blocks("<p class='pBody x'>Một.</p><p id=hai>Hai.</p><h2>Ba</h2>")
    assert (first.selector, second.selector, third.selector) == ("p.pBody", "p#hai", "h2")


@pytest.mark.parametrize(
    "markup",
    [
        "<figure><img src=/a.jpg><figcaption>Cầu.</figcaption></figure>",
        "<figure><figcaption>Cầu.</figcaption><img src=/a.jpg></figure>",
        "<table><tr><td class=pic><img src=/a.jpg></td></tr><tr><td class=pCaption>Cầu.</td></tr></table>",
        "<div class=photo><img src=/a.jpg><p class=caption>Cầu.</p></div>",
        "<p><img src=/a.jpg></p><p class=pCaption>Cầu.</p>",
    ],
)
def test_a_caption_slot_belongs_to_its_photo(markup: str) -> None:
    article = body(f"<p>{ONE}</p><img src=/khac.jpg><p>{TWO}</p>{markup}<p>{THREE}</p>")
    slot = next(block for block in article.blocks if block.text == "Cầu.")
    assert slot.figure is not None
    assert article.figures[slot.figure].image_url == "https://baosonha.example/a.jpg"
    assert "caption" in slot.hints


def test_photos_stand_at_their_place_between_the_paragraphs() -> None:
    article = body(f"<p>{ONE}</p><p><img src=a.jpg></p><p>{TWO}<img src=b.jpg>{THREE}</p>")
    assert [block.figure if block.kind is BlockKind.FIGURE else block.text for block in article.blocks[:-1]] == [
        ONE,
        0,
        TWO,
        1,
        THREE,
    ]


def test_a_photo_of_another_story_is_none_of_the_articles() -> None:
    article = body(f"<p>{ONE * 3}</p><div class=related-news><img src=/a.jpg alt=x><a href=/b>Hội chợ</a></div>")
    assert article.figures == ()


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<b>", "</b>", "<br>", "<li>", "<h2>", "<i>", "xin", " chào ", "\n"]),
        max_size=25,
    )
)
@settings(max_examples=60, deadline=None)
def test_all_text_is_in_the_blocks_in_the_order_of_the_page(tokens: list[str]) -> None:
    markup = "".join(tokens)
    shown = "".join(token for token in tokens if not token.startswith("<")).split()
    assert "".join("".join(block.text.split()) for block in blocks(f"<section>{markup}</section>")) == "".join(shown)
