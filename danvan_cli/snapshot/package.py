"""What other archives hand over: WARC files, and WACZ packages with WARC files in them; known by what is in them."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Literal

from danvan_cli.warc.finding import kind_of
from danvan_cli.warc.zipped import BROKEN, member_file

PackageKind = Literal["warc", "wacz", "arc"]
_HEAD_BYTES = 4096
_IN_WACZ = re.compile(r"(?:^|/)archive/[^/]+\.warc(?:\.gz|\.zst)?$", re.IGNORECASE)
_ARC = b"filedesc:"


class PackageFault(Exception):  # noqa: N818 - the file's own failure, no error of the program
    """A package that cannot be opened. ``detail`` is for people."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


def package_kind(path: Path) -> PackageKind | None:
    """What kind of package a file is, whatever its name; None for anything else, ``arc`` for what came before WARC.

    Raises ``OSError`` where it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if kind_of(head):
        return "warc"
    if head.startswith(_ARC) or _gunzipped(head).startswith(_ARC):
        return "arc"
    return "wacz" if head.startswith(b"PK") and _warcs_in(path) else None


def open_warcs(path: Path, kind: PackageKind) -> Iterator[tuple[str, BinaryIO]]:
    """The WARC files in a package with their names, one after the other, each open until the next is asked for.

    Raises ``PackageFault`` where it cannot be opened, ``OSError`` where it cannot be read.
    """
    if kind == "arc":
        raise PackageFault("an ARC file, the format before WARC: `warcio recompress` makes a WARC of it")
    if kind == "warc":
        with path.open("rb") as file:
            yield path.name, file
        return
    try:
        with zipfile.ZipFile(path) as package:
            for member in package.infolist():
                if _IN_WACZ.search(member.filename):
                    with closing(member_file(package, member)) as file:
                        yield member.filename, file
    except BROKEN as problem:
        raise PackageFault(f"the zip is broken: {problem}") from problem


def _warcs_in(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as package:
            return any(_IN_WACZ.search(name) for name in package.namelist())
    except BROKEN:
        return False


def _gunzipped(head: bytes) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""
