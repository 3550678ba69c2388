"""Figures as a chart that a report can print, SVG or PNG. Needs the extra ``danvan[plot]``.

The same figures give the same bytes, with the same matplotlib: no day, no chance in the names inside an SVG. Letters
are drawn as outlines, so that Vietnamese looks the same on a computer that lacks the font.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from danvan_cli.errors import UsageError
from danvan_cli.export.inert import one_line
from danvan_cli.language import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FORMS = ("svg", "png")
_INK, _BAR, _GRID = "#222222", "#2f6690", "#d9d9d9"
_LONGEST_NAME = 28
_DOTS_AN_INCH = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One set of bars: upright along the time, or lying, the longest on top."""

    title: str
    bars: Sequence[tuple[str, int]]
    upright: bool = False


def check() -> None:
    """Raises ``UsageError`` where matplotlib is missing."""
    _matplotlib()


def write(panels: Sequence[Panel], out: BinaryIO, *, title: str, form: str) -> int:
    """Draw the panels below one another; returns how many. ``form`` is one of ``FORMS``."""
    matplotlib = _matplotlib()
    from matplotlib.figure import Figure  # noqa: PLC0415 an extra

    heights = [2.6 if panel.upright else 0.9 + 0.26 * max(len(panel.bars), 1) for panel in panels]
    with matplotlib.rc_context(_SETTINGS):
        figure = Figure(figsize=(7.5, sum(heights) + 0.6), layout="constrained", facecolor="white")
        figure.suptitle(_plain(title), fontsize=13, color=_INK)
        axes = figure.subplots(len(panels), 1, height_ratios=heights, squeeze=False)
        for panel, place in zip(panels, axes[:, 0], strict=True):
            draw: Callable[[Axes, Panel], None] = _upright if panel.upright else _lying
            draw(place, panel)
        figure.savefig(out, format=form, dpi=_DOTS_AN_INCH, metadata=_NO_METADATA[form])
    return len(panels)


_SETTINGS = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, and has every Vietnamese letter
    "svg.hashsalt": "danvan",
    "svg.fonttype": "path",
    "axes.edgecolor": _GRID,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "text.color": _INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}
_NO_METADATA: Mapping[str, Mapping[str, str | None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
}


def _upright(axes: "Axes", panel: Panel) -> None:
    names, numbers = _columns(panel)
    places = range(len(names))
    axes.bar(places, numbers, color=_BAR, width=0.85)
    step = max(1, -(-len(names) // 14))
    axes.set_xticks(list(places)[::step], names[::step], rotation=35, ha="right")
    axes.set_xlim(-0.6, max(len(names), 12) - 0.4)
    _finish(axes, panel, along="y")


def _lying(axes: "Axes", panel: Panel) -> None:
    names, numbers = _columns(panel)
    places = range(len(names))
    bars = axes.barh(places, numbers, color=_BAR, height=0.75)
    axes.bar_label(bars, [f"{number:,}".replace(",", ".") for number in numbers], padding=3, fontsize=8, color=_INK)
    axes.set_yticks(places, names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.set_xmargin(0.12)
    _finish(axes, panel, along="x")


def _columns(panel: Panel) -> tuple[list[str], list[int]]:
    return [_short(name) for name, _number in panel.bars], [number for _name, number in panel.bars]


def _finish(axes: "Axes", panel: Panel, *, along: Any) -> None:
    axes.set_title(_plain(panel.title), color=_INK)
    axes.grid(axis=along, color=_GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.locator_params(axis=along, nbins=6, integer=True)
    axes.ticklabel_format(axis=along, style="plain")
    axes.tick_params(length=0, colors=_INK)


def _short(name: str) -> str:
    name = _plain(name)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _plain(text: str) -> str:
    """On one line, composed, and without what no font of ours can draw: a missing letter is a warning, and a box."""
    composed = unicodedata.normalize("NFC", one_line(text))
    return "".join(char for char in composed if ord(char) < 0x2500 and char.isprintable()) or "?"


def _matplotlib() -> Any:
    try:
        import matplotlib  # noqa: PLC0415 an extra
    except ImportError as missing:
        message = _("charts need matplotlib, which is not installed")
        raise UsageError(message, hint="pip install 'danvan[plot]'") from missing
    return matplotlib
