"""However a body is read, straight off lexbor or all of it by BeautifulSoup, the same comes out."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.html import Page
from danvan_cli.parse.body import Part, read_body
from danvan_cli.parse.boxes import telling_boxes
from danvan_cli.parse.generic import locate
from danvan_cli.parse.links import Links

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*/page.html"))
URL = "https://baosonha.example/xa-hoi/a1.html"
OPENING = st.sampled_from(
    [
        "<p>", "<div>", "<div class=box>", '<div class="photo">', '<p class="caption">', "<b>", "<em>", "<span>",
        '<span class="author">', '<a href="/b2.html">', '<a href="https://khac.example/">', "<ul>", "<li>", "<table>",
        "<tr>", "<td>", "<figure>", "<figcaption>", "<blockquote>", "<h2>", "<pre>", "<section>", "<i>", "<center>",
        "<p style='text-align:right'>", "<p hidden>", "<nav>", "<u>", '<div class="related-news">',
    ]
)  # fmt: skip
CLOSING = st.sampled_from(["</p>", "</div>", "</b>", "</a>", "</li>", "</ul>", "</table>", "</figure>", "</span>"])
OTHER = st.sampled_from(
    ["<br>", "<br><br>", "<hr>", '<img src="/a.jpg" alt="Cầu">', " ", "\n", "Cầu mới. ", "Xã ", "một", "<!-- x -->"]
)
MARKUP = st.lists(st.one_of(OPENING, CLOSING, OTHER), max_size=40).map("".join)


def both(html: str, url: str = URL) -> None:
    page = Page(html)
    page.strip_noise()
    body = page.tree.body
    assert body is not None
    located = locate(page)
    parts = [Part(located.nodes, without=located.without) if located else Part([body])]
    assert read_body(parts, url) == read_body(parts, url, all_parsed=True)


@pytest.mark.parametrize("page", GOLDEN, ids=lambda page: page.parent.name)
def test_a_golden_page_is_read_the_same_both_ways(page: Path) -> None:
    url = tomllib.loads((page.parent / "meta.toml").read_text("utf-8"))["url"]
    both(page.read_bytes().decode("utf-8", "replace"), url)


@given(MARKUP)
@settings(max_examples=300, deadline=None)
def test_any_markup_is_read_the_same_both_ways(markup: str) -> None:
    both(f"<body>{markup}</body>")


def test_boxes_of_links_and_of_pictures_tell_however_deep_they_are() -> None:
    links = "".join(f"<a href=/b{n}.html>Tin số {n}</a> " for n in range(4))
    page = Page(
        f"<body><div id=a><div id=b>{links}</div><p>{'Lời kể dài của bài. ' * 20}</p></div>"
        f"<div id=c class=x><div id=d class=y><img src=a.jpg>Cầu mới</div></div><div id=e>{links}x y z</div></body>"
    )
    body = page.tree.body
    assert body is not None
    telling = telling_boxes(body, Links(URL))
    assert [node.attributes["id"] for node in page.tree.css("div") if node.mem_id in telling] == ["b", "c", "d", "e"]


def test_boxes_in_boxes_are_counted_in_time_that_grows_with_the_page() -> None:
    """Each of the boxes would be counted anew, if the answer did not follow from the inner ones."""
    text = "Lời kể dài của bài, chữ nối chữ. " * 20_000
    links = "<a href=/b>Tin</a>" * 3
    page = Page(f"<body>{'<div class=x>' * 400}{links}<img src=a>{text}{'</div>' * 400}</body>")
    body = page.tree.body
    assert body is not None
    assert telling_boxes(body, Links(URL)) == frozenset()
