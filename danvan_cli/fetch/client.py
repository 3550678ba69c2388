"""The door of the room: ``Client``, which fetches URLs with manners."""

from collections.abc import Collection, Mapping
from functools import partial
from types import TracebackType
from typing import Self

from danvan_cli.fetch.address import Lookup, system_lookup
from danvan_cli.fetch.clock import Clock, SystemClock
from danvan_cli.fetch.courier import Courier
from danvan_cli.fetch.exchange import Answer, Bounds, Exchange
from danvan_cli.fetch.journey import Journey
from danvan_cli.fetch.reasons import Trouble
from danvan_cli.fetch.robots import MAX_ROBOTS_BYTES, MAX_ROBOTS_REDIRECTS, Keeper, NoKeeper, Robots
from danvan_cli.fetch.target import Target, parse_target
from danvan_cli.fetch.wire import Wire
from danvan_cli.model import FetchResult, Validators
from danvan_cli.settings import FetchSettings


class Client:
    """Fetches URLs with manners. An async context manager.

    An honest name, robots.txt obeyed, one request at a time per host and never faster than its pace, public
    addresses only, bodies and times bounded.

    ``delays`` are seconds between two requests by host, as profiles have them; the longest of these, the
    settings' own and the host's Crawl-delay holds, also to ``asked``: how many seconds ago an earlier run asked a
    host. ``keeper`` keeps what robots.txt says beyond this client, ``permitted`` are hosts whose owner permits what
    it forbids. ``old_tls`` are hosts that may be asked with encryption of before 2008, for they have no other.
    ``lookup`` resolves names, ``exchange`` takes the place of the wire.
    """

    def __init__(
        self,
        settings: FetchSettings,
        *,
        clock: Clock | None = None,
        delays: Mapping[str, float] | None = None,
        asked: Mapping[str, float] | None = None,
        keeper: Keeper | None = None,
        permitted: Collection[str] = (),
        old_tls: Collection[str] = (),
        lookup: Lookup = system_lookup,
        exchange: Exchange | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock or SystemClock()
        self._wire = Wire(settings, old_tls)
        self._courier = Courier(
            exchange or self._wire.exchange,
            settings,
            clock=self._clock,
            delays=delays or {},
            lookup=lookup,
            asked=asked or {},
        )
        self._keeper = keeper or NoKeeper()
        self._robots = Robots(self._read_robots, self._clock, keeper=self._keeper, permitted=permitted)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._wire.close()

    async def fetch(
        self, url: str, *, known: Validators | None = None, max_body_bytes: int | None = None
    ) -> FetchResult:
        """The answer that ``url`` leads to, of any status, or why there is none.

        With ``known`` its body is asked for only where it is another one: else the status is 304. ``max_body_bytes``
        stands in the place of the settings' own. Waits for its turn at every host on the way. Never raises for
        anything a URL or a host can do.
        """
        journey = self._journey(url, known)
        bounds = Bounds(max_body_bytes=max_body_bytes or self._settings.max_body_bytes)
        ask = partial(self._ask_page, bounds=bounds)
        try:
            answer = await journey.follow(parse_target(url), ask, max_redirects=self._settings.max_redirects)
        except Trouble as trouble:
            return journey.failed(trouble)
        return journey.arrived(answer)

    async def _ask_page(self, target: Target, journey: Journey, bounds: Bounds) -> Answer:
        delay_s = await self._robots.admit(target)
        return await self._courier.ask(target, journey, bounds, delay_s=delay_s)

    async def _read_robots(self, place: Target) -> Answer:
        ask = partial(self._courier.ask, bounds=Bounds(max_body_bytes=MAX_ROBOTS_BYTES, cuts=True))
        journey = self._journey(place.url)
        answer = await journey.follow(place, ask, max_redirects=MAX_ROBOTS_REDIRECTS)
        if not answer.is_cut:  # an archive keeps what it can show whole
            self._keeper.keep(journey.arrived(answer))
        return answer

    def _journey(self, url: str, known: Validators | None = None) -> Journey:
        return Journey(requested_url=url, url=url, started_at=self._clock.now(), known=known)
