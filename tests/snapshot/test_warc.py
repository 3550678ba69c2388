"""A capture out as records, and in again."""

import gzip
import hashlib
import io
import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from fastwarc.warc import ArchiveIterator
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.model import Origin, Redirect, Snapshot
from danvan_cli.snapshot.unwarc import Captured, Revisited
from danvan_cli.snapshot.warc import records_of, warcinfo
from danvan_cli.warc.packing import PACKINGS
from danvan_cli.warc.record import RecordType
from tests.support.articles import ARTICLE
from tests.support.captures import (
    MOMENT,
    URL,
    as_exported,
    captured,
    keyed,
    packed,
    read,
    records,
    snapshot,
    snapshots,
)

HOP = Redirect(
    url="http://baolangxa.example/cu",
    status=301,
    location="/tin/khanh-thanh-cau-post12.html",
    headers=(("Location", "/tin/khanh-thanh-cau-post12.html"), ("Content-Length", "178")),
    request_headers=(("Host", "baolangxa.example"),),
)


@given(capture=snapshots())
def test_a_capture_comes_back_the_same(capture: Snapshot) -> None:
    assert list(captured(packed(records(capture)))) == [as_exported(capture)]


@given(captures=st.lists(snapshots(), max_size=4, unique_by=lambda capture: capture.key))
def test_captures_side_by_side_come_back_the_same_and_in_order(captures: list[Snapshot]) -> None:
    found = [record for capture in captures for record in records(capture)]
    assert list(captured(packed(found))) == list(map(as_exported, captures))


@pytest.mark.parametrize("ending", PACKINGS)
def test_every_packing_gives_the_same_captures(ending: str) -> None:
    captures = [snapshot(b"mot"), replace(snapshot(b"hai"), captured_at=MOMENT + timedelta(days=1))]
    found = [record for capture in captures for record in records(capture)]
    assert list(captured(packed(found, PACKINGS[ending]))) == captures


def test_the_same_capture_gives_the_same_bytes() -> None:
    assert packed(records(snapshot(), article=ARTICLE)) == packed(records(snapshot(), article=ARTICLE))


@given(capture=snapshots())
def test_no_two_records_of_a_capture_and_its_twin_have_one_id(capture: Snapshot) -> None:
    twin = records_of(capture, keyed(capture, ordinal=1), body_bytes=len(capture.body))
    ids = [record.id for record in (*records(capture, article=ARTICLE), *twin)]
    assert len(set(ids)) == len(ids)


def test_redirects_come_first_and_each_exchange_has_its_request() -> None:
    capture = replace(snapshot(), requested_url=HOP.url, redirects=(HOP,))
    found = records(capture, article=ARTICLE)
    assert [(record.type.value, record.target_uri) for record in found] == [
        ("response", HOP.url),
        ("request", HOP.url),
        ("response", URL),
        ("request", URL),
        ("metadata", URL),
        ("conversion", f"urn:text:{URL}"),
    ]
    hop, answer = found[0], found[2]
    assert hop.field("WARC-Truncated") == "length"
    assert found[1].field("WARC-Concurrent-To") == f"<{hop.id}>"
    assert found[3].field("WARC-Concurrent-To") == found[4].field("WARC-Concurrent-To") == f"<{answer.id}>"
    assert answer.field("WARC-IP-Address") == "203.0.113.5"
    assert found[1].head.startswith(b"GET /cu HTTP/1.1\r\nHost: baolangxa.example\r\n")


def test_metadata_tells_the_way_the_time_and_the_article() -> None:
    capture = replace(snapshot(), requested_url=HOP.url, redirects=(HOP,))
    told = records(capture, article=ARTICLE)[-2].payload.decode()
    assert f"via: {HOP.url}\r\nhopsFromSeed: R\r\nfetchTimeMs: 120\r\n" in told
    assert f"title: {ARTICLE.title}\r\n" in told
    assert f"creator: {ARTICLE.byline[0]}\r\n" in told


def test_a_head_says_nothing_that_is_not_true_of_the_body_any_more() -> None:
    headers = (
        ("Content-Encoding", "gzip"),
        ("Transfer-Encoding", "chunked"),
        ("Content-Length", "99"),
        ("ETag", '"x"'),
    )
    (answer, *_) = records(replace(snapshot(b"trang"), headers=headers))
    assert b"\r\nx-orig-Content-Encoding: gzip\r\nx-orig-Transfer-Encoding: chunked\r\n" in answer.head
    assert b"\r\nx-orig-Content-Length: 99\r\nETag:" in answer.head
    (answer, *_) = records(replace(snapshot(b"trang"), headers=(("Content-Length", "5"),)))
    assert b"\r\nContent-Length: 5\r\n" in answer.head


def test_cookies_and_credentials_are_nowhere_in_the_file() -> None:
    secret = "bi-mat-123"  # noqa: S105 nobody's
    capture = replace(
        snapshot(),
        headers=(("Set-Cookie", f"phien={secret}"), ("set-cookie", secret)),
        request_headers=(("Cookie", secret), ("Authorization", f"Basic {secret}"), ("Host", "baolangxa.example")),
        redirects=(replace(HOP, headers=(*HOP.headers, ("Set-Cookie", secret))),),
    )
    data = gzip.decompress(packed(records(capture)))
    assert secret.encode() not in data
    assert data.count(b"Set-Cookie: removed\r\n") == 2
    assert b"Cookie: removed\r\n" in data


@pytest.mark.parametrize("evil", ["a\r\n\r\nWARC/1.1\r\nWARC-Type: response", "a\0b", "a\nb"])
def test_a_page_cannot_end_a_header_or_a_record(evil: str) -> None:
    url = f"https://baolangxa.example/{evil}"
    capture = snapshot(url=url, requested_url=url, headers=(("X", evil), (evil, "y")), file_path=None)
    assert list(captured(packed(records(capture)))) == [capture]
    assert [record.headers.get("WARC-Type") for record in fastwarc(packed(records(capture)))] == [
        "response",
        "request",
        "metadata",
    ]


def test_every_record_has_digests_that_fastwarc_finds_right() -> None:
    capture = replace(snapshot(), redirects=(HOP,))
    data = packed([warcinfo(MOMENT, software="danvan"), *records(capture, article=ARTICLE)])
    checked = 0
    for record in fastwarc(data):
        record.freeze()
        assert record.verify_block_digest()
        if "WARC-Payload-Digest" in record.headers:
            record.parse_http()
            assert record.verify_payload_digest()
            checked += 1
    assert checked == 2


def test_a_revisit_has_a_head_of_its_own_and_refers_to_its_original() -> None:
    first = snapshot()
    later = replace(first, captured_at=MOMENT + timedelta(days=1), headers=(("ETag", '"2"'),))
    revisit, *_ = found = records(replace(later, body=b""), original=keyed(first))
    original, *_ = records(first)
    assert revisit.type is RecordType.REVISIT
    assert revisit.field("WARC-Refers-To") == f"<{original.id}>"
    assert revisit.field("WARC-Refers-To-Target-URI") == URL
    assert revisit.field("WARC-Refers-To-Date") == "2026-03-05T02:00:00.123456Z"
    assert revisit.payload_digest == original.payload_digest == first.sha256
    (item,) = read(packed(found))
    assert isinstance(item, Revisited)
    assert item.refers_to == original.id
    assert replace(item.snapshot, body=first.body, sha256=first.sha256) == later


def test_a_304_is_a_revisit_of_what_it_confirms_and_comes_back_as_what_it_was() -> None:
    first = snapshot()
    confirmed = replace(snapshot(b""), status=304, captured_at=MOMENT + timedelta(days=1))
    revisit, *_ = found = records(confirmed, original=keyed(first))
    assert revisit.field("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    (item,) = read(packed(found))
    assert isinstance(item, Captured)
    assert item.snapshot == confirmed


def test_a_file_is_a_resource_and_keeps_its_name() -> None:
    capture = Snapshot(
        requested_url="urn:danvan:file:ab",
        url="urn:danvan:file:ab",
        captured_at=MOMENT,
        origin=Origin.FILE,
        body="Trang đã in".encode(),
        sha256=hashlib.sha256("Trang đã in".encode()).hexdigest(),
        file_path="lưu/trang  1.txt",
    )
    found = records(capture)
    assert [(record.type.value, record.content_type) for record in found] == [
        ("resource", "text/plain"),
        ("metadata", "application/warc-fields"),
    ]
    assert list(captured(packed(found))) == [capture]


def test_a_failure_is_a_response_like_any_other() -> None:
    blocked = replace(snapshot(b"403"), status=403)
    (answer, *_) = records(blocked)
    assert answer.type is RecordType.RESPONSE
    assert answer.head.startswith(b"HTTP/1.1 403 Forbidden\r\n")


def test_gzip_itself_finds_every_member_whole(tmp_path: object) -> None:
    result = subprocess.run(["gzip", "-t"], input=packed(records(snapshot())), check=False)
    assert result.returncode == 0


def fastwarc(data: bytes) -> ArchiveIterator:
    return ArchiveIterator(io.BytesIO(data), parse_http=False)
