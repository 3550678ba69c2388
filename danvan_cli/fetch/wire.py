"""The wire: the only file that knows httpx.

httpx's transport is used without the client above it, which would keep a cookie jar, drain the bodies of
redirects, and decode without a bound. Proxies of the environment are not used: a proxy resolves names itself,
and the address check would check nothing. ``SSL_CERT_FILE`` and ``SSL_CERT_DIR`` are.
"""

import os
import ssl
from collections.abc import Callable, Collection, Mapping
from contextlib import aclosing
from dataclasses import replace
from functools import lru_cache, partial
from typing import Any

import httpx

from danvan_cli.codings import ACCEPT_ENCODING
from danvan_cli.fetch.address import Endpoint
from danvan_cli.fetch.causes import causes, network_trouble
from danvan_cli.fetch.decoding import Body
from danvan_cli.fetch.exchange import Answer, Bounds
from danvan_cli.fetch.identity import user_agent
from danvan_cli.fetch.pacing import pace_key
from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.target import Target
from danvan_cli.model import Headers
from danvan_cli.settings import FetchSettings

_KEEPALIVE_S = 30.0
"""Longer than the usual pace, shorter than what most servers keep a connection for."""
_FALLBACK_CONNECT_S = 4.0
"""How long an address may take while there is another: a dead AAAA must not cost a whole connect timeout."""
_LEGACY_RENEGOTIATION = 0x4
"""``SSL_OP_LEGACY_SERVER_CONNECT``; the ssl module names it from Python 3.12 on."""
_MAX_LINES = 128
"""Hosts with a connection kept for them; a crawl that meets more lets go of the one it left longest ago."""


class _Line:
    """The connection to one host."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        limits = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=_KEEPALIVE_S)
        self.transport = httpx.AsyncHTTPTransport(verify=tls, http2=True, trust_env=False, limits=limits)
        self.is_in_use = False


class Wire:
    """One ``_Line`` a host; makes the exchanges (``exchange.Exchange``)."""

    def __init__(self, settings: FetchSettings, old_tls: Collection[str]) -> None:
        self._connect_timeout_s = settings.connect_timeout_s
        self._user_agent = user_agent(settings.contact)
        self._old_tls = frozenset(old_tls)
        self._lines: dict[str, _Line] = {}
        self._last_address: dict[str, str] = {}

    async def close(self) -> None:
        """Close every connection."""
        while self._lines:
            await self._hang_up(next(iter(self._lines)))

    async def exchange(
        self,
        target: Target,
        endpoint: Endpoint,
        bounds: Bounds,
        on_sent: Callable[[], None],
        *,
        conditions: Headers = (),
    ) -> Answer:
        """The host's answer. Raises ``Trouble`` for everything else that a host can do."""
        key = pace_key(target, endpoint)
        line = await self._line(key, old_tls=target.host in self._old_tls)
        line.is_in_use = True
        is_clean = False
        try:
            make = partial(self._request, target, on_sent=on_sent, conditions=conditions)
            request, response = await self._call(key, endpoint, make)
            async with aclosing(response):
                answer, is_clean = await _take(request, response, bounds)
        except Exception as problem:  # whatever a host makes the libraries raise is that URL's trouble
            raise _trouble(problem, target) from problem
        finally:
            line.is_in_use = False
            if not is_clean:
                # The rest of a body would come first on this connection; over HTTP/2 it would keep coming.
                await self._hang_up(key)
        return answer

    async def _line(self, key: str, *, old_tls: bool) -> _Line:
        line = self._lines.pop(key, None) or _Line(_tls_of_environment(is_old=old_tls))
        self._lines[key] = line  # the last one used stands last
        idle = [other for other, kept in self._lines.items() if not kept.is_in_use and other != key]
        if len(self._lines) > _MAX_LINES and idle:
            await self._hang_up(idle[0])
        return line

    async def _hang_up(self, key: str) -> None:
        if line := self._lines.pop(key, None):
            await line.transport.aclose()

    async def _call(
        self, key: str, endpoint: Endpoint, make: Callable[[str, float], httpx.Request]
    ) -> tuple[httpx.Request, httpx.Response]:
        """The request and the head of its answer, from the first address that a connection can be made to."""
        known = self._last_address.get(key)
        *others, last = sorted(endpoint.addresses, key=lambda address: address != known)
        fallback_s = min(_FALLBACK_CONNECT_S, self._connect_timeout_s)
        tries = [*((address, fallback_s) for address in others), (last, self._connect_timeout_s)]
        for address, connect_s in tries:
            try:
                request = make(address, connect_s)
                response = await self._lines[key].transport.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as problem:
                # Who answers in the wrong name at one address is not asked at the next.
                if address == last or any(isinstance(cause, ssl.SSLError) for cause in causes(problem)):
                    raise
            else:
                self._last_address[key] = address
                return request, response
        raise AssertionError("the last address returns or raises")

    def _request(
        self, target: Target, address: str, connect_s: float, *, on_sent: Callable[[], None], conditions: Headers
    ) -> httpx.Request:
        """A request in the name of the target's host, sent to ``address``: called is what was checked."""

        async def trace(event: str, _: Mapping[str, Any]) -> None:
            if event.endswith("send_request_headers.started"):
                on_sent()

        extensions: dict[str, Any] = {"trace": trace, "timeout": {"connect": connect_s}}
        if target.host != address:
            extensions["sni_hostname"] = target.host
        fields = [
            ("Host", target.authority),
            ("User-Agent", self._user_agent),
            ("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            ("Accept-Language", "vi,en;q=0.5"),
            ("Accept-Encoding", ACCEPT_ENCODING),
            *conditions,
        ]
        return httpx.Request(
            "GET",
            httpx.URL(scheme=target.scheme, host=address, port=target.port, raw_path=target.path.encode()),
            # A validator goes back as it came, and it may hold any byte (RFC 9110 §8.8.3).
            headers=[(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields],
            extensions=extensions,
        )


def _tls_of_environment(*, is_old: bool) -> ssl.SSLContext:
    return _tls_context(os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR"), is_old)


@lru_cache(maxsize=4)
def _tls_context(_file: str | None, _folder: str | None, is_old: bool) -> ssl.SSLContext:  # noqa: FBT001 the cache's key
    """Whom to trust, by the environment; reading the list of authorities takes longer than a page.

    With ``is_old`` also in TLS 1.0 and with keys of its age. Who answers must prove who it is all the same.
    """
    context = httpx.create_ssl_context(trust_env=True)
    if is_old:
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.options |= _LEGACY_RENEGOTIATION
    return context


async def _take(request: httpx.Request, response: httpx.Response, bounds: Bounds) -> tuple[Answer, bool]:
    """The answer, and whether its body was read to the end."""
    answer = Answer(
        status=response.status_code,
        http_version=response.http_version,
        headers=_headers(response.headers),
        request_headers=_headers(request.headers),
        peer_address=_peer_address(response),
    )
    if answer.location is not None:
        return answer, False  # it may carry a bomb, and nobody would look at it
    body = Body(", ".join(answer.all_headers("content-encoding")), bounds.max_body_bytes)
    is_whole = await _read(response, body, bounds)
    content = body.finish() if is_whole else body.so_far()
    taken = replace(answer, body=content, wire_sha256=body.wire_sha256, wire_bytes=body.wire_bytes)
    return replace(taken, is_cut=not is_whole), is_whole


async def _read(response: httpx.Response, body: Body, bounds: Bounds) -> bool:
    """Feed ``body``. True at its end, False where it was cut at the bound. Raises ``Trouble``."""
    try:
        if not bounds.cuts:
            body.expect(response.headers.get("content-length", ""))
        async for chunk in response.aiter_raw():
            body.feed(chunk)
    except Trouble as trouble:
        if bounds.cuts and trouble.reason is Reason.TOO_LARGE:
            return False
        raise
    return True


def _headers(fields: httpx.Headers) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in fields.raw)


def _peer_address(response: httpx.Response) -> str | None:
    """``address:port`` of the socket that answered; None where the transport does not tell."""
    stream = response.extensions.get("network_stream")
    peer = stream.get_extra_info("server_addr") if stream else None
    if not peer:
        return None
    host, port = peer[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


_BROKEN_OFF = (
    ("Server disconnected", Reason.EMPTY_REPLY, "closed the connection before it answered"),
    (
        "without sending complete message body",
        Reason.TRUNCATED,
        "closed the connection in the middle of the body",
    ),
    ("StreamReset", Reason.RESET, "cut the answer off"),
    ("ConnectionTerminated", Reason.RESET, "cut the connection"),
)
"""Only their words tell these apart: httpcore raises one exception for whatever a peer does wrong."""


def _trouble(problem: Exception, target: Target) -> Trouble:
    """Every exception of the wire as a reason of the closed set, whichever library raised it."""
    where, said = target.authority, str(problem) or type(problem).__name__
    match problem:
        case Trouble():
            return problem
        case httpx.ConnectTimeout():
            detail = f"no connection to {where} in time; raise DANVAN_CONNECT_TIMEOUT_S to wait longer"
            return Trouble(Reason.CONNECT_TIMEOUT, detail)
        case httpx.NetworkError():
            return network_trouble(problem, target, is_connected=not isinstance(problem, httpx.ConnectError))
        case httpx.RemoteProtocolError():
            for words, reason, detail in _BROKEN_OFF:
                if words in said:
                    return Trouble(reason, f"{where} {detail}")
    return Trouble(Reason.PROTOCOL, f"the answer of {where} is not HTTP as it should be: {said:.200}")
