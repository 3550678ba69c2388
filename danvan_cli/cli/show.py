"""``danvan show``: one article of the archive."""

from typing import Annotated

import typer

from danvan_cli.cli import options
from danvan_cli.language import _

EXAMPLES = (
    "danvan show 12",
    "danvan show 12 --version 1 --text",
    "danvan show https://baosonha.example/khanh-thanh-cau-a1.html --json",
)


def show(
    ctx: typer.Context,
    target: Annotated[str, typer.Argument(metavar="ID|URL", help="The article's number, or its URL.")],
    version: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="This version, counted from 1. [the current one]")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The record, as `export jsonl` writes it.")] = False,
    text: Annotated[bool, typer.Option("--text", help="The body alone.")] = False,
    captions: Annotated[bool, typer.Option("--captions", help="The captions with their credits.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="The captured bytes, as they came.")] = False,
    provenance: Annotated[
        bool,
        typer.Option("--provenance", help="The selector of each field, and the removed lines with reasons."),
    ] = False,
) -> None:
    """Show one article of the archive: everything, or the part that is asked for."""
    from danvan_cli.cli import explaining, render
    from danvan_cli.workflows.reading import captured_bytes, find

    _at_most_one(json=as_json, text=text, captions=captions, raw=raw, provenance=provenance)
    settings = options.of(ctx).settings()
    stored = find(settings, target, version=version)
    if raw:
        render.out_bytes(captured_bytes(settings, stored))
    elif as_json:
        render.out(render.stored_json(stored))
    elif text:
        render.out(stored.article.text)
    elif captions:
        render.out(render.captions(stored.article))
    elif provenance:
        render.out(explaining.provenance(stored.article))
    else:
        render.out(render.article(stored))


def _at_most_one(**flags: bool) -> None:
    """Raises ``UsageError`` where two views are asked for at once."""
    from danvan_cli.errors import UsageError

    given = [f"--{name}" for name, wanted in flags.items() if wanted]
    if len(given) > 1:
        raise UsageError(_("{names} exclude one another", names=_(" and ").join(given)))
