"""One fetch: a request, the redirects it meets, and the result whatever happened."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

from danvan_cli.fetch.exchange import Answer
from danvan_cli.fetch.reasons import Reason, Trouble
from danvan_cli.fetch.target import Target, redirect_target
from danvan_cli.model import Fetched, FetchFailure, Headers, Redirect, Validators

Ask = Callable[[Target, "Journey"], Awaitable[Answer]]
"""Makes the request of one hop. Raises ``Trouble``."""


@dataclass(slots=True, kw_only=True)
class Journey:
    """Where a fetch has come so far."""

    requested_url: str
    url: str
    """The hop it stands at."""
    started_at: datetime
    """When its first request left; until then, when the fetch was asked for."""
    spent_s: float = 0.0
    """Seconds on the wire so far; waits for a host's pace are not counted."""
    has_started: bool = False
    known: Validators | None = None
    """Of an earlier answer; None where the whole of it is wanted."""
    redirects: list[Redirect] = field(default_factory=list)

    def start(self, now: datetime) -> None:
        """Note that a request leaves: the first one dates the journey, after every wait for its turn."""
        if not self.has_started:
            self.has_started = True
            self.started_at = now

    def conditions_for(self, target: Target) -> Headers:
        """What makes the request of a hop conditional; empty but at the URL that is known."""
        return self.known.conditions if self.known and self.known.url == target.url else ()

    async def follow(self, target: Target, ask: Ask, *, max_redirects: int) -> Answer:
        """The answer at the end of the redirects, every hop recorded. Raises ``Trouble``."""
        seen: set[str] = set()
        while True:
            self.url = target.url
            seen.add(self.url)
            answer = await ask(target, self)
            if answer.location is None:
                return answer
            self._record(answer, answer.location)
            if len(self.redirects) > max_redirects:
                detail = f"{len(self.redirects)} redirects and no end; {max_redirects} are followed"
                raise Trouble(Reason.TOO_MANY_REDIRECTS, detail)
            target = redirect_target(target, answer.location)
            if target.url in seen:
                raise Trouble(Reason.REDIRECT_LOOP, f"redirect number {len(self.redirects)} came back to {target.url}")

    def arrived(self, answer: Answer) -> Fetched:
        """The fetch as it ended well."""
        return Fetched(
            requested_url=self.requested_url,
            url=self.url,
            status=answer.status,
            http_version=answer.http_version,
            headers=answer.headers,
            body=answer.body,
            wire_sha256=answer.wire_sha256,
            wire_bytes=answer.wire_bytes,
            request_headers=answer.request_headers,
            redirects=tuple(self.redirects),
            peer_address=answer.peer_address,
            started_at=self.started_at,
            elapsed_ms=self._elapsed_ms,
        )

    def failed(self, trouble: Trouble) -> FetchFailure:
        """The fetch as it ended in trouble."""
        return FetchFailure(
            requested_url=self.requested_url,
            url=self.url,
            reason=trouble.reason.value,
            detail=trouble.detail,
            retryable=trouble.reason.is_retryable,
            not_before=trouble.not_before,
            redirects=tuple(self.redirects),
            started_at=self.started_at,
            elapsed_ms=self._elapsed_ms,
        )

    @property
    def _elapsed_ms(self) -> int:
        return round(self.spent_s * 1000)

    def _record(self, answer: Answer, location: str) -> None:
        hop = Redirect(
            url=self.url,
            status=answer.status,
            location=location,
            headers=answer.headers,
            request_headers=answer.request_headers,
        )
        self.redirects.append(hop)
