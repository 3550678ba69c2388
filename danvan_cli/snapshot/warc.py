"""A capture as WARC records: every exchange on its way, the answer, and what is known about it.

Redirects first, each an exchange of its own; then the answer, as ``response``, as ``revisit`` of one that is in the
same export, or as ``resource`` where a file was imported; its request; its ``metadata``; and where an article was
read off it, the text as ``conversion`` under ``urn:text:<url>``, where no replay takes it for the page.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime

from danvan_cli.http_head import as_captured, as_recorded, parse_head, request_head, response_head, without_secrets
from danvan_cli.model import Article, CaptureKey, Headers, Origin, Redirect, Snapshot
from danvan_cli.snapshot.facts import FIELD, Facts, HopFacts, to_line
from danvan_cli.warc.record import (
    FIELDS,
    HTTP_REQUEST,
    HTTP_RESPONSE,
    NOT_MODIFIED,
    SAME_PAYLOAD,
    Record,
    RecordType,
    fields_block,
    one_field_line,
    record_id,
    warc_date,
)

_PROTOCOLS = {"HTTP/1.0": "http/1.0", "HTTP/1.1": "http/1.1", "HTTP/2": "h2", "HTTP/3": "h3"}
"""``WARC-Protocol`` of the IIPC's proposals: what the text of an HTTP head cannot say."""


def records_of(
    snapshot: Snapshot,
    key: CaptureKey,
    *,
    body_bytes: int,
    original: CaptureKey | None = None,
    article: Article | None = None,
    publisher: str | None = None,
) -> Iterator[Record]:
    """The records of a capture, in their order.

    ``key`` is the snapshot's with its ordinal. ``original`` is the capture in the same export that a revisit refers
    to; then ``body_bytes`` is the size of a body that need not be in ``snapshot``. ``article`` is what was first
    read off this capture, None where nothing was.
    """
    for number, hop in enumerate(snapshot.redirects):
        yield from _exchange(hop, snapshot.captured_at, _id("redirect", key, number))
    answer = _answer(snapshot, key, body_bytes, original)
    yield answer
    if snapshot.request_headers and answer.type is not RecordType.RESOURCE:
        yield _request(snapshot.url, snapshot.request_headers, snapshot.captured_at, answer.id)
    yield _metadata(snapshot, key, answer, article, publisher)
    if article is not None:
        yield _text(snapshot, key, answer, article)


def article_text(article: Article) -> str:
    """Title, sapo and body with an empty line between them: what is searched and shown of a page."""
    return "\n\n".join(part for part in (article.title, article.sapo, article.text) if part)


def warcinfo(at: datetime, **fields: str) -> Record:
    """The record that begins a file. ``at`` is the newest capture's time, so that a file has no clock in it."""
    pairs = tuple((name.replace("_", "-"), value) for name, value in fields.items())
    name = record_id("warcinfo", warc_date(at), pairs)
    return Record(type=RecordType.WARCINFO, id=name, date=at, content_type=FIELDS, payload=fields_block(pairs))


def _id(what: str, key: CaptureKey, *more: object) -> str:
    moment = warc_date(key.captured_at)
    return record_id(
        what, key.requested_url, key.url, moment, key.origin.value, key.status, key.sha256, key.ordinal, *more
    )


def _exchange(hop: Redirect, at: datetime, name: str) -> Iterator[Record]:
    """A redirect. Its body was left unread, and the record says so where there was one."""
    announced = [value for key, value in hop.headers if key.lower() in {"content-length", "transfer-encoding"}]
    fields = (("WARC-Truncated", "length"),) if any(value.strip() != "0" for value in announced) else ()
    yield Record(
        type=RecordType.RESPONSE,
        id=name,
        date=at,
        target_uri=one_field_line(hop.url),
        content_type=HTTP_RESPONSE,
        fields=fields,
        head=response_head(hop.status, None, as_recorded(hop.headers, 0)),
        payload_digest=_EMPTY,
    )
    if hop.request_headers:
        yield _request(hop.url, hop.request_headers, at, name)


_EMPTY = hashlib.sha256(b"").hexdigest()


def _answer(snapshot: Snapshot, key: CaptureKey, body_bytes: int, original: CaptureKey | None) -> Record:
    url, at, name = one_field_line(snapshot.url), snapshot.captured_at, _id("response", key)
    if snapshot.origin is Origin.FILE or snapshot.status is None or not 0 <= snapshot.status <= 999:
        return Record(
            type=RecordType.RESOURCE,
            id=name,
            date=at,
            target_uri=url,
            content_type=_media_type(snapshot),
            payload=snapshot.body,
            payload_digest=snapshot.sha256,
        )
    fields = _told_by_the_wire(snapshot)
    if original is not None:
        profile = NOT_MODIFIED if snapshot.status == 304 else SAME_PAYLOAD
        fields += (
            ("WARC-Profile", profile),
            ("WARC-Refers-To", f"<{_id('response', original)}>"),
            ("WARC-Refers-To-Target-URI", one_field_line(original.url)),
            ("WARC-Refers-To-Date", warc_date(original.captured_at)),
        )
    return Record(
        type=RecordType.RESPONSE if original is None else RecordType.REVISIT,
        id=name,
        date=at,
        target_uri=url,
        content_type=HTTP_RESPONSE,
        fields=fields,
        head=_answer_head(snapshot, body_bytes),
        payload=snapshot.body if original is None else b"",
        payload_digest=snapshot.sha256 if original is None else original.sha256,
    )


def _answer_head(snapshot: Snapshot, body_bytes: int) -> bytes:
    return response_head(snapshot.status or 0, snapshot.http_version, as_recorded(snapshot.headers, body_bytes))


def _told_by_the_wire(snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    fields: tuple[tuple[str, str], ...] = ()
    if snapshot.peer_address:
        fields += (("WARC-IP-Address", one_field_line(_address(snapshot.peer_address))),)
    if snapshot.http_version in _PROTOCOLS:
        fields += (("WARC-Protocol", _PROTOCOLS[snapshot.http_version]),)
    return fields


def _address(peer: str) -> str:
    """``203.0.113.5`` of ``203.0.113.5:443``, ``2001:db8::1`` of ``[2001:db8::1]:443``; without a port, itself."""
    if peer.startswith("["):
        return peer[1:].partition("]")[0]
    return peer.partition(":")[0] if peer.count(":") == 1 else peer


def _request(url: str, headers: Headers, at: datetime, concurrent_to: str) -> Record:
    return Record(
        type=RecordType.REQUEST,
        id=record_id("request", concurrent_to),
        date=at,
        target_uri=one_field_line(url),
        content_type=HTTP_REQUEST,
        fields=(("WARC-Concurrent-To", f"<{concurrent_to}>"),),
        head=request_head(url, without_secrets(headers)),
    )


def _metadata(
    snapshot: Snapshot, key: CaptureKey, answer: Record, article: Article | None, publisher: str | None
) -> Record:
    pairs: tuple[tuple[str, str], ...] = ()
    if snapshot.redirects:
        pairs += (("via", snapshot.redirects[-1].url), ("hopsFromSeed", "R" * len(snapshot.redirects)))
    if snapshot.elapsed_ms is not None:
        pairs += (("fetchTimeMs", str(snapshot.elapsed_ms)),)
    if article is not None:
        pairs += tuple(_dublin_core(article, snapshot, publisher))
    pairs += ((FIELD, to_line(_facts(snapshot, key, answer))),)
    return Record(
        type=RecordType.METADATA,
        id=record_id("metadata", answer.id),
        date=snapshot.captured_at,
        target_uri=answer.target_uri,
        content_type=FIELDS,
        fields=(("WARC-Concurrent-To", f"<{answer.id}>"),),
        payload=fields_block(pairs),
    )


def _dublin_core(article: Article, snapshot: Snapshot, publisher: str | None) -> Iterator[tuple[str, str]]:
    """The article in DCMI's terms, those that are said."""
    yield "identifier", article.canonical_url or snapshot.url
    terms = {
        "title": article.title,
        "abstract": article.sapo,
        "date": article.published_at.isoformat() if article.published_at else None,
        "modified": article.updated_at.isoformat() if article.updated_at else None,
        "publisher": publisher,
        "language": article.language,
    }
    yield from ((name, value) for name, value in terms.items() if value)
    yield from (("creator", name) for name in article.byline)
    yield from (("subject", tag) for tag in article.tags)


def _text(snapshot: Snapshot, key: CaptureKey, answer: Record, article: Article) -> Record:
    return Record(
        type=RecordType.CONVERSION,
        id=_id("text", key),
        date=snapshot.captured_at,
        target_uri=f"urn:text:{answer.target_uri}",
        content_type="text/plain; charset=utf-8",
        fields=(("WARC-Refers-To", f"<{answer.id}>"),),
        payload=article_text(article).encode("utf-8", "replace"),
    )


def _facts(snapshot: Snapshot, key: CaptureKey, answer: Record) -> Facts:
    is_http = answer.type is not RecordType.RESOURCE
    return Facts(
        requested_url=snapshot.requested_url,
        url=snapshot.url,
        origin=snapshot.origin,
        status=snapshot.status,
        http_version=snapshot.http_version,
        wire_sha256=snapshot.wire_sha256,
        wire_bytes=snapshot.wire_bytes,
        peer_address=snapshot.peer_address,
        elapsed_ms=snapshot.elapsed_ms,
        file_path=snapshot.file_path,
        headers=_uncarried(snapshot.headers, answer.head if is_http else b""),
        request_headers=_uncarried(
            snapshot.request_headers, request_head(snapshot.url, snapshot.request_headers) if is_http else b""
        ),
        redirects=tuple(
            HopFacts(
                record=_id("redirect", key, number),
                url=hop.url,
                status=hop.status,
                location=hop.location,
                headers=_uncarried(hop.headers, response_head(hop.status, None, as_recorded(hop.headers, 0))),
                request_headers=_uncarried(hop.request_headers, request_head(hop.url, hop.request_headers)),
            )
            for number, hop in enumerate(snapshot.redirects)
        ),
    )


def _uncarried(headers: Headers, head: bytes) -> Headers | None:
    """The headers, cookies removed, where reading ``head`` does not give them again; else None."""
    told = without_secrets(headers)
    read = parse_head(head)
    carried = without_secrets(as_captured(read.headers)) if read else ()
    return None if carried == told else told


def _media_type(snapshot: Snapshot) -> str:
    """Of a file: what a server said of it when it was another's record, else what its bytes begin like."""
    declared = snapshot.header("content-type")
    if declared and declared.isprintable() and declared.isascii():
        return declared
    return "text/html" if b"<" in snapshot.body[:1024] else "text/plain"
