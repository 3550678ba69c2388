"""What the package brings for pages: styles, scripts and the frames around a page, beside this file in ``data/``."""

from functools import cache
from importlib.resources import files


@cache
def asset(name: str) -> str:
    """A file of ``data/`` as text."""
    return files("danvan_cli.export").joinpath("data", name).read_text(encoding="utf-8")
