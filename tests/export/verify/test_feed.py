from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export.verify.feed import Feed

PIECES = st.lists(st.binary(max_size=9) | st.sampled_from([b"\r\n\r\n", b"\n\n", b"a\r\n"]), max_size=8)


@given(pieces=PIECES, sizes=st.lists(st.integers(0, 12), max_size=9))
def test_what_is_taken_is_what_was_fed_however_it_was_cut(pieces: list[bytes], sizes: list[int]) -> None:
    whole = b"".join(pieces)
    feed, taken = Feed(iter(pieces)), b""
    for number, size in enumerate(sizes):
        assert feed.peek(size) == whole[len(taken) : len(taken) + size]
        taken += feed.take(size) if number % 2 else b"".join(feed.stretch(size))
        assert (taken, feed.place) == (whole[: len(taken)], len(taken))
    feed.drain()
    assert feed.place == len(whole)


@given(pieces=PIECES)
def test_a_head_goes_to_its_empty_line_or_to_the_end(pieces: list[bytes]) -> None:
    whole = b"".join(pieces)
    ends = [whole.find(mark) + len(mark) for mark in (b"\r\n\r\n", b"\n\n") if mark in whole]
    assert Feed(iter(pieces)).head(1000) == whole[: min(ends, default=len(whole))]


def test_a_head_that_does_not_end_is_given_up_without_reading_on() -> None:
    read = []

    def pieces() -> Iterator[bytes]:
        for number in range(1000):
            read.append(number)
            yield b"x" * 100

    assert Feed(pieces()).head(1000) is None
    assert len(read) < 20
