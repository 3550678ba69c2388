from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.parse.article import parse_page
from danvan_cli.profiles.schema import GENERIC, ArticleRules, Profile, Version
from tests.support.parsing import URL, parsed
from tests.support.raw import PARAGRAPHS

ONE, TWO, THREE, FOUR = PARAGRAPHS
STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
TOKENS = st.sampled_from(
    [
        "<p>", "</p>", "<div class=related>", "</div>", "<table><tr><td>", "</table>", "<figure>",
        "<img src=a alt='b'>", "</b>", "<a href=x>", "<figcaption>", "<h1>", "<script>", "</script>", "<!--", "-->",
        "<li>", "<br>", "<svg>",
        "<title>", "xin ", "&#0;", "<", '"', "\x00", ONE,
    ]
)  # fmt: skip


def texts(html: str, **rules: Any) -> list[str]:
    return [block.text.strip() for block in parsed(html, **rules).blocks]


def test_the_first_selector_that_finds_text_locates_the_body() -> None:
    html = f"<div class=a> </div><div class=b>{STORY}</div><div class=c>{STORY}</div>"
    found = parsed(html, body=("div.none", "div.a", "div.b", "div.c"))
    assert (found.body_selector, len(found.blocks)) == ("div.b", 4)


def test_of_several_elements_the_longest_is_the_body() -> None:
    assert texts(f"<div class=b><p>{ONE}</p></div><div class=b><p>{TWO}</p><p>{THREE}</p></div>", body=("div.b",)) == [
        TWO,
        THREE,
    ]


def test_a_selector_of_paragraphs_takes_them_all() -> None:
    html = f"<p class=pBody>{ONE}</p><div>Quảng cáo</div><p class=pBody>{TWO}</p><p class=pBody>{THREE}</p>"
    assert texts(html, body=("p.pBody",)) == [ONE, TWO, THREE]


def test_where_no_rule_finds_the_body_structure_does() -> None:
    found = parsed(f"<body><h1>Cầu</h1><div class=moi>{STORY}</div></body>", body=("div.cu",))
    assert found.body_selector
    assert found.body_selector != "div.cu"
    assert len([block for block in found.blocks if block.text in PARAGRAPHS]) == 4


@pytest.mark.parametrize("assigned", ['outputData = "{}"', "var outputData='{}';", '{{"outputData": "{}"}}'])
def test_a_body_in_a_script_as_plain_html_is_read(assigned: str) -> None:
    markup = STORY.replace("<", "\\u003c").replace("/", "\\/")
    found = parsed(f"<h1>Cầu</h1><script>{assigned.format(markup)}</script>", body=("script:outputData", "div.b"))
    assert [block.text for block in found.blocks] == list(PARAGRAPHS)
    assert found.body_selector == "script:outputData"


def test_a_lead_photo_above_the_body_belongs_to_the_article() -> None:
    html = f"<div class=avatar><img src=/a.jpg><span>Cầu mới. Ảnh: LH</span></div><div class=b>{STORY}</div>"
    found = parsed(html, body=("div.b",), lead_photo=("div.avatar",))
    assert [figure.image_url for figure in found.figures] == ["https://baosonha.example/a.jpg"]
    assert [block.text.strip() for block in found.blocks if "lead-photo" in block.hints] == ["", "Cầu mới. Ảnh: LH"]


def test_a_page_captured_before_a_redesign_is_read_by_the_older_rules() -> None:
    profile = Profile(
        id="test",
        article=ArticleRules(body=("div.moi",)),
        versions=(Version(until=date(2020, 12, 31), article=ArticleRules(body=("div.cu",))),),
    )
    html = f"<div class=cu><p>{ONE}</p></div><div class=moi><p>{TWO}</p></div>"

    def body_on(day: date | None) -> str | None:
        return parse_page(html, url=URL, profile=profile, captured_on=day).body_selector

    assert (body_on(date(2020, 12, 31)), body_on(date(2021, 1, 1)), body_on(None)) == ("div.cu", "div.moi", "div.moi")


def test_links_are_made_absolute_by_the_pages_own_url_where_no_other_is_known() -> None:
    html = f"<link rel=canonical href='https://baosonha.example/x/a'><div class=b><img src=a.jpg alt=Cầu>{STORY}</div>"
    assert [figure.image_url for figure in parsed(html, url=None, body=("div.b",)).figures] == [
        "https://baosonha.example/x/a.jpg"
    ]


@pytest.mark.parametrize("html", ["", " ", "<html></html>", "<body> &nbsp; <script>x</script></body>", "\x00"])
def test_a_page_that_shows_nothing_is_blank(html: str) -> None:
    found = parse_page(html, url=None, profile=GENERIC)
    assert found.blank
    assert (found.blocks, found.body_selector) == ((), None)


@given(st.lists(TOKENS, max_size=30).map("".join))
@settings(max_examples=70, deadline=None)
def test_no_markup_raises_and_every_reference_holds(html: str) -> None:
    found = parse_page(html, url=URL, profile=GENERIC)
    assert found == parse_page(html, url=URL, profile=GENERIC)
    assert all(block.figure is None or 0 <= block.figure < len(found.figures) for block in found.blocks)
    assert all(0 <= block.link_chars <= max(len(block.text), block.link_chars) for block in found.blocks)
