import hashlib
from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone

from danvan_cli.model import Fetched, Origin, Redirect
from danvan_cli.snapshot.seal import seal, seal_file

HANOI = timezone(timedelta(hours=7))
FETCHED = Fetched(
    requested_url="http://baolangxa.example/a",
    url="https://baolangxa.example/a",
    status=404,
    http_version="HTTP/1.1",
    headers=(("Content-Type", "text/html"), ("Set-Cookie", "a"), ("Set-Cookie", "b")),
    request_headers=(("Host", "baolangxa.example"),),
    body="Không tìm thấy trang".encode(),
    wire_sha256="c" * 64,
    wire_bytes=17,
    redirects=(Redirect(url="http://baolangxa.example/a", status=301, location="https://baolangxa.example/a"),),
    peer_address="127.0.0.1:443",
    started_at=datetime(2025, 3, 5, 6, 30, tzinfo=HANOI),
    elapsed_ms=12,
)


def test_a_sealed_answer_keeps_all_the_wire_told_whatever_its_status() -> None:
    snapshot = seal(FETCHED)

    shared = {field.name for field in fields(Fetched)} - {"started_at"}
    assert {name: getattr(snapshot, name) for name in shared} == {name: getattr(FETCHED, name) for name in shared}
    assert snapshot.sha256 == hashlib.sha256(FETCHED.body).hexdigest()
    assert snapshot.origin is Origin.HTTP
    assert snapshot.file_path is None


def test_the_capture_time_is_the_start_of_the_request_in_utc() -> None:
    assert seal(FETCHED).captured_at.isoformat() == "2025-03-04T23:30:00+00:00"


def test_a_sealed_file_claims_nothing_about_a_server() -> None:
    stated = datetime(2019, 1, 1, tzinfo=HANOI)
    snapshot = seal_file(b"<p>x</p>", url="https://baolangxa.example/b", path="trang/b.html", captured_at=stated)

    assert (snapshot.status, snapshot.http_version, snapshot.headers, snapshot.wire_sha256) == (
        None,
        None,
        (),
        None,
    )
    assert snapshot.origin is Origin.FILE
    assert snapshot.file_path == "trang/b.html"
    assert snapshot.captured_at == stated
    assert snapshot.captured_at.tzinfo is UTC
