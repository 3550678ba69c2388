"""Articles of the archive as a file that appears whole or not at all, or as a stream."""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TextIO

from danvan_cli.errors import StorageError, UsageError
from danvan_cli.export import csv, jsonl, markdown, text
from danvan_cli.model import Selection
from danvan_cli.settings import Settings
from danvan_cli.store.articles import iter_articles
from danvan_cli.store.database import Archive
from danvan_cli.workflows.archive import open_archive

FORMATS: Mapping[str, Callable[..., int]] = {
    "jsonl": jsonl.write,
    "csv": csv.write,
    "md": markdown.write,
    "txt": text.write,
}
"""Name on the command line → its writer."""


def export_archive(
    settings: Settings, selection: Selection, *, form: str, destination: Path | TextIO, bom: bool = False
) -> int:
    """Export from the archive that the settings name; see ``export_articles``."""
    with open_archive(settings, read_only=True) as archive:
        return export_articles(archive, selection, form=form, destination=destination, bom=bom)


def export_articles(
    archive: Archive, selection: Selection, *, form: str, destination: Path | TextIO, bom: bool = False
) -> int:
    """Write the selected articles in one of ``FORMATS``, by number; returns how many.

    Memory stays flat however many there are. A path is written beside itself and put in place when it is
    whole and on the disk. ``bom`` is for CSV. Raises ``StorageError`` where the file cannot be written,
    ``UsageError`` where the path cannot be one.
    """
    writer = partial(csv.write, bom=True) if form == "csv" and bom else FORMATS[form]
    if not isinstance(destination, Path):
        return writer(iter_articles(archive, selection), destination)
    with _replacing(destination) as out:
        return writer(iter_articles(archive, selection), out)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[TextIO]:
    """A text stream that becomes ``path`` when the block ends well, and leaves no trace when it does not."""
    if path.is_dir():
        raise UsageError(f"{path}: is a folder", hint="name a file in it")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}")
    target = path.resolve()
    regular = not target.exists() or target.is_file()
    # A pipe or a device cannot be replaced, only written to.
    written = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part") if regular else target
    try:
        with written.open("x" if regular else "w", encoding="utf-8", newline="") as out:
            yield out
            out.flush()
            if regular:
                os.fsync(out.fileno())
        if regular:
            written.replace(target)
    except OSError as problem:
        raise StorageError(f"{path}: cannot be written: {problem.strerror or problem}") from problem
    finally:
        if regular:
            written.unlink(missing_ok=True)
