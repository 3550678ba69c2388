"""Stored snapshots → articles again, offline: the whole pipeline without the network, over a whole archive.

Every version of an article is read again from the capture it was last read from, on all cores; this process reads
and writes the archive. A new reading of old bytes is no edit: versions keep their numbers, and what a version said
before is kept with the parse that replaced it. The same danvan with the same profiles changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from dataclasses import dataclass, field
from functools import partial

from danvan_cli.errors import IntegrityError
from danvan_cli.model import Outcome, PageDone, RunReport, Selection, Snapshot
from danvan_cli.profiles.loader import Profiles
from danvan_cli.settings import Settings
from danvan_cli.store.database import Archive
from danvan_cli.store.readings import Differences, NewReading, Reading, differences, iter_readings, save_reading
from danvan_cli.store.snapshots import load_snapshot
from danvan_cli.workflows.archive import open_archive, profiles_of
from danvan_cli.workflows.pool import Crashed, spread, usable_cores
from danvan_cli.workflows.report import DAMAGED, FAIL_OVER
from danvan_cli.workflows.running import Run, recorded_run, stopping
from danvan_cli.workflows.storing import stamp_of, understand_safely
from danvan_cli.workflows.understand import article_url


@dataclass(frozen=True, slots=True, kw_only=True)
class Reread:
    """One version read again: ``changed`` with the differences, ``unchanged``, or ``failed`` with the reason."""

    page: PageDone
    source: str | None
    """The newspaper's id; None where no profile knows the host."""
    differences: Differences = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReparseReport:
    """What a reparse did, or with ``dry_run`` would do; of ``run.pages`` only the failures are kept."""

    run: RunReport
    fields: Mapping[tuple[str | None, str], int]
    """Newspaper and field → in how many versions it differs, most frequent first."""
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """No new reading: the stored one stays."""

    reason: str
    detail: str | None


OnReread = Callable[[Reread], None]
"""Told of every version once it is committed, in the order of articles and versions."""


def reparse_archive(
    settings: Settings,
    selection: Selection,
    *,
    dry_run: bool,
    jobs: int | None = None,
    arguments: Sequence[str],
    on_reread: OnReread,
    fail_over: float = FAIL_OVER,
) -> ReparseReport:
    """Read the versions of the selected articles again and store what is read otherwise.

    ``jobs`` None: as many processes as there are cores. ``dry_run`` writes nothing at all. A version whose capture
    can no longer be read, or is damaged, is a failure of its own and stays as it was. On SIGINT or SIGTERM what is
    told is committed, and the report says which signal it was. Raises ``StorageError`` where there is no archive,
    ``ProfileError`` for an unusable profile.
    """
    profiles = profiles_of(settings)
    with open_archive(settings, read_only=dry_run) as archive:
        recorded: AbstractContextManager[Run] = nullcontext(Run(id=None, on_page=_nobody))
        if not dry_run:
            recorded = recorded_run(
                archive, command="reparse", arguments=arguments, on_page=_nobody, fail_over=fail_over
            )
        with recorded as run, stopping(run):
            fields = Counter[tuple[str | None, str]]()
            compare = differences if dry_run else save_reading
            with closing(_read_again(archive, selection, profiles, jobs or usable_cores(), compare)) as rereads:
                for reread in rereads:
                    fields.update((reread.source, name) for name in reread.differences)
                    run.count(reread.page)
                    on_reread(reread)
                    if run.signal is not None:
                        break
            return ReparseReport(run=run.report(), fields=dict(fields.most_common()), dry_run=dry_run)


def read_snapshot(profiles: Profiles, capture: Snapshot | Unread) -> NewReading | Unread:
    """What a worker does: a pure function, all it needs in its arguments."""
    if isinstance(capture, Unread):
        return capture
    understood = understand_safely(capture, profiles)
    article = understood.article
    if article is None:
        return Unread(reason=understood.problem or "unknown", detail=understood.detail)
    return NewReading(
        article=article,
        url=article_url(article, capture),
        source=understood.profile.source,
        parser=stamp_of(understood),
    )


_Compare = Callable[[Archive, Reading, NewReading], Differences]


def _read_again(
    archive: Archive, selection: Selection, profiles: Profiles, jobs: int, compare: _Compare
) -> Generator[Reread]:
    captures = ((reading, _capture(archive, reading)) for reading in iter_readings(archive, selection))
    with closing(spread(partial(read_snapshot, profiles), captures, jobs=jobs)) as results:
        for reading, result in results:
            match result:
                case NewReading():
                    yield _compared(reading, result, compare(archive, reading, result))
                case Unread():
                    yield _failed(reading, result.reason, result.detail)
                case Crashed():
                    yield _failed(reading, "parser-error", str(result))


def _capture(archive: Archive, reading: Reading) -> Snapshot | Unread:
    """The snapshot; its damage is this version's failure, and the others are read all the same."""
    try:
        return load_snapshot(archive, reading.snapshot_id)
    except IntegrityError as problem:
        return Unread(reason=DAMAGED, detail=problem.message)


def _compared(reading: Reading, new: NewReading, found: Differences) -> Reread:
    outcome = Outcome.CHANGED if found else Outcome.UNCHANGED
    page = _page(reading, outcome, title=new.article.title, detail=", ".join(found) or None)
    return Reread(page=page, source=new.source.id if new.source else reading.source_id, differences=found)


def _failed(reading: Reading, reason: str, detail: str | None) -> Reread:
    page = _page(reading, Outcome.FAILED, title=reading.article.title, reason=reason, detail=detail)
    return Reread(page=page, source=reading.source_id)


def _page(
    reading: Reading, outcome: Outcome, *, title: str | None, reason: str | None = None, detail: str | None = None
) -> PageDone:
    return PageDone(
        url=reading.url,
        outcome=outcome,
        reason=reason,
        detail=detail,
        title=title,
        article_id=reading.article_id,
        snapshot_id=reading.snapshot_id,
        version=reading.version,
    )


def _nobody(_: PageDone) -> None:
    """Who is told of pages: ``on_reread`` is told more."""
