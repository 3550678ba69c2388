"""Back-off and Retry-After."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.fetch.retry import MAX_BACKOFF_S, backoff_s, parse_retry_after

NOW = datetime(2025, 3, 5, 1, 0, tzinfo=UTC)


@given(st.integers(1, 2000), st.floats(0, 1, exclude_max=True))
def test_waits_grow_up_to_their_bound(tries, jitter):
    assert 0.5 <= backoff_s(tries, jitter) <= backoff_s(tries + 1, jitter) <= MAX_BACKOFF_S


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("0", NOW),
        (" 120 ", NOW + timedelta(minutes=2)),
        ("Wed, 05 Mar 2025 02:00:00 GMT", NOW + timedelta(hours=1)),
        ("Wed, 05 Mar 2025 09:00:00 +0700", NOW + timedelta(hours=1)),
        ("Wed, 05 Mar 2025 02:00:00 -0000", NOW + timedelta(hours=1)),
        (None, None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("9" * 40, None),
        ("٣", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, moment):
    assert parse_retry_after(value, NOW) == moment
