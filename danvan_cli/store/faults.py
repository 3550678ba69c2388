"""What SQLite complains about, said for people: one place maps its error codes to danvan's errors."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from danvan_cli.errors import DanvanError, IntegrityError, StorageError
from danvan_cli.language import N_, _

_UNREADABLE = {
    sqlite3.SQLITE_IOERR_READ,
    sqlite3.SQLITE_IOERR_SHORT_READ,
    sqlite3.SQLITE_IOERR_CORRUPTFS,
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT}

# By primary error code: the class, what is wrong, what to try. ENOSPC arrives as SQLITE_FULL, a limit on
# file size (RLIMIT_FSIZE, a quota) as SQLITE_IOERR_WRITE.
_Fault = tuple[type[DanvanError], str, str]
_NO_SPACE = N_("free space on the disk or raise the file size limit; what was saved is kept")
_FAULTS: dict[int, _Fault] = {
    sqlite3.SQLITE_FULL: (StorageError, N_("cannot be written"), _NO_SPACE),
    sqlite3.SQLITE_IOERR: (StorageError, N_("cannot be written"), _NO_SPACE),
    sqlite3.SQLITE_BUSY: (StorageError, N_("locked by another program"), N_("end that program, or try again later")),
    sqlite3.SQLITE_LOCKED: (
        StorageError,
        N_("locked by another program"),
        N_("end that program, or try again later"),
    ),
    sqlite3.SQLITE_READONLY: (StorageError, N_("read-only"), N_("check the rights of the file and of its folder")),
    sqlite3.SQLITE_PERM: (StorageError, N_("read-only"), N_("check the rights of the file and of its folder")),
    sqlite3.SQLITE_CANTOPEN: (
        StorageError,
        N_("cannot be opened"),
        N_("check the rights of the file and of its folder"),
    ),
    sqlite3.SQLITE_CONSTRAINT: (DanvanError, N_("a row breaks a rule of the archive"), N_("please report this")),
}
_UNEXPECTED: _Fault = (DanvanError, N_("SQLite fails"), N_("please report this"))


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite errors inside leave as ``DanvanError`` naming ``path``; misuse of the driver leaves as it is."""
    try:
        yield
    except sqlite3.Error as problem:
        if getattr(problem, "sqlite_errorcode", None) is None:
            # The driver itself complains (a closed connection, a wrong thread): a bug here, not in the file.
            raise
        raise fault(path, problem) from problem


def fault(path: Path, problem: sqlite3.Error) -> DanvanError:
    """``problem`` as the error that stops the run: what is wrong with ``path`` and what to try."""
    primary = problem.sqlite_errorcode & 0xFF
    if problem.sqlite_errorcode in _UNREADABLE or primary in _DAMAGED or _lacks_schema(problem):
        return damaged(path, str(problem))
    kind, what, hint = _FAULTS.get(primary, _UNEXPECTED)
    return kind(f"{path}: {_(what)}: {problem}", hint=_(hint))


def damaged(path: Path, detail: str) -> IntegrityError:
    """The error for an archive that SQLite can no longer read whole."""
    rescue = f'sqlite3 {path} ".recover" | sqlite3 rescued.db'
    return IntegrityError(
        _("{path}: damaged: {detail}", path=path, detail=detail),
        hint=_("nothing was changed; restore a backup, or try: {rescue}", rescue=rescue),
    )


def _lacks_schema(problem: sqlite3.Error) -> bool:
    return str(problem).startswith("no such table")
