"""The two signals that ask a run to end, and who answers them while a block runs."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM)
"""What a terminal and a service manager send."""

Handler = Callable[[int, FrameType | None], None] | signal.Handlers


@contextmanager
def answered_by(handler: Handler) -> Iterator[None]:
    """While the block runs, SIGINT and SIGTERM go to ``handler``; afterwards to whom they went before.

    Only the main thread may change that; in another one they end the process as they always do.
    """
    try:
        before = {number: signal.signal(number, handler) for number in STOPPING}
    except ValueError:
        yield
        return
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)
