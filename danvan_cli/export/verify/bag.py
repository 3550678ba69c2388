"""A bag (RFC 8493): every listed file is there and is what the manifests say, and every file there is listed."""

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from danvan_cli.export.verify.faults import Fault, Findings
from danvan_cli.export.verify.index import check_index, lines_of
from danvan_cli.export.verify.records import Ledger, check_references, check_warc

_DECLARATION = re.compile(r"BagIt-Version: (?:0\.97|1\.0)\r?\nTag-File-Character-Encoding: \S+\r?\n?\Z")
_MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt\Z")
_LINE = re.compile(r"([0-9A-Fa-f]+)[ \t]+\*?(.+)\Z")
_OXUM = re.compile(r"^Payload-Oxum:\s*(\d+)\.(\d+)\s*$", re.MULTILINE | re.IGNORECASE)
_PIECE_BYTES = 1 << 20


def check_bag(folder: Path, findings: Findings) -> None:
    """Check the bag, and the WARC files in it."""
    files = {file.relative_to(folder).as_posix(): file for file in folder.rglob("*") if file.is_file()}
    declaration = _text(folder / "bagit.txt")
    if not _DECLARATION.match(declaration):
        findings.add(Fault.BAG_DECLARATION, f"{folder}/bagit.txt", f"{declaration[:60]!r}")
    payload = {name: file for name, file in files.items() if name.startswith("data/")}
    _check_manifests(folder, files, payload, findings)
    _check_oxum(folder, payload, findings)
    _check_warcs(payload, findings)


def _check_manifests(folder: Path, files: dict[str, Path], payload: dict[str, Path], findings: Findings) -> None:
    manifests = {name: found for name in files if (found := _MANIFEST.match(name))}
    if not any(found[1] is None for found in manifests.values()):
        findings.add(Fault.BAG_MANIFEST, str(folder), "it has no manifest of its payload")
    wanted: dict[str, dict[str, str]] = {}
    for name, found in manifests.items():
        listed = _listed(folder / name, findings)
        for path, value in listed.items():
            wanted.setdefault(path, {})[found[2]] = value
        if found[1] is None:
            for path in sorted(payload.keys() - listed.keys()):
                findings.add(Fault.UNLISTED_FILE, f"{folder}/{path}", f"{name} does not list it")
    for path, digests in sorted(wanted.items()):
        if path in files:
            _check_file(files[path], digests, findings)
        else:
            findings.add(Fault.LISTED_FILE, f"{folder}/{path}", "it is listed, and not there")
    tagged = any(found[1] for found in manifests.values())
    for name in sorted(files.keys() - payload.keys() - wanted.keys()) if tagged else ():
        if not name.startswith("tagmanifest-"):
            findings.add(Fault.UNLISTED_FILE, f"{folder}/{name}", "no tag manifest lists it")


def _listed(manifest: Path, findings: Findings) -> dict[str, str]:
    listed: dict[str, str] = {}
    for number, line in enumerate(_text(manifest).split("\n"), start=1):
        if not line.strip():
            continue
        found = _LINE.match(line.removesuffix("\r"))
        if found is None:
            findings.add(Fault.BAG_MANIFEST, f"{manifest}:{number}", f"{line[:60]!r}")
            continue
        name = unquote(found[2]).removeprefix("./")
        path = PurePosixPath(name)
        if path.is_absolute() or ".." in path.parts or "\\" in name:
            findings.add(Fault.BAG_NAME, f"{manifest}:{number}", name[:120])
            continue
        if name in listed:
            findings.add(Fault.BAG_MANIFEST, f"{manifest}:{number}", f"{name[:120]} is listed twice")
        listed[name] = found[1].lower()
    return listed


def _check_file(file: Path, digests: dict[str, str], findings: Findings) -> None:
    known = {name: hashlib.new(name) for name in digests if name in hashlib.algorithms_available}
    for name in digests.keys() - known.keys():
        findings.add(Fault.DIGEST_UNKNOWN, str(file), name)
    try:
        with file.open("rb") as data:
            while piece := data.read(_PIECE_BYTES):
                for digest in known.values():
                    digest.update(piece)
    except OSError as problem:
        findings.add(Fault.UNREADABLE, str(file), problem.strerror or str(problem))
        return
    for name, digest in known.items():
        if _hex(digest) != digests[name]:
            findings.add(Fault.FILE_DIGEST, str(file), f"its {name} is not {digests[name]}")


def _hex(digest: Any) -> str:
    return str(digest.hexdigest())


def _check_oxum(folder: Path, payload: dict[str, Path], findings: Findings) -> None:
    told = _OXUM.search(_text(folder / "bag-info.txt"))
    there = (sum(file.stat().st_size for file in payload.values()), len(payload))
    if told and (int(told[1]), int(told[2])) != there:
        findings.add(Fault.BAG_OXUM, f"{folder}/bag-info.txt", f"it says {told[1]}.{told[2]}, there are {there}")


def _check_warcs(payload: dict[str, Path], findings: Findings) -> None:
    ledger = Ledger()
    for name, file in sorted(payload.items()):
        if name.endswith((".warc", ".warc.gz", ".warc.zst")):
            with file.open("rb") as data:
                check_warc(data, name, findings, ledger)
    if ledger.files:
        check_references(findings, ledger)
    for name, file in sorted(payload.items()):
        if name.endswith((".cdxj", ".cdx")):
            with file.open("rb") as data:
                check_index(lines_of(data), name, findings, ledger)


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig", "replace")
    except OSError:
        return ""
