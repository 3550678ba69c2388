"""Other people's tools, as judges: each says whether a package is sound."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.judges.faults import kind, members_of

BIN = Path(sys.executable).parent
_TIMEOUT_S = 120
_WITHOUT_WARNINGS = {**os.environ, "PYTHONWARNINGS": "ignore"}


def run(*command: str | Path) -> "subprocess.CompletedProcess[str]":
    """A tool at work, its output as text."""
    return subprocess.run(
        [str(part) for part in command],
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        timeout=_TIMEOUT_S,
        env=_WITHOUT_WARNINGS,
    )


def gzip_test(path: Path) -> bool:
    return run("gzip", "-t", path).returncode == 0


def warcio_check(path: Path) -> bool:
    return run(BIN / "warcio", "check", path).returncode == 0


def fastwarc_check(path: Path) -> bool:
    """``-p`` compares a revisit's payload digest with a payload that a revisit has not: that complaint is none."""
    told = path.with_name(f"{path.name}.told")
    ended = run(BIN / "fastwarc", "check", "-p", "-q", "-o", told, path)
    revisits = {_id(member) for member in _members(path) if kind(member) == "revisit"}
    failures = [line for line in told.read_text().splitlines() if "FAIL" in line]
    needless = [line for line in failures if line.endswith("OK, PAYLOAD_FAIL") and line.partition(": ")[0] in revisits]
    told.unlink()
    return ended.returncode == 0 or (ended.returncode == 1 and len(failures) == len(needless) > 0 and not ended.stderr)


def cdxj_indexer(path: Path) -> bool:
    return run(BIN / "cdxj-indexer", path).returncode == 0


def cdxj_equal(path: Path) -> bool:
    """Whether the index in a WACZ or bag is the one that cdxj-indexer makes: same lines, offsets, digests."""
    folder = path.parent
    if path.is_dir():
        warc, index = path / "data" / "captures.warc.gz", (path / "data" / "captures.cdxj").read_bytes()
    else:
        with zipfile.ZipFile(path) as package:
            warc = folder / "data.warc.gz"
            warc.write_bytes(package.read("archive/data.warc.gz"))
            names = package.namelist()
            index = gzip.decompress(package.read("indexes/index.cdx.gz")) if "indexes/index.cdx.gz" in names else b""
    made = run(BIN / "cdxj-indexer", "-s", warc)
    return made.returncode == 0 and _lines(made.stdout) == _lines(index.decode("utf-8", "replace"))


def wacz_validate(path: Path) -> bool:
    return run(BIN / "wacz", "validate", "-f", path).returncode == 0


def bagit_validate(path: Path) -> bool:
    return run(sys.executable, BIN / "bagit.py", "--quiet", "--validate", path).returncode == 0


WARC_JUDGES: Mapping[str, Callable[[Path], bool]] = {
    "`gzip -t`": gzip_test,
    "`warcio check`": warcio_check,
    "`fastwarc check -p`": fastwarc_check,
    "`cdxj-indexer`": cdxj_indexer,
}
WACZ_JUDGES: Mapping[str, Callable[[Path], bool]] = {
    "`wacz validate`": wacz_validate,
    "`cdxj-indexer`, same lines": cdxj_equal,
}
BAG_JUDGES: Mapping[str, Callable[[Path], bool]] = {
    "`bagit.py --validate`": bagit_validate,
    "`cdxj-indexer`, same lines": cdxj_equal,
}


def _members(path: Path) -> list[bytes]:
    try:
        return members_of(path.read_bytes())
    except Exception:  # noqa: BLE001 broken on purpose: then there is nothing to excuse
        return []


def _id(member: bytes) -> str:
    return member.partition(b"WARC-Record-ID: ")[2].partition(b"\r\n")[0].decode()


def _lines(text: str) -> list[tuple[str, object]]:
    """Key, time and values; without the digest of the packed record, which that tool writes for its library only."""
    found = []
    for line in text.splitlines():
        key, brace, value = line.partition("{")
        values = json.loads(brace + value)
        values.pop("recordDigest", None)
        found.append((key, values))
    return found
