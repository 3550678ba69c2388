"""What would be extracted of one page, wherever it is; stores nothing."""

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from danvan_cli.discover.urls import parse_seed
from danvan_cli.errors import ExitCode, NotFoundError, UsageError
from danvan_cli.language import _
from danvan_cli.model import FetchFailure, Outcome, PageDone, RunReport, Snapshot
from danvan_cli.settings import Settings
from danvan_cli.snapshot.seal import seal, seal_file
from danvan_cli.workflows.archive import profiles_of
from danvan_cli.workflows.crawl import fetch_once
from danvan_cli.workflows.importing import own_url
from danvan_cli.workflows.report import exit_code, summarise
from danvan_cli.workflows.understand import Understanding, understand


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """A page looked at: its capture and what was made of it, None where there was no answer."""

    report: RunReport
    """Of the one page, so that a failure exits as it would in a run."""
    snapshot: Snapshot | None = None
    understanding: Understanding | None = None

    @property
    def exit_code(self) -> ExitCode:
        """0, or what a run of this one page returns."""
        return exit_code(self.report)


def inspect_target(target: str, *, settings: Settings, url: str | None = None) -> Inspection:
    """Look at a file, an http(s) URL, or with ``-`` at standard input; ``url`` is where a saved page was.

    Raises ``NotFoundError`` where the file is not there and ``UsageError`` where a URL is none.
    """
    if "://" in target:
        answer = fetch_once(_seed(target), settings.fetch)
        if isinstance(answer, FetchFailure):
            failure = PageDone(url=target, outcome=Outcome.FAILED, reason=answer.reason, detail=answer.detail)
            return Inspection(report=summarise([failure]))
        return _inspected(target, seal(answer), settings)
    body = sys.stdin.buffer.read() if target == "-" else _read(Path(target))
    found = _seed(url) if url else own_url(body)
    return _inspected(target, seal_file(body, url=found, path=target, captured_at=datetime.now(UTC)), settings)


def _inspected(target: str, snapshot: Snapshot, settings: Settings) -> Inspection:
    understood = understand(snapshot, profiles_of(settings))
    outcome = Outcome.NEW if understood.is_article else Outcome.FAILED
    page = PageDone(url=target, outcome=outcome, reason=understood.problem, detail=understood.detail)
    return Inspection(report=summarise([page]), snapshot=snapshot, understanding=understood)


def _seed(text: str) -> str:
    try:
        return parse_seed(text)
    except ValueError as problem:
        raise UsageError(str(problem), hint=_("a URL begins with https:// or http://")) from None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise NotFoundError(
            _("{path}: no such file", path=path), hint=_("a URL begins with https:// or http://")
        ) from None
    except OSError as problem:
        raise NotFoundError(_("{path}: cannot be read: {problem}", path=path, problem=problem.strerror)) from None
