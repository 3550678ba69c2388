import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.warc import finding
from danvan_cli.warc.finding import Kind, next_start
from danvan_cli.warc.packing import gzip_member, plain, zstd_frame
from tests.support.captures import http_record

PACKS = {"gzip": gzip_member, "zstd": zstd_frame, "plain": plain}


@pytest.mark.parametrize("kind", ["gzip", "zstd", "plain"])
@given(before=st.binary(max_size=400), piece=st.integers(130, 500))
def test_the_next_record_is_found_behind_any_rubbish_however_it_is_read(kind: Kind, before: bytes, piece: int) -> None:
    before = before.replace(b"WARC", b"").replace(b"\x28\xb5", b"") + b"\n"
    data = before + PACKS[kind](http_record())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(finding, "PIECE_BYTES", piece)
        assert next_start(io.BytesIO(data), kind, 0) == len(before)


@pytest.mark.parametrize("kind", ["gzip", "zstd", "plain"])
def test_where_no_record_follows_there_is_none(kind: Kind) -> None:
    data = PACKS[kind](http_record())
    assert next_start(io.BytesIO(data), kind, 1) is None
    assert next_start(io.BytesIO(data + b"\x1f\x8b\x08 rac"), "gzip", len(data)) is None
    assert next_start(io.BytesIO(b""), kind, 0) is None
