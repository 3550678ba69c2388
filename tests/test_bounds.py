import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from danvan_cli.bounds import MAX_DEPTH, bounded, limit_depth

NAMES = (
    "div", "span", "b", "i", "a", "p", "li", "ul", "dl", "dd", "dt", "table", "tr", "td", "svg", "math", "select",
    "option", "template", "script", "style", "title", "textarea", "noscript", "form", "button", "section", "h1",
    "h2", "object", "em", "font", "nobr", "frameset", "noframes", "head", "body", "html", "caption", "x-y", "ruby",
    "rt", "image",
)  # fmt: skip
ODD = (
    "<!--",
    "-->",
    "<!",
    "</ ",
    "<![CDATA[",
    "]]>",
    '"',
    "'",
    "=",
    "<",
    ">",
    '<a "',
    '<a b="',
    "</>",
    "<div/>",
    "<p/>",
)
TOKENS = st.one_of(
    st.sampled_from(NAMES).map("<{}>".format),
    st.sampled_from(NAMES).map("</{}>".format),
    st.sampled_from(NAMES).map("<{} a=1>".format),
    st.sampled_from(ODD),
    st.sampled_from("xyz"),
)
UNITS = st.lists(TOKENS, min_size=1, max_size=6).map("".join)
PER_LEVEL = 4
"""A table takes four levels: table, tbody, tr, td; of these only the table is counted."""
AROUND = 6
"""html, body and what a parser puts in by itself."""


def depth_of(html: str) -> int:
    """How deep the parser of danvan really nests."""
    deepest, waiting = 0, [(LexborHTMLParser(html).root, 0)]
    while waiting:
        node, depth = waiting.pop()
        deepest = max(deepest, depth)
        if node is not None:
            waiting.extend((child, depth + 1) for child in node.iter(include_text=False))
    return deepest


def shown(html: str) -> str:
    """What a reader sees, white space apart."""
    body = LexborHTMLParser(html).body
    return re.sub(r"\s+", "", body.text() if body else "")


@given(UNITS)
@settings(max_examples=100, deadline=None)
@example("<div></b>")  # an end tag that closes nothing
@example("<span><div></span>")  # one that may not reach through a block
@example("<div><!--</div>-->")  # one in a comment
@example("<div><script></div></script>")  # one in a script
@example("<select><style></select><div>")  # a script-like element where a parser ignores it
@example('<div a="<">')  # a tag in an attribute
@example('<div a=b=">"><div>')  # a quote that opens nothing
@example("<i><svg>y</p><<dl>")  # a tag that comes to be where another is taken out
@example("<li><dd>")  # items of two kinds that nest in each other
@example("<p><b id=1></p>")  # formatting that every paragraph opens anew
def test_no_way_of_writing_tags_gets_past_the_bound(unit: str) -> None:
    assert depth_of(limit_depth(unit * 40, depth=8)) <= 8 * PER_LEVEL + AROUND


@given(
    st.lists(st.sampled_from(["<div>", "<p>", "<section>", "<ul>", "<b>", "</b>", "</div>", "</ul>", "xin ", "chào "]))
)
@settings(max_examples=60, deadline=None)
def test_no_text_is_lost_with_the_elements_around_it(tokens: list[str]) -> None:
    html = "".join(tokens)
    assert shown(limit_depth(html, depth=3)) == shown(html)


@given(UNITS)
@settings(max_examples=60, deadline=None)
def test_what_was_bounded_once_is_within_bounds(unit: str) -> None:
    once = limit_depth(unit * 20, depth=8)
    assert depth_of(limit_depth(once, depth=8)) <= 8 * PER_LEVEL + AROUND


def test_well_formed_markup_within_the_depth_stays_as_it_is() -> None:
    html = (
        "<!doctype html><div class='a' id=b><ul><li>một</li><li>hai</li></ul><table><tr><td>ba</table>"
        "<p>bốn <b>năm</b><br/>"
        '<img src="x>y.jpg" alt="a<b">sáu</p><script>if (a<b && "</div>") {}</script><!-- <div> --></div>'
    )
    assert limit_depth(html) == html


def test_an_item_that_the_next_one_ends_is_ended_for_all_to_see() -> None:
    assert limit_depth("<ul><li>một <b>x<li>hai</ul>") == "<ul><li>một <b>x</b></li><li>hai</li></ul>"


def test_what_is_deeper_loses_its_elements_and_keeps_its_text() -> None:
    assert limit_depth("<div><div><div>x</div>y</div>z</div>", depth=1) == "<div>xyz</div>"


def test_paragraphs_stay_however_deep_they_are() -> None:
    assert limit_depth("<div><div><p>một</p><p>hai</p></div></div>", depth=1) == "<div><p>một</p><p>hai</p></div>"


def test_a_lone_angle_bracket_does_not_become_a_tag() -> None:
    assert limit_depth("<i><<b>i>x", depth=1) == "<i>&lt;i>x"


def test_an_ordinary_page_is_not_touched() -> None:
    html = "<div><p>a < b</p></span>" * 100
    assert bounded(html) is html


def test_a_page_of_suspiciously_many_tags_is_bounded() -> None:
    assert depth_of(bounded("<div>" * 20_000)) <= MAX_DEPTH + AROUND


def test_attributes_by_the_thousand_are_taken_off_and_the_element_stays() -> None:
    many = " ".join(f"a{number}=1" for number in range(20_000))
    assert bounded(f"<p {many}>x</p><p id=b>y</p>") == "<p>x</p><p id=b>y</p>"


def test_an_angle_bracket_in_a_value_does_not_hide_attributes_by_the_thousand() -> None:
    many = " ".join(f"a{number}=1" for number in range(20_000))
    assert bounded(f'<p b="<" {many}>x</p>') == "<p>x</p>"


def test_a_picture_as_a_data_url_is_one_attribute_and_stays() -> None:
    html = f'<img alt="Cầu" src="data:image/png;base64,{"A" * 200_000}">'
    assert bounded(html) == html
