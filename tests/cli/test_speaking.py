"""danvan speaks to people in their language, and to programs in one."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from danvan_cli import language
from danvan_cli.cli import speaking
from danvan_cli.cli.app import app
from tests.cli.conftest import Run
from tests.cli.test_help import every_command

ROOT = str(Path(__file__).parents[2])
PATHS = [path.split()[1:] for path, *_ in every_command()]


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    speaking.speak(get_command(app), "en")  # type: ignore[arg-type]


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_the_help_of_every_command_is_vietnamese_throughout(run: Run, path: list[str]) -> None:
    english = run(*path, "--help").stdout
    vietnamese = run("--lang", "vi", *path, "--help").stdout
    assert vietnamese.startswith("Cách dùng: danvan")
    assert "Tùy chọn:" in vietnamese
    for phrase in (" the ", " of ", " is ", "Usage", "Options", "[default", "[required", "Examples:", "Show "):
        assert phrase not in vietnamese, phrase
    assert len(vietnamese.split("\n\n")) == len(english.split("\n\n"))
    assert run(*path, "--help").stdout == english, "the next run speaks English again"


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_what_is_typed_is_the_same_in_either_language(run: Run, path: list[str]) -> None:
    words = {
        lang: set(re.findall(r"--[a-z-]+[a-z]", run("--lang", lang, *path, "--help").stdout)) for lang in ("en", "vi")
    }
    assert words["en"] == words["vi"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["search", "--nosuch"], "Lỗi: Không có tùy chọn: --nosuch"),
        (["fetchh"], "Không có lệnh 'fetchh'. Có phải ý là 'fetch'?"),
        (["export", "pdf"], "Giá trị của 'FORMAT' không hợp lệ: 'pdf' không thuộc 'jsonl'"),
        (["export"], "Thiếu tham số 'FORMAT'."),
        (["search", "--since", "5/3"], "Giá trị của '--since' không hợp lệ: '5/3' không phải là ngày dạng 2026-03-05"),
        (["search", "--limit", "0"], "Giá trị của '--limit' không hợp lệ: phải từ 1 trở lên"),
        (["search", "--limit", "ba"], "phải là số nguyên"),
        (["search", "--source"], "Tùy chọn '--source' cần một giá trị."),
        (["show", "a", "b"], "Thừa tham số (b)"),
        (["show", "1"], "danvan: lỗi: archive.db: không có kho này\ngợi ý: nêu kho khác bằng --db"),
        (["fetch"], "danvan: lỗi: không có gì để tải"),
    ],
)
def test_complaints_are_vietnamese(run: Run, arguments: list[str], said: str) -> None:
    result = run("--lang", "vi", *arguments)
    assert said in result.stderr
    assert result.exit_code == run("--lang", "en", *arguments).exit_code
    assert result.stdout == ""


def test_summaries_are_vietnamese_and_json_is_not(run: Run, site: str) -> None:
    result = run("--lang", "vi", "fetch", f"{site}/cau-moi.html", f"{site}/mat.html", "--json")
    new, failed = map(json.loads, result.stdout.splitlines())
    assert (new["outcome"], failed["outcome"], failed["reason"]) == ("new", "failed", "http-404")
    assert "2 trang trong" in result.stderr
    assert "mới: 1, hỏng: 1 (http-404: 1)" in result.stderr
    assert run("--lang", "vi", "show", "1", "--json").stdout == run("show", "1", "--json").stdout
    assert run("--lang", "vi", "export", "txt").stdout == run("export", "txt").stdout
    assert "phiên bản 1/1, còn trên mạng" in run("--lang", "vi", "show", "1").stdout


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        (["search", "x", "--lang", "vi"], {}, "vi"),
        (["--lang=vi", "search"], {"DANVAN_LANG": "en"}, "vi"),
        (["search", "--", "--lang", "vi"], {}, "en"),
        (["search", "--lang"], {"LANG": "vi_VN.UTF-8"}, "vi"),
        ([], {"DANVAN_LANG": "vi", "LANG": "en_US"}, "vi"),
    ],
)
def test_the_language_is_the_flags_then_the_environments(
    arguments: list[str], environment: dict[str, str], expected: str
) -> None:
    assert speaking.choose(arguments, environment) == expected


def test_a_language_that_is_none_is_a_usage_error(run: Run) -> None:
    result = run("--lang", "tl", "sources", "list")
    assert result.exit_code == 2
    assert "'tl' is not one of 'vi', 'en'" in result.stderr


def test_lang_may_stand_behind_the_command_and_after_help(run: Run) -> None:
    assert run("search", "--help", "--lang", "vi").stdout.startswith("Cách dùng")


def test_every_group_speaks() -> None:
    for path, command, _ in every_command():
        kind = speaking.SpokenGroup if isinstance(command, TyperGroup) else speaking.SpokenCommand
        assert isinstance(command, kind), f"{path}: make it with danvan_cli.cli.speaking.Commands"


def test_lines_of_a_table_keep_their_place() -> None:
    language.use("vi")
    assert speaking.translated("\b\ncsv      without\n  danvan demo\nExamples:") == (
        "\b\ncsv      không có từ sau NOT\n  danvan demo\nVí dụ:"
    )
    assert speaking.translated(None) is None


def test_help_takes_less_than_twice_as_long_as_importing_typer() -> None:
    """The least of several runs of each, in turn: what else the machine does then counts in neither."""
    helping = [sys.executable, "-m", "danvan_cli", "--lang", "vi", "--help"]
    importing = [sys.executable, "-c", "import typer, typer.main, typer.core"]
    times: dict[str, list[float]] = {"help": [], "typer": []}
    for _ in range(7):
        for name, command in (("help", helping), ("typer", importing)):
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONPATH": ROOT})
            times[name].append(time.perf_counter() - started)
    assert min(times["help"]) < 2 * min(times["typer"])
