"""A body's faults, said as the room says troubles."""

import gzip

import pytest

from danvan_cli.fetch.decoding import Body
from danvan_cli.fetch.reasons import Reason, Trouble


def taken(coding: str, data: bytes) -> bytes:
    body = Body(coding, 10)
    body.feed(data)
    return body.finish()


def test_a_body_is_decoded_as_ever() -> None:
    assert taken("gzip", gzip.compress(b"trang")) == b"trang"


@pytest.mark.parametrize(
    ("coding", "data", "reason"),
    [
        ("", bytes(11), Reason.TOO_LARGE),
        ("gzip", b"<html>", Reason.BAD_ENCODING),
        ("gzip", gzip.compress(b"trang")[:-4], Reason.TRUNCATED),
    ],
)
def test_every_fault_of_a_body_is_a_trouble_of_the_closed_set(coding: str, data: bytes, reason: Reason) -> None:
    with pytest.raises(Trouble) as caught:
        taken(coding, data)
    assert caught.value.reason is reason
    assert caught.value.detail.endswith("; raise --max-body to archive it") is (reason is Reason.TOO_LARGE)


def test_an_unknown_coding_and_an_announced_size_are_troubles_too() -> None:
    with pytest.raises(Trouble, match="bad-encoding"):
        Body("compress", 10)
    with pytest.raises(Trouble, match="too-large"):
        Body("", 10).expect("11")
