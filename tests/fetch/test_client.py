"""One fetch against a server that does everything wrong, and the few things it does right."""

import asyncio
import gzip
import hashlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, timedelta
from itertools import pairwise

import pytest

from danvan_cli import __version__
from danvan_cli.fetch.client import Client
from danvan_cli.model import Fetched, FetchFailure, FetchResult, Validators
from tests.support.clock import START, FakeClock
from tests.support.faultserver import (
    Connection,
    FaultServer,
    Handler,
    Route,
    answer,
    drip,
    flood,
    hang_up,
    head,
    page,
    redirect,
    reset,
    sequence,
    silence,
)
from tests.support.fetching import failure, fetch_each, fetched, lookup_of, settings

PAGE = page("<h1>Khánh thành cầu</h1>")
BODY = "<h1>Khánh thành cầu</h1>".encode()


@contextmanager
def serving(route: Route, **more: Route) -> Iterator[FaultServer]:
    """A server with ``route`` at ``/tin``, and ``more`` at their names."""
    with FaultServer({"/tin": route, **{f"/{name}": other for name, other in more.items()}}) as server:
        yield server


def failure_of(route: Route, **changes: float) -> FetchFailure:
    with serving(route) as server:
        return failure(server.url("/tin"), **changes)


# --- what comes back whole ----------------------------------------------------------------------


def test_an_answer_keeps_everything_that_was_seen():
    wire = gzip.compress(BODY)
    raw = answer(
        200,
        wire,
        ("X-Mot", "Tiếng Việt"),
        ("Content-Encoding", "gzip"),
        ("set-cookie", "a=1"),
        ("SET-COOKIE", "b=2"),
    )
    with serving(raw) as server:
        clock = FakeClock()
        result = fetched(server.url("/tin"), clock=clock)
        assert result.requested_url == result.url == server.url("/tin")
        assert result.peer_address == f"127.0.0.1:{server.port}"
    assert (result.status, result.http_version) == (200, "HTTP/1.1")
    assert result.headers == (
        ("X-Mot", "Tiếng Việt".encode().decode("latin-1")),
        ("Content-Encoding", "gzip"),
        ("set-cookie", "a=1"),
        ("SET-COOKIE", "b=2"),
        ("Content-Length", str(len(wire))),
    )
    assert result.body == BODY
    assert result.wire_bytes == len(wire)
    assert result.wire_sha256 == hashlib.sha256(wire).hexdigest()
    assert result.redirects == ()
    assert result.started_at.tzinfo is UTC


def test_the_request_says_who_asks_and_keeps_the_name_of_the_host():
    with serving(PAGE) as server:
        lookup = lookup_of(bao_example=["127.0.0.1"])
        result = fetched(server.url("/tin", host="bao.example"), lookup=lookup, contact="mai@example.vn")
        assert result.peer_address == f"127.0.0.1:{server.port}"
        for hit in server.hits:
            assert hit.header("Host") == f"bao.example:{server.port}"
            assert hit.header("User-Agent") == f"danvan/{__version__} (+mai@example.vn)"
            assert hit.header("Accept-Encoding") == "gzip, deflate, br, zstd"


@pytest.mark.parametrize("status", [201, 300, 400, 403, 404, 410, 429, 500, 503])
def test_every_status_is_evidence_and_nothing_of_it_is_tried_again(status):
    with serving(answer(status, BODY, ("Retry-After", "1"))) as server:
        result = fetched(server.url("/tin"), retries=2)
        assert (result.status, result.body) == (status, BODY)
        assert len(server.hits_of("/tin")) == 1


@pytest.mark.parametrize("status", [204, 304])
def test_an_answer_without_a_body_is_whole_whatever_its_headers_say(status):
    with serving(head(("Content-Encoding", "gzip"), ("ETag", '"x"'), status=status)) as server:
        result = fetched(server.url("/tin"))
    assert (result.status, result.body, result.wire_bytes) == (status, b"", 0)


def test_a_body_that_ends_with_the_connection_is_whole():
    with serving(b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n" + BODY) as server:
        result = fetched(server.url("/tin"))
    assert (result.body, result.http_version) == (BODY, "HTTP/1.0")


def test_chunks_are_joined_and_digested_without_their_frames():
    chunked = head(("Transfer-Encoding", "chunked")) + b"3\r\ntin\r\n4;x=y\r\n moi\r\n0\r\n\r\n"
    with serving(chunked) as server:
        result = fetched(server.url("/tin"))
    assert result.body == b"tin moi"
    assert result.wire_sha256 == hashlib.sha256(b"tin moi").hexdigest()


def test_several_gzip_members_and_x_gzip_give_the_whole_text():
    wire = gzip.compress(b"mot ") + gzip.compress(b"hai")
    with serving(answer(200, wire, ("Content-Encoding", "x-gzip"))) as server:
        assert fetched(server.url("/tin")).body == b"mot hai"


def test_what_was_asked_is_kept_hop_by_hop_beside_what_was_answered():
    with FaultServer({"/cu": redirect("/tin"), "/tin": PAGE}) as server:
        result = fetched(server.url("/cu"))
        asked = {hit.target: hit.headers for hit in server.hits}
    assert result.redirects[0].request_headers == asked["/cu"]
    assert result.request_headers == asked["/tin"]
    assert {name.lower() for name, _ in result.request_headers} >= {"host", "user-agent", "accept-encoding"}


def test_one_connection_serves_several_requests():
    with serving(PAGE) as server:
        fetch_each([server.url("/tin")] * 3)
        assert len(server.hits) == 4  # robots.txt too
        assert server.connections == 1


# --- bounds -------------------------------------------------------------------------------------

SLOW = {
    "a slow body": drip(head(("Content-Length", "100000"))),
    "a slow chunked body": drip(head(("Transfer-Encoding", "chunked")), b"1\r\nx\r\n"),
    "a slow header": drip(b"HTTP/1.1 200 OK\r\nX-Cham: "),
    "silence": silence,
}


@pytest.mark.parametrize("name", SLOW)
def test_the_whole_answer_has_one_time_however_it_is_dripped(name):
    result = failure_of(SLOW[name], total_timeout_s=0.4)
    assert result.reason == "total-timeout"
    assert result.retryable
    assert 400 <= result.elapsed_ms < 1400
    assert "0.4 s" in result.detail


def test_the_redirects_of_a_tarpit_share_one_time():
    def slowly(target: str) -> Handler:
        def handle(connection: Connection) -> None:
            connection.pause(0.25)
            connection.send(redirect(target))

        return handle

    with serving(slowly("/b"), b=slowly("/c"), c=slowly("/d"), d=slowly("/e")) as server:
        result = failure(server.url("/tin"), total_timeout_s=0.6)
    assert result.reason == "total-timeout"
    assert len(result.redirects) == 2
    assert result.elapsed_ms < 1500


def test_a_wait_for_the_pace_takes_nothing_off_the_time():
    with serving(PAGE) as server:
        clock = FakeClock()
        results = fetch_each([server.url("/tin")] * 3, clock=clock, delay_s=3000, total_timeout_s=5)
    assert all(isinstance(result, Fetched) for result in results)


def test_an_endless_body_is_too_large():
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    result = failure_of(flood(head(("Transfer-Encoding", "chunked")), chunk))
    assert result.reason == "too-large"
    assert result.detail == "the body passed 1 MiB; raise --max-body to archive it"
    assert not result.retryable


def test_a_body_announced_as_too_large_is_not_read():
    result = failure_of(drip(head(("Content-Length", str(30 * 2**20)))))
    assert result.reason == "too-large"
    assert "30 MiB" in result.detail


def test_stacked_codings_are_refused_at_once():
    bomb = gzip.compress(gzip.compress(bytes(10**7)))
    result = failure_of(answer(200, bomb, ("Content-Encoding", "gzip"), ("Content-Encoding", "gzip")))
    assert result.reason == "bad-encoding"


@pytest.mark.parametrize("coding", ["utf-8", "compress", "dcb"])
def test_an_unknown_coding_is_a_bad_encoding(coding):
    assert failure_of(answer(200, BODY, ("Content-Encoding", coding))).reason == "bad-encoding"


def test_a_body_that_is_not_in_its_coding_is_a_bad_encoding():
    assert failure_of(answer(200, BODY, ("Content-Encoding", "gzip"))).reason == "bad-encoding"


# --- broken answers -----------------------------------------------------------------------------

TRUNCATED = {
    "half a gzip in a right Content-Length": answer(200, gzip.compress(BODY)[:20], ("Content-Encoding", "gzip")),
    "a body shorter than its Content-Length": answer(200, BODY, length=1000),
    "no body after a Content-Length": head(("Content-Length", "10")),
    "chunks without the last": head(("Transfer-Encoding", "chunked")) + b"3\r\ntin\r\n",
    "a chunk cut in two": head(("Transfer-Encoding", "chunked")) + b"30\r\ntin",
}


@pytest.mark.parametrize("name", TRUNCATED)
def test_a_body_that_breaks_off_is_truncated(name):
    assert failure_of(TRUNCATED[name]).reason == "truncated"


MALFORMED = {
    "NUL in a header": b"HTTP/1.1 200 OK\r\nX-A: a\0b\r\nContent-Length: 0\r\n\r\n",
    "a header without a colon": b"HTTP/1.1 200 OK\r\nkhong co hai cham\r\n\r\n",
    "ICY": b"ICY 200 OK\r\nicy-name: radio\r\n\r\n",
    "300 kB of header": b"HTTP/1.1 200 OK\r\nX-Dai: " + b"x" * 300_000 + b"\r\n\r\n",
    "HTTP/0.9": b"<html>xin chao</html>\r\n\r\n",
    "an impossible status": b"HTTP/1.1 2000 OK\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
    "a length of 5000 digits": b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\nxx",
    "a chunk size that is none": head(("Transfer-Encoding", "chunked")) + b"zz\r\ntin\r\n",
    "an unknown transfer coding": head(("Transfer-Encoding", "br")) + b"xx",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_an_answer_that_is_not_http_is_a_protocol_failure(name):
    assert failure_of(MALFORMED[name]).reason == "protocol"


# --- broken connections -------------------------------------------------------------------------


@pytest.mark.parametrize(("fault", "reason"), [(reset, "reset"), (hang_up, "empty-reply")])
def test_a_cut_connection_is_tried_again_and_then_named(fault, reason):
    with serving(fault) as server:
        clock = FakeClock()
        result = failure(server.url("/tin"), retries=2, clock=clock)
        assert len(server.hits_of("/tin")) == 3
    assert result.reason == reason
    assert result.retryable
    assert "tried 3 times" in result.detail
    first, second = clock.slept
    assert 0.5 <= first <= 1 <= second <= 2, "short waits that grow"


@pytest.mark.parametrize("fault", [reset, hang_up])
def test_a_cut_connection_that_heals_is_archived(fault):
    with serving(sequence(fault, fault, PAGE)) as server:
        assert fetched(server.url("/tin"), retries=2, clock=FakeClock()).body == BODY
        assert len(server.hits_of("/tin")) == 3


def test_every_try_keeps_the_pace():
    with serving(sequence(reset, PAGE)) as server:
        clock = FakeClock()
        fetched(server.url("/tin"), retries=1, clock=clock, delay_s=100)
    assert sum(clock.slept) == pytest.approx(200)  # robots.txt, the first try, the second


def test_a_connection_cut_in_the_body_is_a_reset():
    def cut(connection: Connection) -> None:
        connection.send(answer(200, b"x" * 10, length=1000))
        connection.reset()

    assert failure_of(cut).reason in {"reset", "truncated"}  # the RST may overtake the bytes, or not


def test_truncated_bodies_are_not_tried_again():
    with serving(answer(200, BODY, length=1000)) as server:
        failure(server.url("/tin"), retries=2, clock=FakeClock())
        assert len(server.hits_of("/tin")) == 1


def test_a_refused_connection_is_named_and_not_tried_again():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    clock = FakeClock()
    result = failure(f"http://127.0.0.1:{port}/", retries=2, clock=clock)
    assert result.reason == "refused"
    assert f"127.0.0.1:{port}" in result.detail
    assert clock.slept == []


@contextmanager
def deaf(address: str, port: int = 0) -> Iterator[int]:
    """A port that lets nobody connect: its queue is full."""
    waiting: list[socket.socket] = []
    with socket.create_server((address, port), backlog=0) as listener:
        try:
            for _ in range(4):
                client = socket.socket()
                waiting.append(client)
                client.setblocking(False)
                with suppress(BlockingIOError):
                    client.connect(listener.getsockname())
            yield listener.getsockname()[1]
        finally:
            for client in waiting:
                client.close()


def test_no_connection_in_time_is_tried_again_and_then_named():
    with deaf("127.0.0.1") as port:
        result = failure(f"http://127.0.0.1:{port}/", retries=1, connect_timeout_s=0.2, clock=FakeClock())
    assert result.reason == "connect-timeout"
    assert "tried 2 times" in result.detail


def test_a_name_without_address_is_dns():
    result = failure("http://khong-co.invalid/", allow_private=False)
    assert result.reason == "dns"
    assert "khong-co.invalid" in result.detail


def test_a_dead_ipv6_address_does_not_hide_the_living_ipv4_one():
    with serving(PAGE) as server:
        lookup = lookup_of(bao_example=["::1", "127.0.0.1"])
        result = fetched(server.url("/tin", host="bao.example"), lookup=lookup)
        assert result.peer_address == f"127.0.0.1:{server.port}"


def test_a_silent_address_does_not_hide_a_living_one_and_is_asked_once_only():
    with serving(PAGE) as server, deaf("127.0.0.2", server.port):
        lookup = lookup_of(bao_example=["127.0.0.2", "127.0.0.1"])
        url = server.url("/tin", host="bao.example")
        results = fetch_each([url, url, url], lookup=lookup, connect_timeout_s=0.3)
        assert [result.elapsed_ms < 300 for result in results] == [True] * 3, "robots.txt paid for it"


# --- addresses ----------------------------------------------------------------------------------

INSIDE = ["127.0.0.1", "localhost", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"]
NOWHERE = ["169.254.169.254", "[64:ff9b::7f00:1]", "0.0.0.0", "[::]", "224.0.0.1"]


@pytest.mark.parametrize("host", INSIDE + NOWHERE)
def test_this_machine_is_not_fetched_without_leave(host):
    with serving(PAGE) as server:
        result = failure(server.url("/tin", host=host), allow_private=False)
        assert server.connections == 0
    assert result.reason == "blocked-address"
    assert ("--allow-private" in result.detail) == (host in INSIDE)


@pytest.mark.parametrize("host", NOWHERE)
def test_a_redirect_to_what_is_never_public_is_blocked_with_leave_too(host):
    with serving(PAGE) as server:
        target = server.url("/tin", host=host)
        with serving(redirect(target)) as gate:
            result = failure(gate.url("/tin"))
        assert server.connections == 0
    assert result.reason == "blocked-address"
    assert result.url == target
    assert [hop.location for hop in result.redirects] == [target]


def test_a_name_that_changes_its_address_is_checked_each_time():
    answers = iter(["127.0.0.1", "127.0.0.1", "169.254.169.254"])

    async def lookup(host: str, port: int) -> list[str]:
        return [next(answers)]

    with serving(redirect("/sau")) as server:
        result = failure(server.url("/tin", host="bao.example"), lookup=lookup)
        assert len(server.hits) == 2
    assert result.reason == "blocked-address"


# --- redirects ----------------------------------------------------------------------------------


def test_redirects_are_followed_by_hand_and_recorded():
    with serving(redirect("/hai", status=301), hai=redirect("ba?x=1", status=307)) as server:
        server.routes["/ba?x=1"] = PAGE
        result = fetched(server.url("/tin"))
        assert [(hop.url, hop.status, hop.location) for hop in result.redirects] == [
            (server.url("/tin"), 301, "/hai"),
            (server.url("/hai"), 307, "ba?x=1"),
        ]
        assert dict(result.redirects[0].headers)["Location"] == "/hai"
        assert (result.requested_url, result.url) == (server.url("/tin"), server.url("/ba?x=1"))
    assert result.body == BODY


ON_REDIRECTS: dict[str, Route] = {
    "a bomb": redirect("/toi", gzip.compress(bytes(10**7))).replace(b"Location", b"Content-Encoding: gzip\r\nLocation"),
    "an endless body": flood(
        head(("Location", "/toi"), ("Transfer-Encoding", "chunked"), status=302), b"4\r\nxxxx\r\n"
    ),
    "a slow body": drip(head(("Location", "/toi"), ("Content-Length", "9999"), status=302)),
    "an unknown coding": redirect("/toi").replace(b"Location", b"Content-Encoding: la\r\nLocation"),
}


@pytest.mark.parametrize("name", ON_REDIRECTS)
def test_the_body_of_a_redirect_is_never_read(name):
    with serving(ON_REDIRECTS[name], toi=PAGE) as server:
        result = fetched(server.url("/tin"), total_timeout_s=4)
    assert result.body == BODY
    assert len(result.redirects) == 1


@pytest.mark.parametrize("location", ["/tin", "", "#dau", "/vong"])
def test_a_redirect_that_comes_back_is_a_loop(location):
    with serving(redirect(location), vong=redirect("/tin")) as server:
        result = failure(server.url("/tin"))
        assert len(server.hits) <= 3
    assert result.reason == "redirect-loop"


def test_redirects_without_end_stop_at_their_bound():
    with FaultServer({f"/{n}": redirect(f"/{n + 1}") for n in range(30)}) as server:
        result = failure(server.url("/0"), max_redirects=20)
        assert len(server.hits) == 22  # robots.txt, the first URL, twenty redirects
    assert result.reason == "too-many-redirects"
    assert "20" in result.detail


def test_with_no_redirects_allowed_the_first_is_too_many():
    with serving(redirect("/toi"), toi=PAGE) as server:
        assert failure(server.url("/tin"), max_redirects=0).reason == "too-many-redirects"
        assert not server.hits_of("/toi")


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("javascript:alert(1)", "bad-redirect"),
        ("http://127.0.0.1:99999/", "bad-redirect"),
        ("/a\tb", "bad-redirect"),
        ("file:///etc/passwd", "bad-scheme"),
        ("ftp://127.0.0.1/", "bad-scheme"),
    ],
)
def test_a_location_that_leads_nowhere_is_named(location, reason):
    result = failure_of(redirect(location))
    assert result.reason == reason
    assert len(result.redirects) == 1


def test_a_location_in_raw_utf8_is_followed():
    with FaultServer(
        {"/tin": redirect("/tin-tức/Đắk Lắk"), "/tin-t%E1%BB%A9c/%C4%90%E1%BA%AFk%20L%E1%BA%AFk": PAGE}
    ) as server:
        result = fetched(server.url("/tin"))
        assert result.url == server.url("/tin-t%E1%BB%A9c/%C4%90%E1%BA%AFk%20L%E1%BA%AFk")
    assert result.redirects[0].location == "/tin-tức/Đắk Lắk"


def test_a_redirect_status_without_a_location_is_an_answer():
    with serving(answer(302, BODY)) as server:
        result = fetched(server.url("/tin"))
    assert (result.status, result.body, result.redirects) == (302, BODY, ())


# --- URLs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "bad-scheme"),
        ("javascript:alert(1)", "bad-scheme"),
        ("", "bad-scheme"),
        ("http://", "bad-url"),
        ("http://127.0.0.1:99999/", "bad-url"),
        ("http://a:b@127.0.0.1/", "bad-url"),
        ("http://127.0.0.1/\x00", "bad-url"),
        ("http://127.0.0.1/\udc80", "bad-url"),
        ("http://127.0.0.1.9/", "bad-url"),
        ("http://[::1", "bad-url"),
    ],
)
def test_what_is_no_url_is_a_failure_and_no_exception(url, reason):
    result = failure(url)
    assert (result.reason, result.requested_url, result.url) == (reason, url, url)
    assert result.detail


def test_a_very_long_url_is_a_failure_or_an_answer_and_no_exception():
    with serving(PAGE) as server:
        (result,) = fetch_each([server.url("/" + "x" * 70_000)])
    assert isinstance(result, FetchFailure)


# --- cookies ------------------------------------------------------------------------------------


def test_no_cookie_is_ever_sent_back():
    baked = [("Set-Cookie", "a=1; Path=/"), ("Set-Cookie", "b=2; Domain=example; Path=/")]
    landing = page("tin", *baked)
    hop = head(("Location", "/dich"), ("Content-Length", "0"), *baked, status=302)
    with FaultServer({"/tin": landing, "/hop": hop, "/dich": landing}) as server:
        lookup = lookup_of(a_example=["127.0.0.1"], b_example=["127.0.0.1"])
        urls = [server.url(path, host=host) for host in ("a.example", "b.example") for path in ("/tin", "/hop", "/tin")]
        results = fetch_each(urls, lookup=lookup)
        assert all(isinstance(result, Fetched) for result in results)
        assert [hit.header("Cookie") for hit in server.hits] == [None] * len(server.hits)


# --- manners over time --------------------------------------------------------------------------


def test_a_capture_is_dated_when_its_request_left_not_when_it_was_asked_for():
    with serving(PAGE) as server:
        results = fetch_each([server.url("/tin")] * 2, at_once=True, clock=FakeClock(), delay_s=10)
    assert [result.started_at - START for result in results] == [timedelta(seconds=10), timedelta(seconds=20)]
    assert [result.elapsed_ms for result in results] == [0, 0]


def test_the_server_never_sees_two_requests_closer_than_the_delay():
    with serving(PAGE, khac=redirect("/tin")) as server:
        fetch_each([server.url("/tin"), server.url("/khac")], at_once=True, delay_s=0.3)
        times = [hit.at for hit in server.hits]
    assert len(times) == 4  # robots.txt, two pages, one redirect's target
    # A third is left to the threads of a busy machine; without a pace the gaps would be a few milliseconds.
    assert min(later - sooner for sooner, later in pairwise(times)) > 0.2


def test_a_profile_may_ask_for_more_time_than_the_settings():
    with serving(PAGE) as server:
        clock = FakeClock()
        lookup = lookup_of(bao_example=["127.0.0.1"])
        url = server.url("/tin", host="bao.example")
        fetch_each([url, url], clock=clock, delay_s=2, delays={"Bao.Example": 7.0}, lookup=lookup)
    assert clock.slept == [7.0, 7.0]


def test_hosts_do_not_wait_for_each_other():
    arrived = threading.Event()

    def wait_for_the_other(connection: Connection) -> None:
        assert arrived.wait(5)
        connection.send(PAGE)

    def arrive(connection: Connection) -> None:
        arrived.set()
        connection.send(PAGE)

    with serving(wait_for_the_other) as first, serving(arrive) as second:
        results = fetch_each([first.url("/tin"), second.url("/tin")], at_once=True, delay_s=3000, clock=FakeClock())
    assert all(isinstance(result, Fetched) for result in results)


def test_cancelling_ends_a_fetch_and_frees_its_host():
    async def run(server: FaultServer) -> Fetched | FetchFailure:
        async with Client(settings()) as client:
            slow = asyncio.create_task(client.fetch(server.url("/tin")))
            await asyncio.to_thread(arrived.wait, 5)
            slow.cancel()
            with pytest.raises(asyncio.CancelledError):
                await slow
            return await client.fetch(server.url("/nhanh"))

    arrived = threading.Event()

    def keep_waiting(connection: Connection) -> None:
        arrived.set()
        silence(connection)

    with serving(keep_waiting, nhanh=PAGE) as server:
        result = asyncio.run(run(server))
    assert isinstance(result, Fetched)


def test_a_client_that_met_many_hosts_lets_go_of_idle_connections(monkeypatch):
    monkeypatch.setattr("danvan_cli.fetch.wire._MAX_LINES", 2)
    names = ["a", "b", "c", "d"]
    with serving(PAGE) as server:
        lookup = lookup_of(**{f"{name}_example": ["127.0.0.1"] for name in names})

        async def run() -> int:
            async with Client(settings(), lookup=lookup) as client:
                for name in [*names, "d"]:
                    assert isinstance(await client.fetch(server.url("/tin", host=f"{name}.example")), Fetched)
                return len(client._wire._lines)

        assert asyncio.run(run()) <= 2
        assert server.connections == 4


# --- asked for again ------------------------------------------------------------------------------


def ask_again(url: str, known: Validators) -> FetchResult:
    async def run() -> FetchResult:
        async with Client(settings()) as client:
            return await client.fetch(url, known=known)

    return asyncio.run(run())


def test_what_is_known_is_asked_for_on_a_condition_in_the_very_bytes_of_the_server():
    with serving(head(status=304)) as server:
        known = Validators(url=server.url("/tin"), etag='"cầu"'.encode().decode("latin-1"), last_modified="Mon, 2 Mar")
        result = ask_again(server.url("/tin"), known)
        assert isinstance(result, Fetched)
        assert (result.status, result.body) == (304, b"")
        (hit,) = server.hits_of("/tin")
        assert (hit.header("If-None-Match") or "").encode("latin-1").decode() == '"cầu"'
        assert hit.header("If-Modified-Since") == "Mon, 2 Mar"
        assert ("If-Modified-Since", "Mon, 2 Mar") in result.request_headers
        assert server.hits_of("/robots.txt")[0].header("If-None-Match") is None


def test_the_condition_is_made_where_the_validators_came_from_and_nowhere_else():
    with serving(redirect("/moi"), moi=PAGE) as server:
        known = Validators(url=server.url("/moi"), etag='"a"')
        assert isinstance(ask_again(server.url("/tin"), known), Fetched)
        assert [hit.header("If-None-Match") for hit in server.hits] == [None, None, '"a"']


def test_a_page_may_have_a_bound_of_its_own():
    async def run(url: str) -> FetchResult:
        async with Client(settings(max_body_bytes=1024)) as client:
            return await client.fetch(url, max_body_bytes=5000)

    with serving(answer(200, b"x" * 4000)) as server:
        assert isinstance(asyncio.run(run(server.url("/tin"))), Fetched)
        assert failure(server.url("/tin"), max_body_bytes=1024).reason == "too-large"
