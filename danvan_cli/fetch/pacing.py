"""The pace of a host: one request at a time, and never two starts closer than its delay."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from danvan_cli.fetch.address import Endpoint
from danvan_cli.fetch.clock import Clock
from danvan_cli.fetch.target import Target
from danvan_cli.settings import MIN_PUBLIC_DELAY_S


def pace_key(target: Target, endpoint: Endpoint) -> str:
    """What is one guest's host: its name without ``www.``, whatever the scheme and the port.

    On loopback every port is a host of its own, for there several servers of a test or the demo share a name.
    """
    return f"{target.host}:{target.port}" if endpoint.is_loopback else target.host.removeprefix("www.")


def pace_delay_s(endpoint: Endpoint, *delays_s: float) -> float:
    """The longest of the delays asked for; at least ``MIN_PUBLIC_DELAY_S`` for everything but loopback."""
    return max(0.0 if endpoint.is_loopback else MIN_PUBLIC_DELAY_S, *delays_s)


@dataclass(slots=True)
class Turn:
    """Leave to make one request of a host."""

    clock: Clock
    started: float

    def mark_sent(self) -> None:
        """Note that the request leaves only now, its connection made: the host counts from here."""
        self.started = self.clock.monotonic()


@dataclass(slots=True)
class _Host:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    last: Turn | None = None


class Pacer:
    """Hands out turns, host by host, first come, first served.

    ``asked`` is how many seconds ago a host was asked by an earlier run, by its ``pace_key``.
    """

    def __init__(self, clock: Clock, asked: Mapping[str, float] | None = None) -> None:
        self._clock = clock
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)
        for key, seconds in (asked or {}).items():
            self._hosts[key].last = Turn(clock, clock.monotonic() - seconds)

    @asynccontextmanager
    async def turn(self, key: str, delay_s: float) -> AsyncIterator[Turn]:
        """The only turn of ``key`` until it ends, ``delay_s`` or more after the start of the one before."""
        host = self._hosts[key]
        async with host.lock:
            if host.last is not None:
                await self._wait_until(host.last.started + delay_s)
            host.last = Turn(self._clock, self._clock.monotonic())
            yield host.last

    async def _wait_until(self, moment: float) -> None:
        # A loop, for a sleep may end a little early by another clock.
        while (left_s := moment - self._clock.monotonic()) > 0:
            await self._clock.sleep(left_s)
