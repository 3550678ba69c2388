import json

import pytest

import danvan_cli
from danvan_cli.html import Page
from danvan_cli.model import Found
from danvan_cli.parse.metadata import own_url
from tests.support.parsing import parsed
from tests.support.raw import PARAGRAPHS

TITLE = "Xã Tân Mỹ khánh thành cầu Đồng Mận"
STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(head: str = "", before: str = "", after: str = "", h1: str = TITLE) -> str:
    return f"<html><head>{head}</head><body>{before}<h1>{h1}</h1>{after}<div class=noidung>{STORY}</div></body></html>"


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def linked(**fields: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle"} | fields)}</script>'


def values(found: tuple[Found, ...]) -> list[str]:
    return [item.value.strip() for item in found]


@pytest.mark.parametrize(
    "head",
    [
        meta("og:title", TITLE),
        meta("og:title", f"{TITLE} | Báo Sơn Hà"),
        f"<title>{TITLE} - Báo Sơn Hà điện tử</title>",
        linked(headline=TITLE),
        "",
    ],
)
def test_the_displayed_title_is_the_first_candidate(head: str) -> None:
    found = parsed(page(head)).titles
    assert (found[0].value, found[0].selector) == (TITLE, "h1")


def test_a_heading_that_is_the_sections_name_is_not() -> None:
    found = parsed(page(meta("og:title", TITLE), before="<h1>Thời sự</h1>"))
    assert found.titles[0].value == TITLE
    assert values(found.sections) == ["Thời sự"]


def test_a_title_that_is_displayed_nowhere_is_told_without_the_papers_name() -> None:
    found = parsed(page(f"<title>{TITLE} | Báo Sơn Hà</title>", h1="Báo Sơn Hà"))
    assert TITLE in values(found.titles)


def test_a_profiles_selector_comes_before_everything() -> None:
    found = parsed(page(meta("og:title", TITLE), after="<p class=ten>Tên khác</p>"), title=("p.ten",))
    assert (found.titles[0].value, found.titles[0].selector) == ("Tên khác", "p.ten")


@pytest.mark.parametrize(
    ("markup", "value"),
    [
        ('<h2 class="detail-sapo">Cầu dài 120 m.</h2>', "Cầu dài 120 m."),
        ('<div class="article__sapo cms-desc">Cầu dài 120 m.</div>', "Cầu dài 120 m."),
        ('<div class="tom-tat">Cầu dài 120 m.</div>', "Cầu dài 120 m."),
    ],
)
def test_a_displayed_sapo_comes_before_what_machines_are_told(markup: str, value: str) -> None:
    found = parsed(page(meta("og:description", "Mô tả cho máy"), after=markup)).sapos
    assert values(found)[0] == value
    assert found[-1] == Found(value="Mô tả cho máy", selector="meta:og:description")


def test_a_vague_class_is_a_sapo_where_machines_are_told_the_same_or_nothing() -> None:
    shown = '<p class="desc">Cầu dài 120 m, nối hai bờ suối Cái.</p>'
    told = meta("og:description", "Cầu dài 120 m, nối hai bờ suối")
    other = meta("og:description", "Sáng nay tỉnh khai mạc hội chợ xuân")
    assert parsed(page(told, after=shown)).sapos[0].selector == "p[class*=desc]"
    assert parsed(page("", after=shown)).sapos[0].selector == "p[class*=desc]"
    assert [found.selector for found in parsed(page(other, after=shown)).sapos] == ["meta:og:description"]


@pytest.mark.parametrize(
    ("head", "selector"),
    [
        (meta("article:published_time", "2026-03-05T06:00:00+0700"), "meta:article:published_time"),
        ('<meta itemprop="datePublished" content="2026-03-05T06:00:00+0700">', "meta:datepublished"),
        ('<meta name="pubdate" content="2026-03-05T06:00:00+0700">', "meta:pubdate"),
        (linked(datePublished="2026-03-05T06:00:00+0700"), "jsonld:datePublished"),
        ('<link rel=x><time datetime="2026-03-05T06:00:00+0700">5/3</time>', "time[datetime]@datetime"),
    ],
)
def test_a_time_told_machines_is_found(head: str, selector: str) -> None:
    assert parsed(page(head)).published[0] == Found(value="2026-03-05T06:00:00+0700", selector=selector)


@pytest.mark.parametrize(
    "markup",
    [
        "<span class=pubdate>05/03/2026 - 18:21</span>",
        "<div class=date>09:47, 05/03/2026</div>",
        "<p>Thứ Năm, 05/03/2026 | 10:22</p>",
        "<font>Ngày 5 tháng Ba năm 2026</font>",
    ],
)
def test_a_displayed_time_after_the_title_comes_before_the_pages_clock(markup: str) -> None:
    found = parsed(page(before="<div class=date>Hôm nay, 20/11/2026</div>", after=markup)).published
    assert "20/11/2026" not in found[0].value
    assert all("20/11/2026" not in value for value in values(found)[:-1])


def test_a_date_in_running_text_is_none_of_the_pages() -> None:
    story = f"<p>Ngày 01/02/2020, {PARAGRAPHS[0]}</p>{STORY}"
    assert parsed(f"<h1>{TITLE}</h1><div class=noidung>{story}</div>").published == ()


@pytest.mark.parametrize(
    ("markup", "name"),
    [
        ("<a rel=author href=/p>Lê Hạ</a>", "Lê Hạ"),
        ("<span class=author-name>Lê Hạ</span>", "Lê Hạ"),
        ("<div class=tac-gia>Lê Hạ</div>", "Lê Hạ"),
        ("<p class=article-byline>Lê Hạ</p>", "Lê Hạ"),
    ],
)
def test_a_displayed_author_comes_before_what_machines_are_told(markup: str, name: str) -> None:
    found = parsed(page(linked(author={"name": "Máy Chủ"}), after=markup)).bylines
    assert values(found)[0] == name
    assert found[-1] == Found(value="Máy Chủ", selector="jsonld:author.name")


def test_a_long_text_in_an_authors_box_is_no_byline() -> None:
    assert parsed(page(after=f"<div class=author>{PARAGRAPHS[0]}</div>")).bylines == ()


@pytest.mark.parametrize(
    "markup",
    ['<div style="text-align:right"><b>Minh Đức</b></div>', "<p>Tin, ảnh: P.Y</p>", '<p class="text-end">Minh Đức</p>'],
)
def test_a_signature_right_after_the_body_is_a_byline(markup: str) -> None:
    html = f"<h1>{TITLE}</h1><div class=b>{STORY}</div>{markup}<div>Khác</div>"
    assert len(parsed(html, body=("div.b",)).bylines) == 1


@pytest.mark.parametrize(
    ("markup", "path"),
    [
        ("<ul class=breadcrumb><li><a>Trang chủ</a></li><li><a>Xã hội</a></li></ul>", ["Trang chủ", "Xã hội"]),
        ("<div class=bread-crumb-detail><a>Xã hội</a><a>Giao thông</a></div>", ["Xã hội", "Giao thông"]),
        (meta("article:section", "Xã hội"), ["Xã hội"]),
        (linked(articleSection=["Xã hội", "Giao thông"]), ["Xã hội", "Giao thông"]),
        ("", []),
    ],
)
def test_the_section_path_is_outermost_first(markup: str, path: list[str]) -> None:
    assert values(tuple(parsed(page(before=markup)).sections)) == path


@pytest.mark.parametrize(
    ("markup", "tags"),
    [
        ("<div class=article__tags><a>cầu</a><a>suối Cái</a></div>", ["cầu", "suối Cái"]),
        ("<div class=block_tag><a>cầu</a></div>", ["cầu"]),
        ("<ul class=tu-khoa><li><a>cầu</a></li></ul>", ["cầu"]),
        (meta("news_keywords", "cầu, suối"), ["cầu, suối"]),
        ("", []),
    ],
)
def test_tags_are_displayed_ones_or_keywords(markup: str, tags: list[str]) -> None:
    assert values(tuple(parsed(page(after=markup)).tags)) == tags


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ('<link rel=canonical href="https://baosonha.example/a">', "https://baosonha.example/a"),
        (meta("og:url", " https://baosonha.example/a "), "https://baosonha.example/a"),
        ('<link rel=canonical href="/a">', None),
        ('<link rel=canonical href="javascript:x">', None),
        ("", None),
    ],
)
def test_a_saved_page_names_its_own_url_only_where_it_is_whole(head: str, url: str | None) -> None:
    assert own_url(page(head)) == url


def test_language_and_masthead_are_what_the_page_declares() -> None:
    found = parsed('<html lang="vi-VN"><head>' + meta("og:site_name", "Báo Sơn Hà") + f"</head><body>{STORY}")
    assert found.language == Found(value="vi-VN", selector="html@lang")
    assert found.site_name is not None
    assert found.site_name.value == "Báo Sơn Hà"


@pytest.mark.parametrize(
    ("head", "declared"),
    [
        (meta("og:type", "article"), True),
        (linked(headline=TITLE), True),
        (meta("og:type", "website"), False),
        ("", False),
    ],
)
def test_a_page_declares_itself_an_article(head: str, declared: bool) -> None:  # noqa: FBT001
    assert parsed(page(head)).declared is declared


def test_a_page_that_says_nothing_has_no_candidates() -> None:
    found = parsed("<p></p>", url=None)
    assert (found.titles, found.sapos, found.bylines, found.published, found.updated) == ((), (), (), (), ())
    assert (found.sections, found.tags, found.canonical_url, found.language, found.site_name) == (
        (),
        (),
        None,
        None,
        None,
    )
    assert Page("").text == ""


def test_a_document_title_that_only_names_the_paper_gives_way_to_the_longest_heading() -> None:
    page = (
        "<title>Báo Sơn Hà</title><body><h1>Thời sự</h1><h1>Sơn Hà khánh thành cầu Bến Đá</h1>"
        f"<div class=content>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}</div>"
    )
    assert danvan_cli.extract(page).title == "Sơn Hà khánh thành cầu Bến Đá"
