import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from danvan_cli.errors import DanvanError, IntegrityError, SchemaTooNewError, StorageError
from danvan_cli.model import Selection, Snapshot
from danvan_cli.snapshot import codec
from danvan_cli.store.articles import iter_articles
from danvan_cli.store.database import Archive, schema_sql
from danvan_cli.store.migrations import APPLICATION_ID, SCHEMA_VERSION
from danvan_cli.store.runs import start_run
from danvan_cli.store.search import search
from danvan_cli.store.snapshots import load_snapshot, save_snapshot

ROOT = Path(__file__).parents[2]


@pytest.fixture
def closed(archive_path: Path, pages: Any) -> Path:
    """The path of an archive with one article, closed in good order."""
    with Archive.open(archive_path, codec=codec) as archive:
        pages.save(archive)
    return archive_path


def folder_of(path: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in path.parent.iterdir() if file.is_file()}


# --- opening -------------------------------------------------------------------------------------


def test_a_new_archive_says_in_its_header_whose_it_is(archive: Archive, archive_path: Path) -> None:
    header = {name: archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")}

    assert header == {"application_id": APPLICATION_ID, "user_version": SCHEMA_VERSION}
    assert archive_path.is_file(), "a file name with spaces and URI characters is taken literally"


@pytest.mark.parametrize(("durability", "synchronous"), [("normal", 1), ("full", 2)])
def test_a_writer_has_wal_foreign_keys_and_patience(archive_path: Path, durability: str, synchronous: int) -> None:
    wanted = {
        "journal_mode": "wal",
        "synchronous": synchronous,
        "foreign_keys": 1,
        "busy_timeout": 30_000,
        "page_size": 4096,
    }
    with Archive.open(archive_path, codec=codec, durability=durability) as archive:
        assert {name: archive.db.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted} == wanted


def test_opening_an_archive_again_changes_nothing(closed: Path) -> None:
    before = folder_of(closed)
    Archive.open(closed, codec=codec).close()
    assert folder_of(closed) == before


def test_closing_folds_the_log_into_the_file_and_closing_twice_is_harmless(archive: Archive, pages: Any) -> None:
    pages.save(archive)
    archive.close()
    archive.close()
    assert list(folder_of(archive.path)) == [archive.path.name]


def test_closing_folds_the_log_in_also_while_a_reader_has_the_archive_open(closed: Path, pages: Any) -> None:
    with Archive.open(closed, codec=codec, read_only=True):
        with Archive.open(closed, codec=codec) as writer:
            pages.save(writer, url="https://baolangxa.example/khac")
        assert closed.with_name(closed.name + "-wal").stat().st_size == 0


def test_closing_does_not_wait_for_another_user_of_the_archive(closed: Path, pages: Any) -> None:
    patience_ms = 3_600_000  # closing that waits would hold this test for an hour
    with Archive.open(closed, codec=codec, read_only=True) as reader, reader.read():
        assert reader.rows("SELECT count(*) AS n FROM articles") == [{"n": 1}]
        writer = Archive.open(closed, codec=codec, busy_timeout_ms=patience_ms)
        pages.save(writer, url="https://baolangxa.example/khac")
        writer.close()
        assert reader.rows("SELECT count(*) AS n FROM articles") == [{"n": 1}], "its view stands still"


def test_a_file_of_no_bytes_becomes_an_archive_only_where_one_may_be_made(archive_path: Path) -> None:
    archive_path.touch()
    with pytest.raises(StorageError, match="an empty file"):
        Archive.open(archive_path, codec=codec, create=False)
    with pytest.raises(StorageError, match="an empty file"):
        Archive.open(archive_path, codec=codec, read_only=True)
    Archive.open(archive_path, codec=codec).close()
    Archive.open(archive_path, codec=codec, create=False).close()


def test_schema_sql_makes_the_same_tables_again(archive: Archive) -> None:
    copy = sqlite3.connect(":memory:")
    copy.executescript(schema_sql(archive))
    names = "SELECT name FROM sqlite_schema WHERE name NOT LIKE '%sqlite_%' ORDER BY name"
    assert copy.execute(names).fetchall() == archive.db.execute(names).fetchall()
    copy.close()


# --- refusing ------------------------------------------------------------------------------------


def refuse(path: Path, kind: type[DanvanError], message: str, **options: Any) -> None:
    """Opening fails with that error, which names the file and hints; nothing beside the file has changed."""
    before = folder_of(path) if path.parent.is_dir() else None
    with pytest.raises(kind, match=message) as caught:
        Archive.open(path, codec=codec, **options)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert (folder_of(path) if path.parent.is_dir() else None) == before


READING_AND_WRITING = pytest.mark.parametrize("read_only", [False, True], ids=["write", "read"])


@READING_AND_WRITING
def test_a_saved_page_is_no_archive(archive_path: Path, *, read_only: bool) -> None:
    archive_path.write_text("<!doctype html><title>Trang chủ</title>" * 200)
    refuse(archive_path, StorageError, "not a SQLite database", read_only=read_only)


@READING_AND_WRITING
@pytest.mark.parametrize("journal", ["DELETE", "WAL"])
def test_a_database_of_another_program_is_no_archive(archive_path: Path, journal: str, *, read_only: bool) -> None:
    foreign = sqlite3.connect(archive_path)
    foreign.execute(f"PRAGMA journal_mode = {journal}")
    foreign.execute("CREATE TABLE notes (text)")
    foreign.close()
    before = archive_path.read_bytes()
    with pytest.raises(StorageError, match="a SQLite database of another program"):
        Archive.open(archive_path, codec=codec, read_only=read_only)
    assert archive_path.read_bytes() == before


@READING_AND_WRITING
def test_an_archive_of_a_newer_danvan_is_left_alone(closed: Path, *, read_only: bool) -> None:
    newer = sqlite3.connect(closed)
    newer.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    newer.close()
    before = closed.read_bytes()
    with pytest.raises(SchemaTooNewError, match=f"schema {SCHEMA_VERSION + 1}") as caught:
        Archive.open(closed, codec=codec, read_only=read_only)
    assert "update danvan" in str(caught.value.hint)
    assert closed.read_bytes() == before


def test_an_archive_of_an_older_danvan_is_not_migrated_by_a_reader(closed: Path) -> None:
    older = sqlite3.connect(closed)
    older.execute("PRAGMA user_version = 0")
    older.close()
    with pytest.raises(StorageError, match="older schema 0"):
        Archive.open(closed, codec=codec, read_only=True)


def test_a_missing_archive_is_made_only_on_request(archive_path: Path) -> None:
    refuse(archive_path, StorageError, "no such archive", create=False)
    refuse(archive_path, StorageError, "no such archive", read_only=True)


def test_a_folder_or_a_missing_folder_is_said_so(tmp_path: Path) -> None:
    refuse(tmp_path, StorageError, "is a folder")
    refuse(tmp_path / "chưa có" / "archive.db", StorageError, "folder does not exist")


# --- damage --------------------------------------------------------------------------------------


@READING_AND_WRITING
def test_damaged_pages_are_an_integrity_error(closed: Path, *, read_only: bool) -> None:
    size = closed.stat().st_size
    with closed.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))

    def read_all() -> None:
        with Archive.open(closed, codec=codec, read_only=read_only) as archive:
            list(iter_articles(archive, Selection()))
            load_snapshot(archive, 1)

    with pytest.raises(IntegrityError, match="damaged") as caught:
        read_all()
    assert str(closed) in caught.value.message
    assert ".recover" in str(caught.value.hint)


@READING_AND_WRITING
def test_a_garbled_header_is_damage_not_another_program(closed: Path, *, read_only: bool) -> None:
    with closed.open("r+b") as file:
        file.seek(16)
        file.write(b"\xff" * 80)
    with pytest.raises(IntegrityError, match="damaged"):
        Archive.open(closed, codec=codec, read_only=read_only)


def test_an_archive_that_lost_a_table_is_damaged(closed: Path) -> None:
    other = sqlite3.connect(closed)
    other.execute("DROP TABLE attempts")
    other.execute("DROP TABLE provenance")
    other.close()
    with Archive.open(closed, codec=codec) as archive, pytest.raises(IntegrityError, match="provenance"):
        list(iter_articles(archive, Selection()))


# --- a full disk, a lock -------------------------------------------------------------------------


def test_a_full_disk_is_a_storage_error_and_keeps_what_was_saved(
    archive: Archive, make_snapshot: Callable[..., Snapshot], check_whole: Callable[[Archive], None]
) -> None:
    saved = save_snapshot(archive, make_snapshot(b"truoc"), run_id=None, source_id=None)
    pages_now = archive.db.execute("PRAGMA page_count").fetchone()[0]
    archive.db.execute(f"PRAGMA max_page_count = {pages_now + 2}")

    with pytest.raises(StorageError, match="cannot be written: database or disk is full") as caught:
        save_snapshot(archive, make_snapshot(os.urandom(90_000)), run_id=None, source_id=None)

    assert "free space" in str(caught.value.hint)
    assert load_snapshot(archive, saved.id).body == b"truoc"
    assert archive.rows("SELECT count(*) AS n FROM bodies") == [{"n": 1}]
    check_whole(archive)
    save_snapshot(archive, make_snapshot(b"sau"), run_id=None, source_id=None)


@pytest.fixture
def lock(closed: Path) -> Iterator[sqlite3.Connection]:
    other = sqlite3.connect(closed, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield other
    other.close()


def test_a_lock_held_past_the_timeout_is_a_storage_error(closed: Path, lock: sqlite3.Connection) -> None:
    with pytest.raises(StorageError, match="locked by another program"):
        Archive.open(closed, codec=codec, busy_timeout_ms=20)
    lock.rollback()
    with Archive.open(closed, codec=codec, busy_timeout_ms=20) as archive:
        lock.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked by another program"):
            start_run(archive, command="fetch", arguments=[])
        lock.execute("ROLLBACK")
        start_run(archive, command="fetch", arguments=[])


def test_a_reader_is_not_stopped_by_a_writer(closed: Path, lock: sqlite3.Connection) -> None:
    with Archive.open(closed, codec=codec, read_only=True, busy_timeout_ms=20) as archive:
        assert len(list(search(archive, "khánh thành", Selection()))) == 1


# --- reading only --------------------------------------------------------------------------------


def test_a_reader_searches_and_cannot_write(closed: Path) -> None:
    with Archive.open(closed, codec=codec, read_only=True) as archive:
        assert [hit.article.article.title for hit in search(archive, "lang xa", Selection())] == [
            "Khánh thành cầu Làng Xa"
        ]
        assert archive.db.execute("PRAGMA foreign_keys").fetchone()[0] == 1
        with pytest.raises(StorageError, match="opened read-only"):
            start_run(archive, command="fetch", arguments=[])
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            archive.db.execute("DELETE FROM articles")


AS_NOBODY = """
import os, sys
from pathlib import Path
from danvan_cli.errors import DanvanError
from danvan_cli.model import Selection
from danvan_cli.snapshot import codec
from danvan_cli.store.database import Archive
from danvan_cli.store.search import search
if os.geteuid() == 0:
    os.setresuid(65534, 65534, 65534)
for options in ({"read_only": True}, {}):
    try:
        with Archive.open(Path(sys.argv[1]), codec=codec, **options) as archive:
            print(len(list(search(archive, "khanh thanh", Selection()))))
    except DanvanError as problem:
        print(type(problem).__name__, problem.message)
"""


@pytest.fixture
def on_read_only_medium(closed: Path) -> Iterator[Path]:
    """The archive in a folder where an ordinary user may only read."""
    folder = Path(tempfile.mkdtemp())  # pytest's own folders are closed to other users altogether
    shutil.copy(closed, folder / "archive.db")
    (folder / "archive.db").chmod(0o444)
    folder.chmod(0o555)
    yield folder / "archive.db"
    folder.chmod(0o755)
    shutil.rmtree(folder)


def as_nobody(path: Path) -> list[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", AS_NOBODY, str(path)]
    done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout.splitlines()


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no read-only bit there")
def test_a_read_only_folder_can_be_searched_and_not_written(on_read_only_medium: Path) -> None:
    found, refused = as_nobody(on_read_only_medium)
    assert found == "1"
    assert refused == f"StorageError {on_read_only_medium}: cannot be written: Permission denied"
    assert [file.name for file in on_read_only_medium.parent.iterdir()] == ["archive.db"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders have no read-only bit there")
def test_unfinished_writes_on_a_read_only_folder_are_not_overlooked(on_read_only_medium: Path, pages: Any) -> None:
    folder = on_read_only_medium.parent
    folder.chmod(0o755)
    on_read_only_medium.chmod(0o644)
    with Archive.open(on_read_only_medium, codec=codec) as archive:
        pages.save(archive, url="https://baolangxa.example/moi")
        left_behind = (folder / "archive.db-wal").read_bytes()
    (folder / "archive.db-wal").write_bytes(left_behind)
    folder.chmod(0o555)

    found, _ = as_nobody(on_read_only_medium)
    assert found.startswith(f"StorageError {on_read_only_medium}: has unfinished writes")


# --- transactions --------------------------------------------------------------------------------


def test_a_write_that_fails_midway_leaves_nothing(archive: Archive, pages: Any) -> None:
    # Without its own transaction sqlite-utils commits batch by batch.
    archive.db.execute(
        "CREATE TEMP TRIGGER refuse BEFORE INSERT ON provenance BEGIN SELECT RAISE(ABORT, 'no more'); END"
    )
    with pytest.raises(DanvanError, match="no more"):
        pages.save(archive)
    counts = {table: archive.db.table(table).count for table in ("articles", "versions", "captions", "parses")}
    assert counts == dict.fromkeys(counts, 0)
    archive.db.execute("DROP TRIGGER refuse")
    assert pages.save(archive).version == 1


def test_an_interrupt_rolls_back_and_the_archive_stays_usable(archive: Archive) -> None:
    def save_and_be_interrupted() -> None:
        with archive.write():
            archive.insert("sources", {"id": "a", "name": "A", "home_url": "https://a.example/"})
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_and_be_interrupted()
    assert archive.db.table("sources").count == 0
    start_run(archive, command="fetch", arguments=[])


def test_write_is_not_re_entrant(archive: Archive) -> None:
    with archive.write(), pytest.raises(RuntimeError, match="inside another"), archive.write():
        pass


def test_the_driver_never_leaves_a_transaction_open(archive: Archive) -> None:
    archive.db.conn.execute("INSERT INTO sources (id, name, home_url) VALUES ('a', 'A', 'https://a.example/')")
    assert not archive.db.conn.in_transaction
    with Archive.open(archive.path, codec=codec, read_only=True) as other:
        assert other.rows("SELECT id FROM sources") == [{"id": "a"}]


def test_a_write_takes_its_lock_before_it_reads(archive: Archive, pages: Any) -> None:
    """A deferred transaction that reads first fails at once when another writer was faster."""
    statements: list[str] = []
    with archive.db.tracer(lambda sql, _: statements.append(sql)):
        pages.save(archive)
    begins = [statement for statement in statements if statement.startswith("BEGIN")]
    assert begins == ["BEGIN IMMEDIATE", "BEGIN IMMEDIATE"]


def test_a_broken_rule_is_reported_as_a_bug_not_as_damage(archive: Archive) -> None:
    with (
        pytest.raises(DanvanError, match="breaks a rule of the archive: FOREIGN KEY") as caught,
        archive.write(),
    ):
        archive.insert("aliases", {"url": "https://baolangxa.example/x", "article_id": 99})
    assert type(caught.value) is DanvanError


def test_misuse_of_a_closed_archive_is_not_blamed_on_the_file(archive: Archive) -> None:
    archive.close()
    with pytest.raises(sqlite3.ProgrammingError):
        archive.rows("SELECT 1")


# --- several writes as one ------------------------------------------------------------------------


def test_writes_in_a_batch_are_committed_together_or_not_at_all(archive: Archive) -> None:
    def note(name: str) -> None:
        with archive.write():
            archive.insert("sources", {"id": name, "name": name, "home_url": "x"})

    with archive.batch():
        note("a")
        note("b")
        with Archive.open(archive.path, codec=archive.codec, read_only=True) as other:
            assert other.rows("SELECT id FROM sources") == []

    def fail_after(name: str) -> None:
        with archive.batch():
            note(name)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after("c")
    note("d")
    assert [row["id"] for row in archive.rows("SELECT id FROM sources ORDER BY id")] == ["a", "b", "d"]
