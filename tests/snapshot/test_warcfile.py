"""Broken WARC files, made by code: what is whole is read, what is not is named, and nothing is made up."""

import gzip
import io
import re
import tracemalloc
from collections.abc import Callable

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.snapshot.warcfile import Damage, RawRecord, read_records
from danvan_cli.warc.finding import kind_of
from danvan_cli.warc.packing import gzip_member, plain, zstd_frame
from danvan_cli.warc.record import to_bytes
from tests.support.captures import http_record, records, snapshot

BODY = b"<p>trang</p>" * 300
URLS = [f"https://baolangxa.example/{number}" for number in range(6)]
PLAIN = [to_bytes(records(snapshot(BODY + url.encode(), url=url, requested_url=url))[0]) for url in URLS]
PACKED = [gzip_member(record) for record in PLAIN]
FRAMES = [zstd_frame(record) for record in PLAIN]
LIMIT = 2**20


def read(data: bytes) -> tuple[list[int], list[Damage]]:
    """Which of the six are there, whole; and the damages."""
    found = list(read_records(io.BytesIO(data), max_block_bytes=LIMIT))
    whole = [item for item in found if isinstance(item, RawRecord) and item.intact]
    return [URLS.index(item.get("warc-target-uri") or "") for item in whole], [
        item for item in found if isinstance(item, Damage)
    ]


def longer(record: bytes, by: int) -> bytes:
    """The record with a Content-Length that is wrong by so much."""
    return re.sub(rb"(Content-Length: )(\d+)", lambda m: m[1] + str(int(m[2]) + by).encode(), record, count=1)


def flipped(data: bytes, place: int) -> bytes:
    return data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]


def middle(parts: list[bytes], broken: bytes) -> bytes:
    return b"".join([*parts[:2], broken, *parts[3:]])


ALL = [0, 1, 2, 3, 4, 5]
BUT_THE_THIRD = [0, 1, 3, 4, 5]
FILES: dict[str, tuple[bytes, list[int], int]] = {
    "gzip": (b"".join(PACKED), ALL, 0),
    "plain": (b"".join(PLAIN), ALL, 0),
    "zstd": (b"".join(FRAMES), ALL, 0),
    "one gzip member for all": (gzip.compress(b"".join(PLAIN)), ALL, 0),
    "no blank lines": (b"".join(record.rstrip(b"\r\n") for record in PLAIN), ALL, 0),
    "blank lines before": (b"\r\n\r\n" + b"".join(PLAIN), ALL, 0),
    "the tail cut off": (b"".join(PACKED)[:-60], [0, 1, 2, 3, 4], 1),
    "the last member barely begun": (b"".join(PACKED)[: -len(PACKED[-1]) + 12], [0, 1, 2, 3, 4], 1),
    "the last checksum cut off": (b"".join(PACKED)[:-4], ALL, 1),
    "the last plain body cut off": (b"".join(PLAIN)[:-500], [0, 1, 2, 3, 4], 1),
    "the last plain header cut off": (b"".join(PLAIN) + b"WARC/1.1\r\nWARC-Ty", ALL, 1),
    "the last frame cut off": (b"".join(FRAMES)[:-30], [0, 1, 2, 3, 4], 1),
    "a flipped bit": (middle(PACKED, flipped(PACKED[2], len(PACKED[2]) // 2)), BUT_THE_THIRD, 1),
    "a wrong checksum": (middle(PACKED, flipped(PACKED[2], len(PACKED[2]) - 6)), BUT_THE_THIRD, 1),
    "a flipped bit in zstd": (middle(FRAMES, flipped(FRAMES[2], len(FRAMES[2]) // 2)), BUT_THE_THIRD, 1),
    "garbage between members": (b"".join([*PACKED[:3], b"rac\r\n" * 9, *PACKED[3:]]), ALL, 1),
    "garbage between records": (b"".join([*PLAIN[:3], b"rac\r\n" * 9, *PLAIN[3:]]), ALL, 1),
    "zeros at the end": (b"".join(PACKED) + bytes(1000), ALL, 1),
    "a length too short": (middle(PLAIN, longer(PLAIN[2], -7)), BUT_THE_THIRD, 1),
    "a length too long": (middle(PLAIN, longer(PLAIN[2], 7)), BUT_THE_THIRD, 1),
    "a length far too long": (middle(PLAIN, longer(PLAIN[2], 99_999)), BUT_THE_THIRD, 1),
    "a length too short, packed": (middle(PACKED, gzip_member(longer(PLAIN[2], -7))), BUT_THE_THIRD, 1),
    "a length too long, packed": (middle(PACKED, gzip_member(longer(PLAIN[2], 7))), BUT_THE_THIRD, 1),
    "no length": (middle(PLAIN, re.sub(rb"Content-Length: \d+\r\n", b"", PLAIN[2], count=1)), BUT_THE_THIRD, 1),
    "a negative length": (middle(PLAIN, re.sub(rb"(Length: )\d+", rb"\1-5", PLAIN[2])), BUT_THE_THIRD, 1),
    "a huge header": (
        middle(PLAIN, PLAIN[2].replace(b"WARC/1.1\r\n", b"WARC/1.1\r\nX-Big: " + b"a" * 100_000 + b"\r\n")),
        BUT_THE_THIRD,
        1,
    ),
    "no WARC at all": (b"<html>khong phai</html>" * 50, [], 1),
    "nothing": (b"", [], 0),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_of_a_broken_file_everything_whole_is_read_and_the_break_is_told_once(name: str) -> None:
    data, whole, damages = FILES[name]
    found, told = read(data)
    assert found == whole
    assert len(told) == damages, told


def test_a_wrong_block_digest_is_seen() -> None:
    data = middle(PLAIN, PLAIN[2].replace(b"<p>trang</p>", b"<p>tranh</p>", 1))
    found = [item for item in read_records(io.BytesIO(data), max_block_bytes=LIMIT) if isinstance(item, RawRecord)]
    assert [item.intact for item in found] == [True, True, False, True, True, True]


def test_zstd_frames_with_a_dictionary_in_front_are_read() -> None:
    dictionary = zstandard.train_dictionary(4000, [record + bytes([n]) * n for n in range(40) for record in PLAIN])
    packer = zstandard.ZstdCompressor(dict_data=dictionary)
    raw = zstandard.ZstdCompressor().compress(dictionary.as_bytes())
    front = (0x184D2A5D).to_bytes(4, "little") + len(raw).to_bytes(4, "little") + raw
    assert read(front + b"".join(map(packer.compress, PLAIN))) == (ALL, [])


def test_a_file_with_bare_line_feeds_is_read() -> None:
    old = http_record(URLS[0], BODY, line_end=b"\n") + http_record(URLS[1], BODY, line_end=b"\n")
    found = [item.get("WARC-Target-URI") for item in read_records(io.BytesIO(old), max_block_bytes=LIMIT)]  # type: ignore[union-attr]
    assert found == URLS[:2]


def test_records_that_say_nothing_of_a_capture_are_passed_over_unread() -> None:
    dns = http_record("dns:baolangxa.example", b"x" * 100, kind="resource").replace(b"resource", b"conversion")
    (record,) = read_records(io.BytesIO(dns), max_block_bytes=LIMIT)
    assert isinstance(record, RawRecord)
    assert (record.type, record.block) == ("conversion", None)


def test_a_record_beyond_the_bound_is_never_in_memory() -> None:
    huge = http_record(URLS[0], bytes(30 * 2**20)) + http_record(URLS[1], BODY)
    data = io.BytesIO(huge)
    tracemalloc.start()
    try:
        found = list(read_records(data, max_block_bytes=LIMIT))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert [(item.block is None, item.block_bytes > LIMIT) for item in found if isinstance(item, RawRecord)] == [
        (True, True),
        (False, False),
    ]
    assert peak < 4 * 2**20


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (PACKED[0], "gzip"),
        (PLAIN[0], "plain"),
        (FRAMES[0], "zstd"),
        (PLAIN[0].replace(b"\r\n", b"\n"), "plain-lf"),
        (gzip.compress(b"<html>"), None),
        (b"<html>", None),
        (b"", None),
        (b"PK\x03\x04", None),
    ],
)
def test_a_file_is_known_by_what_it_begins_with(head: bytes, kind: str | None) -> None:
    assert kind_of(head[:4096]) == kind


@given(
    pack=st.sampled_from([gzip_member, zstd_frame, plain]),
    cuts=st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=8), st.integers(0, 40)), min_size=1, max_size=4),
)
def test_whatever_is_done_to_a_file_reading_ends_and_gives_no_record_that_is_not_intact(
    pack: Callable[[bytes], bytes], cuts: list[tuple[int, bytes, int]]
) -> None:
    data = b"".join(map(pack, PLAIN[:4]))
    written = {record.partition(b"\r\n\r\n")[2].removesuffix(b"\r\n\r\n") for record in PLAIN[:4]}
    for anywhere, put_in, taken_out in cuts:
        place = anywhere % (len(data) + 1)
        data = data[:place] + put_in + data[place + taken_out :]
    for item in read_records(io.BytesIO(data), max_block_bytes=LIMIT):
        if isinstance(item, RawRecord) and item.intact:
            assert item.block in written  # whatever became of its header: only the block has a digest
