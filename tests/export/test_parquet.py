import io
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest

from danvan_cli.errors import UsageError
from danvan_cli.export import parquet
from danvan_cli.export.record import KEYS, record
from danvan_cli.model import Article, StoredArticle
from tests.support.hostile import HOSTILE


def written(*articles: StoredArticle) -> io.BytesIO:
    out = io.BytesIO()
    assert parquet.write(articles, out) == len(articles)
    out.seek(0)
    return out


def as_json(row: dict[str, Any]) -> dict[str, Any]:
    """A row with its times as the record writes them."""
    times = {key: row[key].isoformat() for key in ("published_at", "updated_at", "captured_at") if row[key]}
    return {**row, **times}


def test_rows_say_what_the_records_say(stored: StoredArticle) -> None:
    bare = replace(stored, article=Article(url=None), source=None)
    articles = (stored, bare, *HOSTILE)
    table = pq.read_table(written(*articles))
    assert table.column_names == list(KEYS)
    assert [as_json(row) for row in table.to_pylist()] == [record(article) for article in articles]


def test_columns_have_their_types_and_the_schema_its_version(stored: StoredArticle) -> None:
    schema = pq.read_schema(written(stored))
    types = {name: str(schema.field(name).type) for name in KEYS}
    assert types["published_at"] == "timestamp[us, tz=+07:00]"
    assert types["captured_at"] == "timestamp[us, tz=UTC]"
    assert types["source"].startswith("dictionary<values=string")
    assert types["byline"].startswith("list<")
    assert "struct<text: string, credit: string, image_url: string, position: int32>" in types["captions"]
    assert schema.metadata[b"danvan.schema_version"] == b"1"


def test_duckdb_reads_nested_captions_and_times(stored: StoredArticle, tmp_path: Path) -> None:
    path = tmp_path / "bao.parquet"
    path.write_bytes(written(stored).getvalue())
    query = """
        SELECT title, source, captions[1].credit, len(byline), epoch(published_at), epoch(captured_at)
        FROM read_parquet(?)
    """
    published = stored.article.published_at
    assert published is not None
    assert duckdb.execute(query, [str(path)]).fetchall() == [
        (
            "Khánh thành cầu Đồng Mận",
            "baosonha",
            "Lê Hạ",
            2,
            published.timestamp(),
            stored.captured_at.replace(microsecond=0).timestamp(),
        )
    ]


def test_row_groups_are_bounded_and_articles_are_asked_for_as_they_are_written(
    stored: StoredArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_MOST_ROWS", 10)
    out = io.BytesIO()
    sizes = []

    def articles() -> Iterator[StoredArticle]:
        for number in range(35):
            sizes.append(out.tell())
            yield replace(stored, id=number)

    assert parquet.write(articles(), out) == 35
    groups = pq.ParquetFile(out)
    assert [groups.metadata.row_group(n).num_rows for n in range(groups.num_row_groups)] == [10, 10, 10, 5]
    assert sizes[10] > sizes[9], "a full group is out before the next article"


def test_long_texts_close_a_group_early(stored: StoredArticle, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_MOST_LETTERS", 50)
    assert pq.ParquetFile(written(stored, stored, stored)).num_row_groups == 3


def test_the_same_articles_are_the_same_bytes(stored: StoredArticle) -> None:
    assert written(stored, *HOSTILE).getvalue() == written(stored, *HOSTILE).getvalue()


def test_an_empty_export_has_its_columns() -> None:
    table = pq.read_table(written())
    assert table.num_rows == 0
    assert table.column_names == list(KEYS)


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as refused:
        parquet.schema()
    assert refused.value.hint == "pip install 'danvan[parquet]'"
    assert json.dumps(refused.value.message)
