from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.http_head import as_captured, as_recorded, parse_head, request_head, response_head, without_secrets
from danvan_cli.model import Headers
from tests.support.captures import HEADERS

PRINTABLE = st.text(
    st.characters(min_codepoint=0x21, max_codepoint=0xFF, exclude_characters=":\x7f\x85\xa0"), min_size=1, max_size=10
)


@given(headers=st.lists(st.tuples(PRINTABLE, PRINTABLE | st.just("")), max_size=5).map(tuple))
def test_a_head_that_was_printed_is_read_again(headers: Headers) -> None:
    head = parse_head(response_head(200, "HTTP/1.0", headers))
    assert head is not None
    assert (head.http_version, head.status, head.headers) == ("HTTP/1.0", 200, headers)


@given(headers=HEADERS, size=st.integers(0, 20))
def test_what_is_renamed_for_the_record_is_named_again(headers: Headers, size: int) -> None:
    assert as_captured(as_recorded(headers, size)) == without_secrets(headers)


@given(headers=HEADERS, size=st.integers(0, 20))
def test_no_field_of_a_recorded_head_speaks_of_a_coded_body(headers: Headers, size: int) -> None:
    told = {name.lower(): value.strip() for name, value in as_recorded(headers, size)}
    assert not {"content-encoding", "transfer-encoding"} & set(told)
    assert told.get("content-length", str(size)) == str(size)


def test_a_request_asks_for_the_path_of_its_url() -> None:
    assert request_head("https://a.example/x?y=1#z", (("Host", "a.example"),)) == (
        b"GET /x?y=1 HTTP/1.1\r\nHost: a.example\r\n\r\n"
    )
    assert request_head("https://a.example", ()).startswith(b"GET / HTTP/1.1\r\n")
    assert request_head("http://[", ()).startswith(b"GET / HTTP/1.1\r\n")


def test_a_head_is_read_as_browsers_read_it() -> None:
    head = parse_head(b"HTTP/1.1 404 Kh\xf4ng\nServer : nginx\nX-Fold: mot\n  hai\nrac\nX-Empty:\n\nbody: no")
    assert head is not None
    assert (head.status, head.headers) == (404, (("Server", "nginx"), ("X-Fold", "mot hai"), ("X-Empty", "")))


def test_what_is_no_head_is_none_and_a_request_has_no_status() -> None:
    assert parse_head(b"") is None
    assert parse_head(b"\r\n\r\n") is None
    head = parse_head(b"GET / HTTP/1.1\r\n\r\n")
    assert head is not None
    assert head.status is None
