import json
from pathlib import Path

import pytest

from danvan_cli.errors import StorageError, UsageError
from danvan_cli.workflows import placing
from danvan_cli.workflows.placing import MARK, placed_file, placed_folder


def filled(path: Path, **files: str) -> None:
    with placed_folder(path, form="md") as made:
        for name, text in files.items():
            (made / "con").mkdir(exist_ok=True)
            (made / "con" / name).write_text(text, encoding="utf-8")


def contents(path: Path) -> dict[str, str]:
    return {
        file.relative_to(path).as_posix(): file.read_text(encoding="utf-8")
        for file in path.rglob("*")
        if file.is_file() and file.name != MARK
    }


def test_a_folder_is_there_whole_with_its_mark(tmp_path: Path) -> None:
    filled(tmp_path / "bai", a="một", b="hai")
    assert contents(tmp_path / "bai") == {"con/a": "một", "con/b": "hai"}
    said = json.loads((tmp_path / "bai" / MARK).read_text(encoding="utf-8"))
    assert (said["danvan_export"], said["format"], said["files"]) == (1, "md", 2)
    assert [path.name for path in tmp_path.iterdir()] == ["bai"]


def test_nothing_is_at_its_place_before_it_is_whole(tmp_path: Path) -> None:
    with placed_folder(tmp_path / "bai", form="md") as made:
        (made / "a").write_text("một", encoding="utf-8")
        assert not (tmp_path / "bai").exists()
    assert (tmp_path / "bai" / "a").exists()


def test_an_earlier_export_is_replaced_and_its_old_files_are_gone(tmp_path: Path) -> None:
    filled(tmp_path / "bai", a="một")
    filled(tmp_path / "bai", b="hai")
    assert contents(tmp_path / "bai") == {"con/b": "hai"}
    assert [path.name for path in tmp_path.iterdir()] == ["bai"]


def test_what_a_file_manager_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    filled(tmp_path / "bai", a="một")
    (tmp_path / "bai" / "con" / "Thumbs.db").write_bytes(b"")
    filled(tmp_path / "bai", b="hai")
    assert contents(tmp_path / "bai") == {"con/b": "hai"}


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "bai").mkdir()
    filled(tmp_path / "bai", a="một")
    assert contents(tmp_path / "bai") == {"con/a": "một"}


def refused(path: Path, message: str) -> None:
    before = contents(path) if path.is_dir() else None
    with pytest.raises(UsageError, match=message), placed_folder(path, form="md"):
        pytest.fail("nothing is written first")
    if before is not None:
        assert contents(path) == before


def test_a_folder_of_somebody_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "anh").mkdir()
    (tmp_path / "anh" / "cua-toi.txt").write_text("của tôi", encoding="utf-8")
    refused(tmp_path / "anh", "holds files that are no export of danvan")
    (tmp_path / "anh" / MARK).write_text("[]", encoding="utf-8")
    refused(tmp_path / "anh", "holds files that are no export of danvan")


@pytest.mark.parametrize("change", ["added", "removed"])
def test_an_export_that_somebody_put_files_into_is_refused(tmp_path: Path, change: str) -> None:
    filled(tmp_path / "bai", a="một", b="hai")
    if change == "added":
        (tmp_path / "bai" / "con" / "ghi-chu.txt").write_text("của tôi", encoding="utf-8")
    else:
        (tmp_path / "bai" / "con" / "a").unlink()
    refused(tmp_path / "bai", "somebody added or removed files")


def test_files_that_appear_while_it_is_made_are_not_overwritten(tmp_path: Path) -> None:
    def meanwhile() -> None:
        with placed_folder(tmp_path / "bai", form="md"):
            (tmp_path / "bai").mkdir()
            (tmp_path / "bai" / "cua-toi.txt").write_text("của tôi", encoding="utf-8")

    with pytest.raises(UsageError, match="no export of danvan"):
        meanwhile()
    assert contents(tmp_path) == {"bai/cua-toi.txt": "của tôi"}


def test_a_format_that_says_itself_whose_it_is_gets_no_mark_and_is_replaced(tmp_path: Path) -> None:
    def ours(folder: Path) -> bool:
        return (folder / "ours").exists()

    for name in ("ours", "moi"):
        with placed_folder(tmp_path / "bag", form="bagit", is_ours=ours) as made:
            (made / name).touch()
    assert [file.name for file in (tmp_path / "bag").iterdir()] == ["moi"]
    with pytest.raises(UsageError, match="no export"), placed_folder(tmp_path / "bag", form="bagit", is_ours=ours):
        pytest.fail("nothing is written first")


def test_where_no_folder_can_be_is_the_users_mistake(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("", encoding="utf-8")
    refused(tmp_path / "tep", "is a file")
    refused(tmp_path / "khong-co" / "bai", "there is no folder")


@pytest.mark.parametrize("problem", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_folder_that_breaks_off_leaves_the_old_one_and_nothing_else(tmp_path: Path, problem: BaseException) -> None:
    filled(tmp_path / "bai", a="một")
    kind = StorageError if isinstance(problem, OSError) else KeyboardInterrupt

    def breaks_off() -> None:
        with placed_folder(tmp_path / "bai", form="md") as made:
            (made / "b").write_text("hai", encoding="utf-8")
            raise problem

    with pytest.raises(kind):
        breaks_off()
    assert contents(tmp_path) == {"bai/con/a": "một"}


def test_a_rename_that_fails_brings_the_old_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "bai", a="một")
    rename = Path.rename

    def fails(self: Path, target: Path) -> Path:
        if self.name.endswith(".part"):
            raise OSError(5, "Input/output error")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(StorageError, match="Input/output error"):
        filled(tmp_path / "bai", b="hai")
    assert contents(tmp_path) == {"bai/con/a": "một"}


def test_a_link_to_a_folder_keeps_pointing_at_it(tmp_path: Path) -> None:
    filled(tmp_path / "that", a="một")
    (tmp_path / "link").symlink_to(tmp_path / "that", target_is_directory=True)
    filled(tmp_path / "link", b="hai")
    assert (tmp_path / "link").is_symlink()
    assert contents(tmp_path / "that") == {"con/b": "hai"}


def test_a_long_name_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 250)
    with placed_file(path) as out:
        out.write(b"x")
    assert path.read_bytes() == b"x"


def test_the_mark_is_the_same_for_the_same_files(tmp_path: Path) -> None:
    filled(tmp_path / "a", x="1", y="2")
    filled(tmp_path / "b", y="2", x="1")
    assert (tmp_path / "a" / MARK).read_bytes() == (tmp_path / "b" / MARK).read_bytes()
    assert placing.MARK == "danvan-export.json"
