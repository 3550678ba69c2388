"""Captures out of the archive as WARC, WACZ and BagIt: whole or not at all, the same bytes every time."""

import gzip
import io
import json
import zipfile
from datetime import date
from pathlib import Path

import pytest

from danvan_cli.demo.example import build_example
from danvan_cli.errors import IntegrityError, UsageError
from danvan_cli.model import Selection
from danvan_cli.settings import ArchiveSettings, Settings
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.packages import export_package

WACZ_MEMBERS = [
    "archive/data.warc.gz",
    "indexes/index.cdx.gz",
    "indexes/index.idx",
    "pages/pages.jsonl",
    "datapackage.json",
    "datapackage-digest.json",
]
NAMES = ["a.warc.gz", "a.warc.zst", "a.warc", "a.wacz", "bag"]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    path = tmp_path_factory.mktemp("example") / "archive.db"
    build_example(path)
    return Settings(archive=ArchiveSettings(db=path))


def export(settings: Settings, path: Path, selection: Selection = Selection()) -> int:  # noqa: B008 frozen
    form = {".wacz": "wacz", "": "bagit"}.get(path.suffix, "warc")
    return export_package(settings, selection, form=form, destination=path)


def content(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    return {str(file.relative_to(path)): file.read_bytes() for file in files}


@pytest.mark.parametrize("name", NAMES)
def test_the_same_archive_gives_the_same_bytes(example: Settings, tmp_path: Path, name: str) -> None:
    counts = []
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
        counts.append(export(example, tmp_path / folder / name))
    assert counts[0] == counts[1] > 30
    assert content(tmp_path / "1" / name) == content(tmp_path / "2" / name)


@pytest.mark.parametrize("name", NAMES)
def test_a_damaged_archive_leaves_no_file_and_what_was_there(example: Settings, tmp_path: Path, name: str) -> None:
    export(example, tmp_path / name)
    before = content(tmp_path / name)
    broken = tmp_path / "broken.db"
    broken.write_bytes(example.archive.db.read_bytes())
    with open_archive(Settings(archive=ArchiveSettings(db=broken))) as archive, archive.write():
        last = "SELECT body_sha256 FROM snapshots ORDER BY captured_at DESC LIMIT 1"
        archive.db.execute(f"UPDATE bodies SET data = substr(data, 1, length(data) - 3) WHERE sha256 = ({last})")  # noqa: S608
    with pytest.raises(IntegrityError):
        export(Settings(archive=ArchiveSettings(db=broken)), tmp_path / name)
    assert content(tmp_path / name) == before
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["broken.db", name])


def test_a_warc_may_go_to_a_stream(example: Settings, tmp_path: Path) -> None:
    out = io.BytesIO()
    export_package(example, Selection(), form="warc", destination=out)
    export(example, tmp_path / "a.warc.gz")
    assert out.getvalue() == (tmp_path / "a.warc.gz").read_bytes()
    for form in ("wacz", "bagit"):
        with pytest.raises(UsageError):
            export_package(example, Selection(), form=form, destination=out)


def test_a_warc_of_another_ending_is_asked_about(example: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.warc\.gz"):
        export_package(example, Selection(), form="warc", destination=tmp_path / "a.gz")


def test_a_wacz_has_what_the_specification_names_and_nothing_else(example: Settings, tmp_path: Path) -> None:
    export(example, tmp_path / "a.wacz")
    with zipfile.ZipFile(tmp_path / "a.wacz") as package:
        assert package.namelist() == WACZ_MEMBERS
        for member in package.infolist()[:2]:
            assert member.compress_type == zipfile.ZIP_STORED
        described = json.loads(package.read("datapackage.json"))
        assert described["wacz_version"] == "1.1.1"
        assert [resource["path"] for resource in described["resources"]] == WACZ_MEMBERS[:4]
        header, *pages = map(json.loads, package.read("pages/pages.jsonl").decode().splitlines())
        assert header["format"] == "json-pages-1.0"
        index = gzip.decompress(package.read("indexes/index.cdx.gz")).decode()
        for page in pages:
            assert page["text"].startswith(page["title"])
            assert f'"url": "{page["url"]}"' in index
            assert "".join(filter(str.isdigit, page["ts"]))[:14] in index
    assert len({page["id"] for page in pages}) == len(pages) > 10


def test_a_bag_holds_captures_their_index_and_the_articles_under_ascii_names(example: Settings, tmp_path: Path) -> None:
    export(example, tmp_path / "bag")
    files = content(tmp_path / "bag")
    assert sorted(files) == [
        "bag-info.txt",
        "bagit.txt",
        "data/articles.jsonl",
        "data/captures.cdxj",
        "data/captures.warc.gz",
        "manifest-sha256.txt",
        "manifest-sha512.txt",
        "tagmanifest-sha256.txt",
        "tagmanifest-sha512.txt",
    ]
    assert all(name.isascii() for name in files)
    assert files["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    assert b"Bagging-Date: 2026-03-11\n" in files["bag-info.txt"]
    assert len(files["data/articles.jsonl"].splitlines()) > 10


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_selection_is_an_empty_package(example: Settings, tmp_path: Path, name: str) -> None:
    assert export(example, tmp_path / name, Selection(since=date(2099, 1, 1))) == 0
    assert (tmp_path / name).exists()


def test_the_filters_choose_articles_with_all_their_captures(example: Settings, tmp_path: Path) -> None:
    whole = export(example, tmp_path / "a.warc.gz")
    one = export(example, tmp_path / "b.warc.gz", Selection(limit=1))
    assert 1 < one < whole
