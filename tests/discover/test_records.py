"""XML that is broken is mended, and XML that is hostile refused or bounded."""

import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.records import Records, Refused, local_name


def titles(text: str) -> tuple[list[str | None], Records]:
    records = Records(text)
    return [item.findtext("title") for item in records.read(["item"])], records


def feed(inside: str) -> str:
    return f"<rss><channel>{inside}</channel></rss>"


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Cầu &amp; đường", "Cầu & đường"),
        ("Cầu & đường", "Cầu & đường"),
        ("?a=1&b=2&copy=3", "?a=1&b=2&copy=3"),
        ("Cầu&nbsp;mới &eacute;&Agrave;", "Cầu\xa0mới éÀ"),
        ("Cầu &khong; mới", "Cầu &khong; mới"),
        ("&#272;à &#x1EAF; &#0; &#x1f; &#xD800; &#9999999;", "Đà ắ    "),
        ("Giá < 5 <3 tỷ", "Giá < 5 <3 tỷ"),
        ("<![CDATA[Cầu & <b>đường</b> &nbsp;]]>", "Cầu & <b>đường</b> &nbsp;"),
        ("<!-- ẩn & < -->Cầu", "Cầu"),
        ("Cầu\x00 mới\x0b\ufffe", "Cầu mới"),
        ("&LT;b>", "&LT;b>".replace("&LT;", "<")),
    ],
)
def test_what_papers_get_wrong_is_read_as_it_was_meant(title: str, read: str) -> None:
    found, records = titles(feed(f"<item><title>{title}</title></item>"))
    assert found == [read]
    assert records.is_whole


@pytest.mark.parametrize(
    "before",
    [
        "\ufeff",
        "\n\n  \t",
        '<?xml version="1.0" encoding="utf-16"?>',
        '\n<?xml version="1.0" encoding="windows-1258" standalone="yes"?>\n<?xml-stylesheet href="x.xsl"?>\n',
        "<!-- Báo Sơn Hà --><!-- --->",
        "Warning: mysql_connect() in /var/www/rss.php\n",
        '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/rss-0.91.dtd">',
        "<!DOCTYPE rss>\n<!-- x -->",
    ],
)
def test_what_stands_before_a_document_is_passed_over(before: str) -> None:
    found, records = titles(before + feed("<item><title>Cầu mới</title></item>"))
    assert found == ["Cầu mới"]
    assert records.root == "rss"
    assert records.is_whole


def test_a_prefix_that_nothing_declares_does_no_harm() -> None:
    text = feed('<item><media:content url="a.jpg"/><dc:date>x</dc:date><title>Cầu mới</title></item>')
    assert titles(text)[0] == ["Cầu mới"]


BOMB = "<!DOCTYPE lolz [<!ENTITY a 'ha'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 10}'>" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    "prolog",
    [
        BOMB + "]>",
        "<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
        "<!DOCTYPE r SYSTEM 'http://169.254.169.254/x.dtd' [%remote;]>",
        "<!DOCTYPE r PUBLIC \"-//[>//\" 'x>y' [ <!ELEMENT r ANY> ]>",
        "<?xml version='1.0'?>\n<!-- [ --><!DOCTYPE r [<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>",
        "<!doctype r [<!entity a 'b'>]>",
    ],
    ids=["billion-laughs", "external-entity", "external-dtd", "grammar", "parameter-entity", "small-letters"],
)
def test_a_document_type_with_declarations_is_refused(prolog: str) -> None:
    with pytest.raises(Refused, match="entities or a grammar"):
        Records(prolog + feed("<item><title>&x;&i;</title></item>"))


def test_an_entity_that_slips_past_is_not_expanded() -> None:
    late = "<rss><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><channel><item><title>a&x;b</title></item></channel>"
    found, _ = titles(late)
    assert all(title == "a&x;b" for title in found)


@pytest.mark.parametrize(
    ("text", "why"), [("", "empty"), (" \n", "empty"), ("{}", "no XML"), ("&" * 1_000_001 + "<a>", "milli")]
)
def test_what_is_no_xml_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        Records(text)


@pytest.mark.parametrize("cut", range(1, len("<item><title>Hai</title></item></channel></rss>")))
def test_of_a_document_that_breaks_off_the_whole_records_are_kept(cut: int) -> None:
    whole = feed("<item><title>Một</title></item><item><title>Hai</title></item>")
    found, records = titles(whole[:-cut])
    assert found in (["Một"], ["Một", "Hai"])
    assert not records.is_whole
    assert (found == ["Một", "Hai"]) == (cut <= len("</channel></rss>"))


def test_a_record_inside_a_record_is_part_of_it() -> None:
    text = "<feed><entry><title>a</title><entry><title>b</title></entry></entry><entry><title>c</title></entry></feed>"
    records = Records(text)
    assert [entry.findtext("title") for entry in records.read(["entry"])] == ["a", "c"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<rss>" + "<a>" * 100_000,
        feed("<item><title>Một</title></item>" + "<a>" * 100_000 + "</a>" * 100_000),
        feed("<b/>" * 1_000_000 + "<item/>"),
        feed("<item " + " ".join(f'a{number}=""' for number in range(50_000)) + "/>"),
        "<rss " + " ".join(f'xmlns:a{number}="u{number}"' for number in range(50_000)) + "/>",
        "<rss>" + "<" * 500_000,
        "<rss>" + "<![CDATA[" * 200_000,
        "<!--" * 200_000 + "<rss>",
        "<?" * 200_000 + "<rss>",
        "<!DOCTYPE " * 100_000,
        "<!DOCTYPE a \"" + "x\"'" * 200_000,
        feed("<item><title>" + "&nbsp;" * 50_000 + "</title></item>"),
    ],
    ids=["deep", "deep-after-a-record", "a-million-siblings", "attributes", "namespaces", "less-than", "cdata",
         "comments", "instructions", "document-types", "quotes", "entities"],
)  # fmt: skip
def test_a_hostile_document_costs_little_and_raises_nothing(hostile: str) -> None:
    tracemalloc.start()
    try:
        found, _ = titles(hostile)
        assert len(found) <= 1
        assert tracemalloc.get_traced_memory()[1] < 12 * len(hostile) + 4 * 2**20
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_records() -> None:
    item = "<item><title>Khánh thành cầu</title><link>https://baosonha.example/a1.html</link></item>"
    records = Records(feed(item * 30_000))
    alive = 0
    for number, element in enumerate(records.read(["item"])):
        if number % 10_000 == 9_999:
            alive = max(alive, sum(1 for _ in element.getroottree().getroot().iter()))
    assert number == 29_999
    assert alive < 5_000  # of 90,000: what one piece of text holds


def test_names_are_compared_without_namespace_and_case() -> None:
    assert [local_name(tag) for tag in ("{http://purl.org/dc}Date", "media:Title", "LINK")] == ["date", "title", "link"]


@given(st.text(st.sampled_from("<>!?-[]&;/ ab\"'=#x\x00đ"), max_size=120))
def test_no_text_makes_it_raise_anything_else(text: str) -> None:
    try:
        titles(text)
        titles(feed(text))
    except Refused:
        pass
