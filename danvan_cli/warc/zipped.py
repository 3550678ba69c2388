"""Members of a zip as files that can be sought, without unpacking the zip."""

import io
import struct
import zipfile
import zlib
from typing import BinaryIO, cast

BROKEN = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, KeyError, OverflowError),
)
"""All that a broken or hostile zip makes the library raise; a wrong offset is a seek that fails."""
_LOCAL_HEADER_BYTES = 30
_SIGNATURE = b"PK\x03\x04"
_IS_ENCRYPTED = 0x1


def member_file(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    """The member's bytes. Stored ones are read in place, so that going back in one of any size costs nothing.

    Raises ``zipfile.BadZipFile`` where the zip is broken at this place, or the member is encrypted.
    """
    if member.flag_bits & _IS_ENCRYPTED:
        raise zipfile.BadZipFile(f"{member.filename} is encrypted")
    if member.compress_type != zipfile.ZIP_STORED or package.fp is None:
        return cast("BinaryIO", package.open(member))
    return io.BufferedReader(_Part(cast("BinaryIO", package.fp), *data_range(package, member)))


def data_range(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int]:
    """Where the member's bytes begin in the zip, and how many there are. Raises ``zipfile.BadZipFile``."""
    file = package.fp
    if file is None:
        raise zipfile.BadZipFile("the zip is closed")
    file.seek(member.header_offset)
    header = file.read(_LOCAL_HEADER_BYTES)
    if len(header) < _LOCAL_HEADER_BYTES or not header.startswith(_SIGNATURE):
        raise zipfile.BadZipFile(f"{member.filename}: its local header is not where the directory says")
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    return member.header_offset + _LOCAL_HEADER_BYTES + name + extra, member.compress_size


class _Part(io.RawIOBase):
    """A stretch of a file, as a file."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        self._file = file
        self._start = start
        self._size = size
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._size}[whence]
        self._place = max(base + offset, 0)
        return self._place

    def tell(self) -> int:
        return self._place

    def readinto(self, buffer: "memoryview | bytearray", /) -> int:  # type: ignore[override]
        wanted = max(min(len(buffer), self._size - self._place), 0)
        self._file.seek(self._start + self._place)
        data = self._file.read(wanted)
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)
