import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from danvan_cli.errors import StorageError, UsageError
from danvan_cli.model import Selection, StoredArticle
from danvan_cli.store.database import Archive
from danvan_cli.workflows import exporting
from danvan_cli.workflows.exporting import export_articles
from tests.support.articles import STORED

EVERYTHING = Selection()


@pytest.fixture
def two_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "iter_articles", lambda *_: iter([STORED, STORED]))


@pytest.fixture
def breaking_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """An archive that yields one article and then fails."""

    def breaks(problem: BaseException) -> None:
        def articles(*_: object) -> Iterator[StoredArticle]:
            yield STORED
            raise problem

        monkeypatch.setattr(exporting, "iter_articles", articles)

    return breaks


@pytest.mark.usefixtures("two_articles")
@pytest.mark.parametrize("form", sorted(exporting.FORMATS))
def test_a_file_and_a_stream_get_the_same(archive: Archive, tmp_path: Path, form: str) -> None:
    out = io.StringIO(newline="")
    path = tmp_path / f"bao.{form}"
    assert export_articles(archive, EVERYTHING, form=form, destination=out) == 2
    assert export_articles(archive, EVERYTHING, form=form, destination=path) == 2
    assert path.read_bytes() == out.getvalue().encode()


@pytest.mark.parametrize("problem", [StorageError("đĩa đầy"), KeyboardInterrupt()])
def test_an_export_that_breaks_off_leaves_the_old_file_and_no_other(
    archive: Archive,
    tmp_path: Path,
    breaking_off: Callable[[BaseException], None],
    problem: BaseException,
) -> None:
    folder = tmp_path / "xuat"
    folder.mkdir()
    path = folder / "bao.jsonl"
    path.write_text("bản cũ", encoding="utf-8")
    breaking_off(problem)
    with pytest.raises(type(problem)):
        export_articles(archive, EVERYTHING, form="jsonl", destination=path)
    assert [file.name for file in folder.iterdir()] == ["bao.jsonl"]
    assert path.read_text(encoding="utf-8") == "bản cũ"


@pytest.mark.usefixtures("two_articles")
def test_a_disk_that_refuses_names_the_file(
    archive: Archive, tmp_path: Path, breaking_off: Callable[[BaseException], None]
) -> None:
    path = tmp_path / "bao.jsonl"
    breaking_off(OSError(28, "No space left on device"))
    with pytest.raises(StorageError, match=r"bao\.jsonl: cannot be written: No space left"):
        export_articles(archive, EVERYTHING, form="jsonl", destination=path)
    assert not path.exists()


@pytest.mark.usefixtures("two_articles")
def test_a_link_keeps_pointing_at_the_file_that_is_replaced(archive: Archive, tmp_path: Path) -> None:
    target, link = tmp_path / "that.txt", tmp_path / "link.txt"
    target.write_text("bản cũ", encoding="utf-8")
    link.symlink_to(target)
    export_articles(archive, EVERYTHING, form="txt", destination=link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8").startswith("Khánh thành cầu Đồng Mận")


@pytest.mark.usefixtures("two_articles")
def test_a_device_is_written_to_and_never_replaced(archive: Archive) -> None:
    assert export_articles(archive, EVERYTHING, form="txt", destination=Path(os.devnull)) == 2
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("name", ["", "khong-co/bao.txt"])
def test_where_no_file_can_be_is_the_users_mistake(archive: Archive, tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        export_articles(archive, EVERYTHING, form="txt", destination=tmp_path / name)
