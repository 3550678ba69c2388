"""An index against the records it points to: every line, its order, its key, and whether a record is missing."""

import gzip
import json
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from danvan_cli.export.verify.faults import Fault, Findings
from danvan_cli.export.verify.ledger import Marks, mark
from danvan_cli.export.verify.records import Indexed, Ledger
from danvan_cli.warc.surt import surt

_MOST_LINE = 1 << 20
_LABELS = ("", "sha1:", "sha256:")
"""Before a digest in an index; older tools leave it out."""


def check_index(lines: Iterable[bytes], name: str, findings: Findings, ledger: Ledger) -> Marks:
    """Check a CDXJ index, unpacked; gives the captures in it as marks of URL and time."""
    return _Index(name, findings, ledger).check(lines)


def check_blocks(lines: Iterable[bytes], index: BinaryIO, name: str, findings: Findings) -> None:
    """Check the index of a packed index: each line's block is there, unpacks, begins with its key, and none is left."""
    expected = 0
    for number, line in enumerate(lines, start=1):
        if line.startswith(b"!meta"):
            continue
        where = f"{name}:{number}"
        key, brace, value = line.partition(b" {")
        try:
            about = json.loads(brace + value)
            offset, length = int(about["offset"]), int(about["length"])
            index.seek(offset)
            first = gzip.decompress(index.read(length))
        except (ValueError, KeyError, TypeError, OSError, EOFError, zlib.error) as problem:
            findings.add(Fault.INDEX_BLOCK, where, f"its block cannot be read: {problem!r:.80}")
            continue
        if offset != expected or not first.startswith(key + b" "):
            findings.add(Fault.INDEX_BLOCK, where, "its block is elsewhere, or begins with another key")
        expected = offset + length
    index.seek(0, 2)
    if index.tell() != expected:
        findings.add(Fault.INDEX_BLOCK, name, f"it ends at {expected}, the index at {index.tell()}")


def lines_of(file: Iterable[bytes]) -> Iterator[bytes]:
    """The lines of an index without their ends."""
    for line in file:
        if bare := line.rstrip(b"\r\n"):
            yield bare


def _parsed(line: bytes) -> tuple[str, str, dict[str, Any]] | None:
    key, _, rest = line.partition(b" ")
    time, _, value = rest.partition(b" ")
    if len(line) > _MOST_LINE or not time.isdigit():
        return None
    try:
        found = json.loads(value)
    except ValueError:
        return None
    return (key.decode("utf-8", "replace"), time.decode(), found) if isinstance(found, dict) else None


class _Index:
    """One index on its way through."""

    def __init__(self, name: str, findings: Findings, ledger: Ledger) -> None:
        self.name = name
        self.findings = findings
        self.files = ledger.indexed
        self.seen = {file: bytearray(len(indexed.offsets)) for file, indexed in ledger.indexed.items()}
        self.captures = Marks()

    def check(self, lines: Iterable[bytes]) -> Marks:
        before = b""
        for number, line in enumerate(lines, start=1):
            where = f"{self.name}:{number}"
            if line < before:
                self.findings.add(Fault.INDEX_ORDER, where, "it stands behind a line that is greater")
            before = line
            parsed = _parsed(line)
            if parsed is None:
                self.findings.add(Fault.INDEX_LINE, where, f"{line[:60]!r}")
                continue
            key, time, value = parsed
            self._check_line(key, time, value, where)
            self.captures.add(mark(str(value.get("url")), time))
        self._check_missing()
        return self.captures

    def _check_line(self, key: str, time: str, value: dict[str, Any], where: str) -> None:
        file, url = str(value.get("filename")).rpartition("/")[2], str(value.get("url"))
        if "method" not in value and key != surt(url):  # a POST is found by its form, too
            self.findings.add(Fault.INDEX_KEY, where, f"the key of {url} is {surt(url)}")
        indexed = self.files.get(file)
        place = None if indexed is None else _place(indexed, value)
        if indexed is None or place is None:
            self.findings.add(Fault.INDEX_OFFSET, where, f"no such record begins at {value.get('offset')} of {file}")
            return
        self.seen[file][place] = 1
        differing = [what for what, differs in _differences(indexed, place, url, time, value) if differs]
        if differing:
            self.findings.add(Fault.INDEX_RECORD, where, f"its record has another {' and '.join(differing)}")

    def _check_missing(self) -> None:
        for file, indexed in self.files.items():
            for place, offset in enumerate(indexed.offsets):
                if not self.seen[file][place]:
                    self.findings.add(Fault.INDEX_LACKS, f"{file}:{offset}", "no line of the index points to it")


def _place(indexed: Indexed, value: dict[str, Any]) -> int | None:
    """Which record it is; None where none begins there, or it has another length."""
    try:
        offset, length = int(value["offset"]), int(value["length"])
    except (KeyError, TypeError, ValueError):
        return None
    place = bisect_left(indexed.offsets, offset)
    if place == len(indexed.offsets) or indexed.offsets[place] != offset:
        return None
    # Of plain files, tools count the two empty lines at a record's end, or do not.
    is_right = length == indexed.lengths[place] or (not indexed.packed[place] and length + 4 == indexed.lengths[place])
    return place if is_right else None


def _differences(
    indexed: Indexed, place: int, url: str, time: str, value: dict[str, Any]
) -> Iterator[tuple[str, bool]]:
    """What may differ between a line and its record, and whether it does."""
    yield "URL or time", indexed.captures[place] != mark(url, time[:14].ljust(14, "0"))
    told, known = value.get("digest"), indexed.digests[place]
    yield "payload digest", bool(told and known) and known not in {mark(f"{prefix}{told}") for prefix in _LABELS}
    packed = value.get("recordDigest")
    is_known = isinstance(packed, str) and packed.startswith("sha256:") and indexed.packed[place]
    yield "record digest", bool(is_known) and mark(str(packed).removeprefix("sha256:")) != indexed.packed[place]
