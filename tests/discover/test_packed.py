import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.listing import BadListing
from danvan_cli.discover.packed import MAX_MAP_BYTES, Unpacked, unpack

MAP = b"<urlset>" + b"<url><loc>https://baosonha.example/cau-moi-a1.html</loc></url>" * 5000 + b"</urlset>"


@given(st.binary(max_size=2000).filter(lambda body: not body.startswith(b"\x1f\x8b")))
def test_what_is_not_packed_stays_as_it_is_and_packing_is_undone(body: bytes) -> None:
    assert unpack(body) == Unpacked(body=body)
    assert unpack(gzip.compress(body)) == Unpacked(body=body)
    assert unpack(gzip.compress(body) + gzip.compress(body)) == Unpacked(body=body + body)


def test_padding_after_the_last_member_is_no_damage() -> None:
    assert unpack(gzip.compress(MAP) + bytes(512)) == Unpacked(body=MAP)


@pytest.mark.parametrize("keep", [2, 3, 10, 200, -9, -1])
def test_of_a_stream_that_breaks_off_the_beginning_is_kept_and_the_doubt_says_so(keep: int) -> None:
    found = unpack(gzip.compress(MAP)[:keep])
    assert isinstance(found, Unpacked)
    assert MAP.startswith(found.body)
    assert found.doubt
    assert found.doubt.startswith(f"its gzip breaks off after {len(found.body)} bytes")


def test_a_damaged_stream_is_doubted() -> None:
    packed = bytearray(gzip.compress(MAP))
    packed[-6] ^= 0xFF  # in the checksum
    found = unpack(bytes(packed))
    assert isinstance(found, Unpacked)
    assert found.doubt


@pytest.mark.parametrize("body", [gzip.compress(bytes(200_000_000)), gzip.compress(bytes(9_000_000)) * 23])
def test_a_bomb_is_too_large(body: bytes) -> None:
    assert len(body) < 250_000
    assert unpack(body) == BadListing(reason="too-large", detail="unpacked, it passes 50 MiB")


def test_the_bound_holds_for_what_is_not_packed_too() -> None:
    assert unpack(bytes(11), max_bytes=10) == BadListing(reason="too-large", detail="unpacked, it passes 0 MiB")
    assert unpack(bytes(10), max_bytes=10) == Unpacked(body=bytes(10))
    assert MAX_MAP_BYTES == 50 * 2**20
