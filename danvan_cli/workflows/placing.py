"""Files and folders that appear whole or not at all: written beside their place, flushed, then put there."""

import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from danvan_cli.errors import StorageError, UsageError


@contextmanager
def placed_file(path: Path) -> Iterator[BinaryIO]:
    """A file that becomes ``path`` when the block ends well, and leaves no trace when it does not.

    Raises ``UsageError`` where the path cannot be a file, ``StorageError`` where it cannot be written.
    """
    if path.is_dir():
        raise UsageError(f"{path}: is a folder", hint="name a file in it")
    target = _target(path)
    if target.exists() and not target.is_file():
        raise UsageError(f"{path}: is neither a file nor free for one")
    beside = _beside(target)
    try:
        with beside.open("xb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        beside.replace(target)
    except OSError as problem:
        raise _unwritten(path, problem) from problem
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def placed_folder(path: Path, *, is_ours: Callable[[Path], bool]) -> Iterator[Path]:
    """An empty folder that becomes ``path`` when the block ends well.

    A folder that is there already is replaced where ``is_ours`` knows it as an earlier export or where it is empty.
    Raises ``UsageError`` for any other, ``StorageError`` where it cannot be written.
    """
    target = _target(path)
    if target.exists() and not (target.is_dir() and (is_ours(target) or not any(target.iterdir()))):
        message = f"{path}: is there already, and no earlier export of this kind"
        raise UsageError(message, hint="name a folder that does not exist yet")
    beside, earlier = _beside(target), _beside(target)
    try:
        beside.mkdir()
        yield beside
        if target.exists():
            target.rename(earlier)
        beside.rename(target)
    except OSError as problem:
        if earlier.exists() and not target.exists():
            earlier.rename(target)
        raise _unwritten(path, problem) from problem
    finally:
        for leftover in (beside, earlier):
            shutil.rmtree(leftover, ignore_errors=True)


def _target(path: Path) -> Path:
    if not path.absolute().parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}")
    return path.resolve()


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")


def _unwritten(path: Path, problem: OSError) -> StorageError:
    return StorageError(f"{path}: cannot be written: {problem.strerror or problem}")
