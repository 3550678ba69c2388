"""robots.txt (RFC 9309): asked for once an origin and day, obeyed everywhere.

No switch turns it off. A newspaper's owner may permit what the file forbids: then a host is ``permitted``, which
whoever runs danvan has to give a reason for (``workflows/subscribing.py``), and the file is read and kept all the same.
"""

import asyncio
import codecs
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from protego import Protego

from danvan_cli.fetch.clock import Clock
from danvan_cli.fetch.exchange import Answer
from danvan_cli.fetch.identity import PRODUCT
from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.retry import parse_retry_after
from danvan_cli.fetch.target import Target
from danvan_cli.model import Fetched

MAX_ROBOTS_BYTES = 500 * 1024
"""RFC 9309 §2.5: at least this much is parsed, and here no more."""
MAX_ROBOTS_REDIRECTS = 5
"""RFC 9309 §2.3.1.2."""
RULES_LAST_S = 24 * 3600.0
"""RFC 9309 §2.4: a copy is not used for longer than a day."""
REFUSALS_LAST_S = 300.0
"""A host that fails is asked again after five minutes, so that a long run notices when it is back."""
MAX_CRAWL_DELAY_S = 60.0
"""More would stop a crawl; who wants that says Disallow."""

_ALLOWING = {Reason.TOO_MANY_REDIRECTS, Reason.REDIRECT_LOOP, Reason.BAD_REDIRECT, Reason.BAD_SCHEME}
"""No file can be found that way: "unavailable", which allows (RFC 9309 §2.3.1.2 and §2.3.1.3)."""
_ANSWERED = {Reason.TOTAL_TIMEOUT, Reason.TRUNCATED, Reason.BAD_ENCODING, Reason.TOO_LARGE}
"""The host is there and its rules cannot be read: "unreachable", which disallows (RFC 9309 §2.3.1.4).

Every other trouble is the host's own (no address, no connection, no HTTP), would be the page's as well, and
keeps its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An answer of a robots.txt that somebody kept; below 500 is its status."""

    status: int
    body: bytes
    age_s: float


class Keeper(Protocol):
    """Keeps what robots.txt answered beyond this run."""

    def recall(self, url: str) -> Remembered | None:
        """The last answer of that robots.txt, if it may still be used; None where it is to be asked for."""
        ...

    def keep(self, answer: Fetched) -> None:
        """Keep an answer, of any status."""
        ...

    def capped(self, origin: str, asked_s: float, kept_s: float) -> None:
        """Be told that an origin's Crawl-delay is longer than the one that is kept."""
        ...


class NoKeeper:
    """Remembers nothing: what a single fetch needs."""

    def recall(self, url: str) -> Remembered | None:  # noqa: ARG002 nothing was kept of any
        """None."""
        return None

    def keep(self, answer: Fetched) -> None:
        """Nothing."""

    def capped(self, origin: str, asked_s: float, kept_s: float) -> None:
        """Nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What one origin asks of robots, until ``expires_s`` of the monotonic clock."""

    parsed: Protego | None = None
    """None: everything is allowed."""
    refusal: Trouble | None = None
    """Set: nothing is allowed, for this reason."""
    expires_s: float

    def admit(self, target: Target, *, permitted: bool = False) -> float:
        """The Crawl-delay in seconds, 0 where there is none. Raises ``Trouble`` where robots stay away."""
        if self.refusal is not None:
            raise Trouble(self.refusal.reason, self.refusal.detail, not_before=self.refusal.not_before)
        if not permitted and self.parsed is not None and not self.parsed.can_fetch(target.url, PRODUCT):
            raise Trouble(Reason.ROBOTS, f"{target.origin}/robots.txt asks {PRODUCT} not to fetch {target.path}")
        return min(self.asked_delay_s, MAX_CRAWL_DELAY_S)

    @property
    def asked_delay_s(self) -> float:
        """The Crawl-delay as the file states it, 0 where it states none."""
        return (self.parsed.crawl_delay(PRODUCT) if self.parsed else None) or 0.0


class Robots:
    """The rules of every origin asked so far. ``read`` fetches a robots.txt, or raises ``Trouble``."""

    def __init__(
        self,
        read: Callable[[Target], Awaitable[Answer]],
        clock: Clock,
        *,
        keeper: Keeper | None = None,
        permitted: Collection[str] = (),
    ) -> None:
        self._read = read
        self._clock = clock
        self._keeper = keeper or NoKeeper()
        self._permitted = frozenset(permitted)
        self._rules: dict[str, Rules] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def admit(self, target: Target) -> float:
        """Crawl-delay in seconds. Raises ``Trouble``: ``robots``, ``robots-unreachable``, the host's own."""
        async with self._locks[target.origin]:
            rules = self._rules.get(target.origin)
            if rules is None or rules.expires_s <= self._clock.monotonic():
                place = Target(scheme=target.scheme, host=target.host, port=target.port, path="/robots.txt")
                rules = self._rules[target.origin] = self._recalled(place) or await self._ask(place)
                if rules.asked_delay_s > MAX_CRAWL_DELAY_S:
                    self._keeper.capped(target.origin, rules.asked_delay_s, MAX_CRAWL_DELAY_S)
        return rules.admit(target, permitted=target.host.removeprefix("www.") in self._permitted)

    def _recalled(self, place: Target) -> Rules | None:
        kept = self._keeper.recall(place.url)
        if kept is None or kept.status >= 500 or not 0 <= kept.age_s < RULES_LAST_S:
            return None
        return self._rules_of(kept.status, kept.body, RULES_LAST_S - kept.age_s)

    async def _ask(self, place: Target) -> Rules:
        try:
            answer = await self._read(place)
        except Trouble as trouble:
            return self._rules_without_answer(place, trouble)
        if answer.status >= 500:
            detail = f"{place.url} answered {answer.status}, which asks robots to stay away for now"
            asked = parse_retry_after(answer.header("retry-after"), self._clock.now())
            return self._refusing(Trouble(Reason.ROBOTS_UNREACHABLE, detail, not_before=asked))
        return self._rules_of(answer.status, answer.body, RULES_LAST_S)

    def _rules_of(self, status: int, body: bytes, last_s: float) -> Rules:
        parsed = parse_robots(body) if 200 <= status < 300 else None
        return Rules(parsed=parsed, expires_s=self._clock.monotonic() + last_s)

    def _rules_without_answer(self, place: Target, trouble: Trouble) -> Rules:
        if trouble.reason in _ALLOWING:
            return Rules(expires_s=self._clock.monotonic() + RULES_LAST_S)
        if trouble.reason in _ANSWERED:
            detail = f"{place.url} could not be read, so nothing of the host is fetched: {trouble.detail}"
            return self._refusing(Trouble(Reason.ROBOTS_UNREACHABLE, detail))
        return self._refusing(trouble)

    def _refusing(self, refusal: Trouble) -> Rules:
        return Rules(refusal=refusal, expires_s=self._clock.monotonic() + REFUSALS_LAST_S)


def parse_robots(body: bytes) -> Protego:
    r"""The rules in the first 500 KiB of ``body``, a byte order mark taken off, a line cut in two dropped.

    >>> parse_robots(b"\xef\xbb\xbfUser-agent: *\nDisallow: /").can_fetch("http://bao.vn/tin", "danvan")
    False
    """
    return Protego.parse(robots_text(body))


def robots_text(body: bytes) -> str:
    """The text that ``parse_robots`` reads."""
    if len(body) >= MAX_ROBOTS_BYTES:
        body = body[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]
    is_utf16 = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return body.decode("utf-16" if is_utf16 else "utf-8-sig", "replace")
