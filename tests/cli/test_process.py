"""What only a process of its own can show: signals, pipes, limits, encodings."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from danvan_cli.demo.server import serve
from danvan_cli.demo.site import Page
from tests.support.site import page

DANVAN = [sys.executable, "-m", "danvan_cli"]
ROOT = str(Path(__file__).parents[2])

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and limits of POSIX")


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": ROOT, **more}


class _Stalls(Mapping[str, Page]):
    """Pages of a host that never answers for one of them until it is let go."""

    def __init__(self, pages: dict[str, Page], stalled: str) -> None:
        self.pages = pages
        self.stalled = stalled
        self.asked = threading.Event()
        self.let_go = threading.Event()

    def get(self, key: str, default: Page | None = None) -> Page | None:  # type: ignore[override]
        if key == self.stalled:
            self.asked.set()
            self.let_go.wait(30)
        return self.pages.get(key, default)

    def __getitem__(self, key: str) -> Page:
        return self.pages[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.pages)

    def __len__(self) -> int:
        return len(self.pages)


@posix_only
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_ends_a_fetch_with_what_was_told_in_the_archive(
    pages: dict[str, Page], number: signal.Signals, code: int
) -> None:
    host = _Stalls(pages, "/treo.html")
    with serve(host) as base:
        urls = [f"{base}/cau-moi.html", f"{base}/cho-phien.html", f"{base}/treo.html", f"{base}/sau.html"]
        with subprocess.Popen(
            [*DANVAN, "fetch", "--json", *urls],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment(),
        ) as process:
            assert host.asked.wait(30), "the third page was never asked for"
            process.send_signal(number)
            out, err = process.communicate(timeout=20)
            host.let_go.set()
    assert process.returncode == code
    assert [json.loads(line)["outcome"] for line in out.splitlines()] == ["new", "new"]
    assert "interrupted" in err
    assert "Traceback" not in err
    with sqlite3.connect("archive.db") as db:
        assert db.execute("SELECT count(*) FROM articles").fetchone() == (2,)
        assert db.execute("SELECT exit_code FROM runs").fetchone() == (code,)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()


@posix_only
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_signal_to_the_whole_group_ends_a_reparse_cleanly(tmp_path: Path, number: signal.Signals, code: int) -> None:
    for part in range(300):
        (tmp_path / f"trang-{part}.html").write_bytes(page(f"Tin số {part}").body)
    subprocess.run([*DANVAN, "-q", "import", str(tmp_path)], env=environment(), check=True)
    with subprocess.Popen(
        [*DANVAN, "reparse", "--jobs", "2"],
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        start_new_session=True,
    ) as process:
        assert process.stderr
        first = process.stderr.readline()
        os.killpg(process.pid, number)
        rest = process.stderr.read()
    assert process.returncode == code
    assert first.startswith("unchanged ")
    assert "interrupted" in rest
    assert "failed" not in rest
    assert "Traceback" not in rest
    with sqlite3.connect("archive.db") as db:
        ending = db.execute("SELECT exit_code, json_extract(counts, '$.unchanged') FROM runs WHERE command = 'reparse'")
        assert [(recorded, told < 300) for recorded, told in ending] == [(code, True)]
    db.close()


@posix_only
def test_on_a_terminal_a_bar_is_drawn_and_failures_stay_above_it(pages: dict[str, Page]) -> None:
    with serve(pages) as base:
        urls = [f"{base}/cau-moi.html", f"{base}/mat.html"]
        screen, terminal = os.openpty()
        try:
            done = subprocess.run(
                [*DANVAN, "fetch", *urls], stderr=terminal, env=environment(TERM="xterm"), check=False
            )
            os.close(terminal)
            shown = _everything(screen)
        finally:
            os.close(screen)
    assert done.returncode == 3
    assert "http-404" in shown
    assert "pages/s" in shown
    assert "2 pages in" in shown
    assert "Cầu mới" not in shown


def _everything(screen: int) -> str:
    """What a terminal was sent; Linux ends it with EIO when the last writer has gone."""
    parts = []
    with contextlib.suppress(OSError):
        while part := os.read(screen, 65536):
            parts.append(part)
    return b"".join(parts).decode()


@posix_only
def test_a_reader_that_goes_away_is_no_error(pages: dict[str, Page], tmp_path: Path) -> None:
    for number in range(400):
        (tmp_path / f"trang-{number}.html").write_bytes(page(f"Tin số {number}").body)
    subprocess.run([*DANVAN, "-q", "import", str(tmp_path)], env=environment(), check=True)
    with subprocess.Popen(
        [*DANVAN, "export", "jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["id"] == 1
        process.stdout.close()
        err = process.stderr.read()
        process.wait(20)
    assert process.returncode == 141
    assert err == b""


@posix_only
def test_a_full_disk_ends_the_run_with_10_and_keeps_what_was_saved(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    (tmp_path / "nho.html").write_bytes(page("Cầu mới").body)
    subprocess.run([*DANVAN, "-q", "import", "nho.html"], env=environment(), check=True)
    limit = Path("archive.db").stat().st_size + 100_000
    big = os.urandom(600_000).hex()  # compresses to half, far beyond the limit
    (tmp_path / "lon.html").write_bytes(page("Trang lớn", f"<!--{big}-->Một đoạn.").body)
    done = subprocess.run(
        [*DANVAN, "import", "lon.html"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )
    assert done.returncode == 10, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    shown = subprocess.run([*DANVAN, "show", "1", "--json"], env=environment(), capture_output=True, check=True)
    assert json.loads(shown.stdout)["title"] == "Cầu mới"


def test_vietnamese_leaves_as_utf8_whatever_the_locale_says(tmp_path: Path) -> None:
    (tmp_path / "trang.html").write_bytes(page("Cầu mới ở Thượng Lãm").body)
    plain = environment(LC_ALL="C", PYTHONIOENCODING="latin-1", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    done = subprocess.run([*DANVAN, "parse", "trang.html"], env=plain, capture_output=True, check=True)
    assert done.stdout.decode("utf-8").startswith("Cầu mới ở Thượng Lãm")
