"""The figures of an archive, as values and as a chart."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from danvan_cli.errors import UsageError
from danvan_cli.export import chart
from danvan_cli.language import _
from danvan_cli.model import Figures, Group, Selection
from danvan_cli.settings import Settings
from danvan_cli.store import figures as counting
from danvan_cli.workflows.archive import open_archive
from danvan_cli.workflows.placing import placed_file

_MOST_BARS = 12


def figures_of(settings: Settings, selection: Selection) -> Figures:
    """What the archive that the settings name holds. Raises ``StorageError`` where there is none."""
    with open_archive(settings, read_only=True) as archive:
        return counting.figures(archive, selection)


def check_plot(path: Path) -> None:
    """Raises ``UsageError`` where no chart can become ``path``: its ending, or an extra that is not installed."""
    if path.suffix.lower().lstrip(".") not in chart.FORMS:
        raise UsageError(_("{path}: a chart's name ends with .svg or .png", path=path))
    chart.check()


def plot(found: Figures, path: Path, *, title: str, names: Mapping[Group, str]) -> int:
    """Draw a chart of each of ``names``, which says what to call it; returns how many. ``path`` appears whole.

    Raises as ``check_plot``, and ``StorageError`` where the file cannot be written.
    """
    check_plot(path)
    panels = [
        chart.Panel(title=name, bars=bars, upright=group is Group.MONTH)
        for group, name in names.items()
        if (bars := _bars(found, group))
    ]
    with placed_file(path) as out:
        return chart.write(panels or [chart.Panel(title="", bars=())], out, title=title, form=path.suffix.lower()[1:])


def _bars(found: Figures, group: Group) -> list[tuple[str, int]]:
    """Months all of them, also those between without an article; of all else the most frequent names."""
    numbers = {name: tally.articles for name, tally in found.groups[group].items() if name is not None}
    if group is Group.MONTH and numbers:
        return [(month, numbers.get(month, 0)) for month in _months(min(numbers), max(numbers))]
    return list(numbers.items())[:_MOST_BARS]


def _months(first: str, last: str) -> Iterator[str]:
    """``2025-12`` to ``2026-02`` and the one between."""
    year, month = map(int, first.split("-"))
    while (name := f"{year:04}-{month:02}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
