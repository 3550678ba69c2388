import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from typer.core import TyperGroup, TyperOption
from typer.main import get_command

from danvan_cli import __version__
from danvan_cli.cli.app import app
from tests.cli.conftest import Run


def every_command() -> Iterator[tuple[str, Any, typer.Context]]:
    root = get_command(app)
    yield from _below(root, typer.Context(root, info_name="danvan"))


def _below(command: Any, context: typer.Context) -> Iterator[tuple[str, Any, typer.Context]]:
    yield context.command_path, command, context
    if isinstance(command, TyperGroup):
        for name, inner in command.commands.items():
            yield from _below(inner, typer.Context(inner, info_name=name, parent=context))


COMMANDS = [pytest.param(command, context, id=path) for path, command, context in every_command()]


@pytest.mark.parametrize(("command", "context"), COMMANDS)
def test_every_command_says_what_it_does_with_an_example(command: Any, context: typer.Context) -> None:
    assert command.help.strip()
    path = context.command_path
    assert f"  {path}" in command.epilog, f"the help of {path} has no example"


@pytest.mark.parametrize(("command", "context"), COMMANDS)
def test_every_argument_and_option_has_help(command: Any, context: typer.Context) -> None:
    for param in command.get_params(context):
        name, text = param.get_help_record(context)
        assert text.strip(" []"), f"{context.command_path} {name} has no help"
        if param.param_type_name == "argument":
            assert param.help, f"{context.command_path} {name} has no help"


def test_no_option_of_a_command_hides_a_global_one() -> None:
    root = get_command(app)
    assert isinstance(root, TyperGroup)
    shared = {
        name for param in root.params if isinstance(param, TyperOption) and not param.is_eager for name in param.opts
    }
    for path, command, _ in every_command():
        if path != "danvan":
            assert not shared & {name for param in command.params for name in param.opts}, path


def test_examples_of_the_help_name_options_that_exist() -> None:
    for path, command, context in every_command():
        known = {name for param in command.get_params(context) for name in param.opts}
        known |= {name for param in get_command(app).params for name in param.opts}
        for line in command.epilog.splitlines():
            words = line.split() if line.startswith(f"  {path} ") and not isinstance(command, TyperGroup) else []
            for word in words:
                assert not word.startswith("--") or word in known, f"{path}: {line}"


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_help_is_on_stdout_and_exits_0(run: Run, option: str) -> None:
    result = run(option)
    assert result.exit_code == 0
    assert "demo" in result.stdout
    assert result.stderr == ""


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"danvan {__version__}\n"


def test_help_imports_nothing_heavy() -> None:
    heavy = {
        "pydantic",
        "httpx",
        "bs4",
        "lxml",
        "selectolax",
        "sqlite3",
        "sqlite_utils",
        "rich",
        "asyncio",
        "zstandard",
    }
    code = (
        "import sys; sys.argv = ['danvan', '--help']\n"
        "from danvan_cli.cli.app import run\n"
        "run()\n"
        "print(' '.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not heavy & set(done.stderr.split())


def test_a_global_option_may_stand_on_either_side(run: Run, archived: object) -> None:
    for arguments in (
        ["--db", "archive.db", "search", "cầu"],
        ["search", "--db", "archive.db", "cầu"],
        ["search", "cầu", "--db=archive.db"],
    ):
        assert run(*arguments).exit_code == 0
    assert run("search", "cầu", "--db", "khac.db").exit_code == 10


def test_after_two_dashes_nothing_is_an_option(run: Run, archived: object) -> None:
    result = run("search", "--", "--db")
    assert result.exit_code == 0
    assert "Nothing found for '--db'" in result.stderr
