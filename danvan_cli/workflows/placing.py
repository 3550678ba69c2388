"""Files and folders that appear whole or not at all.

Everything is written beside its place, under a hidden name that ends in ``.part``, and renamed when it is whole and on
the disk. A run that is killed leaves the old one as it was, and at worst its ``.part``.
"""

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from danvan_cli.errors import StorageError, UsageError
from danvan_cli.language import _

MARK = "danvan-export.json"
"""In every folder that an export made: its format, and the names of its files as a digest."""

_DROPPINGS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What file managers leave wherever somebody looks."""


@contextlib.contextmanager
def placed_file(path: Path) -> Iterator[BinaryIO]:
    """A stream that becomes ``path`` when the block ends well, and leaves no trace when it does not.

    Raises ``StorageError`` where it cannot be written, ``UsageError`` where no file can be.
    """
    if path.is_dir():
        raise UsageError(_("{path}: is a folder", path=path), hint=_("name a file in it"))
    _check_parent(path)
    target = path.resolve()
    regular = not target.exists() or target.is_file()
    # A pipe or a device cannot be replaced, only written to.
    written = _beside(target, "part") if regular else target
    try:
        with _blamed_on(path):
            with written.open("x+b" if regular else "wb") as out:
                yield out
                out.flush()
                if regular:
                    os.fsync(out.fileno())
            if regular:
                written.replace(target)
    finally:
        if regular:
            written.unlink(missing_ok=True)


@contextlib.contextmanager
def placed_folder(path: Path, *, form: str, is_ours: Callable[[Path], bool] | None = None) -> Iterator[Path]:
    """An empty folder that becomes ``path`` when the block ends well, and leaves no trace when it does not.

    An earlier export is replaced, if nobody put anything into it; whatever else is there is refused with a
    ``UsageError`` and left alone. ``form`` is noted in the folder; with ``is_ours``, for formats that say themselves
    whose they are, nothing is, and it knows an earlier export. Raises ``StorageError`` where it cannot be written.
    """
    _check_parent(path)
    target = path.resolve()
    _check_replaceable(path, target, is_ours)
    made = _beside(target, "part")
    try:
        with _blamed_on(path):
            made.mkdir()
            yield made
            if is_ours is None:
                (made / MARK).write_text(_mark(form, made), encoding="utf-8", newline="")
            if hasattr(os, "sync"):  # one flush for all files, however many
                os.sync()
            _check_replaceable(path, target, is_ours)
            _exchange(made, target)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def _check_parent(path: Path) -> None:
    if not path.parent.is_dir():
        raise UsageError(_("{path}: there is no folder {parent}", path=path, parent=path.parent))


def _beside(target: Path, ending: str) -> Path:
    # The name is cut, so that a long one does not grow too long for the file system.
    return target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.{ending}")


@contextlib.contextmanager
def _blamed_on(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as problem:
        raise StorageError(
            _("{path}: cannot be written: {problem}", path=path, problem=problem.strerror or problem)
        ) from problem


# --- folders -------------------------------------------------------------------------------------


def _check_replaceable(path: Path, target: Path, is_ours: Callable[[Path], bool] | None) -> None:
    hint = _("name a folder that does not exist yet, for example one inside it")
    if not target.exists():
        return
    if not target.is_dir():
        raise UsageError(_("{path}: is a file, and this export is a folder", path=path), hint=_("name a folder"))
    with _blamed_on(path):
        if not any(target.iterdir()) or (is_ours is not None and is_ours(target)):
            return
        said = _read_mark(target / MARK)
        if said is None:
            raise UsageError(_("{path}: holds files that are no export of danvan", path=path), hint=hint)
        if {key: said.get(key) for key in ("files", "names")} != _inventory(target):
            message = _("{path}: somebody added or removed files since danvan exported it", path=path)
            raise UsageError(message, hint=hint)


def _exchange(made: Path, target: Path) -> None:
    """Two renames: for the moment between them nothing is at ``target``, and its old content waits beside it."""
    if not target.exists():
        made.rename(target)
        return
    aside = _beside(target, "old")
    target.rename(aside)
    try:
        made.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)


def _mark(form: str, folder: Path) -> str:
    said = {"danvan_export": 1, "format": form, **_inventory(folder)}
    return json.dumps(said, indent=1) + "\n"


def _read_mark(path: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return said if isinstance(said, dict) and said.get("danvan_export") == 1 else None


def _inventory(folder: Path) -> dict[str, Any]:
    """How many files are below a folder, and a digest of their names."""
    digest, count = hashlib.sha256(), 0
    for place, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            path = Path(place, name).relative_to(folder).as_posix()
            if name not in _DROPPINGS and path != MARK:
                digest.update(path.encode("utf-8", "surrogateescape") + b"\n")
                count += 1
    return {"files": count, "names": digest.hexdigest()}
