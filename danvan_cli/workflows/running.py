"""A run as the archive records it: begun, counted, ended with the code that the shell sees."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from types import FrameType

from danvan_cli.errors import DanvanError, ExitCode
from danvan_cli.model import Outcome, PageDone, RunReport
from danvan_cli.store.database import Archive
from danvan_cli.store.runs import finish_run, start_run
from danvan_cli.workflows.report import exit_code, summarise
from danvan_cli.workflows.signals import answered_by

OnPage = Callable[[PageDone], None]
"""Told of every page once it is committed."""


@dataclass(slots=True)
class Run:
    """A run under way: its number, None where the archive does not record it, and the pages that are done."""

    id: int | None
    on_page: OnPage
    signal: int | None = None
    """Set where a signal ends the run before all is done."""
    pages: list[PageDone] = field(default_factory=list)
    besides: Counter[str] = field(default_factory=Counter)
    """What else was done or passed over, by slug: it is neither a page nor a failure."""
    _counted: Counter[Outcome] = field(default_factory=Counter)
    _started: float = field(default_factory=time.monotonic)

    def done(self, page: PageDone) -> None:
        """Count a page that is committed, and tell about it."""
        self.pages.append(page)
        self.on_page(page)

    def count(self, page: PageDone) -> None:
        """The same, kept in memory only where it failed: for runs over a whole archive."""
        if page.outcome.is_failure:
            self.pages.append(page)
        else:
            self._counted[page.outcome] += 1
        self.on_page(page)

    def report(self) -> RunReport:
        """What has been done so far."""
        elapsed_s = time.monotonic() - self._started
        return summarise(
            self.pages,
            counted=self._counted,
            besides=self.besides,
            run_id=self.id,
            elapsed_s=elapsed_s,
            signal=self.signal,
        )


@contextmanager
def recorded_run(
    archive: Archive, *, command: str, arguments: Sequence[str], on_page: OnPage, fail_over: float
) -> Iterator[Run]:
    """A run that the archive knows of, from its first moment to its exit code.

    A run that ends by a ``DanvanError`` is recorded with that error's code; one that was killed keeps no
    code.
    """
    run_id = start_run(archive, command=command, arguments=arguments)
    run = Run(id=run_id, on_page=on_page)
    try:
        yield run
    except BaseException as end:
        # What ended the run is what counts, also where the archive can no longer note it.
        with suppress(DanvanError):
            finish_run(archive, run_id, counts=run.report().counts, exit_code=_code_of(end))
        raise
    finish_run(archive, run_id, counts=run.report().counts, exit_code=exit_code(run.report(), fail_over=fail_over))


def stopping(run: Run) -> AbstractContextManager[None]:
    """While the block runs, SIGINT and SIGTERM are noted in ``run``, and a second one ends the process at once."""

    def stop(number: int, _: FrameType | None) -> None:
        if run.signal is not None:
            # What was told is committed; this is what kill -9 would do, with our code. The workers notice.
            os._exit(128 + number)
        run.signal = number

    return answered_by(stop)


def _code_of(end: BaseException) -> ExitCode:
    if isinstance(end, DanvanError):
        return end.exit_code
    return ExitCode.SIGINT if isinstance(end, KeyboardInterrupt) else ExitCode.ERROR
