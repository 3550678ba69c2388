"""One request with manners: address checked, turn waited for, time bounded, tried again if it may help."""

import asyncio
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from danvan_cli.fetch.address import Endpoint, Lookup, resolve
from danvan_cli.fetch.clock import Clock
from danvan_cli.fetch.exchange import Answer, Bounds, Exchange
from danvan_cli.fetch.journey import Journey
from danvan_cli.fetch.pacing import Pacer, pace_delay_s, pace_key
from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.retry import backoff_s
from danvan_cli.fetch.target import Target
from danvan_cli.settings import FetchSettings


class Courier:
    """Carries every request of a ``Client``: pages and robots.txt alike keep one pace."""

    def __init__(
        self,
        exchange: Exchange,
        settings: FetchSettings,
        *,
        clock: Clock,
        delays: Mapping[str, float],
        lookup: Lookup,
        asked: Mapping[str, float],
    ) -> None:
        self._exchange = exchange
        self._settings = settings
        self._clock = clock
        self._delays = {host.lower(): delay_s for host, delay_s in delays.items()}
        self._lookup = lookup
        self._pacer = Pacer(clock, asked)

    async def ask(self, target: Target, journey: Journey, bounds: Bounds, *, delay_s: float = 0.0) -> Answer:
        """The answer to one request, a transient failure tried again. Raises ``Trouble``.

        ``delay_s`` is what the host itself asks for; the profile's and the settings' are known here.
        """
        tries = 0
        while True:
            tries += 1
            try:
                return await self._try(target, journey, bounds, delay_s)
            except Trouble as trouble:
                if not trouble.reason.is_transient:
                    raise
                if tries > self._settings.retries:
                    raise _after_tries(trouble, tries) from trouble
            # Not a secret: it only keeps runs that failed together from returning together.
            await self._clock.sleep(backoff_s(tries, random.random()))  # noqa: S311

    async def _try(self, target: Target, journey: Journey, bounds: Bounds, delay_s: float) -> Answer:
        async with self._timed(journey):
            endpoint = await self._resolve(target)
        known = (self._settings.delay_s, self._delays.get(target.host, 0.0), delay_s)
        async with self._pacer.turn(pace_key(target, endpoint), pace_delay_s(endpoint, *known)) as turn:
            journey.start(self._clock.now())
            async with self._timed(journey):
                conditions = journey.conditions_for(target)
                return await self._exchange(target, endpoint, bounds, turn.mark_sent, conditions=conditions)

    async def _resolve(self, target: Target) -> Endpoint:
        allow_private = self._settings.allow_private
        return await resolve(target.host, target.port, allow_private=allow_private, lookup=self._lookup)

    @asynccontextmanager
    async def _timed(self, journey: Journey) -> AsyncIterator[None]:
        """Bounds the time a whole journey has on the wire: the redirects of a tarpit share one allowance."""
        total_s = self._settings.total_timeout_s
        started = self._clock.monotonic()
        try:
            async with asyncio.timeout(max(total_s - journey.spent_s, 0.0)):
                yield
        except TimeoutError as problem:
            detail = f"no whole answer within {total_s:g} s; raise DANVAN_TOTAL_TIMEOUT_S to wait longer"
            raise Trouble(Reason.TOTAL_TIMEOUT, detail) from problem
        finally:
            journey.spent_s += self._clock.monotonic() - started


def _after_tries(trouble: Trouble, tries: int) -> Trouble:
    detail = f"{trouble.detail} (tried {tries} times)" if tries > 1 else trouble.detail
    return Trouble(trouble.reason, detail)
