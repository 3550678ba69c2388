"""The records of a WARC file, one after the other, against ISO 28500 and against what they say of themselves."""

import re
from array import array
from collections import Counter
from dataclasses import dataclass, field
from typing import BinaryIO

from danvan_cli.export.verify.faults import Fault, Findings
from danvan_cli.export.verify.feed import Feed
from danvan_cli.export.verify.ledger import Marks, mark
from danvan_cli.export.verify.units import Unit, units
from danvan_cli.http_head import MAX_HEAD_BYTES, Head, parse_head, values_of
from danvan_cli.warc.digests import Labelled
from danvan_cli.warc.finding import Kind, kind_of
from danvan_cli.warc.record import parse_date

_MAX_HEADER_BYTES = 64 * 1024
_VERSION = re.compile(rb"WARC/(?:1\.[01]|0\.1[78])\r?\n")
_MANDATORY = ("warc-record-id", "warc-date", "warc-type", "content-length")
_REPEATABLE = frozenset({"warc-concurrent-to", "warc-protocol", "warc-cipher-suite"})
_WITHOUT_URI = frozenset({"warcinfo", "metadata", "continuation"})
_HTTP = frozenset({"response", "request", "revisit"})
_INDEXED = frozenset({"response", "revisit", "resource"})
_BLANK = b"\r\n\r\n"


@dataclass(slots=True)
class Indexed:
    """The records of one file that an index should have, by their offsets in ascending order."""

    offsets: "array[int]" = field(default_factory=lambda: array("Q"))
    lengths: "array[int]" = field(default_factory=lambda: array("Q"))
    captures: "array[int]" = field(default_factory=lambda: array("Q"))
    """Marks of URL and 14-digit time."""
    digests: "array[int]" = field(default_factory=lambda: array("Q"))
    """Marks of the payload digest's label; 0 where the record has none."""
    packed: "array[int]" = field(default_factory=lambda: array("Q"))
    """Marks of the packed bytes' hex SHA-256; 0 where several records are packed together."""


@dataclass(slots=True)
class Ledger:
    """What the records of a package say of one another."""

    ids: Marks = field(default_factory=Marks)
    originals: Marks = field(default_factory=Marks)
    """Ids of records with a payload; URL and date of them; their payload digests: three ways to refer to one."""
    with_digest: Marks = field(default_factory=Marks)
    """The same by id or by URL and date, each with its digest."""
    revisits: "array[int]" = field(default_factory=lambda: array("Q"))
    """Eight values each: marks by id, URL and date, and digest, the first two with the digest, file number, offset."""
    files: list[str] = field(default_factory=list)
    indexed: dict[str, Indexed] = field(default_factory=dict)


def check_warc(file: BinaryIO, name: str, findings: Findings, ledger: Ledger) -> None:
    """Read the whole file, note its faults, and enter its records into ``ledger``."""
    file.seek(0)
    kind = kind_of(file.read(4096))
    if kind is None:
        findings.add(Fault.UNREADABLE, name, "it does not begin as a WARC file does")
        return
    ledger.files.append(name)
    ledger.indexed[name.rpartition("/")[2]] = Indexed()
    before = findings.records
    for unit in units(file, kind):
        _Unit(unit, kind, name, findings, ledger).check()
    findings.files += 1
    if findings.records == before:
        findings.add(Fault.NO_RECORD, name, "no record in it")


def check_references(findings: Findings, ledger: Ledger) -> None:
    """When all files of a package are read: ids that stand twice, revisits whose original is missing or another."""
    twice = sum(1 for _ in ledger.ids.twice())
    if twice:
        findings.add(Fault.RECORD_ID_TWICE, ledger.files[0], f"{twice} ids stand more than once")
    for start in range(0, len(ledger.revisits), 7):
        by_id, by_uri, by_digest, id_digest, uri_digest, number, offset = ledger.revisits[start : start + 7]
        where = f"{ledger.files[number]}:{offset}"
        named = [reference for reference in (by_id, by_uri) if reference]
        if not any(reference in ledger.originals for reference in named or [by_digest]):
            findings.add(Fault.REVISIT_TARGET, where, "its original is not in the package")
        elif named and by_digest and not any(both in ledger.with_digest for both in (id_digest, uri_digest) if both):
            findings.add(Fault.REVISIT_DIGEST, where, "its original has another payload digest, or none")


class _Unit:
    """The records in one packed unit, or in a plain file."""

    def __init__(self, unit: Unit, kind: Kind, name: str, findings: Findings, ledger: Ledger) -> None:
        self.unit = unit
        self.is_packed = kind in {"gzip", "zstd"}
        self.name = name
        self.findings = findings
        self.ledger = ledger
        self.feed = Feed(unit.pieces)
        self.start = 0

    def check(self) -> None:
        count = 0
        while self._skip_to_record(first=count == 0):
            count += 1
            if count == 2 and self.is_packed:
                self.fault(Fault.NOT_PER_RECORD, "more than one record is packed here")
            if not self._record():
                self.feed.drain()
                break
        if self.unit.fault is not None:
            self.fault(self.unit.fault, self.unit.detail)
        elif self.is_packed:
            self._pack_up(alone=count == 1)

    def fault(self, fault: Fault, detail: str) -> None:
        place = self.unit.offset if self.is_packed else self.start
        self.findings.add(fault, f"{self.name}:{place}", detail)

    def _skip_to_record(self, *, first: bool) -> bool:
        """Whether a record follows. Blank lines before the first one of a plain file are nobody's fault."""
        while self.feed.peek(1) in {b"\r", b"\n"} and (first or not self.is_packed):
            self.feed.take(1)
        self.start = self.feed.place
        return bool(self.feed.peek(1)) and self.unit.fault is None

    def _record(self) -> bool:
        """Check one record; False where nothing behind it can be read."""
        if not _VERSION.match(self.feed.peek(12)):
            self.fault(Fault.GARBAGE, f"{self.feed.peek(20)!r} is no record")
            return False
        header = self.feed.head(_MAX_HEADER_BYTES)
        if header is None or (not header.endswith(b"\n\n") and not header.endswith(_BLANK)):
            cut = header is not None
            self.fault(Fault.RECORD_TRUNCATED if cut else Fault.RECORD_HEADER, "its header does not come to an end")
            return False
        self.findings.records += 1
        fields = self._fields(header)
        length = fields.get("content-length", "")
        if not length.isdecimal():
            self.fault(Fault.RECORD_HEADER, f"its Content-Length is {length!r:.40}")
            return False
        return self._block(fields, int(length))

    def _fields(self, header: bytes) -> dict[str, str]:
        head = parse_head(header)
        pairs = [(name.lower(), value) for name, value in head.headers] if head else []
        fields = {name: value.encode("latin-1").decode("utf-8", "replace") for name, value in reversed(pairs)}
        needs_uri = fields.get("warc-type", "").lower() not in _WITHOUT_URI
        mandatory = (*_MANDATORY, "warc-target-uri") if needs_uri else _MANDATORY
        lacking = [name for name in mandatory if not fields.get(name)]
        if lacking:
            self.fault(Fault.RECORD_HEADER, f"it lacks {', '.join(lacking)}")
        twice = [name for name, count in Counter(name for name, _ in pairs).items() if count > 1]
        if any(name.startswith(("warc-", "content-")) and name not in _REPEATABLE for name in twice):
            self.fault(Fault.RECORD_HEADER, f"it has {', '.join(twice)} more than once")
        if fields.get("warc-date") and parse_date(fields["warc-date"]) is None:
            self.fault(Fault.RECORD_HEADER, f"its WARC-Date is {fields['warc-date']!r:.40}")
        return fields

    def _block(self, fields: dict[str, str], length: int) -> bool:
        kind = fields.get("warc-type", "").lower()
        block = _Digest(fields.get("warc-block-digest"))
        payload = _Digest(None if kind == "revisit" else fields.get("warc-payload-digest"))
        begin = self.feed.place
        head = self._http_head(fields, kind, length, block)
        payload_start = self.feed.place
        for piece in self.feed.stretch(length - (payload_start - begin)):
            block.update(piece)
            payload.update(piece)
        size = self.feed.place - begin
        if size < length:
            if self.unit.fault is None:
                self.fault(Fault.RECORD_TRUNCATED, f"{size} of {length} bytes of its block are there")
            return False
        self._digests(block, payload, head)
        self._http_length(fields, head, length - (payload_start - begin), kind)
        self._enter(fields, kind)
        return self._end()

    def _http_head(self, fields: dict[str, str], kind: str, length: int, block: "_Digest") -> Head | None:
        if kind not in _HTTP or "application/http" not in fields.get("content-type", "").lower() or not length:
            return None
        start = self.feed.peek(min(length, 5))
        raw = self.feed.head(min(length, MAX_HEAD_BYTES)) if start else None
        if raw is not None and len(raw) <= length:
            block.update(raw)
            head = parse_head(raw)
            if head is not None and (head.status is not None) is (kind != "request"):
                return head
        self.fault(Fault.HTTP_HEAD, f"its block begins with {start!r}")
        return None

    def _digests(self, block: "_Digest", payload: "_Digest", head: Head | None) -> None:
        for what, digest, fault in (("block", block, Fault.BLOCK_DIGEST), ("payload", payload, Fault.PAYLOAD_DIGEST)):
            if digest.label is None:
                continue
            agrees = digest.agrees
            is_chunked = head is not None and "chunked" in values_of(head.headers, "transfer-encoding").lower()
            if agrees is None:
                self.fault(Fault.DIGEST_UNKNOWN, f"{what}: {digest.label[:40]}")
            elif not agrees and not (what == "payload" and is_chunked):  # a digest of what was in the chunks
                self.fault(fault, f"it is not {digest.label}")

    def _http_length(self, fields: dict[str, str], head: Head | None, payload_bytes: int, kind: str) -> None:
        if head is None or kind != "response" or "warc-truncated" in fields:
            return
        told = values_of(head.headers, "content-length").strip()
        if told.isdecimal() and int(told) != payload_bytes and not values_of(head.headers, "transfer-encoding"):
            self.fault(Fault.HTTP_LENGTH, f"it says {told}, the payload has {payload_bytes} bytes")

    def _end(self) -> bool:
        """Two empty lines end a record; False where they are not there and nothing says where the next one begins."""
        end = self.feed.peek(len(_BLANK))
        if end == _BLANK:
            self.feed.take(len(_BLANK))
            return True
        if self.unit.fault is not None:
            return False
        is_cut = _BLANK.startswith(end)
        fault = Fault.RECORD_TRUNCATED if is_cut and not self.is_packed else Fault.RECORD_LENGTH
        self.fault(fault, f"{end!r} follows it in place of two empty lines")
        return bool(_VERSION.match(self.feed.peek(12)))

    def _enter(self, fields: dict[str, str], kind: str) -> None:
        """Into the ledger."""
        name, uri = _bare(fields.get("warc-record-id")), _bare(fields.get("warc-target-uri"))
        date, digest = fields.get("warc-date"), fields.get("warc-payload-digest")
        self.ledger.ids.add(mark(name))
        if kind in {"response", "resource"}:
            for reference in (mark(name), mark(uri, _same(date))):
                self.ledger.originals.add(reference)
            self.ledger.originals.add(mark(digest))
            self.ledger.with_digest.add(mark(name, digest))
            self.ledger.with_digest.add(mark(uri, _same(date), digest))
        if kind == "revisit":
            self._enter_revisit(fields, digest)
        if kind in _INDEXED:
            indexed = self.ledger.indexed[self.name.rpartition("/")[2]]
            indexed.offsets.append(self.unit.offset if self.is_packed else self.start)
            indexed.lengths.append(self.feed.place - self.start)
            indexed.captures.append(mark(uri, timestamp(date)))
            indexed.digests.append(mark(digest))
            indexed.packed.append(0)

    def _enter_revisit(self, fields: dict[str, str], digest: str | None) -> None:
        is_unmodified = "server-not-modified" in fields.get("warc-profile", "")
        told = None if is_unmodified and not digest else digest
        name = _bare(fields.get("warc-refers-to"))
        uri, date = _bare(fields.get("warc-refers-to-target-uri")), _same(fields.get("warc-refers-to-date"))
        offset = self.unit.offset if self.is_packed else self.start
        values = (mark(name), mark(uri, date), mark(told), mark(name, told), mark(uri, date, told))
        self.ledger.revisits.extend((*values, len(self.ledger.files) - 1, offset))

    def _pack_up(self, *, alone: bool) -> None:
        """The unit came to its end: now its length and digest are known."""
        indexed = self.ledger.indexed[self.name.rpartition("/")[2]]
        if alone and indexed.offsets and indexed.offsets[-1] == self.unit.offset:
            indexed.lengths[-1] = self.unit.length
            indexed.packed[-1] = mark(self.unit.digest.hexdigest())


class _Digest:
    """A digest that a record says, and its bytes on the way."""

    def __init__(self, label: str | None) -> None:
        self.label = label
        self._labelled = Labelled(label) if label else None

    def update(self, data: bytes) -> None:
        if self._labelled is not None:
            self._labelled.update(data)

    @property
    def agrees(self) -> bool | None:
        return self._labelled.agrees if self._labelled is not None else None


def timestamp(date: str | None) -> str | None:
    """A WARC-Date as 14 digits; None where it is none."""
    moment = parse_date(date)
    return moment.strftime("%Y%m%d%H%M%S") if moment else None


def _same(date: str | None) -> str | None:
    """A date in one spelling: seconds with and without a fraction of zeros are one moment."""
    moment = parse_date(date)
    return moment.isoformat(timespec="microseconds") if moment else None


def _bare(text: str | None) -> str | None:
    return text.strip().removeprefix("<").removesuffix(">") if text else None
