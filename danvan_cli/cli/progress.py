"""What a run shows while it works: a bar on a terminal, plain lines elsewhere, JSON where it is asked for."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import typer

from danvan_cli.cli import render
from danvan_cli.export.inert import one_line
from danvan_cli.language import _

if TYPE_CHECKING:
    from rich.progress import Progress

    from danvan_cli.cli.options import Globals
    from danvan_cli.model import PageDone, RunReport
    from danvan_cli.workflows.reparse import Reread


class Display(Protocol):
    """Shows the pages of a run as they are done, and ends with its summary and exit code."""

    def page(self, page: "PageDone") -> None:
        """One page is done and committed."""

    def reread(self, reread: "Reread") -> None:
        """One version was read again."""

    def end(self, report: "RunReport", *, fail_over: float) -> None:
        """The run is over; raises ``typer.Exit`` with its code unless that is 0."""


@contextmanager
def showing(shared: "Globals", *, total: int | None, as_json: bool) -> Iterator["Display"]:
    """The display that fits: JSON lines, silence, a bar on a terminal, or plain lines."""
    if as_json:
        yield _JsonLines(shared)
    elif shared.quiet or not shared.progress or not sys.stderr.isatty():
        yield _Lines(shared)
    else:
        with _bar() as bar:
            yield _Bar(shared, bar, total)


class _Lines:
    """One line a page on standard error; with ``-q`` failures only."""

    def __init__(self, shared: "Globals") -> None:
        self.shared = shared

    def page(self, page: "PageDone") -> None:
        if not self.shared.quiet or page.outcome.is_failure:
            render.talk(render.page_line(page, verbose=self.shared.verbose > 0))

    def reread(self, reread: "Reread") -> None:
        self.page(reread.page)

    def end(self, report: "RunReport", *, fail_over: float) -> None:
        from danvan_cli.workflows.report import exit_code

        code = exit_code(report, fail_over=fail_over)
        if code or not self.shared.quiet:
            render.talk(render.summary(report))
        if code:
            raise typer.Exit(code)


class _JsonLines(_Lines):
    """One JSON value a page on standard output, the summary on standard error."""

    def page(self, page: "PageDone") -> None:
        render.out(render.page_json(page))

    def reread(self, reread: "Reread") -> None:
        from danvan_cli.model import Outcome

        if reread.page.outcome is not Outcome.UNCHANGED:
            render.out(render.reread_json(reread))


class _Bar(_Lines):
    """Pages, pages a second, failures and the host at hand; failures stay above the bar as lines."""

    def __init__(self, shared: "Globals", bar: "Progress", total: int | None) -> None:
        super().__init__(shared)
        self.bar = bar
        self.failed = 0
        self.started = time.monotonic()
        self.done = 0
        self.task = bar.add_task("", total=total, failed=0, host="", speed=0.0)

    def page(self, page: "PageDone") -> None:
        from urllib.parse import urlsplit

        self.done += 1
        self.failed += page.outcome.is_failure
        if page.outcome.is_failure or self.shared.verbose:
            self.bar.console.print(render.page_line(page, verbose=self.shared.verbose > 0), soft_wrap=True)
        host = urlsplit(page.url).netloc or page.url
        speed = self.done / max(time.monotonic() - self.started, 0.001)
        self.bar.update(self.task, advance=1, failed=self.failed, host=one_line(host), speed=speed)


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    return Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[speed]:.1f} " + _("pages/s"), markup=False),
        TextColumn("{task.fields[failed]} " + _("failed"), markup=False),
        TimeElapsedColumn(),
        TextColumn("{task.fields[host]}", markup=False),
        console=Console(stderr=True, markup=False, highlight=False, emoji=False),
        transient=True,
    )
