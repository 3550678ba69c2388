"""The User-Agent."""

from hypothesis import given
from hypothesis import strategies as st

from danvan_cli import __version__
from danvan_cli.fetch.identity import user_agent


def test_the_name_has_the_version_and_the_contact():
    assert user_agent("mai@example.vn") == f"danvan/{__version__} (+mai@example.vn)"


def test_without_a_contact_it_says_its_name_and_that_there_is_none():
    for contact in (None, "", "  ", "(\n)"):
        assert user_agent(contact) == f"danvan/{__version__} (danvan; no contact configured)"


@given(st.text())
def test_no_contact_can_break_out_of_the_header(contact):
    name = user_agent(contact)
    assert name.isascii()
    assert name.isprintable()
    assert name.startswith(f"danvan/{__version__} (")
    assert name.count("(") == name.count(")") == 1
