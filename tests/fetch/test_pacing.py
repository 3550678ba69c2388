"""The pace of a host, with a clock turned by hand."""

import asyncio

import pytest

from danvan_cli.fetch.address import Endpoint
from danvan_cli.fetch.pacing import Pacer, pace_delay_s, pace_key
from danvan_cli.fetch.target import parse_target
from tests.support.clock import FakeClock

LOOPBACK = Endpoint(addresses=("127.0.0.1",), is_loopback=True)
PUBLIC = Endpoint(addresses=("203.0.113.1",), is_loopback=False)


async def start_of_turn(pacer: Pacer, clock: FakeClock, key: str, delay_s: float, *, takes_s: float = 0.0) -> float:
    async with pacer.turn(key, delay_s):
        started = clock.monotonic()
        clock.advance(takes_s)
        return started


def starts_of(delay_s: float, *, keys: list[str], takes_s: float = 0.0) -> list[float]:
    async def run() -> list[float]:
        clock = FakeClock()
        pacer = Pacer(clock)
        return [await start_of_turn(pacer, clock, key, delay_s, takes_s=takes_s) - 1000 for key in keys]

    return asyncio.run(run())


def test_starts_of_one_host_lie_a_delay_apart():
    assert starts_of(2.0, keys=["a", "a", "a"]) == [0, 2, 4]


def test_a_request_that_took_longer_than_the_delay_is_followed_at_once():
    assert starts_of(2.0, keys=["a", "a"], takes_s=3.0) == [0, 3]


def test_another_host_does_not_wait():
    assert starts_of(2.0, keys=["a", "b", "a", "b"]) == [0, 0, 2, 2]


def test_the_delay_counts_from_the_moment_the_request_left():
    async def run() -> float:
        clock = FakeClock()
        pacer = Pacer(clock)
        async with pacer.turn("a", 2.0) as turn:
            clock.advance(1.5)  # the connection took its time
            turn.mark_sent()
        return await start_of_turn(pacer, clock, "a", 2.0) - 1000

    assert asyncio.run(run()) == 3.5


def test_a_sleep_that_ends_early_is_slept_again():
    class Impatient(FakeClock):
        async def sleep(self, delay_s: float) -> None:
            await super().sleep(delay_s if delay_s < 0.1 else delay_s / 2)

    async def run() -> float:
        clock = Impatient()
        pacer = Pacer(clock)
        await start_of_turn(pacer, clock, "a", 2.0)
        return await start_of_turn(pacer, clock, "a", 2.0) - 1000

    assert asyncio.run(run()) >= 2.0


def test_one_host_serves_one_guest_at_a_time_in_the_order_they_came():
    async def run() -> list[str]:
        pacer, log = Pacer(FakeClock()), []

        async def visit(name: str) -> None:
            async with pacer.turn("a", 1.0):
                log.append(f"{name} in")
                await asyncio.sleep(0)
                log.append(f"{name} out")

        await asyncio.gather(*(visit(name) for name in "xyz"))
        return log

    assert asyncio.run(run()) == ["x in", "x out", "y in", "y out", "z in", "z out"]


def test_a_turn_given_up_lets_the_next_one_in():
    async def run() -> float:
        clock = FakeClock()
        pacer = Pacer(clock)
        with pytest.raises(ZeroDivisionError):
            async with pacer.turn("a", 2.0):
                raise ZeroDivisionError
        return await start_of_turn(pacer, clock, "a", 2.0) - 1000

    assert asyncio.run(run()) == 2.0


def test_a_public_host_is_its_name_whatever_scheme_and_port():
    urls = ["http://bao.example/a", "https://bao.example/b", "http://bao.example:8080/"]
    assert {pace_key(parse_target(url), PUBLIC) for url in urls} == {"bao.example"}


def test_on_loopback_every_port_is_a_host_of_its_own():
    urls = ["http://127.0.0.1:8001/", "http://127.0.0.1:8002/"]
    assert len({pace_key(parse_target(url), LOOPBACK) for url in urls}) == 2


def test_less_than_a_second_holds_for_loopback_only():
    assert pace_delay_s(LOOPBACK, 0.0, 0.05) == 0.05
    assert pace_delay_s(PUBLIC, 0.0, 0.05) == 1.0


def test_the_longest_delay_asked_for_holds():
    assert pace_delay_s(PUBLIC, 2.0, 0.0, 10.0) == 10.0


def test_a_host_that_an_earlier_run_asked_a_moment_ago_is_left_its_rest():
    async def run() -> list[float]:
        clock = FakeClock()
        pacer = Pacer(clock, {"a": 0.5, "b": 60.0})
        return [await start_of_turn(pacer, clock, key, 2.0) - 1000 for key in ("b", "a", "c")]

    assert asyncio.run(run()) == [0, 1.5, 1.5]


def test_www_is_no_other_host():
    keys = {pace_key(parse_target(f"https://{host}/"), PUBLIC) for host in ("www.bao.example", "bao.example")}
    assert keys == {"bao.example"}
