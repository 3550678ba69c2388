from collections.abc import Sequence

import pytest
from typer.main import get_command

from danvan_cli.cli.app import app
from danvan_cli.cli.boundary import DanvanGroup


@pytest.mark.parametrize(
    ("typed", "parsed"),
    [
        (["search", "cầu", "--db", "a.db"], ["--db", "a.db", "search", "cầu"]),
        (["search", "--db=a.db", "cầu"], ["--db=a.db", "search", "cầu"]),
        (["fetch", "-vv", "-q", "-"], ["-vv", "-q", "fetch", "-"]),
        (["show", "1", "--version", "2"], ["show", "1", "--version", "2"]),
        (["search", "--", "--db", "-q"], ["search", "--", "--db", "-q"]),
        (["export", "csv", "-o", "a.csv", "--bom"], ["export", "csv", "-o", "a.csv", "--bom"]),
        (["search", "cầu", "--db"], ["--db", "search", "cầu"]),
        ([], []),
    ],
)
def test_global_options_move_to_the_front_and_nothing_else_does(typed: Sequence[str], parsed: Sequence[str]) -> None:
    group = get_command(app)
    assert isinstance(group, DanvanGroup)
    assert group._globals_first(list(typed)) == parsed
