import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.html import Page, mark, node_text
from danvan_cli.model import Found
from danvan_cli.selectors import check_selector, split_attribute

HEAD = """<html lang=vi><head><title>Cầu mới</title>
<meta property="og:title" content="Khánh thành cầu"><meta property="OG:Title" content="Lần hai">
<meta name="Author" content="Lê An"><meta itemprop="datePublished" content="2026-03-05T06:00:00+0700">
<meta name="empty" content="  "><meta name="nocontent"></head>"""
TITLES = (Found(value="Khánh thành cầu", selector="meta:og:title"),)


def linked(*values: object) -> Page:
    """A page that tells machines these values."""
    scripts = (f'<script type="application/ld+json">{json.dumps(value)}</script>' for value in values)
    return Page("<body>" + "".join(scripts))


def told(page: Page, selector: str) -> list[str]:
    return [found.value for found in page.values(selector)]


@pytest.mark.parametrize(
    ("selector", "parts"),
    [
        ("time.time@datetime", ("time.time", "datetime")),
        ("meta[name=a@b]", ("meta[name=a@b]", None)),
        ('a[href="x@y"]@title', ('a[href="x@y"]', "title")),
        ("h1.title", ("h1.title", None)),
        ("a[href=@x", ("a[href=@x", None)),
        ("use@xlink:href", ("use", "xlink:href")),
    ],
)
def test_an_attribute_stands_behind_the_last_at_sign(selector: str, parts: tuple[str, str | None]) -> None:
    assert split_attribute(selector) == parts


@pytest.mark.parametrize(
    "selector",
    ["h1.title", "div > p:first-child", "time@datetime", "meta:og:title", "jsonld:author.name", "script:a.b$c"],
)
def test_every_form_of_selector_is_accepted(selector: str) -> None:
    check_selector(selector)


@pytest.mark.parametrize("selector", ["", "  ", "h1..", "div[", "script:", "script:1x", "script:a b", ">>", "@href"])
def test_a_selector_that_cannot_be_read_is_refused_with_a_reason(selector: str) -> None:
    with pytest.raises(ValueError, match=r"selector|variable"):
        check_selector(selector)


def test_a_meta_tag_is_found_by_property_name_or_itemprop_whatever_its_case() -> None:
    page = Page(HEAD)
    assert list(page.values("meta:og:title")) == list(TITLES)
    assert told(page, "meta:AUTHOR") == ["Lê An"]
    assert told(page, "meta:datepublished") == ["2026-03-05T06:00:00+0700"]
    assert told(page, "meta:empty") == told(page, "meta:nocontent") == told(page, "meta:nothing") == []


def test_css_gives_text_or_attribute_in_page_order_and_nothing_empty() -> None:
    page = Page("<p class=a>một</p><p class=a> </p><p class=b title=t>hai <b>ba</b></p><p class=a title=>bốn</p>")
    assert told(page, "p.a") == ["một", "bốn"]
    assert told(page, "p") == ["một", "hai ba", "bốn"]
    assert told(page, "p@title") == ["t"]
    assert page.first(("p.none", "p.b", "p.a")) == Found(value="hai ba", selector="p.b")
    assert page.first(("p.none",)) is None


@pytest.mark.parametrize(
    "selector", [".Tin-Chinh", "p.tin-chinh.x", "[class*=chinh]", "#Đầu-trang", ".a:not(.b)", "p[class~='x']", "*"]
)
def test_a_selector_finds_what_the_parser_itself_finds(selector: str) -> None:
    page = Page(
        "<p class='Tin-Chinh x'>một<p class='tin-chinh x' id='Đầu-trang'>hai<p class='a c'>ba<p class='a b'>bốn"
    )
    assert [node_text(node) for node in page.css(selector)] == [node_text(node) for node in page.tree.css(selector)]


def test_only_css_has_elements() -> None:
    page = Page(HEAD + "<p>một</p>")
    assert [node_text(node) for node in page.nodes("p@title")] == ["một"]
    assert page.nodes("meta:og:title") == page.nodes("jsonld:a") == page.nodes("script:a") == []


def test_what_was_stripped_is_found_no_more_but_was_read_before() -> None:
    page = Page(
        '<script type="application/ld+json">{"@type":"Article","headline":"Cầu"}</script><p>một<script>x=1</script></p>'
    )
    assert page.css("script")
    page.strip_noise()
    assert not page.css("script")
    assert page.text == "một"
    assert told(page, "jsonld:headline") == ["Cầu"]


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "NewsArticle", "headline": "Cầu"},
        {"@type": ["Thing", "NewsArticle"], "headline": "Cầu"},
        [{"@type": "WebSite"}, {"@type": "Article", "headline": "Cầu"}],
        {"@graph": [{"@type": "Organization"}, {"@type": "BlogPosting", "headline": "Cầu"}]},
        {"@type": "WebPage", "mainEntity": {"@type": "Article", "headline": "Cầu"}},
    ],
)
def test_the_article_is_found_wherever_json_ld_puts_it(value: object) -> None:
    assert told(linked(value), "jsonld:headline") == ["Cầu"]


def test_other_types_of_json_ld_are_no_article() -> None:
    assert not linked({"@type": "Organization", "headline": "Report"}, "Article", 3, None).jsonld


def test_a_key_path_walks_through_lists_and_takes_strings_and_numbers() -> None:
    page = linked(
        {
            "@type": "Article",
            "author": [{"name": "Lê An"}, {"name": ["Trần Bình", 7]}, "x", {"name": True}, {"name": None}],
        }
    )
    assert told(page, "jsonld:author.name") == ["Lê An", "Trần Bình", "7"]
    assert told(page, "jsonld:author.url") == told(page, "jsonld:author.name.x") == []


def test_text_escaped_for_html_inside_json_is_read() -> None:
    page = linked({"@type": "Article", "headline": "C&#7847;u &amp; &#273;&#432;&#7901;ng"})
    assert told(page, "jsonld:headline") == ["Cầu & đường"]


@pytest.mark.parametrize(
    "text",
    [
        '{"@type":"Article","headline":"Cầu\nmới"}',
        '<!-- {"@type":"Article","headline":"Cầu\nmới"} -->',
        '{"@type":"Article","headline":"Cầu\nmới",}',
        '{"@type":"Article","tags":["a",],"headline":"Cầu\nmới",} ;',
    ],
)
def test_the_json_that_papers_print_is_read(text: str) -> None:
    page = Page(f'<script type="application/ld+json">{text}</script>')
    assert told(page, "jsonld:headline") == ["Cầu\nmới"]


@pytest.mark.parametrize(
    "text",
    ["", "{", "Article", '{"@type":"Article","headline":' + "9" * 5000 + "}", '{"@type":"Article"' + "[" * 100_000],
    ids=["empty", "cut-off", "prose", "huge-number", "deep"],
)
def test_json_that_cannot_be_read_is_passed_over(text: str) -> None:
    page = Page(
        f'<script type="application/ld+json">{text}</script>'
        '<script type="application/ld+json">{"@type":"Article","headline":"Cầu"}</script>'
    )
    assert told(page, "jsonld:headline") == ["Cầu"]


@pytest.mark.parametrize("depth", [50, 900, 980, 5_000])
def test_json_nested_without_end_gives_nothing_and_raises_nothing(depth: int) -> None:
    nested = "[" * depth + '"x"' + "]" * depth
    page = Page(f'<script type="application/ld+json">{{"@type":"Article","author":{{"name":{nested}}}}}</script>')
    assert told(page, "jsonld:author.name") == []


@pytest.mark.parametrize(
    "script",
    [
        'var outputData = "C\\u1ea7u m\\u1edbi";',
        "window.outputData='Cầu mới'",
        "x={outputData: `Cầu mới`}",
        '{"outputData":"Cầu m\\x6f\\u0302\\u0301i"}'.replace("m\\x6f\\u0302\\u0301i", "mới"),
        "var outputDataX='Sai', my_outputData='Sai'; outputData = 'C\\u{1EA7}u mới'",
        "outputData = 5; outputData = 'Cầu \\\nmới'",
    ],
)
def test_a_string_that_a_script_assigns_is_read(script: str) -> None:
    name = "window.outputData" if script.startswith("window") else "outputData"
    assert Page(f"<script>{script}</script>").script_value(name) == "Cầu mới"


@pytest.mark.parametrize(
    "script",
    [
        "outputData = f('Cầu')",
        'outputData = "Cầu',
        "outputData = ''",
        "outputData2 = 'Cầu'",
        "a.outputData = 'Cầu'",
        "outputData ==",
    ],
)
def test_what_is_no_whole_string_of_that_name_is_not_read(script: str) -> None:
    assert Page(f"<script>{script}</script>").script_value("outputData") is None


def test_a_surrogate_pair_in_a_script_is_one_letter_and_half_of_one_is_none() -> None:
    page = Page(r'<script>a = "\ud83d\ude00"; b = "x\ud83dy";</script>')
    assert page.script_value("a") == "😀"
    assert (page.script_value("b") or "").encode()


@given(st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_what_json_escapes_a_script_gives_back(text: str) -> None:
    literal = json.dumps(text).replace("<", "\\u003c")
    assert (Page(f"<script>x = {literal};</script>").script_value("x") or "") == text


def test_marks_are_written_on_the_elements_and_nothing_is_taken_out() -> None:
    page = Page("<div class=ads>một</div><div>hai</div>")
    mark(page, ("div.ads", "p.none", "meta:x"), "data-x")
    assert [(node_text(node), node.attributes.get("data-x")) for node in page.tree.css("div")] == [
        ("một", "div.ads"),
        ("hai", None),
    ]


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_is_a_page(text: str) -> None:
    page = Page(text)
    page.strip_noise()
    assert isinstance(page.text, str)


@pytest.mark.parametrize(
    "selector",
    [
        "[class*=crumb]",
        "[class*=crumb] a",
        "[class*=crumb] li a",
        "li[class*=crumb] a",
        "[id*=crumb]",
        "a[class*=Crumb]",
    ],
)
def test_elements_by_a_part_of_their_class_are_those_the_parser_finds(selector: str) -> None:
    page = Page(
        '<ul class="crumbs" id="crumb-1"><li class="crumb"><a href="/a">Tỉnh</a></li><li>'
        '<a class="crumb" href="/b">Xã</a></li></ul>'
        '<li id="crumbs"><a href="/c">Thôn</a></li><p class="Crumb"><a class="Crumb">Ấp</a></p>'
    )
    by_parser = list(dict.fromkeys(node.mem_id for node in page.tree.css(selector)))
    assert by_parser
    assert [node.mem_id for node in page.css(selector)] == by_parser
    first = page.first((selector,))
    assert first is not None
    assert first.value == page.tree.css(selector)[0].text()
