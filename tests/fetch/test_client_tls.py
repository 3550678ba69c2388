"""HTTPS and HTTP/2: who is trusted, and that nothing else is."""

import asyncio
import gzip
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import h2.config
import h2.connection
import h2.events
import pytest

from danvan_cli.fetch.client import Client
from danvan_cli.model import Fetched, FetchResult
from tests.support.certificates import OPENSSL, Authority
from tests.support.faultserver import FaultServer, Hit, answer, page, redirect
from tests.support.fetching import failure, fetch_each, fetched, lookup_of, settings

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="certificates are made with the openssl command")

PAGE = page("<p>Tin</p>")


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority.create(tmp_path_factory.mktemp("ca"))


@pytest.fixture
def trusted(authority, monkeypatch):
    """The authority, trusted through the environment as an administrator would do it."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.path))
    return authority


def test_a_host_with_a_good_certificate_is_fetched(trusted):
    with FaultServer({"/tin": PAGE}, tls=trusted.server("good")) as server:
        assert fetched(server.url("/tin")).body == b"<p>Tin</p>"


def test_the_certificate_is_checked_against_the_name_not_the_address(trusted):
    lookup = lookup_of(bao_example=["127.0.0.1"], gia_example=["127.0.0.1"])
    with FaultServer({"/tin": PAGE}, tls=trusted.server("named", alternative="DNS:bao.example")) as server:
        assert fetched(server.url("/tin", host="bao.example"), lookup=lookup).status == 200
        wrong = failure(server.url("/tin", host="gia.example"), lookup=lookup)
    assert wrong.reason == "tls"
    assert "Hostname mismatch" in wrong.detail


def test_an_authority_nobody_trusts_is_no_authority(authority):
    with FaultServer({"/tin": PAGE}, tls=authority.server("unknown")) as server:
        result = failure(server.url("/tin"), retries=2)
        assert (result.reason, server.hits) == ("tls", [])
    assert not result.retryable


@pytest.mark.parametrize(
    ("options", "why"),
    [({"days": -1}, "expired"), ({"signed": False}, "self-signed")],
)
def test_a_certificate_that_proves_nothing_is_refused(trusted, options, why):
    with FaultServer({"/tin": PAGE}, tls=trusted.server(why, **options)) as server:
        result = failure(server.url("/tin"))
        assert (result.reason, server.hits) == ("tls", [])
    assert why in result.detail


def test_a_host_that_speaks_no_tls_is_not_talked_to_without():
    class Plain(FaultServer):
        def _talk(self, client) -> None:
            with client:
                client.recv(65536)
                client.sendall(answer(400, b"plain HTTP request expected"))

    with Plain() as server:
        result = failure(server.url("/tin").replace("http:", "https:"))
    assert result.reason == "tls"


def test_old_tls_is_told_apart(trusted):
    context = trusted.server("old")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
    with FaultServer({"/tin": PAGE}, tls=context) as server:
        result = failure(server.url("/tin"))
        assert server.hits == []
    assert result.reason == "tls-old"


def test_a_chain_of_schemes_is_followed_once_each(trusted):
    with (
        FaultServer({"/cuoi": PAGE}) as plain,
        FaultServer({"/giua": redirect(plain.url("/cuoi"))}, tls=trusted.server("middle")) as safe,
        FaultServer({"/dau": redirect(safe.url("/giua"))}) as first,
    ):
        result = fetched(first.url("/dau"))
        assert [hop.url for hop in result.redirects] == [first.url("/dau"), safe.url("/giua")]
        assert result.url == plain.url("/cuoi")


# --- HTTP/2 -------------------------------------------------------------------------------------


class H2Server(FaultServer):
    """A server that speaks HTTP/2 and answers every path but ``/robots.txt`` with ``body``."""

    body = gzip.compress("<p>Tin tức</p>".encode() * 1000)
    cut_after: int | None = None
    """How many bytes of a body are sent before the stream is reset."""

    def _one_request(self, client) -> bool:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        client.sendall(connection.data_to_send())
        while data := client.recv(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    self._answer(connection, event)
            client.sendall(connection.data_to_send())
        return False

    def _answer(self, connection, event) -> None:
        headers = {name.decode(): value.decode() for name, value in event.headers}
        self.hits.append(Hit(target=headers[":path"], headers=tuple(headers.items()), at=0.0))
        if headers[":path"] == "/robots.txt":
            connection.send_headers(event.stream_id, [(":status", "404")], end_stream=True)
        elif headers[":path"] == "/hop":
            connection.send_headers(event.stream_id, [(":status", "302"), ("location", "/tin")])
            connection.send_data(event.stream_id, bytes(10_000))  # and no end of it
        else:
            connection.send_headers(event.stream_id, [(":status", "200"), ("content-encoding", "gzip")])
            connection.send_data(event.stream_id, self.body[: self.cut_after], end_stream=self.cut_after is None)
            if self.cut_after is not None:
                connection.reset_stream(event.stream_id)


@contextmanager
def h2_server(authority: Authority) -> Iterator[H2Server]:
    context = authority.server("h2")
    context.set_alpn_protocols(["h2"])
    with H2Server(tls=context) as server:
        yield server


def test_http2_is_spoken_where_the_host_does(trusted):
    with h2_server(trusted) as server:
        result = fetched(server.url("/tin"))
        assert (result.http_version, result.status) == ("HTTP/2", 200)
        assert result.body == "<p>Tin tức</p>".encode() * 1000
        assert result.wire_bytes == len(server.body)
        assert result.peer_address == f"127.0.0.1:{server.port}"
        assert server.hits[-1].header(":authority") == f"127.0.0.1:{server.port}"
        assert server.connections == 1


def test_a_redirect_over_http2_leaves_its_body_behind(trusted):
    with h2_server(trusted) as server:
        results = fetch_each([server.url("/hop")] * 3)
        assert [type(result) for result in results] == [Fetched] * 3


def test_a_stream_cut_over_http2_is_no_page(trusted):
    with h2_server(trusted) as server:
        server.cut_after = 20
        assert failure(server.url("/tin")).reason == "reset"


def test_a_bomb_over_http2_is_too_large(trusted):
    with h2_server(trusted) as server:
        server.body = gzip.compress(bytes(5 * 2**20))
        assert failure(server.url("/tin")).reason == "too-large"


def test_a_host_that_hangs_up_in_the_handshake_is_named(trusted):
    class Rude(FaultServer):
        def _talk(self, client) -> None:
            client.close()

    with Rude() as server:
        result = failure(server.url("/tin").replace("http:", "https:"))
    assert result.reason in {"tls", "reset"}


def test_a_host_with_nothing_but_old_tls_is_fetched_where_it_is_named_and_must_prove_itself_all_the_same(trusted):
    async def ask(url: str, old_tls: list[str]) -> FetchResult:
        async with Client(settings(), old_tls=old_tls) as client:
            return await client.fetch(url)

    def old(name: str, **options: int) -> ssl.SSLContext:
        context = trusted.server(name, **options)
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        return context

    with FaultServer({"/tin": PAGE}, tls=old("old-one")) as server:
        assert asyncio.run(ask(server.url("/tin"), ["other.example"])).reason == "tls-old"  # type: ignore[union-attr]
        assert isinstance(asyncio.run(ask(server.url("/tin"), ["127.0.0.1"])), Fetched)
    with FaultServer({"/tin": PAGE}, tls=old("old-expired", days=-1)) as server:
        assert asyncio.run(ask(server.url("/tin"), ["127.0.0.1"])).reason == "tls"  # type: ignore[union-attr]
