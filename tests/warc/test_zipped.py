import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.warc.zipped import BROKEN, data_range, member_file

BODY = bytes(range(256)) * 5


def zipped(method: int, **changes: object) -> zipfile.ZipFile:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as package:
        package.writestr("đầu.txt", b"x" * 33)
        package.writestr("archive/a.warc", BODY)
    return zipfile.ZipFile(held)


@given(moves=st.lists(st.tuples(st.integers(0, 1500), st.integers(-1, 600)), max_size=8))
def test_a_stored_member_is_read_and_sought_like_a_file(moves: list[tuple[int, int]]) -> None:
    with zipped(zipfile.ZIP_STORED) as package, member_file(package, package.getinfo("archive/a.warc")) as file:
        like = io.BytesIO(BODY)
        for place, size in moves:
            assert file.seek(place) == like.seek(place)
            assert file.read(size) == like.read(size)
            assert file.tell() == like.tell()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_member_of_either_kind_can_be_read_twice(method: int) -> None:
    with zipped(method) as package, member_file(package, package.getinfo("archive/a.warc")) as file:
        assert file.read() == BODY
        file.seek(0)
        assert file.read(10) == BODY[:10]


def test_the_bytes_of_a_stored_member_lie_where_it_says(tmp_path: Path) -> None:
    with zipped(zipfile.ZIP_STORED) as package:
        start, size = data_range(package, package.getinfo("archive/a.warc"))
        assert package.fp is not None
        package.fp.seek(start)
        assert package.fp.read(size) == BODY


def test_a_directory_that_lies_is_a_broken_zip() -> None:
    with zipped(zipfile.ZIP_STORED) as package:
        member = package.getinfo("archive/a.warc")
        member.header_offset += 7
        with pytest.raises(BROKEN, match="local header"):
            member_file(package, member)
        member.flag_bits |= 1
        with pytest.raises(BROKEN, match="encrypted"):
            member_file(package, member)
