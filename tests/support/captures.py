"""Captures as hypothesis draws them, and as tests write them down."""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from danvan_cli.http_head import without_secrets
from danvan_cli.model import Article, CaptureKey, Headers, Origin, Redirect, Snapshot
from danvan_cli.snapshot.unwarc import Captured, Item, captures_of
from danvan_cli.snapshot.warc import records_of
from danvan_cli.snapshot.warcfile import read_records
from danvan_cli.warc.packing import Pack, gzip_member
from danvan_cli.warc.record import Record, to_bytes

URL = "https://baolangxa.example/tin/khanh-thanh-cau-post12.html"
MOMENT = datetime(2026, 3, 5, 2, 0, 0, 123456, tzinfo=UTC)
LIMIT = 2**20

_TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=15)
_NAMES = st.sampled_from(
    ["Content-Type", "content-length", "Content-Encoding", "Transfer-Encoding", "X-Orig-Content-Encoding", "ETag",
     "x-orig-x-orig-Content-Length", "Set-Cookie", "Cookie", "Location", "X-Tên", "", "A B", " Server"]
)  # fmt: skip
_VALUES = _TEXT | st.sampled_from(
    ["gzip", "chunked", "12", "0", "text/html; charset=utf-8", " hai  trống ", "a\r\nX: y"]
)
HEADERS = st.lists(st.tuples(_NAMES, _VALUES), max_size=5).map(tuple)
URLS = st.sampled_from(
    [
        URL,
        "http://baolangxa.example/",
        "https://baolangxa.example/th%E1%BB%9Di-s%E1%BB%B1?a=1&b=%20",
        "https://tên.example/đường dài",
    ]
) | _TEXT.map(lambda text: f"https://baolangxa.example/{text}")
NUMBERS = st.none() | st.integers(0, 10**9)


@st.composite
def snapshots(draw: st.DrawFn) -> Snapshot:
    """Everything a capture may hold, captures of files among them."""
    is_file = draw(st.booleans())
    body = draw(st.binary(max_size=60))
    url = draw(URLS)
    hops = st.builds(
        Redirect, url=URLS, status=st.sampled_from([301, 302, 303, 307, 308]), location=_TEXT, headers=HEADERS,
        request_headers=HEADERS,
    )  # fmt: skip
    return Snapshot(
        requested_url=url if is_file else draw(URLS),
        url=url,
        captured_at=draw(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))),  # noqa: DTZ001
        origin=Origin.FILE if is_file else Origin.HTTP,
        status=None if is_file else draw(st.integers(100, 599)),
        http_version=None if is_file else draw(st.sampled_from([None, "HTTP/1.0", "HTTP/1.1", "HTTP/2", "spdy"])),
        headers=draw(HEADERS),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        wire_sha256=None if is_file else draw(st.none() | st.just("c" * 64)),
        wire_bytes=None if is_file else draw(NUMBERS),
        request_headers=() if is_file else draw(HEADERS),
        redirects=() if is_file else draw(st.lists(hops, max_size=3, unique_by=lambda hop: hop.url).map(tuple)),
        peer_address=draw(st.sampled_from([None, "203.0.113.5:443", "[2001:db8::1]:80", "203.0.113.5"])),
        elapsed_ms=draw(NUMBERS),
        file_path=draw(st.none() | _TEXT) if is_file else None,
    )


def snapshot(body: bytes = b"<html><body>trang</body></html>", **changes: Any) -> Snapshot:
    """A capture of a page."""
    fields: dict[str, Any] = {
        "requested_url": changes.get("url", URL),
        "url": URL,
        "captured_at": MOMENT,
        "origin": Origin.HTTP,
        "status": 200,
        "http_version": "HTTP/1.1",
        "headers": (("Content-Type", "text/html; charset=utf-8"),),
        "body": body,
        "sha256": hashlib.sha256(body).hexdigest(),
        "wire_sha256": hashlib.sha256(body).hexdigest(),
        "wire_bytes": len(body),
        "request_headers": (("Host", "baolangxa.example"), ("User-Agent", "danvan/0")),
        "peer_address": "203.0.113.5:443",
        "elapsed_ms": 120,
    }
    return Snapshot(**fields | changes)


def as_exported(capture: Snapshot) -> Snapshot:
    """The capture as an export gives it back: the values of cookies and credentials are gone, and nothing else."""
    hops = tuple(
        replace(hop, headers=without_secrets(hop.headers), request_headers=without_secrets(hop.request_headers))
        for hop in capture.redirects
    )
    return replace(
        capture,
        headers=without_secrets(capture.headers),
        request_headers=without_secrets(capture.request_headers),
        redirects=hops,
    )


def keyed(capture: Snapshot, ordinal: int = 0) -> CaptureKey:
    """Its key."""
    return replace(capture.key, ordinal=ordinal)


def records(capture: Snapshot, *, original: CaptureKey | None = None, article: Article | None = None) -> list[Record]:
    """Its records."""
    return list(records_of(capture, keyed(capture), body_bytes=len(capture.body), original=original, article=article))


def packed(found: Iterable[Record], pack: Pack = gzip_member) -> bytes:
    """Records as a file."""
    return b"".join(pack(to_bytes(record)) for record in found)


def read(data: bytes, limit: int = LIMIT) -> list[Item]:
    """What is in a file of these bytes."""
    return list(captures_of(read_records(io.BytesIO(data), max_block_bytes=limit), max_body_bytes=limit))


def captured(data: bytes) -> Iterator[Snapshot]:
    """The captures in it; fails the test where there is anything else."""
    for item in read(data):
        assert isinstance(item, Captured), item
        yield item.snapshot


def http_record(
    url: str = URL,
    body: bytes = b"<html>trang</html>",
    *headers: tuple[str, str],
    kind: str = "response",
    status: int = 200,
    date: str = "2026-03-05T02:00:00Z",
    fields: Headers = (),
    version: str = "WARC/1.0",
    line_end: bytes = b"\r\n",
    length: int | None = None,
) -> bytes:
    """A record as other tools write it, without a digest unless ``fields`` has one."""
    if kind == "request":
        head = ["GET / HTTP/1.1", *(f"{name}: {value}" for name, value in headers)]
    else:
        head = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {value}" for name, value in headers)]
    block = body if kind == "resource" else "".join(f"{line}\r\n" for line in (*head, "")).encode("latin-1") + body
    lines = [
        version,
        f"WARC-Type: {kind}",
        f"WARC-Target-URI: {url}",
        f"WARC-Date: {date}",
        *(f"{name}: {value}" for name, value in fields),
        f"Content-Type: application/http; msgtype={kind}",
        f"Content-Length: {len(block) if length is None else length}",
    ]
    return line_end.join(line.encode() for line in lines) + line_end * 2 + block + line_end * 2
