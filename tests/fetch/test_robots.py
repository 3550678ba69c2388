"""robots.txt, by RFC 9309."""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import timedelta

import pytest

from danvan_cli.fetch.client import Client
from danvan_cli.fetch.exchange import Answer
from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.robots import MAX_ROBOTS_BYTES, Remembered, Robots, parse_robots
from danvan_cli.fetch.target import Target, parse_target
from danvan_cli.model import Fetched, FetchResult
from tests.support.clock import START, FakeClock
from tests.support.faultserver import (
    FaultServer,
    Route,
    answer,
    drip,
    flood,
    hang_up,
    head,
    page,
    redirect,
    sequence,
    silence,
)
from tests.support.fetching import failure, fetch_each, fetched, lookup_of, settings

PAGE = page("<p>Tin</p>")
STAY_AWAY = b"User-agent: *\nDisallow: /\n"
BOM = b"\xef\xbb\xbf"


def site(robots: Route, **more: Route) -> FaultServer:
    routes = {"/robots.txt": robots, "/tin": PAGE, "/rieng/tin": PAGE}
    return FaultServer({**routes, **{f"/{name}": route for name, route in more.items()}})


# --- what it says -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "robots",
    [
        STAY_AWAY,
        BOM + STAY_AWAY,
        ("\ufeff" + STAY_AWAY.decode()).encode("utf-16-le"),
        b"User-agent: danvan\r\nDisallow: /tin\r\n\r\nUser-agent: *\r\nAllow: /",
        b"User-Agent: DanVan\nDisallow: /*in$",
        STAY_AWAY.replace(b"\n", b"\r"),
    ],
)
def test_a_page_that_robots_may_not_fetch_is_not_asked_for(robots):
    with site(answer(200, robots)) as server:
        result = failure(server.url("/tin"))
        assert [hit.target for hit in server.hits] == ["/robots.txt"]
    assert result.reason == "robots"
    assert not result.retryable
    assert "/robots.txt" in result.detail


@pytest.mark.parametrize(
    "robots",
    [
        b"",
        b"User-agent: *\nDisallow: /rieng/",
        b"User-agent: *\nDisallow: /\nAllow: /tin",
        b"User-agent: danvan\nDisallow:\n\nUser-agent: *\nDisallow: /",
        b"User-agent: van\nDisallow: /",
        b"<html><body>Trang chu</body></html>",
        b"\xff\xfe\x00\x00\xd8",
        b"Disallow: /",
    ],
)
def test_a_page_that_robots_may_fetch_is_fetched(robots):
    with site(answer(200, robots)) as server:
        assert fetched(server.url("/tin")).status == 200


def test_dots_do_not_slip_past_it():
    with site(answer(200, b"User-agent: *\nDisallow: /rieng/")) as server:
        results = fetch_each(
            [server.url(path) for path in ("/a/../rieng/tin", "/a/%2e%2E/rieng/tin", "//rieng/../rieng/tin")]
        )
        assert [getattr(result, "reason", None) for result in results[:2]] == ["robots", "robots"]
        assert not server.hits_of("/rieng/tin")


def test_the_target_of_a_redirect_is_asked_about_too():
    with site(answer(200, b"User-agent: *\nDisallow: /rieng/"), chuyen=redirect("/rieng/tin")) as server:
        result = failure(server.url("/chuyen"))
        assert result.reason == "robots"
        assert result.url == server.url("/rieng/tin")
        assert len(result.redirects) == 1
        assert not server.hits_of("/rieng/tin")


# --- when there is none -------------------------------------------------------------------------


@pytest.mark.parametrize("status", [300, 304, 400, 401, 403, 404, 410, 429])
def test_a_file_that_is_not_there_allows(status):
    with site(answer(status, STAY_AWAY if status != 304 else b"")) as server:
        assert fetched(server.url("/tin")).status == 200


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_server_in_trouble_asks_to_stay_away(status):
    with site(answer(status, b"", ("Retry-After", "120"))) as server:
        result = failure(server.url("/tin"), clock=FakeClock())
        assert not server.hits_of("/tin")
    assert result.reason == "robots-unreachable"
    assert result.retryable
    assert str(status) in result.detail
    assert result.not_before == START + timedelta(seconds=120)


UNREADABLE: dict[str, Route] = {
    "silence": silence,
    "a slow body": drip(head(("Content-Length", "1000")), b"#"),
    "a body that breaks off": answer(200, STAY_AWAY, length=1000),
    "an unknown coding": answer(200, STAY_AWAY, ("Content-Encoding", "la")),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_a_file_that_cannot_be_read_in_time_asks_to_stay_away(name):
    with site(UNREADABLE[name]) as server:
        result = failure(server.url("/tin"), total_timeout_s=0.4)
        assert not server.hits_of("/tin")
    assert result.reason == "robots-unreachable"


def test_a_host_that_cannot_be_talked_to_keeps_the_reason_of_its_own():
    with site(hang_up) as server:
        assert failure(server.url("/tin")).reason == "empty-reply"
        assert not server.hits_of("/tin")
    with site(b"ICY 200 OK\r\n\r\n") as server:
        assert failure(server.url("/tin")).reason == "protocol"


# --- redirects of its own -----------------------------------------------------------------------


def test_five_redirects_are_followed():
    hops = {f"r{n}": redirect(f"/r{n + 1}") for n in range(1, 5)}
    with site(redirect("/r1"), **hops, r5=answer(200, STAY_AWAY)) as server:
        assert failure(server.url("/tin")).reason == "robots"


def test_a_file_behind_more_redirects_is_not_there():
    hops = {f"r{n}": redirect(f"/r{n + 1}") for n in range(1, 6)}
    with site(redirect("/r1"), **hops, r6=answer(200, STAY_AWAY)) as server:
        assert fetched(server.url("/tin")).status == 200
        assert not server.hits_of("/r6")


def test_a_redirect_in_a_circle_allows():
    with site(redirect("/robots.txt")) as server:
        assert fetched(server.url("/tin")).status == 200


def test_the_rules_of_another_host_hold_for_the_host_that_points_there():
    with (
        FaultServer({"/luat": answer(200, STAY_AWAY)}) as other,
        site(redirect(other.url("/luat"))) as server,
    ):
        assert failure(server.url("/tin")).reason == "robots"


# --- its size -----------------------------------------------------------------------------------


def test_the_first_500_kib_are_read_and_the_rest_is_left():
    filler = b"# " + b"x" * 97 + b"\n"
    start = b"User-agent: *\nDisallow: /rieng/\n" + filler * (MAX_ROBOTS_BYTES // len(filler))
    with site(answer(200, start + b"\nDisallow: /\n" + filler * 5000)) as server:
        results = fetch_each([server.url("/tin"), server.url("/rieng/tin")])
        assert isinstance(results[0], Fetched)
        assert results[1].reason == "robots"  # type: ignore[union-attr]


def test_a_file_without_end_is_read_to_the_bound():
    def chunk(data: bytes) -> bytes:
        return b"%x\r\n%b\r\n" % (len(data), data)

    endless = flood(
        head(("Transfer-Encoding", "chunked")) + chunk(STAY_AWAY),
        chunk(b"# xx\n" * 13107),
    )
    with site(endless) as server:
        assert failure(server.url("/tin")).reason == "robots"


def test_a_rule_cut_in_two_by_the_bound_is_dropped():
    body = b"User-agent: *\nAllow: /\n"
    body += b"#" * (MAX_ROBOTS_BYTES - len(body) - 12) + b"\nDisallow: /rieng/"
    assert body[:MAX_ROBOTS_BYTES].endswith(b"\nDisallow: /")
    assert parse_robots(body).can_fetch("http://bao.example/tin", "danvan")


# --- Crawl-delay --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delay", "slept"),
    [
        ("2.5", [1.0, 2.5, 2.5]),
        ("0.1", [1.0, 1.0, 1.0]),
        ("3600", [1.0, 60.0, 60.0]),
        ("nan", [1.0, 1.0, 1.0]),
        ("-1", [1.0] * 3),
    ],
)
def test_a_crawl_delay_is_obeyed_up_to_a_minute(delay, slept):
    with site(answer(200, f"User-agent: *\nCrawl-delay: {delay}\n".encode())) as server:
        clock = FakeClock()
        fetch_each([server.url("/tin")] * 3, delay_s=1.0, clock=clock)
    # The first page waits for robots.txt, which was asked for before the delay was known.
    assert clock.slept == [max(slept[0], slept[1]), *slept[1:]]


# --- how often ----------------------------------------------------------------------------------


def test_it_is_asked_for_once_an_origin_however_many_pages_are_fetched_at_once():
    with site(answer(200, b"")) as server:
        lookup = lookup_of(a_example=["127.0.0.1"], b_example=["127.0.0.1"])
        urls = [server.url("/tin", host=host) for host in ("a.example", "b.example") for _ in range(3)]
        fetch_each(urls, at_once=True, lookup=lookup)
        assert sorted(hit.header("Host") or "" for hit in server.hits_of("/robots.txt")) == [
            f"a.example:{server.port}",
            f"b.example:{server.port}",
        ]


def test_it_counts_for_the_pace_of_its_host():
    with site(answer(200, b"")) as server:
        clock = FakeClock()
        fetched(server.url("/tin"), clock=clock, delay_s=5)
    assert clock.slept == [5.0]


def test_it_is_tried_again_after_a_cut_connection():
    with site(sequence(hang_up, answer(200, STAY_AWAY))) as server:
        assert failure(server.url("/tin"), retries=1, clock=FakeClock()).reason == "robots"


def asked_after(wait_s: float, first: Callable[[], Answer]) -> int:
    """How often the file is asked for when a second page follows ``wait_s`` later."""
    clock, asked = FakeClock(), 0

    async def read(place: Target) -> Answer:
        nonlocal asked
        asked += 1
        assert place.url == "http://bao.example/robots.txt"
        return first()

    async def run() -> None:
        robots = Robots(read, clock)
        for url in ("http://bao.example/a", "http://bao.example/b"):
            with suppress(Trouble):
                await robots.admit(parse_target(url))
            clock.advance(wait_s)

    asyncio.run(run())
    return asked


def rules() -> Answer:
    return Answer(status=200, http_version="HTTP/1.1", headers=(), body=b"User-agent: *\nAllow: /")


def no_answer() -> Answer:
    raise Trouble(Reason.RESET, "cut")


def test_rules_are_kept_for_a_day_and_a_refusal_for_five_minutes():
    assert asked_after(24 * 3600 - 1, rules) == 1
    assert asked_after(24 * 3600, rules) == 2
    assert asked_after(299, no_answer) == 1
    assert asked_after(300, no_answer) == 2


# --- kept beyond a run ----------------------------------------------------------------------------


class Shelf:
    """Keeps answers as a caller would, at an age that the test decides."""

    def __init__(self, age_s: float = 60.0) -> None:
        self.age_s = age_s
        self.kept: dict[str, Fetched] = {}
        self.caps: list[tuple[str, float, float]] = []

    def recall(self, url: str) -> Remembered | None:
        found = self.kept.get(url)
        return Remembered(status=found.status, body=found.body, age_s=self.age_s) if found else None

    def keep(self, answer: Fetched) -> None:
        self.kept[answer.requested_url] = answer

    def capped(self, origin: str, asked_s: float, kept_s: float) -> None:
        self.caps.append((origin, asked_s, kept_s))


def visit(url: str, shelf: Shelf, *, permitted: Collection[str] = ()) -> FetchResult:
    async def run() -> FetchResult:
        async with Client(settings(), clock=FakeClock(), keeper=shelf, permitted=permitted) as client:
            return await client.fetch(url)

    return asyncio.run(run())


@pytest.mark.parametrize(("age_s", "times"), [(0, 1), (86_399, 1), (86_400, 2), (-5, 2)])
def test_what_an_earlier_run_kept_is_used_for_a_day_and_not_when_the_clock_went_back(age_s, times):
    shelf = Shelf(age_s)
    with site(answer(200, STAY_AWAY)) as server:
        assert [visit(server.url("/tin"), shelf).reason for _ in range(2)] == ["robots"] * 2  # type: ignore[union-attr]
        assert len(server.hits_of("/robots.txt")) == times
        assert shelf.kept[server.url("/robots.txt")].body == STAY_AWAY


def test_a_missing_file_is_kept_and_a_refusal_is_asked_again():
    shelf = Shelf()
    with site(sequence(answer(503), answer(404))) as server:
        results = [visit(server.url("/tin"), shelf) for _ in range(3)]
        assert len(server.hits_of("/robots.txt")) == 2
    assert [getattr(result, "reason", None) for result in results] == ["robots-unreachable", None, None]


def test_a_file_of_which_the_rest_was_left_is_not_kept_as_if_it_were_whole():
    shelf = Shelf()
    with site(answer(200, STAY_AWAY + b"# x\n" * 200_000)) as server:
        assert visit(server.url("/tin"), shelf).reason == "robots"  # type: ignore[union-attr]
    assert shelf.kept == {}


def test_a_crawl_delay_beyond_a_minute_is_told():
    shelf = Shelf()
    with site(answer(200, b"User-agent: *\nCrawl-delay: 600")) as server:
        visit(server.url("/tin"), shelf)
        assert shelf.caps == [(server.url("").rstrip("/"), 600.0, 60.0)]


def test_a_host_whose_owner_permits_it_is_fetched_its_file_read_and_its_delay_kept():
    shelf = Shelf()
    with site(answer(200, STAY_AWAY + b"Crawl-delay: 600")) as server:
        assert isinstance(visit(server.url("/tin"), shelf, permitted=["127.0.0.1"]), Fetched)
        assert server.url("/robots.txt") in shelf.kept
        assert len(shelf.caps) == 1
        assert visit(server.url("/tin"), shelf, permitted=["bao.example"]).reason == "robots"  # type: ignore[union-attr]


def test_no_permission_reaches_a_host_in_trouble():
    with site(answer(503)) as server:
        result = visit(server.url("/tin"), Shelf(), permitted=["127.0.0.1"])
    assert result.reason == "robots-unreachable"  # type: ignore[union-attr]
