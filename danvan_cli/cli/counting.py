"""The figures of an archive, for people as tables with bars, for programs as JSON lines."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from danvan_cli.export.inert import one_line
from danvan_cli.export.jsonl import line
from danvan_cli.language import N_, _, ngettext
from danvan_cli.model import Coverage, Figures, Group, Selection, Tally

GROUPS = tuple(Group)
_HEADINGS = {
    Group.MONTH: N_("Articles by month"),
    Group.SOURCE: N_("Articles by newspaper"),
    Group.PROVINCE: N_("Articles by province"),
    Group.SECTION: N_("Articles by section"),
    Group.AUTHOR: N_("Articles by author"),
}
_FIELDS = {
    "title": N_("title"),
    "sapo": N_("sapo"),
    "body": N_("readable body"),
    "byline": N_("byline"),
    "published": N_("publication time"),
    "section": N_("section"),
    "photo": N_("photo"),
}
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_WIDEST_NAME = 30
_WIDEST_BAR = 50


def heading(group: Group) -> str:
    """What is counted."""
    return _(_HEADINGS[group])


def title(found: Figures, chosen: Selection) -> str:
    """The head of a chart: whose articles, of which days, how many."""
    whose = chosen.source or chosen.province or _("All newspapers")
    days = [day for entry in found.coverage for day in (entry.first, entry.last)]
    when = f" · {_day(min(days))}–{_day(max(days))}" if days else ""
    return f"{whose}{when} · {ngettext('{count} article', '{count} articles', found.total.articles)}"


def drawn(path: Path) -> str:
    """That there is a chart now."""
    return _("chart written to {path}", path=path)


def table(found: Figures, groups: Sequence[Group] | None, *, top: int) -> Iterator[str]:
    """Totals, then a table with bars of each group, then the days that are covered."""
    yield _total(found.total)
    if not found.total.articles:
        return
    for group in groups or GROUPS:
        yield f"\n{heading(group)}"
        yield from _bars(found.groups[group], None if group is Group.MONTH else top)
    if groups is None:
        yield "\n" + _("Of 100 articles have")
        for name, count in found.stated.items():
            share = 100 * count / found.total.articles
            yield f"{_(_FIELDS[name]):<{_WIDEST_NAME}} {share:>8.1f}  {_bar(share / 100)}".rstrip()
        yield "\n" + _("Days with an article, the longest gaps")
        yield from map(_covered, found.coverage)


def _total(tally: Tally) -> str:
    return ", ".join(
        (
            ngettext("{count} article", "{count} articles", tally.articles),
            ngettext("{count} word", "{count} words", tally.words),
            ngettext("{count} photo", "{count} photos", tally.photos),
        )
    )


def _bars(tallies: Mapping[str | None, Tally], top: int | None) -> Iterator[str]:
    shown = list(tallies.items())[:top]
    most = max((tally.articles for _name, tally in shown), default=1)
    yield f"{'':<{_WIDEST_NAME}} {_('articles'):>8} {_('words'):>11} {_('photos'):>8}"
    for name, tally in shown:
        label = _short(_("none stated") if name is None else name)
        numbers = f"{tally.articles:>8} {tally.words:>11} {tally.photos:>8}"
        yield f"{label:<{_WIDEST_NAME}} {numbers}  {_bar(tally.articles / most)}".rstrip()
    if len(tallies) > len(shown):
        yield ngettext("… and {count} more", "… and {count} more", len(tallies) - len(shown))


def _bar(share: float) -> str:
    """A bar to an eighth of a letter; what there is, however little, is seen."""
    width = min(_WIDEST_BAR, max(10, shutil.get_terminal_size().columns - _WIDEST_NAME - 34))
    eighths = max(round(share * width * 8), 1) if share else 0
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def _short(name: str) -> str:
    name = one_line(name)
    return name if len(name) <= _WIDEST_NAME else f"{name[: _WIDEST_NAME - 1]}…"


def _covered(entry: Coverage) -> str:
    span = (entry.last - entry.first).days + 1
    name = _short(_("none stated") if entry.source is None else entry.source)
    text = f"{name:<{_WIDEST_NAME}} {_day(entry.first)}–{_day(entry.last)}  {entry.days}/{span}"
    gaps = (_day(first) if first == last else f"{_day(first)}–{_day(last)}" for first, last in entry.gaps)
    return f"{text}  {', '.join(gaps)}".rstrip()


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


# --- for programs -------------------------------------------------------------------------------


def as_json(found: Figures, groups: Sequence[Group] | None) -> Iterator[str]:
    """A line for the total, for each name of each group, and for the days and fields where no group is named."""
    yield _json("total", None, found.total)
    for group in groups or GROUPS:
        for name, tally in found.groups[group].items():
            yield _json(group.value, name, tally)
    if groups is None:
        for name, count in found.stated.items():
            yield line({"by": "field", "key": name, "articles": count})
        for entry in found.coverage:
            yield line(
                {
                    "by": "coverage",
                    "key": entry.source,
                    "first": entry.first.isoformat(),
                    "last": entry.last.isoformat(),
                    "days": entry.days,
                    "gaps": [[first.isoformat(), last.isoformat()] for first, last in entry.gaps],
                }
            )


def _json(by: str, key: str | None, tally: Tally) -> str:
    return line({"by": by, "key": key, "articles": tally.articles, "words": tally.words, "photos": tally.photos})
