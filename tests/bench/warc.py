"""Records and megabytes a second of ``danvan import`` of a WARC, beside plain iteration by FastWARC, and peak memory.

``python tests/bench/warc.py [--mb N] [--jobs N] [--keep FOLDER] FOLDER…`` makes a WARC of N MB (packed) of the pages in
the folders repeated, each with a comment and an address of its own so that no body is stored twice; then reads it with
FastWARC alone, imports it, imports it again, exports the archive and checks the export, each in a process of its own.
"""

import argparse
import gzip
import hashlib
import itertools
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from fastwarc.warc import ArchiveIterator

from danvan_cli.model import Origin, Snapshot
from danvan_cli.snapshot.warc import records_of, warcinfo
from danvan_cli.warc.packing import gzip_member
from danvan_cli.warc.record import Record, to_bytes

_START = datetime(2025, 1, 1, tzinfo=UTC)


def main() -> None:
    arguments = _arguments()
    if arguments.iterate:
        _iterate(arguments.iterate)
        return
    if arguments.make:
        print(json.dumps(_make(arguments.make, arguments.folders, arguments.mb * 10**6)))
        return
    with TemporaryDirectory(prefix="danvan-bench-", dir=arguments.keep) as folder:
        warc, archive = Path(folder) / "bench.warc.gz", Path(folder) / "archive.db"
        # Elsewhere: a child inherits its parent's peak, and this process stays small.
        make = [sys.executable, __file__, "--make", warc, "--mb", str(arguments.mb), *arguments.folders]
        records, pages, unpacked = json.loads(subprocess.run(make, check=True, capture_output=True).stdout)
        size = warc.stat().st_size
        print(
            f"{size / 1e6:.0f} MB packed, {unpacked / 1e6:.0f} MB unpacked, {records} records of {pages} pages,"
            f" 1-minute load {os.getloadavg()[0]:.1f}"
        )
        danvan = [sys.executable, "-m", "danvan_cli", "--db", str(archive), "-q"]
        load = [*danvan, "import", str(warc), *(["--jobs", str(arguments.jobs)] if arguments.jobs else [])]
        out = Path(folder) / "out.wacz"
        for name, command in (
            ("FastWARC alone", [sys.executable, __file__, "--iterate", str(warc)]),
            ("danvan import", load),
            ("the same again", load),
            ("danvan export wacz", [*danvan, "export", "wacz", "-o", str(out)]),
            ("danvan verify --export", [*danvan, "verify", "--export", str(out)]),
        ):
            elapsed, peak = _measured(command)
            print(
                f"{name:<24} {records / elapsed:8.0f} records/s {pages / elapsed:8.0f} pages/s"
                f" {size / 1e6 / elapsed:7.2f} MB/s packed {unpacked / 1e6 / elapsed:7.1f} MB/s unpacked"
                f" {elapsed:7.1f} s, peak {peak / 2**20:.0f} MiB"
            )
        print(f"archive {archive.stat().st_size / 1e6:.0f} MB, export {out.stat().st_size / 1e6:.0f} MB")


def _measured(command: list[str]) -> tuple[float, int]:
    """Seconds and the largest resident size in bytes, of the process itself or of its largest worker."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{command} ended with {status}")
    return time.perf_counter() - started, usage.ru_maxrss * 1024


def _iterate(path: Path) -> None:
    count = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            record.reader.read()
            count += 1
    print(f"  {count} records read", file=sys.stderr)


def _make(path: Path, folders: list[Path], wanted: int) -> tuple[int, int, int]:
    """Write the file; gives the numbers of its records, its pages, and its bytes unpacked."""
    records = pages = unpacked = 0
    with path.open("wb") as out:
        out.write(gzip_member(to_bytes(warcinfo(_START, software="danvan-bench"))))
        for number, body in enumerate(_bodies(folders)):
            for record in _records(number, body):
                data = to_bytes(record)
                out.write(gzip_member(data))
                records, unpacked = records + 1, unpacked + len(data)
            pages += 1
            if out.tell() >= wanted:
                break
    return records, pages, unpacked


def _records(number: int, body: bytes) -> Iterator[Record]:
    url = f"https://bao{number % 97}.example/tin/bai-{number}.html"
    capture = Snapshot(
        requested_url=url,
        url=url,
        captured_at=_START + timedelta(seconds=number),
        origin=Origin.HTTP,
        status=200,
        http_version="HTTP/1.1",
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        sha256=hashlib.sha256(body).hexdigest(),
        request_headers=(("Host", url.split("/")[2]),),
    )
    return records_of(capture, capture.key, body_bytes=len(body))


def _bodies(folders: list[Path]) -> Iterator[bytes]:
    """The pages without end, each once with a comment of its own; canonical links point nowhere twice."""
    files = sorted(file for folder in folders for file in folder.rglob("*.html*"))
    pages = [gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes() for file in files]
    for number, page in enumerate(itertools.cycle(pages)):
        yield page.replace(b'rel="canonical"', b'rel="x"').replace(b"og:url", b"og:x") + b"<!-- %d -->" % number


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, help="pages, .html or .html.gz")
    parser.add_argument("--mb", type=int, default=100, help="of the file, packed [100]")
    parser.add_argument("--jobs", type=int, help="processes of the import [one a core]")
    parser.add_argument("--keep", type=Path, help="where the temporary folder is made")
    parser.add_argument("--make", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--iterate", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
