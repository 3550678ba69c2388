"""Search: Vietnamese is found with and without its marks (``query.py``), the best first or the newest first.

Finding is quick however large the archive is; ranking looks at each hit. So of a word that very many articles hold,
those that were archived last are ranked, and ``Found.ranked`` says how many. Memory is flat: a hit is two numbers, and
counting makes none.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from operator import itemgetter

from danvan_cli.model import Hit, Part, Selection, Sort, StoredArticle
from danvan_cli.store.articles import load_by_ids
from danvan_cli.store.columns import to_json
from danvan_cli.store.database import Archive
from danvan_cli.store.query import EXACT, FOLDED, FullText, full_text
from danvan_cli.store.selecting import conditions

MOST_RANKED = 10_000
"""Hits that are ranked, about 3 µs each (SQLite 3.40): the rest of a very common word follows them unranked."""
_COLUMNS = {Part.TITLE: "title", Part.SAPO: "sapo", Part.BODY: "body", Part.CAPTION: "captions_text"}
_PAGE = 20


class Found:
    """What a search found. Articles are loaded as they are asked for; one deleted meanwhile is left out."""

    def __init__(
        self, archive: Archive, text: FullText | None, scored: Sequence[tuple[int, float]], *, total: int, ranked: int
    ) -> None:
        self._archive = archive
        self._text = text
        self.scored = scored
        """Number and score of each, in order."""
        self.total = total
        """Articles that match, whatever the limit: counted, not estimated."""
        self.ranked = ranked
        """Of them, how many were compared to find the best; 0 where none had to be."""

    def __iter__(self) -> Iterator[Hit]:
        for start in range(0, len(self.scored), _PAGE):
            yield from self._hits(dict(self.scored[start : start + _PAGE]))

    def _hits(self, scores: dict[int, float]) -> Iterator[Hit]:
        with self._archive.read():
            found = load_by_ids(self._archive, list(scores))
            snippets = {stored.id: self._snippet(stored) for stored in found}
        for stored in found:
            snippet = snippets[stored.id]
            if snippet is not None:
                yield Hit(article=stored, snippet=snippet, score=scores[stored.id])

    def _snippet(self, stored: StoredArticle) -> str | None:
        """None where the words are gone since they were found."""
        if self._text is None:
            return stored.article.sapo or ""
        row = self._archive.row(_SNIPPET[self._text.table], [self._text.expression, stored.id])
        return (row["snippet"] or "") if row else None


def search(
    archive: Archive,
    query: str | None,
    selection: Selection,
    *,
    parts: Sequence[Part] = (),
    sort: Sort = Sort.RANK,
) -> Found:
    """The selected articles that ``query`` describes; ``query.py`` has its grammar. No query is an error.

    ``parts``: where the words must stand; empty: anywhere. By rank, a word in the title counts most, then sapo,
    captions, body (bm25); of equal hits the newer comes first. A higher ``score`` is a better match, 0 says that the
    hit was not ranked. Snippets are original text, at most 24 words of the part that fits best. A query without a word
    finds nothing; ``query`` None, all selected articles, the newest first, with their sapo.
    """
    text = None if query is None else full_text(query, [_COLUMNS[part] for part in parts])
    if text is not None and not text.expression:
        return Found(archive, text, (), total=0, ranked=0)
    limit = -1 if selection.limit is None else max(selection.limit, 0)
    with archive.read():
        where, parameters = conditions(archive, selection)
        if text is None:
            total = _number(archive, f"SELECT count(*) FROM articles WHERE {where}", parameters)  # noqa: S608 our own
            numbers = _numbers(archive, _LISTED.format(where=where), [*parameters, limit])
            return Found(archive, None, _unranked(numbers), total=total, ranked=0)
        asked = _Asked(text=text, where=where, own=parameters)
        return _newest(archive, asked, limit) if sort is Sort.NEWEST else _best(archive, asked, limit)


def matching_ids(archive: Archive, query: str, selection: Selection) -> list[int]:
    """The numbers of the articles that ``search`` gives, in ascending order; a limit keeps the best."""
    text = full_text(query)
    if not text.expression or selection.limit == 0:
        return []
    with archive.read():
        where, parameters = conditions(archive, selection)
        asked = _Asked(text=text, where=where, own=parameters)
        if selection.limit is None:
            return _numbers(archive, f"SELECT rowid {asked.hits} ORDER BY rowid", asked.parameters)
        return sorted(number for number, _ in _best(archive, asked, selection.limit).scored)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A full-text query with its filters."""

    text: FullText
    where: str
    """The filters, on ``articles``."""
    own: Sequence[object]
    """The filters' parameters."""

    @property
    def hits(self) -> str:
        """The hits, from FROM on. The plus keeps SQLite from asking the index anew for each selected article."""
        table = self.text.table
        filtered = f" AND +{table}.rowid IN (SELECT id FROM articles WHERE {self.where})" if self.own else ""  # noqa: S608 our own
        return f"FROM {table} WHERE {table} MATCH ?{filtered}"

    @property
    def parameters(self) -> list[object]:
        return [self.text.expression, *self.own]


def _best(archive: Archive, asked: _Asked, limit: int) -> Found:
    # One more than are ranked is asked for: so it is known that there are more, without counting.
    table = asked.text.table
    sql = f"SELECT rowid, -bm25({table}, {_WEIGHTS}) {asked.hits} ORDER BY rowid DESC LIMIT {MOST_RANKED + 1}"
    scored = archive.db.execute(sql, asked.parameters).fetchall()
    if len(scored) <= MOST_RANKED:
        best = _sorted(archive, scored, limit)
        return Found(archive, asked.text, best, total=len(scored), ranked=len(scored))
    del scored[MOST_RANKED:]
    best = _sorted(archive, scored, limit)
    if limit < 0 or limit > MOST_RANKED:
        before = f"SELECT rowid {asked.hits} AND {table}.rowid < ? ORDER BY rowid DESC LIMIT ?"
        left = limit if limit < 0 else limit - MOST_RANKED
        best += _unranked(_numbers(archive, before, [*asked.parameters, scored[-1][0], left]))
    return Found(archive, asked.text, best, total=_count(archive, asked), ranked=MOST_RANKED)


def _sorted(archive: Archive, scored: Sequence[tuple[int, float]], limit: int) -> list[tuple[int, float]]:
    """The best of them; of equal ones the newer day first. Only of those that may be shown a day is looked up."""
    best = sorted(scored, key=itemgetter(1), reverse=True)
    if 0 <= limit < len(best):
        least = best[limit - 1][1] if limit else inf
        best = [hit for hit in best if hit[1] >= least]
    days = dict(archive.db.execute(_DAYS, [to_json([number for number, _ in best])]))
    best.sort(key=itemgetter(0))
    best.sort(key=lambda hit: (hit[1], days.get(hit[0], "")), reverse=True)
    return best[:limit] if limit >= 0 else best


def _newest(archive: Archive, asked: _Asked, limit: int) -> Found:
    """Of many hits the newest are soon met by walking back through the days; few are sooner sorted."""
    total = _count(archive, asked)
    table = asked.text.table
    articles = _number(archive, "SELECT max(id) FROM articles")
    if limit >= 0 and limit * articles * _LOOKUPS_A_PROBE < total * total:
        join = (
            f"FROM articles CROSS JOIN {table} ON {table}.rowid = articles.id WHERE {table} MATCH ? AND {asked.where}"
        )
        sql = f"SELECT articles.id {join} ORDER BY {_NEWEST_FIRST} LIMIT ?"
    else:
        sql = f"SELECT id FROM articles WHERE id IN (SELECT rowid {asked.hits}) ORDER BY {_NEWEST_FIRST} LIMIT ?"  # noqa: S608 our own
    numbers = _numbers(archive, sql, [*asked.parameters, limit])
    return Found(archive, asked.text, _unranked(numbers), total=total, ranked=0)


def _count(archive: Archive, asked: _Asked) -> int:
    return _number(archive, f"SELECT count(*) {asked.hits}", asked.parameters)


def _unranked(numbers: Iterable[int]) -> list[tuple[int, float]]:
    return [(number, 0.0) for number in numbers]


def _number(archive: Archive, sql: str, parameters: Sequence[object] = ()) -> int:
    return int(archive.db.execute(sql, parameters).fetchone()[0] or 0)


def _numbers(archive: Archive, sql: str, parameters: Sequence[object]) -> list[int]:
    return [row[0] for row in archive.db.execute(sql, parameters)]


# A word in the title weighs ten times one in the body: title, sapo, body, captions.
_WEIGHTS = "10.0, 5.0, 1.0, 2.0"
_LOOKUPS_A_PROBE = 20
"""Asking the index about one article takes as long as looking up the days of so many."""
_NEWEST_FIRST = "articles.day DESC, articles.published_at DESC, articles.id DESC"
_LISTED = f"SELECT id FROM articles WHERE {{where}} ORDER BY {_NEWEST_FIRST} LIMIT ?"  # noqa: S608 our own
_DAYS = "SELECT id, day FROM articles WHERE id IN (SELECT value FROM json_each(?))"
_SNIPPET = {
    table: f"SELECT snippet({table}, -1, char(2), char(3), '…', 24) AS snippet FROM {table}"  # noqa: S608 two names of ours
    f" WHERE {table} MATCH ? AND rowid = ?"
    for table in (FOLDED, EXACT)
}
