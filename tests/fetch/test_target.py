"""URLs made ready for the wire, and where redirects lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.fetch.reasons import Trouble
from danvan_cli.fetch.target import parse_target, redirect_target
from danvan_cli.http_head import location_text

BASE = parse_target("https://bao.example/tin/bai-1.html?p=2")


@pytest.mark.parametrize(
    ("url", "wire"),
    [
        ("http://bao.example", "http://bao.example/"),
        ("  HTTP://BAO.Example:80/Tin#dau \n", "http://bao.example/Tin"),
        ("https://bao.example.:443/", "https://bao.example/"),
        ("http://bao.example:8080/?q=a b", "http://bao.example:8080/?q=a%20b"),
        (
            "http://bao.example/đời-sống?q=cá%20tra&x=[1]",
            "http://bao.example/%C4%91%E1%BB%9Di-s%E1%BB%91ng?q=c%C3%A1%20tra&x=%5B1%5D",
        ),
        ("http://bao.example/a/../b/./c", "http://bao.example/b/c"),
        ("http://bao.example/%2e%2e/kin", "http://bao.example/kin"),
        ("http://báo.example/", "http://xn--bo-mia.example/"),
        ("http://１２７。0.0.1/", "http://127.0.0.1/"),
        ("http://[2001:db8::1]:81/x", "http://[2001:db8::1]:81/x"),
    ],
)
def test_a_url_has_one_form_on_the_wire(url, wire):
    assert parse_target(url).url == wire


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=40))
def test_the_form_on_the_wire_is_ascii_and_stable(path):
    wire = parse_target("http://bao.example/" + path).url
    assert wire.isascii()
    assert parse_target(wire).url == wire


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///chi-duong-dan",
        "http://bao.example:99999/",
        "http://bao.example:0/",
        "http://bao.example:cong/",
        "http://mai:matkhau@bao.example/",
        "http://a b.example/",
        "http://a..example/",
        "http://-x-.example/",
        "http://bao_\x00.example/",
        "http://bao.example/a\tb",
        "http://[::1/",
        "http://" + "a" * 300 + ".example/",
        "http://bao.example/\udcff",
        "http://127%2e0.0.1/",
    ],
)
def test_what_cannot_be_asked_for_is_a_bad_url(url):
    with pytest.raises(Trouble) as caught:
        parse_target(url)
    assert caught.value.reason == "bad-url"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://bao.example/", "javascript:alert(1)", "bao.example/tin", ""]
)
def test_only_http_and_https_are_fetched(url):
    with pytest.raises(Trouble) as caught:
        parse_target(url)
    assert caught.value.reason == "bad-scheme"


@pytest.mark.parametrize(
    ("location", "wire"),
    [
        ("/moi", "https://bao.example/moi"),
        ("bai-2.html", "https://bao.example/tin/bai-2.html"),
        ("../", "https://bao.example/"),
        ("?p=3", "https://bao.example/tin/bai-1.html?p=3"),
        ("", BASE.url),
        ("//khac.example/x", "https://khac.example/x"),
        ("http://bao.example/tin#top", "http://bao.example/tin"),
        (" /co khoang trang ", "https://bao.example/co%20khoang%20trang"),
        ("/tin-tức", "https://bao.example/tin-t%E1%BB%A9c"),
    ],
)
def test_a_location_is_resolved_against_the_url_that_sent_it(location, wire):
    assert redirect_target(BASE, location).url == wire


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("javascript:alert(1)", "bad-redirect"),
        ("mailto:toasoan@bao.example", "bad-redirect"),
        ("http://bao.example:99999/", "bad-redirect"),
        ("http://bao.example/a\tb", "bad-redirect"),
        ("http://", "bad-redirect"),
        ("http://mai:x@bao.example/", "bad-redirect"),
        ("file:///etc/passwd", "bad-scheme"),
        ("ftp://bao.example/", "bad-scheme"),
    ],
)
def test_a_location_that_leads_nowhere_is_a_bad_redirect(location, reason):
    with pytest.raises(Trouble) as caught:
        redirect_target(BASE, location)
    assert caught.value.reason == reason


def test_a_location_in_windows_1258_keeps_its_bytes():
    assert location_text("/caf\xe9") == "/caf%E9"
    assert location_text("/Đắk".encode().decode("latin-1")) == "/Đắk"
