"""The only place with processes: one pure function over many values on every core, in order and in flat memory.

Each worker has a pipe of its own and few values at a time, which it takes in their order. So it is known over which
value a worker died, and the others go to the next one; and when danvan itself is killed, every worker reads the end of
its pipe and ends too.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain, islice
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from queue import SimpleQueue
from threading import Thread
from typing import Any, Generic, TypeVar, cast

from danvan_cli.workflows.signals import STOPPING, answered_by

_SPAWN = get_context("spawn")  # a forked child would inherit SQLite's open file and its locks
_IN_HAND = 3
"""Values a worker has at most: one at work, the others so that it need not wait for this process."""
_AHEAD = 16
"""Results a worker that may wait for a slower page before them."""

Key = TypeVar("Key")
Value = TypeVar("Value")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crashed:
    """In place of a result: the worker died over this value."""

    exit_code: int | None
    """As ``subprocess`` has it: negative for the signal that killed it."""

    def __str__(self) -> str:
        """For people.

        >>> str(Crashed(exit_code=-9))
        'its worker process was killed by signal 9'
        """
        code = self.exit_code or 0
        return f"its worker process {f'was killed by signal {-code}' if code < 0 else f'ended with code {code}'}"


def usable_cores() -> int:
    """How many cores this process may run on."""
    if hasattr(os, "process_cpu_count"):  # Python 3.13
        return cast("int | None", os.process_cpu_count()) or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(
    job: Callable[[Value], Result], values: Iterable[tuple[Key, Value]], *, jobs: int
) -> Generator[tuple[Key, Result | Crashed]]:
    """``job(value)`` for every value, in the order of ``values``, by ``jobs`` processes; keys stay in this one.

    With one job everything happens in this process. Otherwise job, values and results are pickled, and the job
    must not raise: to a worker that is a crash. ``values`` is read only as far ahead as keeps the workers busy.
    Closing the iterator, or an exception out of ``values``, ends the workers.
    """
    if jobs == 1:
        yield from ((key, job(value)) for key, value in values)
        return
    source = iter(values)
    first = list(islice(source, jobs))
    source = chain(first, source)
    with _crew(job, len(first)) as crew:
        del first
        waiting = deque[_Slot[Key, Result]]()
        while True:
            while crew.has_room and len(waiting) < jobs * _AHEAD and (pair := next(source, None)) is not None:
                waiting.append(_Slot(pair[0]))
                crew.give(waiting[-1], pair[1])
            if not waiting:
                return
            crew.collect(block=not waiting[0].filled)
            if waiting[0].filled:
                slot = waiting.popleft()
                yield slot.key, slot.result


class _Slot(Generic[Key, Result]):
    """A place in the order, for a result that comes later."""

    result: Result | Crashed

    def __init__(self, key: Key) -> None:
        self.key = key
        self.filled = False

    def fill(self, result: Result | Crashed) -> None:
        self.result = result
        self.filled = True


@dataclass(eq=False, slots=True)
class _Worker:
    process: SpawnProcess
    pipe: "Connection[Any, Any]"
    in_hand: deque[tuple[_Slot[Any, Any], Any]] = field(default_factory=deque)
    """Slots to fill with their values, the one at work first."""


class _Crew:
    """Worker processes, and what each of them has in hand."""

    def __init__(self, job: Callable[[Any], Any], count: int) -> None:
        self.job = job
        self.workers = list[_Worker]()
        try:
            self.workers += (_start(job) for _ in range(count))
        except BaseException:
            self.dismiss()
            raise

    @property
    def has_room(self) -> bool:
        """Whether a worker may be given one more."""
        return any(len(worker.in_hand) < _IN_HAND for worker in self.workers)

    def give(self, slot: _Slot[Any, Any], value: Any) -> None:
        """Have the worker fill the slot that has the least in hand."""
        worker = min(self.workers, key=lambda worker: len(worker.in_hand))
        worker.in_hand.append((slot, value))
        # A worker that is dead already has the end of its pipe to read, as one that dies over its value.
        with suppress(OSError):
            worker.pipe.send(value)

    def collect(self, *, block: bool) -> None:
        """Fill the slots of what is done, waiting for the first where ``block``; replace the dead."""
        at_work = {worker.pipe: worker for worker in self.workers if worker.in_hand}
        for pipe in wait(list(at_work), None if block else 0):
            worker = at_work[cast("Connection[Any, Any]", pipe)]
            slot, _ = worker.in_hand.popleft()
            try:
                slot.fill(worker.pipe.recv())
            except (EOFError, OSError):
                slot.fill(Crashed(exit_code=_end(worker)))
                self._replace(worker)

    def dismiss(self) -> None:
        """End every worker, at once where it is at work, and wait until it is gone."""
        for worker in self.workers:
            if worker.in_hand:
                worker.process.kill()  # it holds nothing, and is deaf to gentler signals
            worker.pipe.close()
        for worker in self.workers:
            worker.process.join()

    def _replace(self, dead: _Worker) -> None:
        self.workers.remove(dead)
        self.workers.append(_start(self.job))
        for slot, value in dead.in_hand:
            self.give(slot, value)


@contextmanager
def _crew(job: Callable[[Any], Any], count: int) -> Iterator[_Crew]:
    """A crew of ``count``, starting side by side; gone when the block ends."""
    crew = _Crew(job, count)
    try:
        yield crew
    finally:
        crew.dismiss()


def _start(job: Callable[[Any], Any]) -> _Worker:
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_work, args=(job, theirs), daemon=True)
    with _deaf():
        process.start()
    theirs.close()  # else its end would stay open in this process, and a worker's death unnoticed
    return _Worker(process, ours)


def _end(worker: _Worker) -> int | None:
    worker.pipe.close()
    worker.process.join()
    return worker.process.exitcode


def _deaf() -> AbstractContextManager[None]:
    """What is started in the block ignores SIGINT and SIGTERM from its first moment.

    A terminal sends the one, and a service manager the other, to the whole group of processes; it is danvan's own
    process that decides what they end.
    """
    return answered_by(signal.SIG_IGN)


def _work(job: Callable[[Any], Any], pipe: "Connection[Any, Any]") -> None:
    """A worker's life: it ends when the other end of its pipe does, whoever closed it."""
    for number in STOPPING:  # again, for systems where a child does not inherit that
        signal.signal(number, signal.SIG_IGN)
    received = SimpleQueue[tuple[Any] | None]()
    Thread(target=_receive, args=(pipe, received), daemon=True).start()
    while (item := received.get()) is not None:
        result = job(item[0])
        with suppress(OSError):
            pipe.send(result)


def _receive(pipe: "Connection[Any, Any]", received: "SimpleQueue[tuple[Any] | None]") -> None:
    """Take values out of the pipe while the worker is at work: else the other end might wait for room in it."""
    try:
        while True:
            received.put((pipe.recv(),))
    except (EOFError, OSError):
        pass
    finally:
        received.put(None)
