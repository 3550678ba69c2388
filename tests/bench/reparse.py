"""Pages a second of ``reparse`` on one core and on several, one run, over one archive.

``python tests/bench/reparse.py [--pages N] [--jobs N] [--passes N] [PAGE.html[.gz] | FOLDER]…`` makes a temporary
archive of the demo newspaper repeated under other addresses, and of the pages named, each with a comment of its own so
that no body is stored twice. Every pass reads it by one process in this one, then by ``--jobs``, and prints both.
"""

import argparse
import gzip
import itertools
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from danvan_cli.demo.site import DemoSite
from danvan_cli.demo.tour import HOST, demo_profiles
from danvan_cli.model import Selection
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.settings import ArchiveSettings, ProfileSettings, Settings
from danvan_cli.snapshot.seal import seal_file
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.pool import usable_cores
from danvan_cli.workflows.reparse import ReparseReport, reparse_archive
from danvan_cli.workflows.storing import Archivist, understand_safely

_HOME = f"https://{HOST}/".encode()


def main() -> None:
    arguments = _arguments()
    with TemporaryDirectory(prefix="danvan-bench-") as folder, demo_profiles() as profiles:
        settings = Settings(
            archive=ArchiveSettings(db=Path(folder) / "archive.db"), profiles=ProfileSettings(folder=profiles)
        )
        _fill(settings, arguments.pages, arguments.files)
        size = settings.archive.db.stat().st_size
        print(
            f"archive of {size / 2**20:.1f} MiB, {usable_cores()} usable cores, 1-minute load {os.getloadavg()[0]:.1f}"
        )
        for number in range(1, arguments.passes + 1):
            alone, together = (_speed(settings, jobs, write=arguments.write) for jobs in (1, arguments.jobs))
            print(
                f"pass {number}: {alone.whole:6.1f} pages/s with 1 job, {together.whole:6.1f} with {arguments.jobs}:"
                f" {together.whole / alone.whole:.2f} times; once the workers are up, after {together.started_s:.1f} s,"
                f" {together.steady:6.1f}: {together.steady / alone.steady:.2f} times"
            )


class Speed(NamedTuple):
    """Pages a second."""

    whole: float
    """Of the whole run."""
    steady: float
    """From the first result on."""
    started_s: float
    """When that came."""


def _speed(settings: Settings, jobs: int, *, write: bool) -> Speed:
    started = time.perf_counter()
    ends: list[float] = []
    report: ReparseReport = reparse_archive(
        settings,
        Selection(),
        dry_run=not write,
        jobs=jobs,
        arguments=[],
        on_reread=lambda _: ends.append(time.perf_counter() - started),
    )
    elapsed = time.perf_counter() - started
    if set(report.run.counts) != {"unchanged"}:
        raise SystemExit(f"not the same as the first reading: {report.run.counts} {report.fields}")
    return Speed(len(ends) / elapsed, (len(ends) - 1) / (ends[-1] - ends[0]), ends[0])


def _fill(settings: Settings, count: int, files: Sequence[Path]) -> None:
    moment = datetime.now(UTC)
    profiles = load_profiles(settings.profiles.folder)
    with TemporaryDirectory(prefix="danvan-bench-") as scratch:
        quick = settings.model_copy(update={"archive": ArchiveSettings(db=Path(scratch) / "archive.db")})
        with open_archive(quick, create=True) as archive:
            archivist = Archivist(archive, profiles, run_id=None)
            for number, (path, body) in enumerate(itertools.islice(_pages(files), count)):
                # Another address in its canonical link too: else all copies of a story were one article.
                own = body.replace(_HOME, _HOME + b"%d/" % number) + b"<!-- %d -->" % number
                url = f"{_HOME.decode()}{number}/{path}"
                snapshot = seal_file(own, url=url, path=path, captured_at=moment)
                archivist.settle(url, snapshot, archivist.capture(snapshot), understand_safely(snapshot, profiles))
        shutil.move(quick.archive.db, settings.archive.db)


def _pages(files: Sequence[Path]) -> Iterator[tuple[str, bytes]]:
    """The demo's stories and the files, without end."""
    site = DemoSite()
    pages = [(path.removeprefix("/"), site.pages()[path].body) for path in site.article_paths()]
    for path in itertools.chain.from_iterable(sorted(f.rglob("*.html*")) if f.is_dir() else [f] for f in files):
        body = path.read_bytes()
        pages.append((path.name, gzip.decompress(body) if path.suffix == ".gz" else body))
    return itertools.cycle(pages)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="more pages, or folders of them")
    parser.add_argument("--pages", type=int, default=1500, help="in the archive [1500]")
    parser.add_argument("--jobs", type=int, default=max(2, usable_cores()), help="against one [one a core]")
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--write", action="store_true", help="not --dry-run: with the writer at work")
    return parser.parse_args()


if __name__ == "__main__":
    main()
