"""A clock that tests turn by hand."""

from datetime import UTC, datetime, timedelta

START = datetime(2025, 3, 5, 1, 0, tzinfo=UTC)


class FakeClock:
    """Time that passes only in ``sleep`` and ``advance``; ``slept`` lists every sleep in seconds."""

    def __init__(self) -> None:
        self._seconds = 1000.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        """``START``, and what has passed since."""
        return START + timedelta(seconds=self._seconds - 1000.0)

    def monotonic(self) -> float:
        """Seconds."""
        return self._seconds

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds += seconds

    async def sleep(self, delay_s: float) -> None:
        """Pass ``delay_s`` at once."""
        self.slept.append(delay_s)
        self.advance(delay_s)
