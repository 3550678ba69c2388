import pytest

import danvan_cli
from danvan_cli.html import Page
from danvan_cli.parse.generic import locate, path_of
from tests.support.parsing import parsed
from tests.support.raw import PARAGRAPHS

ONE, TWO, THREE, FOUR = PARAGRAPHS
STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
TEASERS = "".join(
    f"<li><a href='/tin-{number}'>Tin số {number} về hội chợ xuân ở thị trấn huyện lỵ</a></li>" for number in range(12)
)
MENU = (
    "<nav>"
    + "".join(f"<a href='/{name}'>{name}</a> " for name in ("Thời sự", "Kinh tế", "Xã hội", "Pháp luật"))
    + "</nav>"
)
COMMENTS = (
    "<div class=comments>"
    + "".join(f"<p>Bạn đọc {n}: tôi rất vui khi quê mình có cầu mới, cảm ơn.</p>" for n in range(6))
    + "</div>"
)
FOOT = "<div class=footer><p>Cơ quan của Đảng bộ tỉnh. Giấy phép số 12. Tổng Biên tập: Đinh Quang Sách.</p></div>"


def texts(html: str) -> list[str]:
    return [block.text.strip() for block in parsed(html).blocks if block.text.strip()]


@pytest.mark.parametrize(
    "story",
    [
        f"<div class=noidung>{STORY}</div>",
        f"<article>{STORY}</article>",
        f"<div id=content><div><div>{STORY}</div></div></div>",
        f"<div class='content-with-sidebar'>{STORY}</div>",
        "<div class=x>" + "".join(f"<div>{text}</div>" for text in PARAGRAPHS) + "</div>",
        "<div class=x>" + "<br><br>".join(PARAGRAPHS) + "</div>",
        "<table><tr><td>" + "<br><br>".join(PARAGRAPHS) + "</td></tr></table>",
        f"<div><p>{ONE}</p><div class=ads>Quảng cáo</div><p>{TWO}</p><div><p>{THREE}</p></div><p>{FOUR}</p></div>",
        f"<div><section class=t><p>{ONE}</p><p>{TWO}</p></section><section class=t>{THREE}<p>{FOUR}</section></div>",
    ],
    ids=["class", "article", "nested", "misleading-class", "divs", "breaks", "table", "ads-between", "in-sections"],
)
def test_the_story_is_found_between_menus_teasers_comments_and_the_foot(story: str) -> None:
    page = (
        f"<html><body>{MENU}<h1>Khánh thành cầu</h1>{story}<ul class=list>{TEASERS}</ul>{COMMENTS}{FOOT}</body></html>"
    )
    assert [text for text in texts(page) if text in PARAGRAPHS] == list(PARAGRAPHS)
    assert not any("Giấy phép" in text or "Bạn đọc" in text for text in texts(page))


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p></p>",
        "<html><body></body></html>",
        MENU,
        f"<body>{MENU}<ul>{TEASERS}</ul></body>",
        "<body>Xin chào</body>",
        "<frameset></frameset>",
    ],
    ids=["nothing", "empty", "no-body", "menu", "teasers", "a-word", "frames"],
)
def test_where_nothing_is_running_text_nothing_is_located(page: str) -> None:
    assert locate(Page(page)) is None


def test_text_that_stands_in_the_body_itself_is_found() -> None:
    assert texts(f"<body><h1>Khánh thành cầu</h1>{STORY}</body>")[-4:] == list(PARAGRAPHS)


def test_the_element_the_page_declares_as_its_body_wins_over_what_is_around_it() -> None:
    declared = f"<div itemprop=articleBody><p>{ONE}</p><p>{TWO}</p><p>{THREE}</p></div>"
    page = f"<body><div class=w><p>{FOUR}</p>{declared}</div></body>"
    located = locate(Page(page))
    assert located is not None
    assert "p" not in {node.tag for node in located.nodes}
    assert FOUR not in texts(page)


def test_a_path_names_an_element_and_those_around_it_up_to_an_id() -> None:
    page = Page("<div id=a class=b><div class='c d'><p>x</p></div></div><p class=' '>y</p>")
    assert [path_of(node) for node in page.css("p")] == ["div#a > div.c > p", "body > p"]


def test_locating_twice_finds_the_same() -> None:
    page = f"<body>{MENU}<div class=a>{STORY}</div><div class=b>{STORY}</div></body>"
    assert parsed(page) == parsed(page)


@pytest.mark.parametrize("rows", [20, 60, 300])
def test_a_table_of_many_short_cells_does_not_count_against_the_article_that_holds_it(rows: int) -> None:
    paragraphs = "".join(
        f"<p>Đoạn {number}: tỉnh công bố kết quả kiểm tra giá hàng hóa tại các chợ trong quý một năm nay.</p>"
        for number in range(4)
    )
    table = "".join(f"<tr><td>Chợ {row}</td><td>{row * 3}</td><td>tăng</td></tr>" for row in range(rows))
    article = danvan_cli.extract(f"<html><body><h1>Giá quý một</h1>{paragraphs}<table>{table}</table></body></html>")
    assert article.problem is None
    assert len([block for block in article.blocks if block.text]) == 4 + rows
