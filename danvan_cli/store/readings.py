"""Captures read again: a version keeps its number and its snapshot, and nothing it said before is lost.

A new reading of old bytes is no edit by the newspaper. It makes no version and merges none: it replaces what the
version says, and the row of its parse keeps what was replaced. What is read again is the capture that the version
was *last* read from: a later capture without an edit has brought tags, section and image addresses up to date.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from danvan_cli.model import Article, Selection, Source
from danvan_cli.store.aliases import remember_aliases
from danvan_cli.store.columns import storable
from danvan_cli.store.database import Archive, Row
from danvan_cli.store.in_place import article_columns, rewrite_article, rewrite_version
from danvan_cli.store.parses import ParserStamp, record_parse
from danvan_cli.store.selecting import conditions
from danvan_cli.store.sources import put_source
from danvan_cli.store.versions import caption_rows, load_articles, removed_rows, version_columns

_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a version says, and the parse of a capture that says so."""

    article_id: int
    version_id: int
    version: int
    is_current: bool
    url: str
    """The article's identity."""
    source_id: str | None
    snapshot_id: int
    parse_id: int
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """What the same capture says to today's parser. ``url`` is the identity it gives the article."""

    article: Article
    url: str
    source: Source | None
    parser: ParserStamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A field that is read otherwise: JSON values."""

    old: Any
    new: Any


Differences = Mapping[str, Difference]
"""By field, as ``fields_of`` names them, and for a current version ``identity`` and ``source``."""


def iter_readings(archive: Archive, selection: Selection) -> Iterator[Reading]:
    """Every version of the selected articles, by article and number, in flat memory.

    ``limit`` counts articles. Between pages nothing is held, and the caller may write.
    """
    with archive.read():
        last_article = _last_article(archive, selection)
    after = (0, 0)
    while last_article is not None:
        with archive.read():
            where, parameters = conditions(archive, selection)
            rows = archive.rows(_READINGS.format(where=where), [*parameters, after[0], last_article, *after, _PAGE])
            page = list(map(_reading, rows, load_articles(archive, rows)))
        yield from page
        if len(page) < _PAGE:
            return
        after = (page[-1].article_id, page[-1].version)


def differences(archive: Archive, reading: Reading, new: NewReading) -> Differences:
    """Which fields ``new`` would change. Changes nothing."""
    new = storable(new)
    before, after = fields_of(reading.article), fields_of(new.article)
    if reading.is_current:
        before |= {"identity": reading.url, "source": reading.source_id}
        after |= {
            "identity": _free_identity(archive, new.url, reading),
            "source": new.source.id if new.source else reading.source_id,
        }
    return {name: Difference(old=before[name], new=after[name]) for name in after if before[name] != after[name]}


def save_reading(archive: Archive, reading: Reading, new: NewReading) -> Differences:
    """Commit ``new`` over ``reading``; gives what changed, empty where nothing did.

    A version that somebody else has read meanwhile is left to them. The article moves to another identity only
    where no other article lives; its old one keeps leading to it.
    """
    new = storable(new)
    with archive.write():
        now = archive.row(_NOW, [reading.version_id])
        if now is None or now["parse_id"] != reading.parse_id:
            return {}
        reading = replace(reading, is_current=bool(now["is_current"]))
        found = differences(archive, reading, new)
        if found:
            rewrite_version(archive, reading.version_id, new.article)
            if reading.is_current:
                _rewrite_article(archive, reading, new, found, now["first_captured_at"])
        # The provenance of every parse has its own rows.
        replaced = {name: difference.old for name, difference in found.items() if name != "provenance"}
        record_parse(archive, new.article, reading.snapshot_id, reading.version_id, new.parser, replaced=replaced)
    return found


def fields_of(article: Article) -> dict[str, Any]:
    """Everything the archive keeps of a reading, by name, as JSON values.

    Where something was found is apart from what it says: ``selectors`` are the blocks', ``provenance`` the fields'.
    """
    row = version_columns(article)
    return row | {
        **{name: json.loads(row[name]) for name in ("byline", "section_path", "tags")},
        "blocks": [_without(entry, "position", "selector") for entry in json.loads(row["blocks"])],
        "captions": [_without(entry, "version_id", "position") for entry in caption_rows(0, article)],
        "removed_blocks": [_without(entry, "version_id", "selector") for entry in removed_rows(0, article)],
        "selectors": [block.selector for block in article.all_blocks],
        "provenance": [[found.field, found.selector, found.raw] for found in article.provenance],
    }


# --- rows ----------------------------------------------------------------------------------------

_READINGS = """
SELECT versions.*, versions.id AS version_id, articles.url AS identity, articles.source_id,
  articles.version_id = versions.id AS is_current, parses.id AS parse_id, parses.snapshot_id AS read_from
FROM versions JOIN articles ON articles.id = versions.article_id
JOIN parses ON parses.id = (
  SELECT id FROM parses WHERE version_id = versions.id ORDER BY captured_at DESC, id DESC LIMIT 1
)
WHERE {where} AND articles.id BETWEEN ? AND ? AND (versions.article_id, versions.number) > (?, ?)
ORDER BY versions.article_id, versions.number LIMIT ?
"""
_NOW = """
SELECT articles.first_captured_at, articles.version_id = versions.id AS is_current,
  (SELECT id FROM parses WHERE version_id = versions.id ORDER BY captured_at DESC, id DESC LIMIT 1) AS parse_id
FROM versions JOIN articles ON articles.id = versions.article_id WHERE versions.id = ?
"""


def _last_article(archive: Archive, selection: Selection) -> int | None:
    """The highest id among the selected articles, the first ``limit`` of them; None where there are none."""
    where, parameters = conditions(archive, selection)
    chosen = f"SELECT id FROM articles WHERE {where} ORDER BY id LIMIT ?"  # noqa: S608 our own clauses
    limit = -1 if selection.limit is None else selection.limit
    row = archive.row(f"SELECT max(id) AS id FROM ({chosen})", [*parameters, limit])  # noqa: S608
    return row["id"] if row else None


def _reading(row: Row, article: Article) -> Reading:
    return Reading(
        article_id=row["article_id"],
        version_id=row["version_id"],
        version=row["number"],
        is_current=bool(row["is_current"]),
        url=row["identity"],
        source_id=row["source_id"],
        snapshot_id=row["read_from"],
        parse_id=row["parse_id"],
        article=article,
    )


def _free_identity(archive: Archive, url: str, reading: Reading) -> str:
    """``url``, or the identity the article has where another article lives at ``url``."""
    owner = archive.row("SELECT id FROM articles WHERE url = ?", [url])
    return url if owner is None else reading.url


def _rewrite_article(
    archive: Archive, reading: Reading, new: NewReading, found: Differences, first_captured_at: str
) -> None:
    if new.source is not None:
        put_source(archive, new.source)
    columns = article_columns(new.article, first_captured_at, new.source)
    led_here = set[str]()
    if "identity" in found:
        columns["url"] = found["identity"].new
        led_here.add(reading.url)
    if "canonical_url" in found and new.article.canonical_url:
        led_here.add(new.article.canonical_url)
    rewrite_article(archive, reading.article_id, columns)
    remember_aliases(archive, reading.article_id, led_here - {columns.get("url", reading.url)})


def _without(entry: Row, *names: str) -> Row:
    return {name: value for name, value in entry.items() if name not in names}
