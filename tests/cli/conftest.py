import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from danvan_cli.cli.app import app
from danvan_cli.demo.server import serve
from danvan_cli.demo.site import Page
from tests.support.site import page

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working folder of its own, and nothing of the environment but leave to fetch from loopback."""
    for name in [name for name in os.environ if name.startswith("DANVAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DANVAN_ALLOW_PRIVATE", "1")
    monkeypatch.setenv("DANVAN_DELAY_S", "0")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def run() -> Run:
    """Run a command line; an exception that left the boundary is the test's failure."""

    def invoke(*arguments: str, stdin: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, arguments, input=stdin)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def pages() -> dict[str, Page]:
    """The pages of the site on loopback; a test changes them while they are served."""
    return {"/cau-moi.html": page("Cầu mới ở Thượng Lãm"), "/cho-phien.html": page("Chợ phiên Cẩm Nham")}


@pytest.fixture
def site(pages: dict[str, Page]) -> Iterator[str]:
    """The base URL of the site."""
    with serve(pages) as base:
        yield base


@pytest.fixture
def archived(run: Run, site: str) -> Any:
    """An archive with both pages in it."""
    result = run("fetch", f"{site}/cau-moi.html", f"{site}/cho-phien.html")
    assert result.exit_code == 0, result.output
    return result
