"""Records into captures: what belongs together is put together, and nothing is claimed that no record says.

The records of one exchange stand side by side, in whatever order their tool likes: request and response, metadata that
names the response. So one exchange at a time is held, with one body. A redirect is held too: where danvan's own
``metadata`` names it, or the very next exchange is for its target within a minute, it is a hop of that capture.
A hop's body has no place in a capture; where a tool recorded one, the hop is a capture of its own as well.

Bodies come with transfer- and content-coding taken off, as fetching does. What cannot be taken off stays as it is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import quote

from danvan_cli.model import Redirect, Snapshot
from danvan_cli.snapshot.exchange import Broken, Exchange, Passed, exchange_of, fields_of, join_request
from danvan_cli.snapshot.facts import FIELD, Facts, HopFacts, from_line
from danvan_cli.snapshot.warcfile import Damage, RawRecord
from danvan_cli.warc.record import FIELDS, NOT_MODIFIED

_AS_IT_IS = "%/:?[]@!$&'()*+,;=~"
_SOON = timedelta(seconds=60)
_MOST_HOPS = 20
"""As many redirects as danvan itself follows; a longer chain is captures by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """A capture, whole."""

    snapshot: Snapshot
    record_id: str | None
    """Of its response record: revisits in other records refer to it."""
    payload_digest: str | None
    """As that record labels it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisited:
    """A capture whose body another record has. ``snapshot`` is all but that."""

    snapshot: Snapshot
    refers_to: str | None
    """The id of the record with the body; None where only the next fields tell."""
    refers_to_uri: str | None
    refers_to_date: str | None
    payload_digest: str | None


Item = Captured | Revisited | Passed | Broken | Damage


def captures_of(records: Iterable[RawRecord | Damage], *, max_body_bytes: int) -> Iterator[Item]:
    """The captures in these records, as soon as each is whole; what was passed over, broken or damaged as it comes."""
    table = _Table()
    for record in records:
        if isinstance(record, Damage):
            yield from table.distrust()
            yield record
        else:
            yield from _taken(table, record, max_body_bytes)
    yield from table.clear()


def _taken(table: "_Table", record: RawRecord, max_body_bytes: int) -> Iterator[Item]:
    match record.type:
        case "request":
            table.request(record)
        case "metadata" if (record.get("Content-Type") or "").strip().lower() == FIELDS:
            table.metadata(record)
        case "response" | "revisit" | "resource":
            yield from table.settle()
            found = exchange_of(record, max_body_bytes=max_body_bytes)
            if isinstance(found, Exchange):
                table.begin(found)
            else:
                yield from table.clear()
                yield found
        case "warcinfo":
            yield from table.clear()
        case _:
            yield Passed(what=record.type)


class _Table:
    """The exchange at hand, the redirects before it, and a request that came before its response."""

    def __init__(self) -> None:
        self._exchange: Exchange | None = None
        self._facts: Facts | None = None
        self._chain: list[Exchange] = []
        self._request: RawRecord | None = None

    def begin(self, exchange: Exchange) -> None:
        """A response, revisit or resource record was read."""
        self._exchange = join_request(exchange, self._request)
        self._facts = None
        self._request = None

    def request(self, record: RawRecord) -> None:
        """A request record: of the exchange at hand, or of the next one."""
        joined = join_request(self._exchange, record) if self._exchange else None
        if joined is not None and joined is not self._exchange:
            self._exchange = joined
        else:
            self._request = record

    def metadata(self, record: RawRecord) -> None:
        """A metadata record: what it tells of the exchange at hand."""
        if self._exchange is None or not self._exchange.is_meant_by(record):
            return
        told = fields_of(record.block or b"")
        self._facts = from_line(told[FIELD]) if FIELD in told else self._facts
        elapsed = told.get("fetchtimems", "")
        if elapsed.isdecimal() and len(elapsed) < 12:
            self._exchange = replace(self._exchange, elapsed_ms=int(elapsed))

    def distrust(self) -> Iterator[Item]:
        """The file broke behind the exchange at hand: without a digest that holds, its end may be another's."""
        if self._exchange is not None and not self._exchange.intact:
            broken = Broken(url=self._exchange.snapshot.url, reason="damaged-record", detail=_UNSURE)
            self._exchange = None
            yield from self.clear()
            yield broken
        else:
            yield from self.clear()

    def clear(self) -> Iterator[Item]:
        """Everything that is held, as it is."""
        yield from self.settle()
        yield from self._loosen()

    def settle(self) -> Iterator[Item]:
        """The exchange at hand is whole: a capture, or a redirect that waits for the next one."""
        exchange, facts, self._exchange = self._exchange, self._facts, None
        if exchange is None:
            return
        if facts is not None:
            yield from self._as_known(exchange, facts)
        elif exchange.is_redirect:
            if len(self._chain) == _MOST_HOPS:
                yield from self._loosen()
            self._chain.append(exchange)
        else:
            yield from self._as_followed(exchange)

    def _as_known(self, exchange: Exchange, facts: Facts) -> Iterator[Item]:
        """By the facts of danvan's own export, where they are this record's."""
        hops = {hop.record_id: hop for hop in self._chain}
        whole = all(hop.record in hops and hops[hop.record].is_of(hop) for hop in facts.redirects)
        known = exchange.by(facts) if whole else None
        if known is None:
            yield from self._loosen()
            yield from _finished(exchange)
            return
        mine = {hop.record for hop in facts.redirects}
        redirects = tuple(_hop(hops[hop.record], hop) for hop in facts.redirects)
        self._chain = [hop for hop in self._chain if hop.record_id not in mine]
        yield from self._loosen()
        yield from _finished(replace(known, snapshot=replace(known.snapshot, redirects=redirects)))

    def _as_followed(self, exchange: Exchange) -> Iterator[Item]:
        """By the redirects just before it, where the last of them leads here."""
        hops: list[Exchange] = []
        while self._chain and _leads(self._chain[-1], hops[0] if hops else exchange):
            hops.insert(0, self._chain.pop())
        yield from self._loosen()
        for hop in hops:
            if hop.snapshot.body:
                yield from _finished(hop)
        if hops:
            redirects = tuple(_hop(hop, None) for hop in hops)
            told = replace(exchange.snapshot, requested_url=hops[0].snapshot.url, redirects=redirects)
            exchange = replace(exchange, snapshot=told)
        yield from _finished(exchange)

    def _loosen(self) -> Iterator[Item]:
        """Redirects that led to nothing are captures by themselves."""
        chain, self._chain = self._chain, []
        for hop in chain:
            yield from _finished(hop)


_UNSURE = "the file is damaged right behind this record, and no digest shows that the record itself is whole"


def _leads(hop: Exchange, there: Exchange) -> bool:
    soon = abs(there.snapshot.captured_at - hop.snapshot.captured_at) <= _SOON
    return soon and hop.redirects_to is not None and _spelled(hop.redirects_to) == _spelled(there.snapshot.url)


def _spelled(url: str) -> str:
    """A URL in one spelling: servers send raw UTF-8 in a Location, and tools record what they asked for."""
    return quote(url.partition("#")[0], safe=_AS_IT_IS)


def _hop(exchange: Exchange, facts: HopFacts | None) -> Redirect:
    snapshot = exchange.snapshot
    told = Redirect(
        url=snapshot.url,
        status=snapshot.status or 0,
        location=exchange.location or "",
        headers=snapshot.headers,
        request_headers=snapshot.request_headers,
    )
    if facts is None:
        return told
    return Redirect(
        url=facts.url,
        status=facts.status,
        location=facts.location,
        headers=told.headers if facts.headers is None else facts.headers,
        request_headers=told.request_headers if facts.request_headers is None else facts.request_headers,
    )


def _finished(exchange: Exchange) -> Iterator[Item]:
    snapshot = replace(exchange.snapshot, elapsed_ms=exchange.elapsed_ms)
    if not exchange.is_revisit or exchange.profile == NOT_MODIFIED:
        yield Captured(snapshot=snapshot, record_id=exchange.record_id, payload_digest=exchange.payload_digest)
    else:
        yield Revisited(
            snapshot=snapshot,
            refers_to=exchange.refers_to,
            refers_to_uri=exchange.refers_to_uri,
            refers_to_date=exchange.refers_to_date,
            payload_digest=exchange.payload_digest,
        )
