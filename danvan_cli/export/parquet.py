"""Parquet: the record with types, for DuckDB, pandas, Polars and Spark. Needs the extra ``danvan[parquet]``.

The columns are the record's keys. Captions are a list of structs, times are instants with their zone, and the
newspaper, the province and other short words that repeat are dictionaries. Row groups are bounded in rows and in
letters, so that memory is flat.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from danvan_cli.errors import UsageError
from danvan_cli.export.record import KEYS, SCHEMA_VERSION, record
from danvan_cli.language import _
from danvan_cli.model import StoredArticle

if TYPE_CHECKING:
    import pyarrow

_MOST_ROWS = 1_000
_MOST_LETTERS = 3_000_000
"""Of the texts of one row group."""
_IN_A_BATCH = 100
_REPEATED = ("source", "province", "section", "language", "problem", "status")

_SOUGHT = ("url", "source", "province", "published_at", "section", "captured_at", "id")
"""Whose least and greatest values stand in the file, so that readers skip row groups; of texts they would be texts."""


def schema() -> "pyarrow.Schema":
    """The columns and their types. Raises ``UsageError`` where pyarrow is missing."""
    arrow = _pyarrow()
    text, texts = arrow.string(), arrow.list_(arrow.string())
    caption = [("text", text), ("credit", text), ("image_url", text), ("position", arrow.int32())]
    vietnam = arrow.timestamp("us", tz="+07:00")
    special = {
        "schema_version": arrow.int32(),
        "captions": arrow.list_(arrow.struct(caption)),
        "byline": texts,
        "tags": texts,
        "published_at": vietnam,
        "updated_at": vietnam,
        "captured_at": arrow.timestamp("us", tz="UTC"),
        "versions": arrow.int32(),
        "id": arrow.int64(),
        **dict.fromkeys(_REPEATED, arrow.dictionary(arrow.int32(), text)),
    }
    said = {"danvan.schema_version": str(SCHEMA_VERSION)}
    return arrow.schema([(key, special.get(key, text)) for key in KEYS], metadata=said)


def write(articles: Iterable[StoredArticle], out: BinaryIO) -> int:
    """Write the articles in row groups; returns how many. Raises ``UsageError`` where pyarrow is missing."""
    arrow, columns = _pyarrow(), schema()
    from pyarrow.parquet import ParquetWriter  # noqa: PLC0415 an extra

    written = 0
    options = {"compression": "zstd", "use_dictionary": [*_REPEATED], "write_statistics": [*_SOUGHT]}
    with ParquetWriter(out, columns, **options) as parquet:
        for group in _groups(articles):
            # Rows take several times as much memory in Python as in Arrow, so they are handed over a few at a time.
            batches = [arrow.RecordBatch.from_pylist(rows, schema=columns) for rows in group]
            parquet.write_table(arrow.Table.from_batches(batches, schema=columns))
            written += sum(batch.num_rows for batch in batches)
    return written


def _groups(articles: Iterable[StoredArticle]) -> Iterator[Iterator[list[dict[str, Any]]]]:
    """Row groups, each in batches of rows. A group must be used up before the next is asked for."""
    waiting = iter(articles)
    for first in waiting:
        yield _batches(chain((first,), waiting))


def _batches(articles: Iterator[StoredArticle]) -> Iterator[list[dict[str, Any]]]:
    """The rows of one row group, and no article more."""
    rows: list[dict[str, Any]] = []
    count = letters = 0
    for stored in articles:
        rows.append(_row(stored))
        count, letters = count + 1, letters + len(rows[-1]["text"])
        if count >= _MOST_ROWS or letters >= _MOST_LETTERS:
            break
        if len(rows) >= _IN_A_BATCH:
            yield rows
            rows = []
    yield rows


def _row(stored: StoredArticle) -> dict[str, Any]:
    article = stored.article
    times = {
        "published_at": article.published_at,
        "updated_at": article.updated_at,
        "captured_at": stored.captured_at.astimezone(UTC).replace(microsecond=0),
    }
    return record(stored) | times


def _pyarrow() -> Any:
    # Of its own pools Arrow gives little back: they make the peak a fifth higher. It reads this when it is loaded.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        import pyarrow  # noqa: PLC0415 an extra
    except ImportError as missing:
        message = _("parquet needs pyarrow, which is not installed")
        raise UsageError(message, hint="pip install 'danvan[parquet]'") from missing
    return pyarrow
