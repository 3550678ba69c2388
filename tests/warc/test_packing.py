import gzip
import zlib

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.warc.packing import PACKINGS, gzip_member, zstd_frame


@given(data=st.binary(max_size=3000))
def test_every_packing_is_undone_by_the_usual_tools(data: bytes) -> None:
    assert gzip.decompress(gzip_member(data)) == data
    assert zstandard.ZstdDecompressor().decompress(zstd_frame(data)) == data
    assert PACKINGS[".warc"](data) == data


def test_a_member_says_nothing_of_when_and_where_it_was_packed() -> None:
    assert gzip_member(b"x")[:10] == b"\x1f\x8b\x08\0\0\0\0\0\0\xff"


def test_a_member_that_was_tampered_with_is_refused() -> None:
    packed = bytearray(gzip_member(b"trang" * 100))
    packed[-6] ^= 1
    with pytest.raises((zlib.error, gzip.BadGzipFile)):
        gzip.decompress(bytes(packed))
