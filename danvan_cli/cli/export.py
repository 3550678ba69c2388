"""``danvan export``: articles as files for other programs."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from danvan_cli.cli import options

EXAMPLES = (
    "danvan export jsonl -o articles.jsonl",
    "danvan export csv --bom --since 2026-01-01 -o january.csv",
    "danvan export txt --source baosonha | less",
)


def export(
    ctx: typer.Context,
    form: Annotated[
        Literal["jsonl", "csv", "md", "txt"],
        typer.Argument(metavar="jsonl|csv|md|txt", help="JSON Lines, spreadsheet, Markdown or plain text."),
    ],
    since: options.Since = None,
    until: options.Until = None,
    source: options.OfSource = None,
    province: options.Province = None,
    limit: options.Limit = None,
    output: Annotated[
        str,
        typer.Option("--output", "-o", metavar="PATH|-", help="Where to; a file appears whole or not at all."),
    ] = "-",
    bom: Annotated[
        bool, typer.Option("--bom", help="A byte order mark in front of the CSV: older Excel needs it.")
    ] = False,
) -> None:
    """Write articles of the archive, oldest number first.

    jsonl: one record a line, every field. csv: the same columns; a cell that a spreadsheet would run as a
    formula, or that begins with an apostrophe, gets an apostrophe in front. md: front matter and text.
    txt: the text.
    """
    from danvan_cli.cli import render
    from danvan_cli.errors import UsageError
    from danvan_cli.workflows.exporting import export_archive

    if bom and form != "csv":
        raise UsageError("--bom is for csv only")
    shared = options.of(ctx)
    chosen = options.selection(since, until, source, province, limit)
    destination = render.stdout_untranslated() if output == "-" else Path(output)
    written = export_archive(shared.settings(), chosen, form=form, destination=destination, bom=bom)
    if output != "-" and not shared.quiet:
        render.talk(f"{written} articles written to {output}")
