"""Manners that cannot be shown on loopback: between public hosts, with the wire played by the test."""

import asyncio
from collections.abc import Callable, Mapping

import pytest

from danvan_cli.fetch.address import Endpoint
from danvan_cli.fetch.courier import Courier
from danvan_cli.fetch.exchange import Answer, Bounds
from danvan_cli.fetch.journey import Journey
from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.target import Target, parse_target
from danvan_cli.model import Headers
from danvan_cli.settings import FetchSettings
from tests.support.clock import START, FakeClock
from tests.support.fetching import lookup_of

LOOKUP = lookup_of(bao_example=["8.8.4.4"], noi_example=["10.0.0.7"], lo_example=["127.0.0.1"])
OK = Answer(status=200, http_version="HTTP/1.1", headers=())


def moved(location: str) -> Answer:
    return Answer(status=302, http_version="HTTP/1.1", headers=(("Location", location),))


class Wire:
    """Answers by URL, and remembers what was asked where and when."""

    def __init__(self, clock: FakeClock, answers: Mapping[str, Answer]) -> None:
        self.clock = clock
        self.answers = answers
        self.asked: list[tuple[str, tuple[str, ...], float]] = []

    async def __call__(
        self,
        target: Target,
        endpoint: Endpoint,
        bounds: Bounds,
        on_sent: Callable[[], None],
        *,
        conditions: Headers = (),
    ) -> Answer:
        on_sent()
        self.asked.append((target.url, endpoint.addresses, self.clock.monotonic() - 1000))
        return self.answers.get(target.url, OK)


def walk(*urls: str, answers: Mapping[str, Answer] | None = None, **changes: object) -> tuple[Wire, list[str | None]]:
    """Follow ``urls`` one after another; the wire, and the reason each of them failed for."""
    clock = FakeClock()
    wire = Wire(clock, answers or {})
    courier = Courier(wire, FetchSettings(**changes), clock=clock, delays={"bao.example": 0.2}, lookup=LOOKUP, asked={})  # type: ignore[arg-type]

    async def ask(target: Target, journey: Journey) -> Answer:
        return await courier.ask(target, journey, Bounds(max_body_bytes=1000))

    async def visit(url: str) -> str | None:
        journey = Journey(requested_url=url, url=url, started_at=START)
        try:
            await journey.follow(parse_target(url), ask, max_redirects=5)
        except Trouble as trouble:
            return trouble.reason
        return None

    async def run() -> list[str | None]:
        return [await visit(url) for url in urls]

    return wire, asyncio.run(run())


@pytest.mark.parametrize("inside", ["lo.example", "127.0.0.2", "127.1", "2130706433", "noi.example", "169.254.169.254"])
def test_a_redirect_from_a_public_host_into_this_machine_is_blocked(inside):
    wire, reasons = walk("http://bao.example/", answers={"http://bao.example/": moved(f"http://{inside}/")})
    assert reasons == [Reason.BLOCKED_ADDRESS]
    assert [url for url, *_ in wire.asked] == ["http://bao.example/"]


def test_the_connection_goes_to_the_address_that_was_checked():
    wire, reasons = walk("http://bao.example/")
    assert reasons == [None]
    assert wire.asked == [("http://bao.example/", ("8.8.4.4",), 0.0)]


def test_no_setting_makes_a_public_host_be_asked_faster_than_once_a_second():
    wire, _ = walk("http://bao.example/a", "https://bao.example/b", "http://bao.example:8080/c", delay_s=0.0)
    assert [at for *_, at in wire.asked] == [0.0, 1.0, 2.0]


def test_an_intranet_is_paced_like_a_public_host():
    wire, _ = walk("http://noi.example/a", "http://noi.example/b", delay_s=0.0, allow_private=True)
    assert [at for *_, at in wire.asked] == [0.0, 1.0]


def test_loopback_may_be_asked_without_a_pause():
    wire, _ = walk("http://lo.example/a", "http://lo.example/b", delay_s=0.0, allow_private=True)
    assert [at for *_, at in wire.asked] == [0.0, 0.0]


def test_the_longer_of_setting_and_profile_holds():
    wire, _ = walk("http://bao.example/a", "http://bao.example/b", delay_s=4.0)
    assert [at for *_, at in wire.asked] == [0.0, 4.0]


def test_a_redirect_waits_for_the_pace_of_its_host():
    wire, _ = walk("http://bao.example/a", answers={"http://bao.example/a": moved("/b")}, delay_s=3.0)
    assert [at for *_, at in wire.asked] == [0.0, 3.0]
