"""The archive: one SQLite file, opened, checked and guarded.

Every write is one ``BEGIN IMMEDIATE``: a deferred transaction that reads before it writes fails at once when
another writer was faster, whatever the timeout says. With WAL and ``synchronous=NORMAL`` a killed process
loses nothing that was committed; ``durability="full"`` says the same of a power cut.
"""

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self, cast

from sqlite_utils import Database

from danvan_cli.errors import SchemaTooNewError, StorageError
from danvan_cli.language import _
from danvan_cli.store.faults import damaged, translated
from danvan_cli.store.migrations import APPLICATION_ID, SCHEMA_VERSION, migrate

_MAGIC = b"SQLite format 3\0"
_STRICT_SINCE = (3, 37)

Row = dict[str, Any]


def utc_now() -> datetime:
    """The system's clock."""
    return datetime.now(UTC)


class BodyCodec(Protocol):
    """How bodies are packed: whoever opens an archive passes one in (``danvan_cli.snapshot.codec`` fits)."""

    def encode(self, body: bytes, base: bytes | None = None) -> tuple[str, bytes]:
        """The codec's name and the packed bytes, proved to come back the same."""
        ...

    def decode(self, blob: tuple[str, bytes], base: bytes | None = None) -> bytes:
        """The body again. Raises ``IntegrityError`` where that is impossible."""
        ...


class Archive:
    """An open archive. One thread, one archive: SQLite has one writer, and danvan's is the parent process.

    Used by this room's functions, through ``read`` and ``write``; everyone else passes it along.
    """

    def __init__(
        self, path: Path, db: Database, codec: BodyCodec, *, writable: bool, clock: Callable[[], datetime]
    ) -> None:
        self.path = path
        self.db = db
        self.codec = codec
        self.writable = writable
        self.clock = clock
        self._is_batch = False

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        codec: BodyCodec,
        create: bool = True,
        read_only: bool = False,
        durability: str = "normal",
        busy_timeout_ms: int = 30_000,
        clock: Callable[[], datetime] = utc_now,
    ) -> Self:
        """The archive at ``path``, made there unless ``create`` is false, its schema brought up to date.

        ``read_only`` never creates, migrates or writes. ``durability`` is ``normal`` or ``full``.
        ``clock`` tells the time, in UTC, that rows are stamped with when they are stored.

        Raises ``StorageError`` where the file or folder is missing, no archive, read-only, locked or on a
        full disk; ``SchemaTooNewError`` for one that a newer danvan wrote; ``IntegrityError`` for a damaged
        one. A file that is refused is left as it was.
        """
        _check_sqlite(path)
        _check_file(path, may_create=create, writable=not read_only)
        with translated(path):
            connect = _connect_reader if read_only else _connect_writer
            connection = connect(path, busy_timeout_ms)
            db = Database(connection, execute_plugins=False, strict=True)
            archive = cls(path, db, codec, writable=not read_only, clock=clock)
            try:
                archive._check_identity(may_create=create)
                if archive.writable:
                    archive._prepare(durability, busy_timeout_ms)
            except BaseException:
                connection.close()
                raise
        return archive

    def _check_identity(self, *, may_create: bool) -> None:
        """Refuse what is not ours, or newer than us. Reads only."""
        identity, version = self._pragma("application_id"), self._pragma("user_version")
        if identity != APPLICATION_ID:
            is_empty = identity == 0 and not self.rows("SELECT 1 FROM sqlite_schema LIMIT 1")
            if not (is_empty and may_create and self.writable):
                raise _not_an_archive(
                    self.path, _("an empty file") if is_empty else _("a SQLite database of another program")
                )
        if version > SCHEMA_VERSION:
            message = _(
                "{path}: written by a newer danvan (schema {version}, this one knows {schema_version})",
                path=self.path,
                version=version,
                schema_version=SCHEMA_VERSION,
            )
            raise SchemaTooNewError(message, hint=_("update danvan; the archive was left untouched"))
        if version < SCHEMA_VERSION and not self.writable:
            message = _(
                "{path}: has the older schema {version}, and was opened read-only", path=self.path, version=version
            )
            raise StorageError(message, hint=_("open it once for writing, it is then brought up to date"))

    def _prepare(self, durability: str, busy_timeout_ms: int) -> None:
        """Settings of the connection, then the schema. Proves that the file can be written."""
        self.db.execute("PRAGMA page_size = 4096")
        _enable_wal(self.db.conn, time.monotonic() + busy_timeout_ms / 1000)
        self.db.execute(f"PRAGMA synchronous = {'FULL' if durability == 'full' else 'NORMAL'}")
        with self.write():
            migrate(self.db)

    def _pragma(self, name: str) -> int:
        return int(self.db.execute(f"PRAGMA {name}").fetchone()[0])

    @contextlib.contextmanager
    def write(self) -> Iterator[None]:
        """One transaction: all of it is committed at the end of the block, or none of it. Not re-entrant.

        Raises ``StorageError`` or ``IntegrityError`` in place of SQLite's own errors.
        """
        if self._is_batch:
            yield
            return
        if not self.writable:
            raise StorageError(_("{path}: opened read-only", path=self.path), hint=_("open it for writing"))
        if self.db.conn.in_transaction:
            raise RuntimeError("Archive.write() inside another transaction")
        with translated(self.path):
            self.db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.db.execute("COMMIT")
            except BaseException:
                self.db.rollback()
                raise

    @contextlib.contextmanager
    def batch(self) -> Iterator[None]:
        """Several writes as one: every ``write`` in the block joins it, and all are committed at its end, or none.

        Nobody is told of them before. Other writers wait for the whole of it, so that it should be short.
        """
        with self.write():
            self._is_batch = True
            try:
                yield
            finally:
                self._is_batch = False

    @contextlib.contextmanager
    def read(self) -> Iterator[None]:
        """One view of the archive for all queries of the block, whatever a writer commits meanwhile."""
        with translated(self.path):
            if self.db.conn.in_transaction:
                yield
                return
            self.db.execute("BEGIN")
            try:
                yield
            finally:
                self.db.rollback()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """All rows of a query, by column name."""
        with translated(self.path):
            cursor = self.db.execute(sql, parameters)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def insert(self, table: str, row: Row) -> int:
        """Add a row inside ``write``; gives its id."""
        return int(cast("int", self.db.table(table).insert(row).last_pk))

    def row(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, None where it has none."""
        return next(iter(self.rows(sql, parameters)), None)

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it. Closing twice does nothing."""
        if self.writable:
            # Whatever stands in the way (another user of the archive, a full disk): the log holds every
            # commit, and whoever closes or opens the archive next carries on from it.
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("PRAGMA busy_timeout = 0")
                self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def schema_sql(archive: Archive) -> str:
    """The statements that make the archive's tables, indexes and triggers, as SQLite keeps them."""
    statements = archive.rows(
        "SELECT sql FROM sqlite_schema AS made LEFT JOIN pragma_table_list AS listed"
        " ON listed.name = tbl_name WHERE sql IS NOT NULL AND listed.type IS NOT 'shadow'"
        " AND tbl_name NOT IN ('sqlite_sequence', '_sqlite_migrations') ORDER BY made.rowid"
    )
    return "".join(f"{statement['sql']};\n" for statement in statements)


# --- before SQLite sees the file -----------------------------------------------------------------


def _check_sqlite(path: Path) -> None:
    if sqlite3.sqlite_version_info < _STRICT_SINCE:
        message = _(
            "{path}: this Python has SQLite {sqlite_version}, danvan needs 3.37 or later",
            path=path,
            sqlite_version=sqlite3.sqlite_version,
        )
        raise StorageError(message, hint=_("use a newer Python"))


def _check_file(path: Path, *, may_create: bool, writable: bool) -> None:
    """Refuse what cannot be an archive, or cannot be written, before SQLite sees it.

    SQLite would quietly open a file it may not write for reading, and fail at the first write.
    """
    if path.is_dir():
        raise StorageError(_("{path}: is a folder", path=path), hint=_("name a file, for example archive.db in it"))
    if not path.parent.is_dir():
        raise StorageError(
            _("{path}: its folder does not exist", path=path),
            hint=_("create {parent}, or name another with --db", parent=path.parent),
        )
    try:
        with path.open("r+b" if writable else "rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError:
        if may_create and writable:
            return
        raise StorageError(
            _("{path}: no such archive", path=path), hint=_("name another with --db; fetch and import make one")
        ) from None
    except OSError as problem:
        said = _("{path}: cannot be written: {problem}") if writable else _("{path}: cannot be read: {problem}")
        message = said.format(path=path, problem=problem.strerror)
        raise StorageError(message, hint=_("check the rights of the file and its folder")) from problem
    if start and start != _MAGIC:
        raise _not_an_archive(path, _("not a SQLite database"))


def _not_an_archive(path: Path, what: str) -> StorageError:
    return StorageError(
        _("{path}: not a danvan archive: {what}", path=path, what=what),
        hint=_("name another with --db; it was left untouched"),
    )


# --- connections ---------------------------------------------------------------------------------


def _connect(path: Path, options: str, busy_timeout_ms: int) -> sqlite3.Connection:
    """``isolation_level=None``: the driver opens no transaction of its own, to lose later writes in."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?{options}",
        uri=True,
        isolation_level=None,
        timeout=busy_timeout_ms / 1000,
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def _connect_writer(path: Path, busy_timeout_ms: int) -> sqlite3.Connection:
    return _connect(path, "mode=rwc", busy_timeout_ms)


def _connect_reader(path: Path, busy_timeout_ms: int) -> sqlite3.Connection:
    """A connection that does not write.

    Readers of a WAL archive share two files beside it. Only a connection that might write takes them away at
    its end, so where the file may be written, ``query_only`` keeps us from it in place of ``mode=ro``: people
    who copy archives are not left to wonder what ``archive.db-shm`` is. On a read-only folder (a mounted backup)
    those files cannot be made; ``immutable`` does without, and is right as long as no log waits beside the archive.
    """
    connection = _connect(path, "mode=rw" if os.access(path, os.W_OK) else "mode=ro", busy_timeout_ms)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1")
    except sqlite3.OperationalError as problem:
        connection.close()
        log = path.with_name(path.name + "-wal")
        if problem.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY}:
            raise
        if log.exists() and log.stat().st_size:
            message = _(
                "{path}: has unfinished writes in {name}, and its folder is read-only", path=path, name=log.name
            )
            raise StorageError(message, hint=_("copy both files to a folder you may write to")) from problem
        return _connect(path, "mode=ro&immutable=1", busy_timeout_ms)
    except sqlite3.DatabaseError as problem:
        connection.close()
        raise damaged(path, str(problem)) from problem
    return connection


def _enable_wal(connection: sqlite3.Connection, deadline: float) -> None:
    """Switch to the write-ahead log; new archives only, the file remembers it.

    Of racing starts that all switch a new file, SQLite turns some away at once, without its busy handler
    (measured: 34 of 600), so the waiting is done here. ``deadline`` is a time of the monotonic clock.
    """
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
