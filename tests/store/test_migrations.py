import re
import sqlite3
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from danvan_cli.model import BlockKind, Origin, Outcome, Precision
from danvan_cli.store.database import Archive, schema_sql
from danvan_cli.store.migrations import APPLICATION_ID, SCHEMA_VERSION, index_articles, migrations

TRIGGERS = {"articles_fts_insert", "articles_fts_delete", "articles_fts_update"}


def test_the_schema_version_counts_the_migrations(archive: Archive) -> None:
    applied = archive.rows("SELECT name FROM _sqlite_migrations WHERE migration_set = 'danvan'")
    assert len(applied) == SCHEMA_VERSION
    assert migrations.pending(archive.db) == []


def test_an_archive_of_schema_1_is_brought_up_to_date_with_every_row(
    archive: Archive, pages: Any, check_whole: Callable[[Archive], None]
) -> None:
    pages.save(archive, body=b"1")
    pages.save(archive, body=b"2", title="Sửa")
    path = archive.path.with_name("schema-1.db")
    old = as_of(path, archive, before="0002-readings")

    with Archive.open(path, codec=archive.codec, create=False) as opened:
        assert opened.rows("PRAGMA user_version") == [{"user_version": SCHEMA_VERSION}]
        assert schema_sql(opened) == schema_sql(archive)
        assert {table: opened.rows(f"SELECT {columns} FROM {table}") for table, columns, _ in old} == {  # noqa: S608
            table: rows for table, _, rows in old
        }
        assert [row["replaced"] for row in opened.rows("SELECT replaced FROM parses")] == [None, None]
        check_whole(opened)
        pages.save(opened, body=b"3", title="Sửa nữa")


def as_of(path: Path, archive: Archive, *, before: str) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """An archive in the schema before that migration, with the rows of ``archive``: table, columns, rows."""
    db = Database(path)
    migrations.apply(db, stop_before=before)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(migrations.applied(db))}")
    tables = []
    db.execute("PRAGMA foreign_keys = OFF")
    for table in ("sources", "bodies", "runs", "snapshots", "articles", "versions", "captions", "removed_blocks",
                  "parses", "provenance", "aliases", "attempts"):  # fmt: skip
        columns = ", ".join(column.name for column in db.table(table).columns)
        rows = archive.rows(f"SELECT {columns} FROM {table}")  # noqa: S608 our own names
        db.table(table).insert_all(rows)
        tables.append((table, columns, rows))
    db.close()
    return tables


def test_every_table_is_strict(archive: Archive) -> None:
    lax = archive.rows(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT GLOB 'sqlite_*'"
    )
    assert lax == []


@pytest.mark.parametrize(
    ("table", "column", "values"),
    [
        ("snapshots", "origin", Origin),
        ("articles", "published_precision", Precision),
        ("versions", "published_precision", Precision),
        ("removed_blocks", "kind", BlockKind),
        ("attempts", "outcome", Outcome),
    ],
)
def test_a_check_lists_exactly_the_values_of_its_enum(
    archive: Archive, table: str, column: str, values: type[StrEnum]
) -> None:
    checked = re.search(rf"{column} IN \(([^)]*)\)", archive.db.table(table).schema)
    assert checked is not None
    assert set(re.findall(r"'([^']+)'", checked[1])) == {value.value for value in values}


def test_every_foreign_key_that_is_looked_up_has_its_index(archive: Archive) -> None:
    plan = "EXPLAIN QUERY PLAN SELECT * FROM {} WHERE {} = 1"
    for table, column in [
        ("snapshots", "url"),
        ("snapshots", "requested_url"),
        ("snapshots", "body_sha256"),
        ("snapshots", "captured_at"),
        ("versions", "article_id"),
        ("parses", "snapshot_id"),
        ("parses", "version_id"),
        ("articles", "source_id"),
        ("articles", "day"),
        ("attempts", "run_id"),
    ]:
        details = " ".join(row["detail"] for row in archive.rows(plan.format(table, column)))
        assert "USING INDEX" in details, (table, column)


def test_an_unknown_parent_is_refused_on_every_connection(archive: Archive) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        archive.db.execute(
            "INSERT INTO captions (version_id, position, text, block_position, raw) VALUES (9, 0, 'x', 0, '')"
        )


def test_the_search_triggers_are_these_and_no_others(archive: Archive) -> None:
    assert {trigger.name for trigger in archive.db.triggers} == TRIGGERS


def test_transforming_articles_and_indexing_again_keeps_search_whole(
    archive: Archive, pages: Any, check_whole: Callable[[Archive], None]
) -> None:
    """What a later migration must do: transform() drops every trigger without a word."""
    pages.save(archive)
    schema_before = schema_sql(archive).count("CREATE TRIGGER")
    with archive.write():
        archive.db.table("articles").transform(rename={"language": "lang"})
        index_articles(archive.db)

    assert {trigger.name for trigger in archive.db.triggers} == TRIGGERS
    assert schema_sql(archive).count("CREATE TRIGGER") == schema_before
    archive.db.execute("UPDATE articles SET title = 'Cầu mới' WHERE id = 1")
    check_whole(archive)


def test_the_check_of_the_search_index_can_fail(
    archive: Archive, pages: Any, check_whole: Callable[[Archive], None]
) -> None:
    pages.save(archive)
    check_whole(archive)
    archive.db.execute("DROP TRIGGER articles_fts_update")
    archive.db.execute("UPDATE articles SET title = 'Cầu mới' WHERE id = 1")
    with pytest.raises(sqlite3.DatabaseError, match="malformed"):
        check_whole(archive)


@pytest.mark.parametrize("column", ["title", "sapo", "body", "captions_text"])
def test_an_update_of_one_text_alone_is_indexed(
    archive: Archive, pages: Any, check_whole: Callable[[Archive], None], column: str
) -> None:
    pages.save(archive)
    archive.db.table("articles").update(1, {column: "Chợ nổi"})
    check_whole(archive)
    assert archive.rows("SELECT rowid FROM articles_fts WHERE articles_fts MATCH 'noi'") == [{"rowid": 1}]


@pytest.mark.parametrize("table", ["articles_fts", "articles_fts_exact"])
def test_an_update_that_changes_no_text_does_not_index_again(archive: Archive, pages: Any, table: str) -> None:
    pages.save(archive)
    index = f"SELECT count(*) AS n, sum(length(block)) AS size FROM {table}_data"  # noqa: S608 - our own names
    before = archive.rows(index)
    archive.db.execute("UPDATE articles SET title = title, language = 'en' WHERE id = 1")
    row = archive.rows("SELECT * FROM articles")[0]
    archive.db.table("articles").upsert(row, pk="id")
    assert archive.rows(index) == before
    archive.db.execute("UPDATE articles SET title = 'Một tựa khác hẳn' WHERE id = 1")
    assert archive.rows(index) != before
