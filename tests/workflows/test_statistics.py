from pathlib import Path

import pytest

from danvan_cli.errors import UsageError
from danvan_cli.export import chart
from danvan_cli.model import Figures, Group, Tally
from danvan_cli.workflows.statistics import plot

ONE = Tally(articles=1, words=10, photos=0)


def figures(**groups: dict[str | None, Tally]) -> Figures:
    known: dict[Group, dict[str | None, Tally]] = {group: groups.get(group.value, {}) for group in Group}
    return Figures(total=ONE, groups=known, coverage=(), stated={})


def panels_of(found: Figures, monkeypatch: pytest.MonkeyPatch, path: Path) -> dict[str, list[tuple[str, int]]]:
    seen: list[chart.Panel] = []

    def write(panels: list[chart.Panel], out: object, **_: object) -> int:
        seen.extend(panels)
        return len(panels)

    monkeypatch.setattr(chart, "write", write)
    plot(found, path, title="", names={group: group.value for group in Group})
    return {panel.title: list(panel.bars) for panel in seen}


def test_months_without_an_article_have_their_place_on_the_chart(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    drawn = panels_of(figures(month={"2025-11": ONE, "2026-02": ONE}), monkeypatch, tmp_path / "a.svg")
    assert drawn == {"month": [("2025-11", 1), ("2025-12", 0), ("2026-01", 0), ("2026-02", 1)]}


def test_at_most_twelve_names_are_drawn_and_none_that_is_none(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    names: dict[str | None, Tally] = {**{f"Tên {number:02}": ONE for number in range(20)}, None: ONE}
    drawn = panels_of(figures(author=names, section={None: ONE}), monkeypatch, tmp_path / "a.svg")
    assert drawn == {"author": [(f"Tên {number:02}", 1) for number in range(12)]}


def test_a_chart_that_fails_leaves_the_old_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "a.svg"
    path.write_text("cũ", encoding="utf-8")

    def broken(*_: object, **__: object) -> int:
        raise RuntimeError("đứt")

    monkeypatch.setattr(chart, "write", broken)
    with pytest.raises(RuntimeError):
        plot(figures(), path, title="", names={})
    assert path.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [path]


def test_only_svg_and_png_are_charts(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.svg or \.png"):
        plot(figures(), tmp_path / "a.txt", title="", names={})
