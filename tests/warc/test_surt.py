import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.warc.surt import surt

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # its patterns are written as Python 3.12 no longer likes them
    import surt as oracle

SCHEMES = st.sampled_from(["http://", "https://", "HTTP://", "ftp://", "http://https://", "urn:text:https://"])
HOSTS = st.sampled_from(
    ["baolangxa.example", "www.BaoLangXa.example", "www2.a.b.example", "127.0.0.1", "báo.example", "a..b.example.",
     "xn--bo-lia.example", "www.", "12345", "toi:mat@baolangxa.example"]
)  # fmt: skip
PORTS = st.sampled_from(["", ":80", ":443", ":8080", ":"])
PATHS = st.text(alphabet="aZ09-._~%/?&=;:@+ ăĐ#(){}[]'\\^|,2F%C4%83", max_size=25).map(
    lambda text: f"/{text}"
) | st.just("")
QUERIES = st.sampled_from(
    ["", "?b=1&a=2", "?", "?b&a=", f"?jsessionid={'a' * 32}&x=1", f"?x=1&PHPSESSID={'0' * 32}", f"?sid={'9' * 32}",
     "?cfid=1&cftoken=2&z=1", "?a=b=c&a=a", "?%C4%83=1"]
)  # fmt: skip


@given(parts=st.tuples(SCHEMES, HOSTS, PORTS, PATHS, QUERIES))
def test_a_key_is_the_one_that_every_cdx_tool_makes(parts: tuple[str, ...]) -> None:
    url = "".join(parts)
    assert surt(url) == oracle.surt(url)


@pytest.mark.parametrize("path", [f"/a/({'a' * 24})/trang.aspx", f"/a/(S({'b' * 24}))/trang.aspx?x"])
def test_session_numbers_of_old_servers_are_left_out(path: str) -> None:
    assert surt(f"http://baolangxa.example{path}") == oracle.surt(f"http://baolangxa.example{path}")


@given(text=st.text(max_size=30))
def test_no_text_is_too_strange_to_have_a_key(text: str) -> None:
    assert surt(text).isascii()
