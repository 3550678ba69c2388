from collections.abc import Callable
from pathlib import Path

import pytest

SOURCE = """
[source]
name = "Báo Sơn Hà"
home_url = "https://baosonha.example/"
hosts = ["baosonha.example"]
"""

Write = Callable[..., Path]


@pytest.fixture
def source() -> str:
    """The ``[source]`` of a profile that has nothing else."""
    return SOURCE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's folder of profiles."""
    made = tmp_path / "papers"
    (made / "families").mkdir(parents=True)
    return made


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a profile: what stands before ``[source]``, after it, and another source where one is given."""

    def _write(name: str = "baosonha", *, head: str = "", rest: str = "", source: str = SOURCE) -> Path:
        path = folder / f"{name}.toml"
        path.write_text(f"{head}\n{source}\n{rest}", encoding="utf-8")
        return path

    return _write
