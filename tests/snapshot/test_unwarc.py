"""Captures out of the records of other people's tools."""

import gzip
import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.model import Origin, Redirect, Snapshot
from danvan_cli.snapshot.exchange import Broken, Passed
from danvan_cli.snapshot.unwarc import Captured, Item, Revisited
from danvan_cli.snapshot.warcfile import Damage
from danvan_cli.warc.packing import Pack, gzip_member, plain
from danvan_cli.warc.record import to_bytes
from tests.support.captures import URL, captured, http_record, packed, read, records, snapshot

HTML = "<html><body>Khánh thành cầu</body></html>".encode()
OLD = "http://baolangxa.example/cu"


def one(data: bytes, limit: int = 2**20) -> Item:
    (item,) = read(data, limit)
    return item


def only(data: bytes) -> Snapshot:
    (found,) = captured(data)
    return found


def test_a_response_is_a_capture_with_the_records_own_date() -> None:
    found = only(http_record(URL, HTML, ("Content-Type", "text/html"), ("X-A", "b"), date="2019-05-03T04:05:06Z"))
    assert found == Snapshot(
        requested_url=URL,
        url=URL,
        captured_at=datetime(2019, 5, 3, 4, 5, 6, tzinfo=UTC),
        origin=Origin.HTTP,
        status=200,
        http_version="HTTP/1.1",
        headers=(("Content-Type", "text/html"), ("X-A", "b")),
        body=HTML,
        sha256=hashlib.sha256(HTML).hexdigest(),
        wire_sha256=hashlib.sha256(HTML).hexdigest(),
        wire_bytes=len(HTML),
    )


def chunked(data: bytes, size: int = 10) -> bytes:
    pieces = [data[start : start + size] for start in range(0, len(data), size)]
    return b"".join(b"%x;ext=1\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


CODED = {
    "gzip": ((("Content-Encoding", "gzip"),), gzip.compress(HTML, mtime=0)),
    "br": ((("content-encoding", "br"),), brotli.compress(HTML)),
    "chunked": ((("Transfer-Encoding", "chunked"),), chunked(HTML)),
    "chunked gzip": (
        (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")),
        chunked(gzip.compress(HTML, mtime=0)),
    ),
    "called chunked, and is not": ((("Transfer-Encoding", "chunked"),), HTML),
    "called gzip, and is not": ((("Content-Encoding", "gzip"),), HTML),
    "renamed by its tool": ((("x-orig-content-encoding", "gzip"), ("X-Orig-Transfer-Encoding", "chunked")), HTML),
}


@pytest.mark.parametrize("name", CODED)
def test_the_body_is_the_page_and_the_headers_are_as_they_came(name: str) -> None:
    headers, body = CODED[name]
    found = only(http_record(URL, body, *headers))
    assert found.body == HTML
    told = {key.lower().removeprefix("x-orig-"): value for key, value in headers}
    assert {key.lower(): value for key, value in found.headers} == told


def test_what_was_on_the_wire_is_known_where_the_record_has_it() -> None:
    wire = gzip.compress(HTML, mtime=0)
    assert only(http_record(URL, wire, ("Content-Encoding", "gzip"))).wire_sha256 == hashlib.sha256(wire).hexdigest()
    assert only(http_record(URL, HTML, ("x-orig-content-encoding", "gzip"))).wire_sha256 is None


def test_a_chunked_body_that_was_cut_off_is_kept_up_to_its_cut() -> None:
    assert only(http_record(URL, chunked(HTML)[:30], ("Transfer-Encoding", "chunked"))).body == HTML[:10]


@pytest.mark.parametrize("order", ["request first", "response first"])
def test_the_request_beside_it_is_kept_but_for_cookies(order: str) -> None:
    parts = [
        http_record(URL, b"", ("Host", "baolangxa.example"), ("Cookie", "bi-mat"), kind="request"),
        http_record(URL, HTML),
    ]
    found = only(b"".join(parts if order == "request first" else reversed(parts)))
    assert found.request_headers == (("Host", "baolangxa.example"), ("Cookie", "removed"))


def test_a_request_of_another_page_is_not_taken_for_this_ones() -> None:
    other = http_record("https://baolangxa.example/khac", b"", ("Host", "x"), kind="request")
    assert only(other + http_record(URL, HTML)).request_headers == ()


def test_metadata_tells_how_long_it_took() -> None:
    told = b"via: https://baolangxa.example/\r\nfetchTimeMs: 431\r\n"
    metadata = http_record(URL, told, kind="resource").replace(b"WARC-Type: resource", b"WARC-Type: metadata")
    metadata = metadata.replace(b"application/http; msgtype=resource", b"application/warc-fields")
    assert only(http_record(URL, HTML) + metadata).elapsed_ms == 431


# --- redirects ----------------------------------------------------------------------------------


def test_redirects_right_before_the_page_are_its_hops() -> None:
    data = (
        http_record(OLD, b"", ("Location", "/moi"), status=301)
        + http_record("http://baolangxa.example/moi", b"", ("Location", f"{URL}#top"), status=302)
        + http_record(URL, HTML)
    )
    found = only(data)
    assert (found.requested_url, found.url) == (OLD, URL)
    assert [(hop.url, hop.status, hop.location) for hop in found.redirects] == [
        (OLD, 301, "/moi"),
        ("http://baolangxa.example/moi", 302, f"{URL}#top"),
    ]


def test_a_target_is_the_same_page_raw_and_percent_encoded() -> None:
    raw = "/thời-sự".encode().decode("latin-1")
    page = http_record("http://baolangxa.example/th%E1%BB%9Di-s%E1%BB%B1", HTML)
    found = only(http_record(OLD, b"", ("Location", raw), status=301) + page)
    assert [(hop.url, hop.location) for hop in found.redirects] == [(OLD, "/thời-sự")]


def test_a_hop_that_was_recorded_with_a_body_is_a_capture_too_for_a_hop_has_no_room_for_it() -> None:
    data = http_record(OLD, b"<h1>301</h1>", ("Location", URL), status=301) + http_record(URL, HTML)
    hop, page = captured(data)
    assert (hop.url, hop.status, hop.body) == (OLD, 301, b"<h1>301</h1>")
    assert (page.requested_url, [redirect.url for redirect in page.redirects]) == (OLD, [OLD])


@pytest.mark.parametrize(
    "after",
    [
        http_record("https://baolangxa.example/khac", HTML),
        http_record(URL, HTML, date="2026-03-05T02:05:00Z"),
        b"",
    ],
    ids=["another page", "later", "nothing"],
)
def test_a_redirect_that_leads_to_nothing_near_is_a_capture_by_itself(after: bytes) -> None:
    first, *rest = captured(http_record(OLD, b"", ("Location", URL), status=301) + after)
    assert (first.url, first.status) == (OLD, 301)
    assert [found.requested_url == found.url for found in rest] == [True] * bool(after)


def test_forty_redirects_are_captures_like_any_other() -> None:
    chain = b"".join(http_record(f"{OLD}{n}", b"", ("Location", f"/cu{n + 1}"), status=301) for n in range(40))
    assert sum(1 + len(found.redirects) for found in captured(chain)) == 40


# --- what else there is ---------------------------------------------------------------------------


def test_a_revisit_says_what_it_refers_to() -> None:
    told = (
        ("WARC-Refers-To", "<urn:uuid:1>"),
        ("WARC-Refers-To-Target-URI", "<https://baolangxa.example/goc>"),
        ("WARC-Refers-To-Date", "2026-01-01T00:00:00Z"),
        ("WARC-Payload-Digest", "sha1:ABC"),
        ("WARC-Profile", "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"),
    )
    item = one(http_record(URL, b"", ("ETag", "x"), kind="revisit", fields=told))
    assert isinstance(item, Revisited)
    assert (item.refers_to, item.refers_to_uri) == ("urn:uuid:1", "https://baolangxa.example/goc")
    assert (item.refers_to_date, item.payload_digest) == ("2026-01-01T00:00:00Z", "sha1:ABC")
    assert (item.snapshot.status, item.snapshot.headers) == (200, (("ETag", "x"),))


def test_a_resource_of_a_web_page_is_a_capture_of_a_file() -> None:
    found = only(http_record(URL, HTML, kind="resource"))
    assert (found.origin, found.status, found.body) == (Origin.FILE, None, HTML)
    assert found.headers[0][0] == "Content-Type"


@pytest.mark.parametrize(
    ("uri", "what"),
    [("urn:pageinfo:x", "resource of urn"), ("ftp://a.example/x", "resource of ftp"), ("", "resource")],
)
def test_what_is_no_page_is_passed_over_by_name(uri: str, what: str) -> None:
    assert one(http_record(uri, b"{}", kind="resource")) == Passed(what=what)


def test_a_dns_answer_is_passed_over() -> None:
    assert one(http_record("dns:baolangxa.example", b"1.2.3.4")) == Passed(what="response of dns")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (http_record(URL, bytes(2000)), "too-large"),
        (http_record(URL, gzip.compress(bytes(5000)), ("Content-Encoding", "gzip")), "too-large"),
        (http_record(URL, HTML, fields=(("WARC-Block-Digest", "sha1:" + "A" * 32),)), "bad-digest"),
        (http_record(URL, HTML, fields=(("WARC-Segment-Number", "1"),)), "segmented"),
        (http_record(URL, HTML, date="hôm qua"), "bad-record"),
        (http_record(URL, HTML, date=""), "bad-record"),
        (http_record(URL, HTML, date="9999-12-31T23:59:59-14:00"), "bad-record"),
        (http_record(URL, HTML).replace(b"HTTP/1.1 200 Whatever", b"GET / HTTP/1.1 abcdef"), "bad-record"),
    ],
)
def test_a_capture_that_cannot_be_taken_is_named_with_its_reason(data: bytes, reason: str) -> None:
    item = one(data, 1000)
    assert isinstance(item, Broken)
    assert (item.url, item.reason) == (URL, reason)


def test_a_password_in_a_url_does_not_enter_the_archive() -> None:
    assert only(http_record("https://toi:bi-mat@baolangxa.example/a@b", HTML)).url == "https://baolangxa.example/a@b"


def test_a_record_before_a_break_is_believed_only_with_its_digest() -> None:
    proved = to_bytes(records(snapshot(HTML))[0])
    rubbish = b"rubbish\r\n\r\n"
    item, damage = read(proved + rubbish)
    assert isinstance(item, Captured)
    assert isinstance(damage, Damage)
    broken, damage = read(http_record(URL, HTML) + rubbish)
    assert isinstance(broken, Broken)
    assert (broken.reason, isinstance(damage, Damage)) == ("damaged-record", True)


# --- danvan's own notes are a stranger's words too -------------------------------------------------


@pytest.mark.parametrize(
    "forged",
    [
        b"{",
        b"[]",
        b"{}",
        b'{"requested_url": 1}',
        b'{"requested_url": "https://x.example/", "url": "https://x.example/", "origin": "http"}',
        b"[" * 100_000,
    ],
)
def test_notes_that_are_none_or_of_another_page_are_not_believed(forged: bytes) -> None:
    found = records(snapshot(HTML))
    metadata = replace(found[-1], payload=b"danvan-capture: " + forged + b"\r\n")
    capture = only(packed([*found[:-1], metadata]))
    assert (capture.url, capture.requested_url, capture.body) == (URL, URL, HTML)


def test_notes_that_name_redirects_which_are_not_there_are_not_believed() -> None:
    found = records(snapshot(HTML))
    hop = b'{"record": "urn:uuid:0", "url": "x", "status": 301, "location": "y"}'
    payload = found[-1].payload.replace(b'"origin"', b'"redirects": [' + hop + b'], "origin"')
    assert only(packed([*found[:-1], replace(found[-1], payload=payload)])).redirects == ()


@given(
    pack=st.sampled_from([gzip_member, plain]),
    cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12), st.integers(0, 30)), min_size=1, max_size=6),
)
def test_whatever_is_done_to_a_file_reading_it_ends_without_an_error(
    pack: Pack, cuts: list[tuple[float, bytes, int]]
) -> None:
    hop = Redirect(url=OLD, status=301, location=URL, headers=(("Location", URL),), request_headers=(("Host", "x"),))
    captures = [
        snapshot(HTML, redirects=(hop,), requested_url=OLD),
        snapshot(HTML, headers=(("Content-Encoding", "br"),)),
    ]
    data = b"".join(pack(to_bytes(record)) for capture in captures for record in records(capture))
    data += pack(http_record(URL, chunked(gzip.compress(HTML)), *CODED["chunked gzip"][0]))
    for where, put_in, taken_out in cuts:
        place = int(where * len(data))
        data = data[:place] + put_in + data[place + taken_out :]
    read(data)
