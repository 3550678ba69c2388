"""A WACZ: the zip, its list of files, its WARC files, index and pages, each against the others."""

import gzip
import hashlib
import json
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

from danvan_cli.export.verify.faults import Fault, Findings
from danvan_cli.export.verify.index import check_blocks, check_index, lines_of
from danvan_cli.export.verify.ledger import Marks, mark
from danvan_cli.export.verify.records import Ledger, check_references, check_warc, timestamp
from danvan_cli.warc.zipped import BROKEN, member_file

_PIECE_BYTES = 1 << 20
_MOST_JSON_BYTES = 64 * 2**20
_STORED = (".warc", ".warc.gz", ".warc.zst", ".cdx.gz", ".cdxj.gz")
_TOP = frozenset({"datapackage.json", "datapackage-digest.json"})


def check_wacz(path: Path, findings: Findings) -> None:
    """Check the package at ``path``."""
    try:
        with zipfile.ZipFile(path) as package:
            _Wacz(package, str(path), findings).check()
    except BROKEN as problem:
        findings.add(Fault.ZIP_BROKEN, str(path), str(problem))


class _Wacz:
    def __init__(self, package: zipfile.ZipFile, name: str, findings: Findings) -> None:
        self.package = package
        self.name = name
        self.findings = findings
        self.ledger = Ledger()
        self.members = {member.filename: member for member in package.infolist() if not member.is_dir()}

    def check(self) -> None:
        if len(self.members) < sum(not member.is_dir() for member in self.package.infolist()):
            self.fault(Fault.ZIP_BROKEN, "", "two members have one name")
        self._check_files(self._listed())
        self._check_presence()
        for name in self._named("archive/", (".warc", ".warc.gz", ".warc.zst")):
            with closing(member_file(self.package, self.members[name])) as file:
                check_warc(file, name, self.findings, self.ledger)
        check_references(self.findings, self.ledger)
        self._check_pages(self._check_indexes())

    def fault(self, fault: Fault, member: str, detail: str) -> None:
        self.findings.add(fault, f"{self.name}!{member}" if member else self.name, detail)

    def _named(self, folder: str, endings: tuple[str, ...]) -> list[str]:
        return [name for name in self.members if name.startswith(folder) and name.endswith(endings)]

    def _check_presence(self) -> None:
        wanted = {
            "a WARC in archive/": self._named("archive/", (".warc", ".warc.gz", ".warc.zst")),
            "an index in indexes/": self._named("indexes/", (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz")),
            "pages/pages.jsonl": self._named("pages/", ("pages.jsonl",)),
        }
        for what, there in wanted.items():
            if not there:
                self.fault(Fault.LACKS_FILE, "", f"it lacks {what}")
        for name, member in self.members.items():
            if name.endswith(_STORED) and member.compress_type != zipfile.ZIP_STORED:
                self.fault(Fault.ZIP_COMPRESSED, name, "it is compressed in the zip")

    # --- the list of files -----------------------------------------------------------------------

    def _listed(self) -> dict[str, dict[str, Any]]:
        """The files that datapackage.json lists, by path."""
        described = self._json("datapackage.json", Fault.DATAPACKAGE)
        if described is None:
            return {}
        resources = described.get("resources")
        if not isinstance(resources, list) or not all(isinstance(item, dict) and "path" in item for item in resources):
            self.fault(Fault.DATAPACKAGE, "datapackage.json", "it has no resources with a path")
            return {}
        if not isinstance(described.get("wacz_version"), str):
            self.fault(Fault.DATAPACKAGE, "datapackage.json", "it says no wacz_version")
        self._check_own_digest()
        return {str(item["path"]): item for item in resources}

    def _check_own_digest(self) -> None:
        told = self._json("datapackage-digest.json", Fault.DATAPACKAGE_DIGEST)
        if told is None:
            return
        data = self._read("datapackage.json") or b""
        if told.get("hash") != f"sha256:{hashlib.sha256(data).hexdigest()}":
            self.fault(Fault.DATAPACKAGE_DIGEST, "datapackage-digest.json", "datapackage.json has another digest")

    def _check_files(self, listed: dict[str, dict[str, Any]]) -> None:
        for name in sorted(listed.keys() - self.members.keys()):
            self.fault(Fault.LISTED_FILE, name, "datapackage.json lists it, and it is not there")
        for name, member in self.members.items():
            if name in _TOP:
                continue
            if name not in listed:
                self.fault(Fault.UNLISTED_FILE, name, "datapackage.json does not list it")
            self._check_file(name, member, listed.get(name, {}))

    def _check_file(self, name: str, member: zipfile.ZipInfo, told: dict[str, Any]) -> None:
        algorithm, _, value = str(told.get("hash", "")).partition(":")
        digest = hashlib.new(algorithm) if algorithm in {"sha256", "sha512", "md5", "sha1"} else None
        try:
            with self.package.open(member) as file:
                while data := file.read(_PIECE_BYTES):
                    if digest is not None:
                        digest.update(data)
        except BROKEN as problem:
            self.fault(Fault.ZIP_BROKEN, name, str(problem))
            return
        if digest is not None and digest.hexdigest() != value.lower():
            self.fault(Fault.FILE_DIGEST, name, f"it is not {told['hash']}")
        elif told and digest is None:
            self.fault(Fault.FILE_DIGEST, name, "no digest is listed that can be compared")
        if isinstance(told.get("bytes"), int) and told["bytes"] != member.file_size:
            self.fault(Fault.FILE_DIGEST, name, f"it has {member.file_size} bytes, {told['bytes']} are listed")

    # --- index and pages -------------------------------------------------------------------------

    def _check_indexes(self) -> Marks | None:
        """The captures in the index; None where there is none."""
        names = self._named("indexes/", (".cdx", ".cdxj", ".cdx.gz", ".cdxj.gz"))
        for name in names[1:]:
            self.fault(Fault.INDEX_LINE, name, "a second index: only the first is checked")
        if not names:
            return None
        name = names[0]
        captures = Marks()
        try:
            with self.package.open(self.members[name]) as raw, closing(_unpacked(raw, name)) as file:
                captures = check_index(lines_of(file), f"{self.name}!{name}", self.findings, self.ledger)
        except BROKEN as problem:
            self.fault(Fault.INDEX_LINE, name, f"it cannot be unpacked: {problem}")
        if name.endswith(".gz"):
            self._check_blocks(name)
        return captures

    def _check_blocks(self, name: str) -> None:
        blocks = self._named("indexes/", (".idx",))
        if not blocks:
            self.fault(Fault.LACKS_FILE, "", "it lacks the .idx of its packed index")
            return
        data = self._read(blocks[0]) or b""
        with closing(member_file(self.package, self.members[name])) as index:
            check_blocks(lines_of(data.splitlines(keepends=True)), index, f"{self.name}!{blocks[0]}", self.findings)

    def _check_pages(self, captures: Marks | None) -> None:
        for name in self._named("pages/", (".jsonl",)):
            try:
                with self.package.open(self.members[name]) as file:
                    for number, line in enumerate(lines_of(file), start=1):
                        self._check_page(f"{name}:{number}", line, captures, is_header=number == 1)
            except BROKEN as problem:
                self.fault(Fault.PAGE_LINE, name, str(problem))

    def _check_page(self, where: str, line: bytes, captures: Marks | None, *, is_header: bool) -> None:
        try:
            page = json.loads(line)
        except ValueError:
            page = None
        wanted = ("format", "id") if is_header else ("url", "ts")
        if not isinstance(page, dict) or not all(isinstance(page.get(key), str) for key in wanted):
            self.fault(Fault.PAGE_LINE, where, f"it is no object with {' and '.join(wanted)}")
        elif not is_header and captures is not None and mark(page["url"], timestamp(page["ts"])) not in captures:
            self.fault(Fault.PAGE_CAPTURE, where, f"{page['url'][:120]} at {page['ts'][:40]}")

    # --- members ---------------------------------------------------------------------------------

    def _json(self, name: str, fault: Fault) -> dict[str, Any] | None:
        data = self._read(name)
        if data is None:
            self.fault(Fault.LACKS_FILE, "", f"it lacks {name}")
            return None
        try:
            found = json.loads(data)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            self.fault(fault, name, "it is no JSON object")
            return None
        return found

    def _read(self, name: str) -> bytes | None:
        member = self.members.get(name)
        if member is None:
            return None
        try:
            with self.package.open(member) as file:
                return file.read(_MOST_JSON_BYTES)
        except BROKEN as problem:
            self.fault(Fault.ZIP_BROKEN, name, str(problem))
            return b""


def _unpacked(file: Any, name: str) -> Any:
    return gzip.GzipFile(fileobj=file) if name.endswith(".gz") else file
