"""Files into the archive: saved HTML pages, pages printed as text, WARC and WACZ by other tools, folders of them."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from danvan_cli.discover.urls import parse_seed
from danvan_cli.errors import UsageError
from danvan_cli.language import _
from danvan_cli.model import Outcome, PageDone, RunReport, Snapshot
from danvan_cli.settings import Settings
from danvan_cli.snapshot.decode import decode_page
from danvan_cli.snapshot.package import PackageKind, package_kind
from danvan_cli.snapshot.seal import seal_file
from danvan_cli.store.parses import read_as
from danvan_cli.store.snapshots import has_file_snapshot
from danvan_cli.workflows.archive import open_archive, profiles_of
from danvan_cli.workflows.report import FAIL_OVER
from danvan_cli.workflows.running import OnPage, Run, recorded_run, stopping
from danvan_cli.workflows.storing import Archivist, understand_safely
from danvan_cli.workflows.understand import canonical_in
from danvan_cli.workflows.unpacking import Package, import_packages

SUFFIXES = (".html", ".htm", ".xhtml", ".txt", ".warc", ".warc.gz", ".warc.zst", ".wacz")
"""What is taken out of a folder; a file that is named itself may be called anything."""


def import_into_archive(
    settings: Settings,
    paths: Sequence[Path],
    *,
    url: str | None,
    captured_at: datetime | None,
    arguments: Sequence[str],
    jobs: int | None = None,
    on_page: OnPage,
    fail_over: float = FAIL_OVER,
) -> RunReport:
    """Store the captures and articles of files; the archive is made where there is none.

    A file or folder that cannot be read is a failure of its own, the others are imported. ``captured_at``
    None means now, and is for saved pages: captures of WARC and WACZ have their own dates. ``jobs`` is for these.
    On SIGINT or SIGTERM what is told is committed, and the report says which signal it was.

    Raises ``UsageError`` where ``url`` is no http(s) URL or is given for several files, or where ``url`` or
    ``captured_at`` is given for a WARC; ``StorageError`` where the archive cannot be written.
    """
    found, packages = _sorted_out(_files(paths))
    if packages and (url is not None or captured_at is not None):
        raise UsageError(_("{path}: a WARC or WACZ says itself what was captured where and when", path=packages[0][0]))
    stated = _stated_url(url, files=len(found))
    profiles = profiles_of(settings)
    with (
        open_archive(settings, create=True) as archive,
        recorded_run(archive, command="import", arguments=arguments, on_page=on_page, fail_over=fail_over) as run,
        stopping(run),
    ):
        archivist = Archivist(archive, profiles, run_id=run.id)
        import_files(
            found,
            url=stated,
            captured_at=captured_at,
            limit=settings.fetch.max_body_bytes,
            archivist=archivist,
            run=run,
        )
        if packages and run.signal is None:
            limit = settings.fetch.max_body_bytes
            import_packages(packages, archivist=archivist, run=run, max_body_bytes=limit, jobs=jobs)
        return run.report()


def import_files(
    files: Iterable[Path | PageDone],
    *,
    url: str | None,
    captured_at: datetime | None,
    limit: int,
    archivist: Archivist,
    run: Run,
) -> None:
    """Store each file, committing its capture first. A ``PageDone`` among them is a failure passed on."""
    for file in files:
        body = file if isinstance(file, PageDone) else _read(file, limit)
        if isinstance(body, PageDone):
            run.done(archivist.refuse(body))
            continue
        moment = captured_at or datetime.now(UTC)
        snapshot = seal_file(body, url=url or own_url(body), path=str(file), captured_at=moment)
        run.done(_store(archivist, snapshot, str(file)))
        if run.signal is not None:
            return


def own_url(body: bytes) -> str:
    """The URL a saved page names for itself, or its bytes' own name, ``urn:danvan:file:<sha256>``."""
    try:
        return parse_seed(canonical_in(decode_page(body).text) or "")
    except ValueError:
        return f"urn:danvan:file:{hashlib.sha256(body).hexdigest()}"


def _store(archivist: Archivist, snapshot: Snapshot, name: str) -> PageDone:
    """The same bytes under the same URL are one capture, however often they are imported."""
    snapshot_id = has_file_snapshot(archivist.archive, snapshot.url, snapshot.sha256)
    if snapshot_id is None:
        snapshot_id = archivist.capture(snapshot)
    elif known := read_as(archivist.archive, snapshot_id):
        # Not read again: an older state of a page would come out as its newest version.
        return archivist.recall(name, snapshot_id, *known)
    return archivist.settle(name, snapshot, snapshot_id, understand_safely(snapshot, archivist.profiles))


def _stated_url(url: str | None, *, files: int) -> str | None:
    if url is None:
        return None
    if files > 1:
        raise UsageError(_("--url names one page, but {files} files are to be imported", files=files))
    try:
        return parse_seed(url)
    except ValueError as problem:
        raise UsageError(_("--url: {problem}", problem=problem)) from None


def _sorted_out(files: Iterable[Path | PageDone]) -> tuple[tuple[Path | PageDone, ...], tuple[Package, ...]]:
    """Pages and failures, and apart from them the packages: told by their bytes, not by their names."""
    pages: list[Path | PageDone] = []
    packages: list[Package] = []
    for file in files:
        kind = None if isinstance(file, PageDone) else _package_kind(file)
        if kind is not None and isinstance(file, Path):
            packages.append((file, kind))
        else:
            pages.append(file)
    return tuple(pages), tuple(packages)


def _package_kind(path: Path) -> PackageKind | None:
    try:
        return package_kind(path)
    except OSError:  # complained about when it is read
        return None


def _files(paths: Iterable[Path]) -> Iterator[Path | PageDone]:
    """The files that are meant, folders walked in the order of their names."""
    for path in paths:
        if not _is_folder(path):
            yield path
            continue
        inside = [file for file in sorted(path.rglob("*")) if _is_page(file, path)]
        yield from inside
        if not inside:
            yield _failed(path, "no-pages", f"{path}: no {', '.join(SUFFIXES)} file in this folder")


def _is_folder(path: Path) -> bool:
    """Whether it is a folder; a name that cannot even be looked up is complained about when it is read."""
    try:
        return path.is_dir()
    except OSError:
        return False


def _is_page(path: Path, folder: Path) -> bool:
    """Whether a file is a page of its own, not a frame in the ``…_files`` that a browser saved with one."""
    frame = any(part.name.endswith("_files") for part in path.relative_to(folder).parents)
    return path.name.lower().endswith(SUFFIXES) and path.is_file() and not frame


def _read(path: Path, limit: int) -> bytes | PageDone:
    try:
        with path.open("rb") as file:
            body = file.read(limit + 1)
    except OSError as problem:
        reason = "no-file" if isinstance(problem, FileNotFoundError) else "unreadable"
        return _failed(path, reason, f"{path}: cannot be read: {problem.strerror}")
    if len(body) > limit:
        return _failed(path, "too-large", f"{path}: more than {limit} bytes")
    return body


def _failed(path: Path, reason: str, detail: str) -> PageDone:
    return PageDone(url=str(path), outcome=Outcome.FAILED, reason=reason, detail=detail)
