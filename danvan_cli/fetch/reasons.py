"""Why a URL gave no usable answer: a closed set of slugs, so that a table can count them."""

from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """A slug, and its meaning in one line."""

    meaning: str

    def __new__(cls, slug: str, meaning: str) -> "Reason":
        """A member that compares, prints and pickles as its slug."""
        member = str.__new__(cls, slug)
        member._value_ = slug
        member.meaning = meaning
        return member

    BAD_URL = (
        "bad-url",
        "the URL cannot be read: no host, an impossible port, a control character, a password",
    )
    BAD_SCHEME = "bad-scheme", "neither http nor https"
    BLOCKED_ADDRESS = "blocked-address", "the host is inside this machine or its network, or no host at all"
    ROBOTS = "robots", "the site's robots.txt asks robots to stay away from the page"
    ROBOTS_UNREACHABLE = "robots-unreachable", "robots.txt answered 5xx or not in time: stay away"
    DNS = "dns", "the host's name has no address"
    REFUSED = "refused", "nothing listens at the host's port"
    UNREACHABLE = "unreachable", "no way to the host's network"
    CONNECT_TIMEOUT = "connect-timeout", "no connection within the time for one"
    TLS = "tls", "the host could not prove who it is, or the encryption failed"
    TLS_OLD = "tls-old", "the host speaks only encryption that is no longer safe"
    RESET = "reset", "the connection was cut"
    EMPTY_REPLY = "empty-reply", "the host hung up before it answered"
    PROTOCOL = "protocol", "the answer is not HTTP"
    TOTAL_TIMEOUT = "total-timeout", "the answer was not whole when its time was up"
    TOO_LARGE = "too-large", "the body passed the bound"
    BAD_ENCODING = "bad-encoding", "the Content-Encoding is unknown, stacked, or not what the body is in"
    TRUNCATED = "truncated", "the body ended before its end"
    BAD_REDIRECT = "bad-redirect", "the Location leads nowhere"
    REDIRECT_LOOP = "redirect-loop", "a redirect came back to a URL of the same journey"
    TOO_MANY_REDIRECTS = "too-many-redirects", "the host kept on redirecting"

    @property
    def is_transient(self) -> bool:
        """Whether another try within seconds is worth a request."""
        return self in _TRANSIENT

    @property
    def is_retryable(self) -> bool:
        """Whether a later run may see the page: the cause lies in the network or the hour."""
        return self in _PASSING


_TRANSIENT = frozenset({Reason.RESET, Reason.EMPTY_REPLY, Reason.CONNECT_TIMEOUT})
_PASSING = _TRANSIENT | {
    Reason.DNS,
    Reason.REFUSED,
    Reason.UNREACHABLE,
    Reason.TOTAL_TIMEOUT,
    Reason.TRUNCATED,
    Reason.ROBOTS_UNREACHABLE,
}


class Trouble(Exception):  # noqa: N818 - a page's own failure, no error of the program: it becomes a FetchFailure
    """A URL gave no usable answer. Never leaves this room: ``Client.fetch`` turns it into a value.

    ``detail`` is one sentence for people. ``not_before`` is what a Retry-After asked for, None without one.
    """

    def __init__(self, reason: Reason, detail: str, *, not_before: datetime | None = None) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail
        self.not_before = not_before
