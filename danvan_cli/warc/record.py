"""A WARC record as a value, and its bytes (ISO 28500:2017, WARC 1.1).

Records are built whole in memory: danvan's bodies are bounded. Their bytes depend on nothing but the value.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID, uuid5

VERSION = b"WARC/1.1"
FIELDS = "application/warc-fields"
HTTP_RESPONSE = "application/http; msgtype=response"
HTTP_REQUEST = "application/http; msgtype=request"
SAME_PAYLOAD = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"

_IDS = UUID("6f9d2c1e-8a57-5c0b-9d0e-2f6b1f3a7c11")
"""The namespace of danvan's record ids: one capture has the same ids in every export."""

_LINE_BREAK = re.compile(r"\s*[\r\n]\s*")


class RecordType(StrEnum):
    """The types of ISO 28500 §6."""

    WARCINFO = "warcinfo"
    RESPONSE = "response"
    RESOURCE = "resource"
    REQUEST = "request"
    METADATA = "metadata"
    REVISIT = "revisit"
    CONVERSION = "conversion"
    CONTINUATION = "continuation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record. Its block is ``head`` and ``payload``; digests and length are made of them."""

    type: RecordType
    id: str
    """``urn:uuid:…``, without angle brackets."""
    date: datetime
    target_uri: str | None = None
    content_type: str
    fields: tuple[tuple[str, str], ...] = ()
    """Named fields besides those that have an attribute or are computed."""
    head: bytes = b""
    """The HTTP head with its empty line; empty where the block is no HTTP message."""
    payload: bytes = field(repr=False, default=b"")
    payload_digest: str | None = None
    """Hex SHA-256 where there is a payload to speak of: a revisit names that of another record."""

    def field(self, name: str) -> str | None:
        """The named field; None where it has none."""
        return next((value for key, value in self.fields if key == name), None)


def to_bytes(record: Record) -> bytes:
    """The record as it stands in an uncompressed file, the two empty lines after it included."""
    block = record.head + record.payload
    lines = b"\r\n".join([VERSION, *(f"{name}: {value}".encode() for name, value in _named(record, block))])
    return lines + b"\r\n\r\n" + block + b"\r\n\r\n"


def record_id(*parts: object) -> str:
    """The id of what these parts name: the same parts give the same id.

    >>> record_id("response", "https://baosonha.example/") == record_id("response", "https://baosonha.example/")
    True
    """
    return uuid5(_IDS, "\n".join(repr(part) for part in parts)).urn


def warc_date(moment: datetime) -> str:
    """An aware time as WARC 1.1 has it, in UTC to the microsecond.

    >>> warc_date(datetime(2026, 3, 5, 2, 0, 0, 120, tzinfo=UTC))
    '2026-03-05T02:00:00.000120Z'
    """
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def parse_date(text: str | None) -> datetime | None:
    """The moment of a WARC-Date, in UTC; None where it is none. A date without a zone is in UTC, as WARC has them all.

    >>> parse_date("2026-03-05T02:00:00Z"), parse_date("hôm qua")
    (datetime.datetime(2026, 3, 5, 2, 0, tzinfo=datetime.timezone.utc), None)
    """
    try:
        moment = datetime.fromisoformat((text or "").strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def fields_block(pairs: tuple[tuple[str, str], ...]) -> bytes:
    """The block of a ``warcinfo`` or ``metadata`` record: a line a pair, line breaks in values folded to spaces."""
    lines = (f"{name}: {_LINE_BREAK.sub(' ', value)}\r\n" for name, value in pairs)
    return "".join(lines).encode("utf-8", "replace")


def one_field_line(text: str) -> str:
    r"""``text`` as it can stand in a named field: nothing in it ends the line or the record.

    >>> one_field_line("https://a.example/x\r\nWARC-Type: response")
    'https://a.example/x%0D%0AWARC-Type:%20response'
    """
    return "".join(map(_escaped, text))


def _escaped(char: str) -> str:
    if char > " " and char != "\x7f" and not "\ud800" <= char <= "\udfff":
        return char
    return "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "surrogatepass"))


def _named(record: Record, block: bytes) -> Iterator[tuple[str, str]]:
    yield "WARC-Type", record.type.value
    yield "WARC-Record-ID", f"<{record.id}>"
    yield "WARC-Date", warc_date(record.date)
    if record.target_uri is not None:
        yield "WARC-Target-URI", record.target_uri
    yield from record.fields
    yield "WARC-Block-Digest", f"sha256:{hashlib.sha256(block).hexdigest()}"
    if record.payload_digest is not None:
        yield "WARC-Payload-Digest", f"sha256:{record.payload_digest}"
    yield "Content-Type", record.content_type
    yield "Content-Length", str(len(block))
