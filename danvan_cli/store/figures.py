"""Figures of an archive: how many articles, words and photos there are, by whom, from where, of which days.

Words are counted as the search index counts them (a Vietnamese syllable is one); it keeps the number of each article
(the ``sz`` of FTS5's docsize table: one varint a column), so that no text is read. One pass, in flat memory.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise

from danvan_cli.model import Coverage, Figures, Group, Selection, Tally
from danvan_cli.store.database import Archive
from danvan_cli.store.selecting import conditions

_Counts = dict[str | None, list[int]]


def figures(archive: Archive, selection: Selection) -> Figures:
    """The figures of the selected articles. ``limit`` counts articles, those of the lowest numbers."""
    total, groups, days = [0, 0, 0], {group: _Counts() for group in Group}, dict[str | None, set[str]]()
    stated = dict.fromkeys(_STATED, 0)
    with archive.read():
        where, parameters = conditions(archive, selection)
        limit = -1 if selection.limit is None else selection.limit
        rows = archive.db.execute(_ROWS.format(where=where), [*parameters, limit])
        for day, source, province, section, byline, sizes, photos, *present in rows:
            counts = (1, words_of(sizes or b""), photos)
            _add(total, counts)
            keys = {
                Group.MONTH: [day[:7]],
                Group.SOURCE: [source],
                Group.PROVINCE: [province],
                Group.SECTION: [section or None],
                Group.AUTHOR: _names(byline),
            }
            for group, names in keys.items():
                for name in names:
                    _add(groups[group].setdefault(name, [0, 0, 0]), counts)
            days.setdefault(source, set()).add(day)
            for name, is_there in zip(_STATED, (*present, photos > 0), strict=True):
                stated[name] += is_there
    return Figures(
        total=_tally(total),
        groups={group: _in_order(group, counts) for group, counts in groups.items()},
        coverage=tuple(_coverage(source, days[source]) for source in sorted(days, key=lambda name: (not name, name))),
        stated=stated,
    )


def words_of(sizes: bytes) -> int:
    r"""The sum of SQLite varints below 2**28: seven bits a byte, the highest first, another follows where it is 128 up.

    >>> words_of(b"\x0c\x1d\x84\x05\x0e")
    572
    """
    words = value = 0
    for byte in sizes:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            words, value = words + value, 0
    return words


def _names(byline: str) -> Iterable[str | None]:
    """Each name once; None for an article without any."""
    return dict.fromkeys(json.loads(byline)) if byline != "[]" else (None,)


def _add(counts: list[int], more: tuple[int, int, int]) -> None:
    for place, number in enumerate(more):
        counts[place] += number


def _in_order(group: Group, counts: _Counts) -> dict[str | None, Tally]:
    """Months as they follow one another, all else by the number of articles; what has no name last."""
    if group is Group.MONTH:
        return {name: _tally(counts[name]) for name in sorted(counts, key=str)}
    ordered = sorted(counts, key=lambda name: (name is None, -counts[name][0], name or ""))
    return {name: _tally(counts[name]) for name in ordered}


def _tally(counts: Iterable[int]) -> Tally:
    articles, words, photos = counts
    return Tally(articles=articles, words=words, photos=photos)


def _coverage(source: str | None, days: set[str]) -> Coverage:
    first, last = date.fromisoformat(min(days)), date.fromisoformat(max(days))
    return Coverage(source=source, first=first, last=last, days=len(days), gaps=tuple(_gaps(days)))


def _gaps(days: set[str]) -> Iterator[tuple[date, date]]:
    """The longest runs of days without an article, as first and last day, the longest first."""
    known = sorted(map(date.fromisoformat, days))
    found = [(left, right) for left, right in pairwise(known) if (right - left).days > 1]
    found.sort(key=lambda gap: (gap[0] - gap[1], gap[0]))
    for left, right in found[:_MOST_GAPS]:
        yield date.fromordinal(left.toordinal() + 1), date.fromordinal(right.toordinal() - 1)


_MOST_GAPS = 5
_STATED = ("title", "sapo", "body", "byline", "published", "section", "photo")
_ROWS = """
SELECT articles.day, articles.source_id, sources.province, articles.section, articles.byline, sizes.sz,
  (SELECT count(*) FROM captions WHERE version_id = articles.version_id) AS photos,
  (articles.title <> '') IS TRUE, (articles.sapo <> '') IS TRUE, articles.problem IS NULL, articles.byline <> '[]',
  articles.published_at IS NOT NULL, (articles.section <> '') IS TRUE
FROM articles
LEFT JOIN sources ON sources.id = articles.source_id
LEFT JOIN articles_fts_exact_docsize AS sizes ON sizes.id = articles.id
WHERE {where} ORDER BY articles.id LIMIT ?
"""
