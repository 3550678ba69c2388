"""Search: whatever a person types is data, and Vietnamese is found with and without its marks.

A query with any mark asks the exact index, each word in both tone styles: ``bán`` finds only bán, ``thanh
hoá`` also Thanh Hóa. A query without marks asks the folded index: ``ban`` finds them all; as SQLite never
folds đ, a word that begins with d is also asked for with đ.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from danvan_cli.model import Hit, Selection
from danvan_cli.store.articles import load_by_ids
from danvan_cli.store.columns import storable
from danvan_cli.store.database import Archive
from danvan_cli.store.selecting import conditions
from danvan_cli.vietnamese import both_tone_spellings, has_marks

# A word in the title weighs ten times one in the body: title, sapo, body, captions.
_WEIGHTS = "bm25(10.0, 5.0, 1.0, 2.0)"
_MAX_CHARS = 1000
_MAX_SPELLINGS = 64
_PAGE = 20

# "a phrase", closed or not, or a word; either may end in * and then stands for all that begin so.
_TERM = re.compile(r'"([^"]*)"?(\*?)|([^\s"]+)')


def search(archive: Archive, query: str, selection: Selection) -> Iterator[Hit]:
    """The selected articles that hold every word and every ``"phrase"`` of ``query``, the best first.

    ``word*`` stands for all words that begin so. Nothing else has a meaning: no query is an error, one
    without a word finds nothing. Only the first thousand characters count. A higher ``score`` is a better
    match. Snippets are original text, at most 24 words of the column that fits best.
    """
    table, expression = _full_text(query)
    if not expression or selection.limit == 0:
        return
    with archive.read():
        ranked = _ranked(archive, table, expression, selection)
    for start in range(0, len(ranked), _PAGE):
        yield from _hits(archive, table, expression, ranked[start : start + _PAGE])


def matching_ids(archive: Archive, query: str, selection: Selection) -> list[int]:
    """The numbers of the articles that ``search`` gives, in ascending order."""
    table, expression = _full_text(query)
    if not expression or selection.limit == 0:
        return []
    with archive.read():
        return sorted(article_id for article_id, _ in _ranked(archive, table, expression, selection))


def _ranked(archive: Archive, table: str, expression: str, selection: Selection) -> list[tuple[int, float]]:
    """Article ids with their rank: two numbers a hit, so that a common word costs little memory."""
    where, parameters = conditions(archive, selection)
    limit = -1 if selection.limit is None else selection.limit
    cursor = archive.db.execute(_RANKED[table] + where + _BEST_FIRST, [expression, _WEIGHTS, *parameters, limit])
    return [(article_id, rank) for article_id, rank in cursor]


def _hits(archive: Archive, table: str, expression: str, ranked: list[tuple[int, float]]) -> Iterator[Hit]:
    """Articles and snippets of one page of the result; an article deleted meanwhile is left out."""
    ranks = dict(ranked)
    with archive.read():
        found = load_by_ids(archive, list(ranks))
        snippets = {stored.id: archive.row(_SNIPPET[table], [expression, stored.id]) for stored in found}
    for stored in found:
        snippet = snippets[stored.id]
        if snippet is not None:
            yield Hit(article=stored, snippet=snippet["snippet"] or "", score=-ranks[stored.id])


_TABLES = ("articles_fts", "articles_fts_exact")
_RANKED = {
    table: f"SELECT articles.id, {table}.rank FROM {table} JOIN articles ON articles.id = {table}.rowid"  # noqa: S608 - the two names above
    f" WHERE {table} MATCH ? AND {table}.rank MATCH ? AND "
    for table in _TABLES
}
_BEST_FIRST = " ORDER BY rank, articles.day DESC, articles.id LIMIT ?"
_SNIPPET = {
    table: f"SELECT snippet({table}, -1, char(2), char(3), '…', 24) AS snippet FROM {table}"  # noqa: S608 - as above
    f" WHERE {table} MATCH ? AND rowid = ?"
    for table in _TABLES
}


# --- the query -----------------------------------------------------------------------------------


def _full_text(query: str) -> tuple[str, str]:
    """The index to ask and the FTS5 expression to ask it, every word quoted; empty where there is no word."""
    query = unicodedata.normalize("NFC", storable(query)[:_MAX_CHARS])
    exact = has_marks(query)
    terms = []
    for match in _TERM.finditer(query):
        phrase, star, word = match.groups()
        words = _words(phrase if word is None else word)
        if words:
            terms.append(_any_of(words, exact=exact, prefix=bool(star) or (word or "").endswith("*")))
    return ("articles_fts_exact" if exact else "articles_fts"), " AND ".join(terms)


def _words(text: str) -> list[str]:
    """The words as SQLite's tokeniser sees them: letters and digits with their marks; all else separates."""
    return "".join(char if char.isalnum() or unicodedata.combining(char) else " " for char in text).split()


def _any_of(words: list[str], *, exact: bool, prefix: bool) -> str:
    """One quoted phrase for every spelling: ``("thanh hoá" OR "thanh hóa")``."""
    star = "*" if prefix else ""
    phrases = (f'"{" ".join(spelling)}"{star}' for spelling in _spellings(words, exact=exact))
    return f"({' OR '.join(phrases)})"


def _spellings(words: list[str], *, exact: bool) -> list[tuple[str, ...]]:
    """All combinations of the words' spellings; of a phrase with very many, those in one style throughout."""
    choices = [both_tone_spellings(word) if exact else _with_bar(word) for word in words]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count <= _MAX_SPELLINGS:
        return list(product(*choices))
    return list(dict.fromkeys((tuple(words), *(tuple(pick[at] for pick in choices) for at in (0, -1)))))


def _with_bar(word: str) -> tuple[str, ...]:
    """``dang`` is also đang. Inside a syllable Vietnamese has no d."""
    return (word, "đ" + word[1:]) if word[0] in "dD" else (word,)
