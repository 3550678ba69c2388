"""Time as something that is handed in, so that no test of manners has to wait."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """The day for records, a counter for durations, and a way to wait."""

    def now(self) -> datetime:
        """The time of day, aware, in UTC. It may jump; no duration is measured with it."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        ...

    async def sleep(self, delay_s: float) -> None:
        """Return after ``delay_s`` seconds."""
        ...


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The time of day in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of the machine's monotonic clock."""
        return time.monotonic()

    async def sleep(self, delay_s: float) -> None:
        """Return after ``delay_s`` seconds of real time."""
        await asyncio.sleep(delay_s)
