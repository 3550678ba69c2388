"""robots.txt (RFC 9309): asked for once an origin, obeyed everywhere, and no switch that turns it off."""

import asyncio
import codecs
from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from protego import Protego

from danvan_cli.fetch.clock import Clock
from danvan_cli.fetch.exchange import Answer
from danvan_cli.fetch.identity import PRODUCT
from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.retry import parse_retry_after
from danvan_cli.fetch.target import Target

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
class Rules:
    """What one origin asks of robots, until ``expires_s`` of the monotonic clock."""

    parsed: Protego | None = None
    """None: everything is allowed."""
    refusal: Trouble | None = None
    """Set: nothing is allowed, for this reason."""
    expires_s: float

    def admit(self, target: Target) -> float:
        """The Crawl-delay in seconds, 0 where there is none. Raises ``Trouble`` where robots stay away."""
        if self.refusal is not None:
            raise Trouble(self.refusal.reason, self.refusal.detail, not_before=self.refusal.not_before)
        if self.parsed is None:
            return 0.0
        if not self.parsed.can_fetch(target.url, PRODUCT):
            raise Trouble(Reason.ROBOTS, f"{target.origin}/robots.txt asks {PRODUCT} not to fetch {target.path}")
        return min(self.parsed.crawl_delay(PRODUCT) or 0.0, MAX_CRAWL_DELAY_S)


class Robots:
    """The rules of every origin asked so far. ``read`` fetches a robots.txt, or raises ``Trouble``."""

    def __init__(self, read: Callable[[Target], Awaitable[Answer]], clock: Clock) -> None:
        self._read = read
        self._clock = clock
        self._rules: dict[str, Rules] = {}
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def admit(self, target: Target) -> float:
        """Crawl-delay in seconds. Raises ``Trouble``: ``robots``, ``robots-unreachable``, the host's own."""
        async with self._locks[target.origin]:
            rules = self._rules.get(target.origin)
            if rules is None or rules.expires_s <= self._clock.monotonic():
                rules = self._rules[target.origin] = await self._ask(target)
        return rules.admit(target)

    async def _ask(self, target: Target) -> Rules:
        place = Target(scheme=target.scheme, host=target.host, port=target.port, path="/robots.txt")
        try:
            answer = await self._read(place)
        except Trouble as trouble:
            return self._rules_without_answer(place, trouble)
        if answer.status >= 500:
            detail = f"{place.url} answered {answer.status}, which asks robots to stay away for now"
            asked = parse_retry_after(answer.header("retry-after"), self._clock.now())
            return self._refusing(Trouble(Reason.ROBOTS_UNREACHABLE, detail, not_before=asked))
        parsed = parse_robots(answer.body) if 200 <= answer.status < 300 else None
        return Rules(parsed=parsed, expires_s=self._clock.monotonic() + RULES_LAST_S)

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
    if len(body) >= MAX_ROBOTS_BYTES:
        body = body[:MAX_ROBOTS_BYTES].rpartition(b"\n")[0]
    is_utf16 = body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return Protego.parse(body.decode("utf-16" if is_utf16 else "utf-8-sig", "replace"))
