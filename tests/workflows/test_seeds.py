from pathlib import Path

import pytest

from danvan_cli.errors import UsageError
from danvan_cli.workflows import seeds


def test_blank_lines_and_comments_are_skipped_and_lines_counted_from_one() -> None:
    found = seeds.from_lines(["# tin", "", "  https://a.example/1  ", "\t", "https://a.example/2#x"], name="-")
    assert [(seed.url, seed.line) for seed in found.seeds] == [
        ("https://a.example/1", 3),
        ("https://a.example/2", 5),
    ]
    assert found.broken == ()


def test_every_broken_line_is_named_by_file_and_number() -> None:
    found = seeds.from_lines(["htp:/x", "https://a.example/1", "chữ"], name="urls.txt")
    assert [page.detail for page in found.broken] == [
        "urls.txt:1: 'htp:/x' is not an http(s) URL",
        "urls.txt:3: 'chữ' is not an http(s) URL",
    ]
    assert {page.reason for page in found.broken} == {"bad-url"}
    assert len(found) == 3


def test_a_page_is_taken_once_where_it_first_stands() -> None:
    lines = ["https://a.example/1", "https://a.example/2", "http://www.a.example/1/?utm_source=zalo"]
    assert [seed.line for seed in seeds.from_lines(lines, name="-").seeds] == [1, 2]


def test_lists_are_joined_without_doubling() -> None:
    left = seeds.from_arguments(["https://a.example/1"])
    right = seeds.from_lines(["https://a.example/1", "https://a.example/3", "x"], name="-")
    both = left + right
    assert [seed.url for seed in both.seeds] == ["https://a.example/1", "https://a.example/3"]
    assert both.broken == right.broken


def test_a_file_with_a_byte_order_mark_and_stray_bytes_is_read(tmp_path: Path) -> None:
    path = tmp_path / "urls.txt"
    path.write_bytes("\ufeffhttps://a.example/1\r\nhttps://a.example/2\r\n".encode() + b"\xff\xfe\n")
    found = seeds.from_file(path)
    assert [seed.url for seed in found.seeds] == ["https://a.example/1", "https://a.example/2"]
    assert len(found.broken) == 1


def test_a_folder_is_no_list(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        seeds.from_file(tmp_path)
