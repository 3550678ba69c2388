import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.warc.digests import Labelled, agrees

WRITTEN = {
    "hex": lambda digest: digest.hex(),
    "HEX": lambda digest: digest.hex().upper(),
    "base 32": lambda digest: base64.b32encode(digest).decode(),
    "base 32, bare": lambda digest: base64.b32encode(digest).decode().rstrip("="),
    "base 64": lambda digest: base64.b64encode(digest).decode(),
    "base 64, of URLs": lambda digest: base64.urlsafe_b64encode(digest).decode().rstrip("="),
}


@pytest.mark.parametrize("name", ["sha1", "sha256", "sha512", "md5"])
@pytest.mark.parametrize("how", WRITTEN)
@given(data=st.binary(max_size=50))
def test_a_digest_is_understood_however_it_is_written(name: str, how: str, data: bytes) -> None:
    label = f"{name.upper() if how == 'HEX' else name}:{WRITTEN[how](hashlib.new(name, data).digest())}"
    assert agrees(label, data) is True
    assert agrees(label, data, b"x") is False


def test_pieces_count_as_their_whole() -> None:
    labelled = Labelled(f"sha256:{hashlib.sha256(b'trang').hexdigest()}")
    for piece in (b"tr", b"", b"ang"):
        labelled.update(piece)
    assert labelled.agrees


@pytest.mark.parametrize("label", ["", "abc", "crc32:1234", ":", "sha3:00"])
def test_an_algorithm_that_nobody_knows_decides_nothing(label: str) -> None:
    assert agrees(label, b"trang") is None


@pytest.mark.parametrize("label", ["sha1:", "sha1:không", "sha256:xyz", "sha1:!!!!"])
def test_a_digest_that_is_none_agrees_with_nothing(label: str) -> None:
    assert agrees(label, b"trang") is False
