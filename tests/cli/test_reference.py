from pathlib import Path

import pytest

from danvan_cli.cli import reference
from danvan_cli.errors import UsageError

README = Path(__file__).parents[2] / "README.md"


def test_every_command_has_its_section() -> None:
    text = reference.reference()
    for command in (
        "fetch",
        "import",
        "parse",
        "reparse",
        "search",
        "show",
        "export",
        "sources list",
        "sources show",
        "demo",
    ):
        assert f"### `danvan {command}`\n" in text
    assert "- `--from FILE`: " in text
    assert "danvan export jsonl -o articles.jsonl" in text
    assert "```\njsonl    one record a line, every field\n" in text
    assert "\b" not in text


def test_rewriting_touches_only_what_stands_between_the_marks_and_settles() -> None:
    before = f"# danvan\n\n{reference.BEGIN}\ncũ\n{reference.END}\n\nCòn lại.\n"
    once = reference.rewritten(before)
    assert once.startswith(f"# danvan\n\n{reference.BEGIN}\n")
    assert once.endswith(f"{reference.END}\n\nCòn lại.\n")
    assert "cũ" not in once
    assert reference.rewritten(once) == once


def test_a_file_without_marks_is_refused() -> None:
    with pytest.raises(UsageError, match="marks"):
        reference.rewritten("# danvan\n")


def test_the_file_is_rewritten_in_place(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(f"{reference.BEGIN}\n{reference.END}\n", encoding="utf-8")
    reference.main(path)
    assert reference.reference() in path.read_text(encoding="utf-8")


def test_the_reference_of_readme_is_todays() -> None:
    text = README.read_text(encoding="utf-8") if README.exists() else ""
    if reference.BEGIN in text:
        assert reference.rewritten(text) == text, "run: python -m danvan_cli.cli.reference README.md"
