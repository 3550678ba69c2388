import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from danvan_cli.export.inert import inert, one_line
from danvan_cli.export.markup import line, link, text, web_address
from tests.support.hostile import ADDRESSES, ATTACKS

ANY = st.text(st.characters(exclude_categories=())) | st.sampled_from(ATTACKS)


@given(ANY)
def test_any_text_is_text_in_html_and_in_xml_and_in_an_attribute(value: str) -> None:
    kept = re.sub("[\ud800-\udfff\ufffe\uffff]", "", inert(value))
    assert unescape(text(value)) == kept
    element = etree.fromstring(f'<p a="{text(one_line(value))}">{text(value)}</p>')
    assert (element.text or "") == kept
    assert not list(element)


@given(ANY)
def test_a_line_is_one_line(value: str) -> None:
    assert len(line(value).splitlines()) <= 1


@given(st.text() | st.sampled_from(ADDRESSES))
def test_an_address_is_ascii_of_the_web_and_settled(url: str) -> None:
    address = web_address(url)
    if address is not None:
        assert re.fullmatch(r"https?://[!$&()*+,;=:@/?#%~._A-Za-z0-9-]+", address)
        assert web_address(address) == address


@pytest.mark.parametrize("url", [*ADDRESSES, "", None, "tin/1.html", "mailto:a@b.example", "urn:danvan:file:1"])
def test_what_is_no_address_of_the_web_is_no_link(url: str | None) -> None:
    shown = link(url, "Chợ")
    assert "javascript" not in shown.lower()
    assert shown == "Chợ" or re.fullmatch(r'<a href="https://a\.example/[^"<>]*" rel="[a-z ]+">Chợ</a>', shown)


def test_a_link_keeps_what_the_address_says() -> None:
    address = "https://bao.example/a/b-1.html?x=1&y=%C3%A1#z"
    assert link(address, "x").startswith(f'<a href="{address.replace("&", "&amp;")}"')


def test_names_and_passwords_of_an_address_are_left_out() -> None:
    assert web_address("https://ai:mat-khau@bao.example/x") == "https://bao.example/x"
