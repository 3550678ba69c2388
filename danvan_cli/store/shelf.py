"""Articles picked out of the archive for an export, that may be read several times and in several orders.

A shelf holds the numbers of its articles and nothing else, eight bytes each; the order is SQLite's work. Who needs the
same answer every time reads it inside ``archive.read()``; outside, an article deleted meanwhile is left out.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from danvan_cli.model import Heading, Order, PassedArticle, Precision, Selection, StoredArticle
from danvan_cli.store.articles import load_by_ids
from danvan_cli.store.columns import moment_of, to_json
from danvan_cli.store.database import Archive, Row
from danvan_cli.store.selecting import conditions

_PAGE = 100
_PAGE_OF_HEADINGS = 1_000


class Shelf:
    """The articles of these numbers. Articles come without removed blocks and provenance, as a reader sees them."""

    def __init__(self, archive: Archive, ids: Iterable[int]) -> None:
        self._archive = archive
        self._ids = array("q", ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __iter__(self) -> Iterator[StoredArticle]:
        return self.articles(Order.NUMBER)

    def articles(self, order: Order) -> Iterator[StoredArticle]:
        """Every article in this order, in flat memory."""
        for ids in _pages(self._in_order(order), _PAGE):
            with self._archive.read():
                loaded = load_by_ids(self._archive, ids, whole=False)
            yield from loaded

    def headings(self, order: Order) -> Iterator[Heading]:
        """The same without their texts, many times faster."""
        for ids in _pages(self._in_order(order), _PAGE_OF_HEADINGS):
            rows = {row["id"]: row for row in self._archive.rows(_HEADINGS, [to_json(ids)])}
            yield from (_heading(rows[article_id]) for article_id in ids if article_id in rows)

    def passed(self) -> Iterator[PassedArticle]:
        """By number, for JSON lines: what ``articles`` gives, in a third of the time."""
        for ids in _pages(self._ids, _PAGE):
            with self._archive.read():
                loaded = _passed(self._archive, ids)
            yield from loaded

    @property
    def newest_capture(self) -> datetime | None:
        """UTC; None on an empty shelf. An export that must say a date says this one, so that it can be made again."""
        row = self._archive.row(_NEWEST, [to_json(self._ids.tolist())])
        return moment_of(row["captured_at"]) if row else None

    def _in_order(self, order: Order) -> Sequence[int]:
        if order is Order.NUMBER:
            return self._ids
        sql = _SORTED.format(where=_WHERE.get(order, "1"), order=_ORDERS[order])
        with self._archive.read():
            return array("q", (row[0] for row in self._archive.db.execute(sql, [to_json(self._ids.tolist())])))


def selected_ids(archive: Archive, selection: Selection) -> list[int]:
    """The numbers of the selected articles, in ascending order; with a limit the lowest."""
    with archive.read():
        where, parameters = conditions(archive, selection)
        limit = -1 if selection.limit is None else selection.limit
        sql = f"SELECT id FROM articles WHERE {where} ORDER BY id LIMIT ?"  # noqa: S608 our own clauses
        return [row[0] for row in archive.db.execute(sql, [*parameters, limit])]


def _pages(ids: Sequence[int], size: int) -> Iterator[list[int]]:
    return (list(ids[start : start + size]) for start in range(0, len(ids), size))


# --- order and headings --------------------------------------------------------------------------

_SORTED = """
SELECT articles.id FROM articles LEFT JOIN sources ON sources.id = articles.source_id
WHERE articles.id IN (SELECT value FROM json_each(?)) AND {where} ORDER BY {order}
"""
_WHERE = {Order.SECTION: "articles.section <> ''"}
_NEWEST_FIRST = "articles.day DESC, articles.published_at DESC, articles.id DESC"
_ORDERS = {
    Order.DAY: "articles.day, sources.name IS NULL, sources.name, sources.id, articles.published_at, articles.id",
    Order.NEWEST: _NEWEST_FIRST,
    Order.SOURCE: f"sources.name IS NULL, sources.name, sources.id, {_NEWEST_FIRST}",
    Order.SECTION: f"articles.section, {_NEWEST_FIRST}",
}
_HEADINGS = """
SELECT articles.id, articles.url, versions.title, articles.day, articles.published_at, articles.published_precision,
  articles.section, sources.id AS source_id, sources.name AS source_name
FROM articles JOIN versions ON versions.id = articles.version_id LEFT JOIN sources ON sources.id = articles.source_id
WHERE articles.id IN (SELECT value FROM json_each(?))
"""
_NEWEST = """
SELECT max(captured_at) AS captured_at FROM articles WHERE id IN (SELECT value FROM json_each(?))
"""


def _heading(row: Row) -> Heading:
    precision = row["published_precision"]
    return Heading(
        id=row["id"],
        url=row["url"],
        title=row["title"],
        day=date.fromisoformat(row["day"]),
        published_at=moment_of(row["published_at"]),
        published_precision=Precision(precision) if precision else None,
        source_id=row["source_id"],
        source_name=row["source_name"],
        section=row["section"],
    )


# --- JSON passed through -------------------------------------------------------------------------

# The blocks as a blob: decoding and encoding their letters again would cost as much as reading them.
_PASSED = """
SELECT versions.id, CAST(versions.blocks AS BLOB),
  articles.id, articles.url, versions.canonical_url, sources.id, sources.province,
  versions.title, versions.sapo, versions.lead_prefix, versions.byline,
  versions.published_at, versions.published_raw, versions.updated_at, versions.section_path, versions.tags,
  versions.language, versions.problem, articles.status, articles.versions, snapshots.captured_at, snapshots.body_sha256
FROM articles
JOIN versions ON versions.id = articles.version_id
JOIN snapshots ON snapshots.id = versions.snapshot_id
LEFT JOIN sources ON sources.id = articles.source_id
WHERE articles.id IN (SELECT value FROM json_each(?)) ORDER BY articles.id
"""
_CAPTIONS = """
SELECT version_id, text, credit, image_url, block_position FROM captions
WHERE version_id IN (SELECT value FROM json_each(?)) ORDER BY version_id, position
"""


def _passed(archive: Archive, ids: list[int]) -> list[PassedArticle]:
    rows = archive.db.execute(_PASSED, [to_json(ids)]).fetchall()
    captions: dict[int, list[tuple[str, str | None, str | None, int]]] = {}
    for version_id, *caption in archive.db.execute(_CAPTIONS, [to_json([row[0] for row in rows])]):
        captions.setdefault(version_id, []).append(tuple(caption))
    return [
        PassedArticle._make(
            (*row[2:10], text_json(row[1]), captions.get(row[0], ()), *row[10:20], _seconds(row[20]), row[21])
        )
        for row in rows
    ]


def text_json(blocks: bytes) -> bytes:
    r"""The text of stored blocks as the inside of a JSON string, cut out of their JSON and not decoded.

    In JSON a quote inside a string is escaped, so ``"text":"`` stands nowhere but before a block's text.

    >>> text_json('[{"kind":"paragraph","text":"Cầu \\"mới\\""},{"text":""},{"text":"Chợ"}]'.encode()).decode()
    'Cầu \\"mới\\"\\n\\nChợ'
    """
    pieces = blocks.split(b'"text":"')[1:]
    if b"\\" in blocks:
        texts = [piece[: _end(piece)] for piece in pieces]
    else:  # most articles, and three times as fast
        texts = [piece[: piece.index(b'"')] for piece in pieces]
    return rb"\n\n".join(filter(None, texts))


_BACKSLASH = ord("\\")


def _end(piece: bytes) -> int:
    """Where the string ends: at the first quote with an even number of backslashes before it."""
    end = piece.index(b'"')
    while piece[end - 1] == _BACKSLASH and (end - len(piece[:end].rstrip(b"\\"))) % 2 == 1:
        end = piece.index(b'"', end + 1)
    return end


def _seconds(captured_at: str) -> str:
    """A stored capture time without its fraction: columns have it at a fixed place."""
    return captured_at[:19] + captured_at[26:]
