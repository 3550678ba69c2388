"""One exchange as records tell it: a response, revisit or resource record read, its body rid of its codings."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urljoin

from danvan_cli.codings import Body, BodyFault, Chunks, size_text
from danvan_cli.http_head import (
    MAX_HEAD_BYTES,
    Head,
    as_captured,
    is_renamed,
    location_text,
    parse_head,
    values_of,
    without_secrets,
)
from danvan_cli.model import Headers, Origin, Snapshot
from danvan_cli.snapshot.facts import Facts, HopFacts
from danvan_cli.snapshot.warcfile import RawRecord
from danvan_cli.warc.digests import agrees
from danvan_cli.warc.record import one_field_line, parse_date

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_VERSIONS = {"http/1.0": "HTTP/1.0", "http/1.1": "HTTP/1.1", "h2": "HTTP/2", "h3": "HTTP/3"}
_LONGEST_SCHEME = 12
_KEPT_SCHEMES = ("http://", "https://", "urn:danvan:file:")
"""What captures are of; tools put much else beside them under names of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """A record that is no capture: a DNS answer, a derived text, a screenshot."""

    what: str
    """Its type, for a table that counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A capture that cannot be taken."""

    url: str
    reason: str
    """A slug: ``too-large``, ``bad-digest``, ``damaged-record``, ``segmented``, ``bad-record``."""
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """A capture in the making, and what its records say around it."""

    snapshot: Snapshot
    """Without a body where ``is_revisit``; then its digest is empty too."""
    record_id: str | None
    concurrent_to: str | None
    payload_digest: str | None
    intact: bool
    """Whether a digest shows that the record is whole."""
    is_revisit: bool = False
    profile: str | None = None
    refers_to: str | None = None
    refers_to_uri: str | None = None
    refers_to_date: str | None = None
    location: str | None = None
    elapsed_ms: int | None = None

    @property
    def is_redirect(self) -> bool:
        """Whether it is an answer that leads on; where to is another question."""
        return self.snapshot.status in _REDIRECTS and not self.is_revisit

    @property
    def redirects_to(self) -> str | None:
        """Where it leads, absolute and without a fragment; None for what is no redirect."""
        if self.location is None or self.is_revisit:
            return None
        try:
            return urljoin(self.snapshot.url, self.location.strip()).partition("#")[0]
        except ValueError:
            return None

    def is_meant_by(self, record: RawRecord) -> bool:
        """Whether a request or metadata record belongs to this exchange."""
        own = bare_id(record.get("WARC-Record-ID"))
        if own is not None and own == self.concurrent_to:
            return True
        named = {bare_id(record.get(name)) for name in ("WARC-Concurrent-To", "WARC-Refers-To")} - {None}
        return self.record_id in named if named else _url_of(record) == self.snapshot.url

    def is_of(self, hop: HopFacts) -> bool:
        """Whether this is the redirect that danvan noted."""
        return (self.snapshot.url, self.snapshot.status) == (_bare_url(one_field_line(hop.url)), hop.status)

    def by(self, facts: Facts) -> "Exchange | None":
        """The exchange with what danvan noted of it; None where that is of something else."""
        snapshot = self.snapshot
        is_other = facts.origin is not snapshot.origin and snapshot.origin is Origin.HTTP
        if is_other or _bare_url(one_field_line(facts.url)) != snapshot.url:
            return None
        told = replace(
            snapshot,
            requested_url=facts.requested_url,
            url=facts.url,
            origin=facts.origin,
            status=facts.status,
            http_version=facts.http_version,
            headers=_known_headers(facts, snapshot),
            wire_sha256=facts.wire_sha256,
            wire_bytes=facts.wire_bytes,
            request_headers=snapshot.request_headers if facts.request_headers is None else facts.request_headers,
            peer_address=facts.peer_address,
            file_path=facts.file_path,
        )
        return replace(self, snapshot=told, elapsed_ms=facts.elapsed_ms)


def exchange_of(record: RawRecord, *, max_body_bytes: int) -> Exchange | Passed | Broken:
    """What a ``response``, ``revisit`` or ``resource`` record tells."""
    url = _url_of(record)
    if not url.startswith(_KEPT_SCHEMES):
        return Passed(what=_foreign(record.type, url))
    moment = parse_date(record.get("WARC-Date"))
    refused = _refused(record, url, max_body_bytes)
    if refused is not None or moment is None or record.block is None:
        return refused or Broken(
            url=url, reason="bad-record", detail=f"its WARC-Date is {record.get('WARC-Date')!r:.60}"
        )
    try:
        return _read(record, record.block, url, moment, max_body_bytes)
    except BodyFault as fault:
        return Broken(url=url, reason=fault.reason, detail=fault.detail)


def _foreign(kind: str, url: str) -> str:
    scheme = url.partition(":")[0].lower()
    return f"{kind} of {scheme}" if scheme.isidentifier() and len(scheme) <= _LONGEST_SCHEME else kind


def _refused(record: RawRecord, url: str, max_body_bytes: int) -> Broken | None:
    if record.get("WARC-Segment-Number") is not None:
        return Broken(url=url, reason="segmented", detail="the record is continued in another one, which nobody does")
    if record.block is None:
        detail = f"a record of {size_text(record.block_bytes)}, the bound is {size_text(max_body_bytes)}"
        return Broken(url=url, reason="too-large", detail=detail)
    if record.intact is False:
        return Broken(url=url, reason="bad-digest", detail="the record does not have the digest that it says")
    return None


def join_request(exchange: Exchange, record: RawRecord | None) -> Exchange:
    """The exchange with the headers of its request; itself where the record is another's, or has none."""
    if record is None or exchange.snapshot.request_headers or not exchange.is_meant_by(record):
        return exchange
    head = parse_head((record.block or b"")[:MAX_HEAD_BYTES])
    if head is None or not head.headers:
        return exchange
    return replace(exchange, snapshot=replace(exchange.snapshot, request_headers=without_secrets(head.headers)))


def fields_of(block: bytes) -> dict[str, str]:
    """The block of ``application/warc-fields`` by names in lower case; of several of one name the first."""
    found: dict[str, str] = {}
    for line in block.decode("utf-8", "replace").split("\n"):
        name, colon, value = line.partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip(" \t\r"))
    return found


def bare_id(text: str | None) -> str | None:
    """A record's id without its angle brackets; None stays None."""
    return text.strip().strip("<>") if text else None


# --- a record read -------------------------------------------------------------------------------


def _read(record: RawRecord, block: bytes, url: str, moment: datetime, max_body_bytes: int) -> Exchange:
    head = None
    if record.type != "resource" and url.startswith("http"):
        end = _end_of_head(block)
        head = parse_head(block[:end])
        block = block[end:]
    if head is not None and head.status is None:
        raise BodyFault("bad-record", f"its HTTP head begins with {head.first_line[:60]!r}")
    is_revisit = record.type == "revisit"
    headers = as_captured(head.headers) if head else _content_type(record)
    taken = _Taken() if is_revisit else _take(block, head, max_body_bytes)
    digest = record.get("WARC-Payload-Digest")
    snapshot = Snapshot(
        requested_url=url,
        url=url,
        captured_at=moment,
        origin=Origin.HTTP if head else Origin.FILE,
        status=head.status if head else None,
        http_version=_http_version(record, head),
        headers=headers,
        body=taken.body,
        sha256=hashlib.sha256(taken.body).hexdigest(),
        wire_sha256=taken.wire_sha256,
        wire_bytes=taken.wire_bytes,
        peer_address=record.get("WARC-IP-Address"),
    )
    location = next((value for name, value in headers if name.lower() == "location"), None)
    return Exchange(
        snapshot=snapshot,
        record_id=bare_id(record.get("WARC-Record-ID")),
        concurrent_to=bare_id(record.get("WARC-Concurrent-To")),
        payload_digest=digest,
        intact=record.intact is True or bool(digest and not is_revisit and agrees(digest, block)),
        is_revisit=is_revisit,
        profile=(record.get("WARC-Profile") or "").replace("/warc/1.0/", "/warc/1.1/") or None,
        refers_to=bare_id(record.get("WARC-Refers-To")),
        refers_to_uri=_bare_url(record.get("WARC-Refers-To-Target-URI")),
        refers_to_date=record.get("WARC-Refers-To-Date"),
        location=location_text(location) if head and head.status in _REDIRECTS and location else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Taken:
    """A body rid of its codings, and what is known of how it came."""

    body: bytes = b""
    wire_sha256: str | None = None
    wire_bytes: int | None = None


def _take(block: bytes, head: Head | None, max_body_bytes: int) -> _Taken:
    """Raises ``BodyFault`` with ``too-large``. What its head calls coded and is not, is taken as it stands."""
    if head is None:
        return _Taken(body=_bounded(block, max_body_bytes))
    wire = Chunks.taken_off(block) if "chunked" in values_of(head.headers, "transfer-encoding").lower() else block
    if is_renamed(head.headers, "content-encoding"):
        return _Taken(body=_bounded(wire, max_body_bytes))
    try:
        body = Body(values_of(head.headers, "content-encoding"), max_body_bytes)
        body.feed(wire)
        decoded = body.finish()
    except BodyFault as fault:
        if fault.reason == "too-large":
            raise
        decoded = _bounded(wire, max_body_bytes)
    return _Taken(body=decoded, wire_sha256=hashlib.sha256(wire).hexdigest(), wire_bytes=len(wire))


def _bounded(data: bytes, max_body_bytes: int) -> bytes:
    if len(data) > max_body_bytes:
        raise BodyFault("too-large", f"a body of {size_text(len(data))}, the bound is {size_text(max_body_bytes)}")
    return data


def _end_of_head(block: bytes) -> int:
    """Where the body begins: behind the first empty line."""
    ends = [(place, length) for mark, length in ((b"\r\n\r\n", 4), (b"\n\n", 2)) if (place := block.find(mark)) >= 0]
    place, length = min(ends, default=(len(block), 0))
    if place > MAX_HEAD_BYTES:
        raise BodyFault("bad-record", f"its HTTP head is longer than {size_text(MAX_HEAD_BYTES)}")
    return place + length


def _http_version(record: RawRecord, head: Head | None) -> str | None:
    told = _VERSIONS.get((record.get("WARC-Protocol") or "").strip().lower())
    return told or (head.http_version if head else None)


def _content_type(record: RawRecord) -> Headers:
    declared = record.get("Content-Type")
    return (("Content-Type", declared.strip()),) if declared else ()


def _known_headers(facts: Facts, snapshot: Snapshot) -> Headers:
    """Those the head carries; a file's record has a media type of danvan's own making, which is no header."""
    if facts.headers is not None:
        return facts.headers
    return () if snapshot.origin is Origin.FILE else snapshot.headers


def _url_of(record: RawRecord) -> str:
    return _bare_url(record.get("WARC-Target-URI")) or ""


def _bare_url(text: str | None) -> str | None:
    """Without the angle brackets of WARC 1.0, and without a user's name and password."""
    if not text:
        return None
    url = text.strip().removeprefix("<").removesuffix(">")
    scheme, slashes, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    if slashes and "@" in authority:
        return f"{scheme}{slashes}{authority.rpartition('@')[2]}{slash}{path}"
    return url
