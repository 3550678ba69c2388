"""Content-codings, whole, broken and hostile."""

import gzip
import hashlib
import tracemalloc
import zlib
from collections.abc import Callable
from functools import cache

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.codings import Body, BodyFault

MIB = 2**20
TEXT = "Sáng 5/3, người dân xã đảo đón chuyến tàu đầu tiên. ".encode() * 400


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


CODINGS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "x-gzip": ("X-Gzip", gzip.compress),
    "zlib": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", lambda data: brotli.compress(data, quality=3)),
    "zstd": ("zstd", zstandard.ZstdCompressor().compress),
}
every_coding = pytest.mark.parametrize("name", CODINGS)


def decode(coding: str, data: bytes, *, step: int = 65536, limit: int = MIB) -> bytes:
    body = Body(coding, limit)
    for start in range(0, len(data), step):
        body.feed(data[start : start + step])
    return body.finish()


@cache
def bomb(name: str) -> bytes:
    """64 MiB of zeros, packed."""
    return CODINGS[name][1](bytes(64 * MIB))


@every_coding
@given(data=st.binary(max_size=4000), step=st.sampled_from([1, 2, 3, 64, 5000]))
def test_packing_and_unpacking_gives_the_body_however_it_is_cut(name, data, step):
    coding, pack = CODINGS[name]
    assert decode(coding, pack(data), step=step) == data


@every_coding
def test_a_body_of_exactly_the_bound_is_whole_and_one_byte_more_is_too_large(name):
    coding, pack = CODINGS[name]
    assert decode(coding, pack(b"a" * 70_000), limit=70_000) == b"a" * 70_000
    with pytest.raises(BodyFault) as caught:
        decode(coding, pack(b"a" * 70_001), limit=70_000)
    assert caught.value.reason == "too-large"
    assert "the bound is" in caught.value.detail or "the body passed" in caught.value.detail


@every_coding
def test_a_bomb_is_refused_without_being_unpacked(name):
    coding, _ = CODINGS[name]
    wire = bomb(name)
    body = Body(coding, MIB)
    tracemalloc.start()
    try:
        with pytest.raises(BodyFault) as caught:
            body.feed(wire)
        _, peak_bytes = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert caught.value.reason == "too-large"
    assert peak_bytes < 4 * MIB


@every_coding
@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_stream_that_breaks_off_is_truncated(name, share):
    coding, pack = CODINGS[name]
    wire = pack(TEXT)
    with pytest.raises(BodyFault) as caught:
        decode(coding, wire[: int(len(wire) * share)])
    assert caught.value.reason == "truncated"


@every_coding
def test_a_body_that_is_not_what_its_header_says_is_a_bad_encoding(name):
    coding, _ = CODINGS[name]
    with pytest.raises(BodyFault) as caught:
        decode(coding, b"\xff\xff<!doctype html>" + TEXT)
    assert caught.value.reason == "bad-encoding"


def test_a_damaged_gzip_is_a_bad_encoding():
    wire = bytearray(gzip.compress(TEXT))
    wire[-5] ^= 0xFF  # of the CRC
    with pytest.raises(BodyFault) as caught:
        decode("gzip", bytes(wire))
    assert caught.value.reason == "bad-encoding"


@pytest.mark.parametrize("step", [1, 2, 7, 65536])
def test_all_members_of_a_gzip_are_read(step):
    wire = gzip.compress(b"mot ") + gzip.compress(b"") + bytes(5) + gzip.compress(b"hai")
    assert decode("gzip", wire, step=step) == b"mot hai"
    with pytest.raises(BodyFault) as caught:
        decode("gzip", wire[:-4], step=step)
    assert caught.value.reason == "truncated"


@pytest.mark.parametrize("step", [1, 2, 65536])
@pytest.mark.parametrize("garbage", [b"\0" * 9, b"\x1f", b"rac\x1f\x8b", b"\x1frac"])
def test_what_follows_the_last_gzip_member_is_ignored(step, garbage):
    assert decode("gzip", gzip.compress(b"tin") + garbage, step=step) == b"tin"


@pytest.mark.parametrize("step", [1, 65536])
def test_all_frames_of_a_zstd_are_read(step):
    pack = zstandard.ZstdCompressor().compress
    assert decode("zstd", pack(b"mot ") + pack(b"hai"), step=step) == b"mot hai"


def test_members_that_hold_nothing_cannot_go_on_for_ever():
    with pytest.raises(BodyFault) as caught:
        decode("gzip", gzip.compress(b"") * 5000, limit=1024)
    assert caught.value.reason == "too-large"


@pytest.mark.parametrize("coding", ["gzip, gzip", "br,gzip", "gzip, identity, zstd", "gzip, x-gzip"])
def test_stacked_codings_are_refused(coding):
    with pytest.raises(BodyFault) as caught:
        Body(coding, MIB)
    assert caught.value.reason == "bad-encoding"
    assert "2 times" in caught.value.detail


@pytest.mark.parametrize("coding", ["compress", "x-br", "utf-8", "aes128gcm", "*"])
def test_an_unknown_coding_is_refused(coding):
    with pytest.raises(BodyFault) as caught:
        Body(coding, MIB)
    assert caught.value.reason == "bad-encoding"
    assert coding in caught.value.detail


@pytest.mark.parametrize("coding", ["", "identity", " Identity , ", ","])
def test_no_coding_leaves_the_body_as_it_came(coding):
    assert decode(coding, TEXT) == TEXT


@every_coding
def test_an_empty_body_needs_no_end_of_its_coding(name):
    assert decode(CODINGS[name][0], b"") == b""


def test_what_came_over_the_wire_is_counted_and_digested_with_its_coding_on():
    wire = gzip.compress(TEXT)
    body = Body("gzip", MIB)
    body.feed(wire[:100])
    body.feed(wire[100:])
    assert body.finish() == TEXT
    assert body.wire_bytes == len(wire)
    assert body.wire_sha256 == hashlib.sha256(wire).hexdigest()


def test_a_body_announced_as_too_large_is_not_awaited():
    with pytest.raises(BodyFault) as caught:
        Body("", 16 * MIB).expect(str(30 * MIB))
    assert caught.value.reason == "too-large"
    assert "30 MiB" in caught.value.detail
    assert "16 MiB" in caught.value.detail
    Body("", 16 * MIB).expect(str(16 * MIB))
    Body("", 16 * MIB).expect("a lot")
