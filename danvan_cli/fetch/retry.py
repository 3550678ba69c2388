"""When to try again: short waits that grow after a failure that may pass, and what a host asks for."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

BASE_BACKOFF_S = 1.0
MAX_BACKOFF_S = 30.0


def backoff_s(tries: int, jitter: float) -> float:
    """Seconds to wait after ``tries`` failures: doubling, and scattered by ``jitter`` in [0, 1).

    Between half and the whole of the step, so that several runs that failed together do not return together.

    >>> [backoff_s(tries, jitter=0.5) for tries in (1, 2, 3)]
    [0.75, 1.5, 3.0]
    """
    doublings = min(tries - 1, 10)  # the bound is passed long before
    step_s = min(BASE_BACKOFF_S * 2.0**doublings, MAX_BACKOFF_S)
    return step_s * (0.5 + jitter / 2)


def parse_retry_after(value: str | None, now: datetime) -> datetime | None:
    """The moment a Retry-After header names: seconds or an HTTP date (RFC 9110 §10.2.3); else None.

    >>> parse_retry_after("120", datetime(2025, 3, 1, tzinfo=UTC)).isoformat()
    '2025-03-01T00:02:00+00:00'
    """
    text = (value or "").strip()
    try:
        if text.isascii() and text.isdigit():
            return now + timedelta(seconds=int(text))
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
