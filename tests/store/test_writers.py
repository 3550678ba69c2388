"""Several processes, killed processes, full disks: what was acknowledged stays."""

import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from danvan_cli.model import Selection
from danvan_cli.snapshot import codec
from danvan_cli.store.articles import count_articles
from danvan_cli.store.database import Archive
from danvan_cli.store.migrations import SCHEMA_VERSION
from danvan_cli.store.snapshots import load_snapshot

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[2]


@contextmanager
def writer(path: Path, *task: object) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, WRITER, path, *map(str, task)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def acknowledged(lines: list[str]) -> dict[int, str]:
    """Snapshot id to URL, of whole lines only: a killed writer may leave half a line."""
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {int(words[1]): words[2] for words in whole if words[0] == "snapshot"}


def test_three_starts_that_race_to_make_an_archive_all_succeed(
    tmp_path: Path, check_whole: Callable[[Archive], None]
) -> None:
    path = tmp_path / "archive.db"
    with ExitStack() as stack:
        racers = [stack.enter_context(writer(path, "open")) for _ in range(3)]
        for racer in racers:
            assert racer.stdout is not None
            assert racer.stdout.readline() == "ready\n"
        for racer in racers:
            assert racer.stdin is not None
            racer.stdin.write("go\n")
            racer.stdin.flush()
        assert [racer.communicate()[0] for racer in racers] == ["opened\n"] * 3
        assert [racer.returncode for racer in racers] == [0] * 3

    with Archive.open(path, codec=codec, create=False) as archive:
        ran = [row["name"] for row in archive.rows("SELECT name FROM _sqlite_migrations ORDER BY id")]
        assert ran == sorted(set(ran)), "each step once, in order"
        assert len(ran) == SCHEMA_VERSION
        check_whole(archive)


def test_two_writers_at_once_lose_nothing_and_double_nothing(
    tmp_path: Path, check_whole: Callable[[Archive], None]
) -> None:
    path = tmp_path / "archive.db"
    with ExitStack() as stack:
        pair = [stack.enter_context(writer(path, "pages", name, 100)) for name in ("a", "b")]
        said = [process.communicate()[0].splitlines(keepends=True) for process in pair]
        assert [process.returncode for process in pair] == [0, 0]

    with Archive.open(path, codec=codec) as archive:
        stored = {row["id"]: row["url"] for row in archive.rows("SELECT id, url FROM snapshots")}
        assert stored == acknowledged(said[0]) | acknowledged(said[1])
        assert len(stored) == 400
        assert count_articles(archive, Selection()) == 300
        assert archive.rows("SELECT count(*) AS n FROM versions") == [{"n": 300}]
        assert archive.rows("SELECT count(*) AS n FROM captions") == [{"n": 300}]
        assert archive.rows("SELECT count(*) AS n FROM bodies") == [{"n": 300}]
        check_whole(archive)


def test_kill_9_loses_no_acknowledged_snapshot(tmp_path: Path, check_whole: Callable[[Archive], None]) -> None:
    path = tmp_path / "archive.db"
    promised: dict[int, str] = {}
    for round_number in range(6):
        # The first is killed while it still makes the archive, the others somewhere in their writing.
        lines_to_read = random.randint(3, 60) if round_number else 1
        with writer(path, "pages", f"lan-{round_number}", 500) as process:
            assert process.stdout is not None
            lines = [process.stdout.readline() for _ in range(lines_to_read)]
            process.kill()
            lines += process.stdout.readlines()
        promised |= acknowledged(lines)

        with Archive.open(path, codec=codec) as archive:
            stored = {row["id"]: row["url"] for row in archive.rows("SELECT id, url FROM snapshots")}
            assert promised.items() <= stored.items()
            assert len(stored) <= len(promised) + round_number + 1, "only what was under way may be stored unsaid"
            assert all(load_snapshot(archive, snapshot_id).url == url for snapshot_id, url in promised.items())
            check_whole(archive)
    assert promised


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file size")
def test_a_file_that_may_not_grow_is_a_storage_error_and_keeps_what_was_saved(
    tmp_path: Path, check_whole: Callable[[Archive], None]
) -> None:
    path = tmp_path / "archive.db"
    with writer(path, "fill", 600_000) as process:
        said = process.communicate()[0].splitlines(keepends=True)
        assert process.returncode == 0

    assert said[-1].startswith(f"refused {path}: cannot be written:")
    assert len(acknowledged(said)) > 5
    with Archive.open(path, codec=codec) as archive:
        stored = {row["id"]: row["url"] for row in archive.rows("SELECT id, url FROM snapshots")}
        assert stored == acknowledged(said)
        check_whole(archive)
