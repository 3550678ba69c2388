"""``danvan stats`` as it is typed."""

import json
from pathlib import Path

from tests.cli.conftest import Run


def test_totals_groups_fields_and_days_are_shown_with_bars(run: Run, archived: object) -> None:
    shown = run("stats").stdout
    assert shown.startswith("2 articles, ")
    for heading in ("by month", "by newspaper", "by province", "by section", "by author"):
        assert f"Articles {heading}\n" in shown
    assert "█" in shown
    assert "Of 100 articles have" in shown
    assert "Days with an article" in shown


def test_groups_may_be_chosen_and_names_limited(run: Run, archived: object) -> None:
    shown = run("stats", "--by", "author,month", "--top", "1").stdout
    assert shown.index("Articles by author") < shown.index("Articles by month")
    assert "by section" not in shown
    result = run("stats", "--by", "tuổi")
    assert result.exit_code == 2
    assert "'tuổi' is not some of month, source, province, section, author" in result.stderr


def test_json_is_a_line_a_name(run: Run, archived: object) -> None:
    lines = [json.loads(line) for line in run("--lang", "vi", "stats", "--json").stdout.splitlines()]
    assert (lines[0]["by"], lines[0]["key"], lines[0]["articles"], lines[0]["photos"]) == ("total", None, 2, 2)
    assert {line["by"] for line in lines} == {
        "total",
        "month",
        "source",
        "province",
        "section",
        "author",
        "field",
        "coverage",
    }
    fields = {line["key"]: line["articles"] for line in lines if line["by"] == "field"}
    assert fields["title"] == 2
    only = [json.loads(line) for line in run("stats", "--json", "--by", "month").stdout.splitlines()]
    assert {line["by"] for line in only} == {"total", "month"}


def test_an_empty_selection_is_a_line_of_zeroes(run: Run, archived: object) -> None:
    result = run("stats", "--source", "khongco")
    assert (result.exit_code, result.stdout) == (0, "0 articles, 0 words, 0 photos\n")


def test_a_chart_is_drawn_beside_the_table(run: Run, archived: object) -> None:
    for name in ("so-lieu.svg", "so-lieu.PNG"):
        result = run("stats", "--plot", name)
        assert result.exit_code == 0, result.output
        assert result.stderr == f"chart written to {name}\n"
        assert Path(name).stat().st_size > 5_000
    vietnamese = run("--lang", "vi", "stats", "--plot", "vn.svg")
    assert "đã vẽ biểu đồ vào vn.svg" in vietnamese.stderr
    assert Path("vn.svg").read_bytes() != Path("so-lieu.svg").read_bytes()
    assert run("stats", "--source", "khongco", "--plot", "trong.svg").exit_code == 0


def test_a_chart_of_another_kind_is_refused_before_anything_is_counted(run: Run, archived: object) -> None:
    result = run("stats", "--plot", "so-lieu.pdf")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "so-lieu.pdf: a chart's name ends with .svg or .png" in result.stderr
