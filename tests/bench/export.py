"""Articles a second and peak memory of every export format, each in a process of its own, over one archive.

``python tests/bench/export.py [--articles N] [--archive PATH] [--formats a,b,…] [--passes N]`` makes an archive of N
invented articles (kept at ``--archive``, and used again if it is there), exports it in every format, and prints
``jsonl`` beside ``sqlite-utils rows --nl`` on the same columns in the same run, start-up included for both.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from danvan_cli.export.record import KEYS
from danvan_cli.model import Selection
from danvan_cli.settings import ArchiveSettings, Settings
from danvan_cli.workflows.exporting import FORMATS, Kind, export_archive
from tests.support.generated import fill

_COLUMNS = {"source": "source_id", "text": "body", "captions": "captions_text"}
"""Of ``articles``, where they are called otherwise; province and the schema's version stand in no column there."""
_NOT_THERE = {"schema_version", "province"}


def main() -> None:
    arguments = _arguments()
    if arguments.one:
        _export(arguments.archive, arguments.one, arguments.out)
        return
    with TemporaryDirectory(prefix="danvan-bench-", dir=arguments.scratch) as scratch:
        archive = arguments.archive or Path(scratch) / "archive.db"
        if not archive.exists():
            started = time.perf_counter()
            fill(archive, arguments.articles)
            print(f"made {arguments.articles} articles in {time.perf_counter() - started:.0f} s")
        print(f"archive of {archive.stat().st_size / 2**20:.0f} MiB, 1-minute load {os.getloadavg()[0]:.1f}")
        heads = ("articles", "seconds", "CPU s", "rows/s", "peak MiB", "output MiB", "files")
        print("format   " + "".join(f"{head:>11}" for head in heads))
        for form in arguments.formats.split(","):
            _report(archive, form, Path(scratch) / f"out.{form}")
        for number in range(1, arguments.passes + 1):
            _compare(archive, Path(scratch), number)


def _report(archive: Path, form: str, out: Path) -> None:
    done = _in_a_process(archive, form, out)
    files = [path for path in out.rglob("*") if path.is_file()] if out.is_dir() else [out]
    size = sum(path.stat().st_size for path in files) / 2**20
    seconds = done["seconds"]
    figures = (seconds, done["cpu_s"], done["articles"] / seconds, done["peak_mib"], size)
    shown = (str(done["articles"]), *(f"{figure:.1f}" for figure in figures), str(len(files)))
    print(f"{form:<9}" + "".join(f"{figure:>11}" for figure in shown), flush=True)
    shutil.rmtree(out) if out.is_dir() else out.unlink()


def _in_a_process(archive: Path, form: str, out: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--archive", str(archive), "--one", form, "--out", str(out)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=_environment())
    return dict(json.loads(done.stdout))


def _export(archive: Path, form: str, out: Path) -> None:
    settings = Settings(archive=ArchiveSettings(db=archive))
    started = time.perf_counter()
    folder = FORMATS[form].kind is Kind.FOLDER
    written = export_archive(settings, Selection(), form=form, destination=out, folder=folder)
    seconds, cpu = time.perf_counter() - started, time.process_time()
    print(json.dumps({"articles": written, "seconds": seconds, "cpu_s": cpu, "peak_mib": _peak_mib()}))


def _peak_mib() -> float:
    """Of this process alone: ``ru_maxrss`` begins with what the parent had."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def _compare(archive: Path, scratch: Path, number: int) -> None:
    """Both as commands, one after the other, output to a file."""
    columns = [_COLUMNS.get(key, key) for key in KEYS if key not in _NOT_THERE]
    picked = [word for column in columns for word in ("-c", column)]
    theirs = _timed([sys.executable, "-m", "sqlite_utils", "rows", str(archive), "articles", "--nl", *picked], scratch)
    ours = _timed([sys.executable, "-m", "danvan_cli", "--db", str(archive), "export", "jsonl"], scratch)
    print(
        f"pass {number}: danvan export jsonl {ours[1] / ours[0]:.0f} rows/s, {ours[2]:.1f} s of CPU;"
        f" sqlite-utils rows --nl {theirs[1] / theirs[0]:.0f} rows/s, {theirs[2]:.1f} s of CPU;"
        f" {theirs[0] / ours[0]:.2f} times as fast",
        flush=True,
    )


def _timed(command: Sequence[str], scratch: Path) -> tuple[float, int, float]:
    """Seconds, lines of output, seconds of CPU."""
    path = scratch / "out"
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with path.open("wb") as out:
        subprocess.run(command, check=True, stdout=out, env=_environment())
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    with path.open("rb") as written:
        lines = sum(chunk.count(b"\n") for chunk in iter(lambda: written.read(1 << 20), b""))
    path.unlink()
    return seconds, lines, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DANVAN_")}
    return {**kept, "PYTHONPATH": root}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--articles", type=int, default=20_000, help="in a new archive [20000]")
    parser.add_argument("--archive", type=Path, help="kept there, and used again")
    parser.add_argument("--formats", default=",".join(FORMATS), help="only these, with commas between")
    parser.add_argument("--passes", type=int, default=2, help="of the comparison with sqlite-utils [2]")
    parser.add_argument("--scratch", type=Path, help="a folder with room for the exports")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
