import gzip
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from danvan_cli.export import wacz
from danvan_cli.export.verify.package import check_package
from danvan_cli.export.wacz import Page, write
from tests.support.captures import MOMENT, URL, records, snapshot


def captures(count: int) -> list[tuple[list[object], Page | None]]:
    found = []
    for number in range(count):
        at = MOMENT + timedelta(hours=number)
        capture = replace(snapshot(b"<p>%d</p>" % number), captured_at=at)
        page = Page(id=str(number), url=URL, captured_at=at, title="Cầu mới" if number else None, text="Cầu\ud800 mới")
        found.append((records(capture), page))
    return found  # type: ignore[return-value]


def test_an_index_of_many_blocks_is_found_block_by_block(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "LINES_A_BLOCK", 3)
    path = tmp_path / "a.wacz"
    with path.open("w+b") as out:
        write(captures(8), out, at=MOMENT, title="Tin")  # type: ignore[arg-type]
    assert dict(check_package(path).counts) == {}
    with zipfile.ZipFile(path) as package:
        meta, *blocks = package.read("indexes/index.idx").decode().splitlines()
        index = package.read("indexes/index.cdx.gz")
    assert json.loads(meta.partition(" 0 ")[2]) == {"format": "cdxj-gzip-1.0", "filename": "index.cdx.gz"}
    assert len(blocks) == 3
    for block in blocks:
        key, brace, value = block.partition(" {")
        about = json.loads(brace + value)
        part = gzip.decompress(index[about["offset"] : about["offset"] + about["length"]])
        assert part.decode().startswith(key)


def test_pages_say_url_time_title_and_text_and_break_no_line(tmp_path: Path) -> None:
    out = io.BytesIO()
    write(captures(2), out, at=MOMENT, title="Tin")  # type: ignore[arg-type]
    with zipfile.ZipFile(out) as package:
        header, *pages = map(json.loads, package.read("pages/pages.jsonl").decode().splitlines())
    assert header == {"format": "json-pages-1.0", "id": "pages", "title": "All articles", "hasText": True}
    assert [page["title"] for page in pages] == [URL, "Cầu mới"]
    assert pages[0]["ts"] == "2026-03-05T02:00:00.123456Z"


def test_a_package_from_before_zips_knew_the_time_has_a_date_all_the_same() -> None:
    out = io.BytesIO()
    write(captures(1), out, at=datetime(1970, 1, 1, tzinfo=UTC), title="Tin")  # type: ignore[arg-type]
    with zipfile.ZipFile(out) as package:
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
