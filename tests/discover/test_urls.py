from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.discover.urls import is_twin, normalise, parse_seed, readable, same_site

PLAIN = st.text(st.sampled_from("abcXYZ019-_.~%2f;=&+@:!ộ \u0301/"), max_size=20)
URLS = st.builds(
    "{}://{}{}/{}{}{}".format,
    st.sampled_from(["http", "https", "HTTP"]),
    st.sampled_from(["baosonha.example", "www.BaoSonHa.example", "báosơnhà.example", "m.baosonha.example.", "[::1]"]),
    st.sampled_from(["", ":80", ":443", ":8080"]),
    PLAIN,
    st.just("") | PLAIN.map("?{}".format),
    st.just("") | PLAIN.map("#{}".format),
)


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("  https://baosonha.example/a \n", "https://baosonha.example/a"),
        ("\ufeffhttps://baosonha.example", "https://baosonha.example/"),
        ("HTTPS://BaoSonHa.EXAMPLE/Tin", "https://baosonha.example/Tin"),
        (
            "https://baosonha.example/thời-sự?từ=cầu",
            "https://baosonha.example/th%E1%BB%9Di-s%E1%BB%B1?t%E1%BB%AB=c%E1%BA%A7u",
        ),
        ("https://baosonha.example/a%20b%2Fc", "https://baosonha.example/a%20b%2Fc"),
        ("https://báosơnhà.example/", "https://xn--bosnh-kqa5h1c.example/"),
        ("http://baosonha.example:8080/a", "http://baosonha.example:8080/a"),
        ("http://[2001:db8::1]:81/a", "http://[2001:db8::1]:81/a"),
        ("https://baosonha.example/a#b", "https://baosonha.example/a"),
        ("https://bao_son_ha.example./a", "https://bao_son_ha.example/a"),
    ],
)
def test_a_typed_url_is_made_ready_to_be_fetched(typed: str, url: str) -> None:
    if "xn--" in url:
        url = f"https://{'báosơnhà.example'.encode('idna').decode()}/"
    assert parse_seed(typed) == url


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("", "not an http"),
        ("baosonha.example/a", "not an http"),
        ("ftp://baosonha.example/a", "not an http"),
        ("javascript:alert(1)", "not an http"),
        ("https:///a", "no host"),
        ("https://", "no host"),
        ("https://baosonha.example/a b", "space or control"),
        ("https://baosonha.example/a\x00", "space or control"),
        ("https://baosonha.example:99999/", "not a URL"),
        ("https://baosonha.example:x/", "not a URL"),
        ("https://[::1/", "not a URL"),
        ("https://bao..example/", "not a host name"),
        ("https://-bao.example/", "not a host name"),
        ("https://" + "a" * 64 + ".example/", "not a host name"),
        ("https://" + "a." * 130 + "example/", "not a host name"),
    ],
)
def test_what_cannot_be_fetched_is_refused_with_the_text_and_the_reason(typed: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason) as caught:
        parse_seed(typed)
    assert repr(typed.strip()) in str(caught.value)


@pytest.mark.parametrize(
    "other",
    [
        "http://baosonha.example/tin/a?p=2",
        "https://www.baosonha.example/tin/a?p=2",
        "https://BAOSONHA.example:443/tin/a/?p=2",
        "http://baosonha.example:80//tin//a?p=2#binh-luan",
        "https://baosonha.example/tin/a?utm_source=zalo&p=2&fbclid=x&zarsrc=30",
        "https://baosonha.example/tin/a/index.html?p=2",
        "https://baosonha.example./tin/a?&p=2&",
        " https://baosonha.example/tin/a?p=2 ",
    ],
)
def test_one_article_has_one_url(other: str) -> None:
    assert normalise(other) == "https://baosonha.example/tin/a?p=2"


@pytest.mark.parametrize(
    "twin",
    [
        "https://amp.baosonha.example/khanh-thanh-cau-a1.html",
        "https://www.amp.baosonha.example/khanh-thanh-cau-a1.html",
        "https://baosonha.example/amp/khanh-thanh-cau-a1.html",
        "https://baosonha.example/khanh-thanh-cau-a1.html/amp/",
        "https://baosonha.example/AMP/khanh-thanh-cau-a1.html?amp",
        "https://baosonha.example/khanh-thanh-cau-a1.amp.html",
        "https://baosonha.example/khanh-thanh-cau-a1.html.amp",
        "https://baosonha.example/khanh-thanh-cau-a1.html?amp=1",
        "https://baosonha.example/khanh-thanh-cau-a1.html?print=1&utm_source=zalo",
        "https://baosonha.example/khanh-thanh-cau-a1.html?print=true#in",
    ],
)
def test_a_twin_for_telephones_or_paper_is_the_article_itself(twin: str) -> None:
    assert normalise(twin) == "https://baosonha.example/khanh-thanh-cau-a1.html"


@pytest.mark.parametrize(
    "url",
    [
        "https://baosonha.example/amp",
        "https://baosonha.example/tin/amp",
        "https://baosonha.example/amp/tin",
        "https://amp.example/khanh-thanh-cau-a1.html",
        "https://amp.com.vn/khanh-thanh-cau-a1.html",
        "https://baosonha.example/tim-kiem?amp=loa&print=may",
        "https://baosonha.example/champ/khanh-thanh-cau-a1.html",
        "https://m.baosonha.example/khanh-thanh-cau-a1.html",
        "https://baosonha.example/khanh-thanh-cau-a1.amp",
        "https://baosonha.example/in-bai/120114.html",
    ],
)
def test_what_may_be_a_page_of_its_own_keeps_its_address(url: str) -> None:
    assert normalise(url) == url


def test_a_newspaper_says_which_hosts_show_the_same_pages() -> None:
    hosts = {"m.baosonha.example": "baosonha.example"}
    assert normalise("https://www.m.baosonha.example/a?p=2", hosts) == "https://baosonha.example/a?p=2"
    assert normalise("https://m.khac.example/a", hosts) == "https://m.khac.example/a"


@pytest.mark.parametrize(
    ("url", "twin"),
    [
        ("https://baosonha.example/print/8f3a/152437.htm", True),
        ("https://baosonha.example/in-bai/120114.html", True),
        ("https://baosonha.example/inbai/120114.html", True),
        ("https://baosonha.example/portal/pages/print.aspx?p=12", True),
        ("https://baosonha.example/khanh-thanh-cau-a1.html/print", True),
        ("https://baosonha.example/khanh-thanh-cau-a1.amp", True),
        ("https://baosonha.example/amp/tin", True),
        ("https://baosonha.example/khanh-thanh-cau-a1.html", False),
        ("https://baosonha.example/in-an-xuat-ban/khanh-thanh-a1.html", False),
        ("https://baosonha.example/", False),
        ("http://[::1", False),
    ],
)
def test_pages_for_paper_are_known_as_such(url: str, twin: bool) -> None:  # noqa: FBT001
    assert is_twin(url) is twin


def test_an_escape_is_the_same_in_either_case_and_as_the_letter_itself() -> None:
    spellings = ("https://a.example/thời", "https://a.example/th%e1%bb%9di", "https://a.example/th%E1%BB%9Di")
    assert len(set(map(normalise, spellings))) == 1


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("https://a.example/x?p=1", "https://a.example/x?p=2"),
        ("https://a.example/x?a=1&b=2", "https://a.example/x?b=2&a=1"),
        ("https://a.example/x", "https://a.example/X"),
        ("https://a.example/x%2Fy", "https://a.example/x/y"),
        ("https://a.example/x?ten=%E3", "https://a.example/x?ten=%E4"),
        ("https://a.example/x?a=1%2B1", "https://a.example/x?a=1+1"),
        ("https://a.example/x?a=b%26c", "https://a.example/x?a=b&c"),
        ("https://a.example:8080/x", "https://a.example/x"),
        ("http://a.example:8080/x", "https://a.example:8080/x"),
        ("https://m.a.example/x", "https://a.example/x"),
    ],
)
def test_two_pages_never_become_one(one: str, another: str) -> None:
    assert normalise(one) != normalise(another)


@pytest.mark.parametrize(
    "text", ["", "ftp://a.example/x", "file:///tmp/a.html", "a.html", "http://[::1", "https://a.example:x/"]
)
def test_what_is_no_web_address_stays_as_it_is(text: str) -> None:
    assert normalise(text) == text


@given(URLS)
@settings(max_examples=120, deadline=None)
def test_a_normal_url_is_in_normal_form(url: str) -> None:
    once = normalise(url)
    assert normalise(once) == once


SEGMENT = st.sampled_from(
    ["amp", "AMP", "tin", "index.html", "khanh-thanh-cau", "a-1234.html", "a.amp", "b.amp.html", ""]
)
TWINS = st.builds(
    "{}{}/{}{}".format,
    st.sampled_from(["https://", "http://"]),
    st.sampled_from(["amp.", "www.", "m.", "www.amp.", "amp.www.", ""]).map("{}baosonha.example".format),
    st.lists(SEGMENT, max_size=4).map("/".join),
    st.sampled_from(["", "?amp=1", "?amp", "?print=1&p=2", "?p=2&print", "?amp=loa"]),
)


@given(TWINS)
def test_a_twin_in_normal_form_is_in_normal_form(url: str) -> None:
    hosts = {"m.baosonha.example": "baosonha.example"}
    for twin_hosts in ({}, hosts):
        once = normalise(url, twin_hosts)
        assert normalise(once, twin_hosts) == once


def laboriously(url: str) -> str:
    """What ``normalise`` gives where its short cut for plain URLs is barred by a twin host."""
    return normalise(url, {"nowhere.example": "elsewhere.example"})


@given(TWINS | URLS | st.from_regex(r"https://[a-z.-]{1,9}/[a-zA-Z./-]{0,20}", fullmatch=True))
def test_the_short_cuts_for_plain_urls_change_nothing(url: str) -> None:
    assert normalise(url) == laboriously(url)
    try:
        seed = parse_seed(url)
    except ValueError:
        return
    assert seed == parse_seed(f"{url.strip()}#x")


@given(
    path=st.from_regex(r"[a-z]{1,6}(-[a-z]{1,6}){2,5}-(a|post)[0-9]{4,7}\.html", fullmatch=True),
    prefix=st.sampled_from(["https://", "http://", "https://www.", "http://amp.", "https://www.amp."]),
    suffix=st.sampled_from(
        ["", "/", "#binh-luan", "?utm_source=zalo", "?amp=1", "?print=1#x", "/amp", "/amp/?fbclid=1"]
    ),
)
def test_every_way_to_link_an_article_is_one_article(path: str, prefix: str, suffix: str) -> None:
    assert normalise(f"{prefix}baosonha.example/{path}{suffix}") == f"https://baosonha.example/{path}"


@given(URLS)
@settings(max_examples=60, deadline=None)
def test_a_normal_url_is_ascii_has_no_fragment_and_no_www(url: str) -> None:
    parts = urlsplit(normalise(url))
    assert normalise(url).isascii()
    assert not parts.fragment
    assert not (parts.hostname or "").startswith("www.")


@given(st.text(max_size=60))
@settings(max_examples=80, deadline=None)
def test_no_text_makes_it_raise(text: str) -> None:
    normalise("https://" + text)
    normalise("https://a.example/" + text)
    same_site(text, "https://" + text)


@given(URLS.filter(lambda url: " " not in url))
@settings(max_examples=60, deadline=None)
def test_a_seed_and_its_normal_form_are_one_article(url: str) -> None:
    assert normalise(parse_seed(url)) == normalise(url)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("https://baosonha.example/a", "http://www.baosonha.example/b", True),
        ("https://m.baosonha.example/a", "https://baosonha.example/b", True),
        ("https://dulich.baosonha.example/a", "https://baosonha.example/b", True),
        ("https://baosonha.example/a", "https://xbaosonha.example/b", False),
        ("https://baosonha.example/a", "https://baodongman.example/b", False),
        ("https://baosonha.example/a", "/b", False),
        ("https://baosonha.example/a", "http://[::1", False),
        ("", "", False),
    ],
)
def test_a_site_may_name_its_own_pages_only(left: str, right: str, same: bool) -> None:  # noqa: FBT001
    assert same_site(left, right) is same
    assert same_site(right, left) is same


def test_people_read_the_letters() -> None:
    assert readable("https://baosonha.example/th%E1%BB%9Di-s%E1%BB%B1") == "https://baosonha.example/thời-sự"
