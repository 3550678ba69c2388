import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.errors import IntegrityError
from danvan_cli.snapshot import codec

BODIES = st.binary(max_size=4000)


@given(body=BODIES, base=st.none() | BODIES)
def test_a_body_comes_back_byte_for_byte_with_and_without_a_base(body: bytes, base: bytes | None) -> None:
    assert codec.decode(codec.encode(body, base), base) == body


def test_a_base_page_saves_most_of_a_near_copy() -> None:
    noise = random.Random(3).randbytes(40_000)
    page, near_copy = b"<html>" + noise, b"<html>" + noise[:20_000] + b"<p>moi</p>" + noise[20_000:]

    alone, against = codec.encode(near_copy), codec.encode(near_copy, page)

    assert len(alone.data) > 40_000
    assert len(against.data) < 1_000


def test_a_body_encoded_against_a_base_is_refused_without_it_or_with_another() -> None:
    page = random.Random(5).randbytes(5_000)
    blob = codec.encode(page + b"!", page)

    with pytest.raises(IntegrityError, match="lacks its base"):
        codec.decode(blob)
    with pytest.raises(IntegrityError, match="has a base"):
        codec.decode(codec.encode(page), page)


@pytest.mark.parametrize("data", [b"", b"no zstd frame", codec.encode(b"x" * 900).data[:-3]])
def test_damaged_data_is_an_integrity_error(data: bytes) -> None:
    with pytest.raises(IntegrityError, match="cannot be decompressed"):
        codec.decode((codec.ALONE, data))


def test_an_unknown_codec_is_named() -> None:
    with pytest.raises(IntegrityError, match="'lzma'"):
        codec.decode(("lzma", b""))


def test_a_body_that_does_not_survive_is_never_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codec, "decode", lambda blob, base: b"other bytes")
    with pytest.raises(IntegrityError, match="did not survive"):
        codec.encode(b"some bytes")
