"""How a body lies in the archive: zstd, alone or against another page of the same newspaper.

Two pages of one newspaper share most of their markup. Given the other one as ``base``, zstd keeps the
difference only: a page of 250 kB takes 34 kB instead of 59 kB on average, a near copy 6 kB. A body that was
encoded against a base needs the same base again to be read.
"""

from typing import NamedTuple

import zstandard

from danvan_cli.errors import IntegrityError

ALONE = "zstd"
AGAINST_BASE = "zstd-base"

# Above 10 a page takes several times as long and gains under two per cent.
_LEVEL = 10


class Blob(NamedTuple):
    """An encoded body. A tuple, so that the store may hand one back without importing this room."""

    codec: str
    data: bytes


def encode(body: bytes, base: bytes | None = None) -> Blob:
    """``body`` compressed, read back and compared before it is handed out.

    Raises ``IntegrityError`` where it does not come back the same: faulty memory or a broken library.
    """
    packer = zstandard.ZstdCompressor(level=_LEVEL, dict_data=_dictionary(base))
    blob = Blob(ALONE if base is None else AGAINST_BASE, packer.compress(body))
    if decode(blob, base) != body:
        raise IntegrityError(f"a body of {len(body)} bytes did not survive compression", hint="test the memory")
    return blob


def decode(blob: tuple[str, bytes], base: bytes | None = None) -> bytes:
    """The body ``encode`` was given.

    Raises ``IntegrityError`` for damaged data, an unknown codec, or a base that is missing or uncalled for.
    """
    codec, data = blob
    if codec not in {ALONE, AGAINST_BASE}:
        raise IntegrityError(f"a body has the unknown codec {codec!r}", hint="a newer danvan may read it")
    if (codec == AGAINST_BASE) is not (base is not None):
        raise IntegrityError(f"a body with the codec {codec} {'has a' if base is not None else 'lacks its'} base")
    try:
        return zstandard.ZstdDecompressor(dict_data=_dictionary(base)).decompress(data)
    except zstandard.ZstdError as problem:
        raise IntegrityError(f"a body cannot be decompressed: {problem}") from problem


def _dictionary(base: bytes | None) -> zstandard.ZstdCompressionDict | None:
    if base is None:
        return None
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
