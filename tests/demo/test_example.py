"""``archive.db.example`` is what this danvan makes: schema and rows."""

import sqlite3
from pathlib import Path

import pytest

from danvan_cli.demo.example import build_example
from danvan_cli.model import Selection
from danvan_cli.settings import ArchiveSettings, Settings
from danvan_cli.store.articles import find_article, iter_articles
from danvan_cli.store.search import search
from danvan_cli.workflows.archive import open_archive

COMMITTED = Path(__file__).parents[2] / "archive.db.example"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "archive.db"
    build_example(path)
    return path


def schema(path: Path) -> list[tuple[str, ...]]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as db:
        return db.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name").fetchall()


def rows(path: Path, table: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True) as db:
        return db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()  # noqa: S608


TABLES = (
    *("sources", "bodies", "runs", "snapshots", "articles", "versions", "captions"),
    *("removed_blocks", "parses", "provenance", "attempts", "aliases"),
)


def test_the_committed_example_has_todays_schema(built: Path) -> None:
    assert schema(COMMITTED) == schema(built), "python -m danvan_cli.demo.example archive.db.example"


@pytest.mark.parametrize("table", TABLES)
def test_the_committed_example_has_the_rows_that_this_danvan_makes(built: Path, table: str) -> None:
    made = rows(built, table)
    assert made, f"{table} is empty: the example shows nothing of it"
    if table == "bodies":  # another zstd packs the same body in other bytes: digests and sizes are compared
        assert [row[:4] for row in rows(COMMITTED, table)] == [row[:4] for row in made]
    else:
        assert rows(COMMITTED, table) == made, "python -m danvan_cli.demo.example archive.db.example"


def test_every_table_of_the_schema_is_compared(built: Path) -> None:
    names = {name for kind, name, *_ in schema(built) if kind == "table"}
    own = {name for name in names if not name.startswith(("sqlite_", "_sqlite_", "articles_fts"))}
    assert own == set(TABLES)


def test_the_example_opens_searches_and_has_a_corrected_story() -> None:
    settings = Settings(archive=ArchiveSettings(db=COMMITTED))
    with open_archive(settings, read_only=True) as archive:
        assert [hit.article.article.title for hit in search(archive, "ban na sang", Selection(limit=1))]
        edited = [stored for stored in iter_articles(archive, Selection()) if stored.versions > 1]
        assert len(edited) == 1
        assert find_article(archive, edited[0].id, version=1).article.text != edited[0].article.text
