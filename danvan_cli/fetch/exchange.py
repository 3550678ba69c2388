"""What the wire gives and takes: one request to one host, and its answer.

``client.py`` makes the exchange with httpx; everybody else here knows only these shapes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from danvan_cli.fetch.address import Endpoint
from danvan_cli.fetch.target import Target
from danvan_cli.http_head import location_text
from danvan_cli.model import Headers

REDIRECT_STATUSES = frozenset({301, 302, 303, 307, 308})
"""RFC 9110 §15.4; 300 and 304 lead nowhere by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A host's answer. A redirect's body is never read and therefore empty."""

    status: int
    http_version: str
    headers: Headers
    request_headers: Headers = ()
    body: bytes = field(repr=False, default=b"")
    wire_sha256: str = ""
    wire_bytes: int = 0
    peer_address: str | None = None
    is_cut: bool = False
    """Whether the rest of the body was left unread, as ``Bounds.cuts`` allows."""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; None where there is none."""
        return next(iter(self.all_headers(name)), None)

    def all_headers(self, name: str) -> list[str]:
        """Every value of that name, whatever its case."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    @property
    def location(self) -> str | None:
        """Where a redirect points, as text; None for an answer that is no redirect."""
        value = self.header("location") if self.status in REDIRECT_STATUSES else None
        return None if value is None else location_text(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """How much of a body is taken. ``cuts``: what passes the bound is left unread, and is no failure."""

    max_body_bytes: int
    cuts: bool = False


class Exchange(Protocol):
    """Sends one request and takes its answer. Raises ``Trouble`` for everything else that a host can do."""

    async def __call__(
        self,
        target: Target,
        endpoint: Endpoint,
        bounds: Bounds,
        on_sent: Callable[[], None],
        *,
        conditions: Headers = (),
    ) -> Answer:
        """The answer; ``on_sent`` is called when the request leaves, ``conditions`` are more fields of it."""
        ...
