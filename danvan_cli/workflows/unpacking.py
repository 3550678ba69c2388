"""Captures out of WARC files and WACZ packages into the archive, with their own dates, in flat memory.

Every capture is archived: pages, failures, images. Of web pages the articles are read, on all cores; a page that is
none, an image or a 404 is no failure here, for somebody else decided what to crawl: it is counted. Failures are what
could not be taken out of the file. Commits are made for many captures at once, and nothing is told before its commit.
"""

from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from danvan_cli.model import Outcome, PageDone, Snapshot
from danvan_cli.profiles.loader import Profiles
from danvan_cli.snapshot.exchange import Broken, Passed
from danvan_cli.snapshot.package import PackageFault, PackageKind, open_warcs
from danvan_cli.snapshot.unwarc import Captured, Item, Revisited, captures_of
from danvan_cli.snapshot.warcfile import Damage, read_records
from danvan_cli.store.imports import ImportedRecords
from danvan_cli.store.parses import read_as
from danvan_cli.store.snapshots import find_capture, load_snapshot
from danvan_cli.warc.record import parse_date
from danvan_cli.workflows.answers import NO_ARTICLE, no_page
from danvan_cli.workflows.pool import Crashed, spread, usable_cores
from danvan_cli.workflows.running import Run
from danvan_cli.workflows.storing import Archivist, understand_safely
from danvan_cli.workflows.understand import Understanding

Package = tuple[Path, PackageKind]

_BATCH = 64
_BATCH_BYTES = 8 * 2**20
"""Captures committed at once: as many, or as large."""
_MANY_BYTES = 4 * 2**20
"""Of files together: from here on worker processes are worth their start."""
_BLOCK_SLACK = 1 << 20
"""What a record may be larger than a body: its head, its chunks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Committed:
    """A page that is archived, and is to be read. ``snapshot`` has left its body to the reader."""

    snapshot: Snapshot
    id: int


def import_packages(
    packages: Sequence[Package], *, archivist: Archivist, run: Run, max_body_bytes: int, jobs: int | None = None
) -> None:
    """Archive every capture of these files and store the articles in them.

    A capture that the archive has (URL, date, status and body the same) is not added again; one whose article was not
    stored yet, because a run was killed, is read now. Revisits find their originals in all the files, in whatever
    order these come. ``jobs`` None: as many processes as there are cores, for files that are worth it.
    """
    unpacking = _Unpacking(archivist, run, max_body_bytes)
    jobs = jobs or (usable_cores() if sum(path.stat().st_size for path, _ in packages) > _MANY_BYTES else 1)
    job = partial(understood_as, archivist.profiles)
    with closing(spread(job, unpacking.pages(packages), jobs=jobs)) as results:
        for batch in _batched(results):
            unpacking.settle(batch)
            if run.signal is not None:
                return


def understood_as(profiles: Profiles, snapshot: Snapshot) -> Understanding:
    """What a worker does: a pure function, all it needs in its arguments."""
    return understand_safely(snapshot, profiles)


_Result = tuple[_Committed, Understanding | Crashed]


class _Unpacking:
    """One import under way."""

    def __init__(self, archivist: Archivist, run: Run, max_body_bytes: int) -> None:
        self.archivist = archivist
        self.archive = archivist.archive
        self.run = run
        self.max_body_bytes = max_body_bytes
        self.records = ImportedRecords(archivist.archive)

    def pages(self, packages: Sequence[Package]) -> Generator[tuple[_Committed, Snapshot]]:
        """Archive what is in the files; gives the pages that are to be read, once they are committed."""
        again = []
        for package in packages:
            left = yield from self._committed(self._items(package), last=False)
            if self.run.signal is not None:
                return
            if left:
                again.append(package)
        for package in again:
            revisits = (item for item in self._items(package, told=False) if isinstance(item, Revisited))
            yield from self._committed(revisits, last=True)

    def settle(self, results: Iterable[_Result]) -> None:
        """Store what was read, in one commit, then tell."""
        done: list[PageDone] = []
        with self.archive.batch():
            for committed, understood in results:
                page = self._settled(committed, understood)
                if isinstance(page, str):
                    self.run.besides[page] += 1
                else:
                    done.append(page)
        for page in done:
            self.run.count(page)

    def _settled(self, committed: _Committed, result: Understanding | Crashed) -> PageDone | str:
        understood = result
        if isinstance(understood, Crashed):
            understood = Understanding(
                article=None,
                problem="parser-error",
                detail=str(understood),
                profile=self.archivist.profiles.for_url(committed.snapshot.url),
            )
        if understood.problem in NO_ARTICLE:
            return understood.problem
        return self.archivist.settle(committed.snapshot.url, committed.snapshot, committed.id, understood)

    def _items(self, package: Package, *, told: bool = True) -> Iterator[Item]:
        """What is in a file. Its own faults are failures of the run; not ``told`` where they were told before."""
        path, kind = package
        count = 0
        try:
            for name, file in open_warcs(path, kind):
                records = read_records(file, max_block_bytes=self.max_body_bytes + _BLOCK_SLACK)
                for item in captures_of(records, max_body_bytes=self.max_body_bytes):
                    count += 1
                    if isinstance(item, Damage):
                        if told:
                            where = str(path) if name == path.name else f"{path}: {name}"
                            self._fail(str(path), "damaged-file", f"{where}: at byte {item.offset}, {item.detail}")
                    else:
                        yield item
        except (PackageFault, OSError) as problem:
            detail = problem.detail if isinstance(problem, PackageFault) else problem.strerror or problem
            count += 1
            if told:
                self._fail(str(path), "unreadable", f"{path}: {detail}")
        if told and not count:
            self._fail(str(path), "no-captures", f"{path}: there is no record in it")

    def _committed(self, items: Iterable[Item], *, last: bool) -> Generator[tuple[_Committed, Snapshot], None, bool]:
        """Commit captures in batches; returns whether revisits were left whose original was not there yet."""
        batch: list[Captured] = []
        size, left = 0, False
        for item in items:
            match item:
                case Captured():
                    batch.append(item)
                    size += len(item.snapshot.body)
                case Revisited():
                    found = self._resolved(item)
                    if found is None:  # perhaps it waits for its commit
                        yield from self._commit(batch, again=last)
                        batch, size = [], 0
                        found = self._resolved(item)
                    left = left or found is None
                    if found is not None:
                        batch.append(found)
                        size += len(found.snapshot.body)
                    elif last:
                        detail = "a revisit of a capture that is neither in these files nor in the archive"
                        self._fail(item.snapshot.url, "no-original", detail)
                case Broken():
                    self._fail(item.url, item.reason, item.detail)
                case Passed():
                    self.run.besides[item.what] += 1
            if len(batch) >= _BATCH or size >= _BATCH_BYTES:
                yield from self._commit(batch, again=last)
                batch, size = [], 0
            if self.run.signal is not None:
                break
        yield from self._commit(batch, again=last)
        return left

    def _commit(self, batch: Sequence[Captured], *, again: bool) -> Iterator[tuple[_Committed, Snapshot]]:
        """Commit them; gives the pages to read. ``again``: what is there already was told when it came."""
        to_read, known = [], []
        with self.archive.batch():
            for item in batch:
                snapshot_id = find_capture(self.archive, item.snapshot)
                is_new = snapshot_id is None
                if again and not is_new:
                    continue
                if snapshot_id is None:
                    snapshot_id = self.archivist.capture(item.snapshot)
                self.records.remember(snapshot_id, item.record_id, item.payload_digest)
                refused = no_page(item.snapshot)
                if refused is not None:
                    self.run.besides[refused[0] if is_new else "known"] += 1
                elif not is_new and (earlier := read_as(self.archive, snapshot_id)):
                    known.append(self.archivist.recall(item.snapshot.url, snapshot_id, *earlier))
                else:
                    committed = _Committed(snapshot=replace(item.snapshot, body=b""), id=snapshot_id)
                    to_read.append((committed, item.snapshot))
        for page in known:
            self.run.count(page)
        yield from to_read

    def _resolved(self, item: Revisited) -> Captured | None:
        """The revisit with its original's body; None where that is not in the archive."""
        original = self.records.original(
            record_id=item.refers_to,
            url=item.refers_to_uri,
            captured_at=parse_date(item.refers_to_date),
            payload_digest=item.payload_digest,
        )
        if original is None:
            return None
        found = load_snapshot(self.archive, original)
        snapshot = replace(item.snapshot, body=found.body, sha256=found.sha256)
        return Captured(snapshot=snapshot, record_id=None, payload_digest=item.payload_digest)

    def _fail(self, name: str, reason: str, detail: str) -> None:
        page = PageDone(url=name, outcome=Outcome.FAILED, reason=reason, detail=detail)
        self.run.done(self.archivist.refuse(page))


def _batched(results: Iterable[_Result]) -> Iterator[list[_Result]]:
    batch: list[_Result] = []
    for result in results:
        batch.append(result)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
