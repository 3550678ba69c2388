import sqlite3
from pathlib import Path

import pytest

from danvan_cli.errors import DanvanError, IntegrityError, StorageError
from danvan_cli.store.faults import translated


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, StorageError),
        (sqlite3.SQLITE_IOERR_WRITE, StorageError),
        (sqlite3.SQLITE_IOERR_FSYNC, StorageError),
        (sqlite3.SQLITE_IOERR_SHORT_READ, IntegrityError),
        (sqlite3.SQLITE_IOERR_READ, IntegrityError),
        (sqlite3.SQLITE_BUSY, StorageError),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StorageError),
        (sqlite3.SQLITE_LOCKED, StorageError),
        (sqlite3.SQLITE_READONLY_DIRECTORY, StorageError),
        (sqlite3.SQLITE_CANTOPEN, StorageError),
        (sqlite3.SQLITE_CORRUPT, IntegrityError),
        (sqlite3.SQLITE_CORRUPT_VTAB, IntegrityError),
        (sqlite3.SQLITE_NOTADB, IntegrityError),
        (sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY, DanvanError),
        (sqlite3.SQLITE_ERROR, DanvanError),
    ],
)
def test_each_code_of_sqlite_becomes_one_error_that_names_the_file_and_hints(code: int, kind: type) -> None:
    problem = sqlite3.DatabaseError("reason")
    problem.sqlite_errorcode = code
    with (
        pytest.raises(DanvanError, match=r"^kho/archive\.db: .*reason") as caught,
        translated(Path("kho/archive.db")),
    ):
        raise problem
    assert type(caught.value) is kind
    assert caught.value.hint
    assert caught.value.__cause__ is problem
