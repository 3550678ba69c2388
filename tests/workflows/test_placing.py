from pathlib import Path

import pytest

from danvan_cli.errors import StorageError, UsageError
from danvan_cli.workflows.placing import placed_file, placed_folder


def ours(folder: Path) -> bool:
    return (folder / "ours").exists()


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "x.bin"
    path.write_bytes(b"old")
    with placed_file(path) as out:
        out.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_what_was_there_and_no_trace(tmp_path: Path) -> None:
    path, folder = tmp_path / "x.bin", tmp_path / "bag"
    path.write_bytes(b"old")
    folder.mkdir()
    (folder / "ours").touch()
    with pytest.raises(ZeroDivisionError), placed_file(path) as out:
        out.write(bytes(1 // 0))
    with pytest.raises(ZeroDivisionError), placed_folder(folder, is_ours=ours) as made:
        (made / str(1 // 0)).touch()
    assert path.read_bytes() == b"old"
    assert sorted(tmp_path.iterdir()) == [folder, path]
    assert [file.name for file in folder.iterdir()] == ["ours"]


def test_an_earlier_export_is_replaced_as_a_whole(tmp_path: Path) -> None:
    folder = tmp_path / "bag"
    for name in ("ours", "moi"):
        with placed_folder(folder, is_ours=ours) as made:
            (made / name).touch()
    assert [file.name for file in folder.iterdir()] == ["moi"]
    assert list(tmp_path.iterdir()) == [folder]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "anh"
    folder.mkdir()
    with placed_folder(folder, is_ours=ours):
        pass  # an empty one may be replaced
    (folder / "cua-toi.jpg").touch()
    with pytest.raises(UsageError, match="is there already"), placed_folder(folder, is_ours=ours):
        pass
    assert (folder / "cua-toi.jpg").exists()


def test_a_place_that_cannot_be_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no folder"), placed_file(tmp_path / "no" / "x"):
        pass
    with pytest.raises(UsageError, match="is a folder"), placed_file(tmp_path):
        pass
    with pytest.raises(UsageError, match="is there already"), placed_folder(_file(tmp_path), is_ours=ours):
        pass


def test_a_disk_that_refuses_is_a_storage_error(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"), placed_file(tmp_path / "x"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def _file(folder: Path) -> Path:
    path = folder / "f"
    path.touch()
    return path
