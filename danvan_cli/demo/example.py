"""``archive.db.example``: the invented newspaper on two days, archived without a clock, a network or a port.

``python -m danvan_cli.demo.example archive.db.example`` builds it anew. The same program builds the same rows, so
a test compares the committed file with a fresh one: it cannot go stale.
"""

import hashlib
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from danvan_cli.demo.site import MISSING_PATH, MOVED_PATH, DemoSite, Page
from danvan_cli.demo.tour import HOST, demo_profiles
from danvan_cli.model import Fetched, Redirect
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.settings import ArchiveSettings, Settings
from danvan_cli.snapshot.seal import seal
from danvan_cli.store.runs import finish_run, start_run
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.report import exit_code, summarise
from danvan_cli.workflows.storing import Archivist, understand_safely

_FIRST_NIGHT = datetime(2026, 3, 10, 19, 0, tzinfo=UTC)
"""Two in the morning in Vietnam: when cron jobs run."""
_EDITIONS = (1, 2)
_STEP = timedelta(seconds=2)
"""Between two requests, as danvan's usual pace has it."""


class _Clock:
    """A clock that shows what it is set to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def build_example(path: Path) -> None:
    """Write the example archive to ``path``, which must not exist: both editions, a night apart.

    The second night finds a corrected story (a second version), a withdrawn one (404) and revisits.
    """
    clock = _Clock(_FIRST_NIGHT)
    settings = Settings(archive=ArchiveSettings(db=path))
    with demo_profiles() as folder, open_archive(settings, create=True, clock=clock) as archive:
        profiles = load_profiles(folder)
        for night, edition in enumerate(_EDITIONS):
            clock.now = _FIRST_NIGHT + timedelta(days=night)
            run_id = start_run(archive, command="fetch", arguments=("fetch",), pid=1, host=HOST)
            archivist = Archivist(archive, profiles, run_id=run_id)
            pages = []
            for answer in _answers(edition, clock):
                snapshot = seal(answer)
                snapshot_id = archivist.capture(snapshot)
                understood = understand_safely(snapshot, profiles)
                pages.append(archivist.settle(answer.requested_url, snapshot, snapshot_id, understood))
            report = summarise(pages, run_id=run_id, elapsed_s=0.0)
            finish_run(archive, run_id, counts=report.counts, exit_code=exit_code(report))


def _answers(edition: int, clock: _Clock) -> Iterator[Fetched]:
    """What the newspaper answers for every story of the first edition, for one that moved and one that is gone."""
    pages = DemoSite(edition).pages()
    for path in (*DemoSite(_EDITIONS[0]).article_paths(), MOVED_PATH, MISSING_PATH):
        clock.now += _STEP
        yield _followed(f"https://{HOST}{path}", pages, path, clock.now)


def _followed(url: str, pages: Mapping[str, Page], path: str, at: datetime) -> Fetched:
    page = pages.get(path) or _GONE
    target = page.header("Location")
    if target is None:
        return _answer(url, page, at)
    there = urljoin(url, target)
    hop = Redirect(url=url, status=page.status, location=target, headers=page.headers)
    return replace(_answer(there, pages[urlsplit(there).path], at), requested_url=url, redirects=(hop,))


_GONE = Page(status=404, headers=(("Content-Type", "text/plain; charset=utf-8"),), body=b"404\n")


def _answer(url: str, page: Page, at: datetime) -> Fetched:
    return Fetched(
        requested_url=url,
        url=url,
        status=page.status,
        http_version="HTTP/1.1",
        headers=page.headers,
        body=page.body,
        wire_sha256=hashlib.sha256(page.body).hexdigest(),
        wire_bytes=len(page.body),
        peer_address="192.0.2.80:443",  # an address for documentation (RFC 5737)
        started_at=at,
        elapsed_ms=120,
    )


def main() -> None:
    """Build the example anew at the path that the command line names."""
    path = Path(sys.argv[1])
    for leftover in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        leftover.unlink(missing_ok=True)
    build_example(path)


if __name__ == "__main__":
    main()
