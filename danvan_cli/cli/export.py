"""``danvan export``: articles as files for other programs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from danvan_cli.cli import options

if TYPE_CHECKING:
    from danvan_cli.model import Selection

EXAMPLES = (
    "danvan export jsonl -o articles.jsonl",
    "danvan export csv --bom --since 2026-01-01 -o january.csv",
    "danvan export txt --source baosonha | less",
    "danvan export wacz --since 2026-01-01 -o january.wacz",
)


def export(
    ctx: typer.Context,
    form: Annotated[
        Literal["jsonl", "csv", "md", "txt", "warc", "wacz", "bagit"],
        typer.Argument(
            metavar="jsonl|csv|md|txt|warc|wacz|bagit",
            help="JSON Lines, spreadsheet, Markdown, plain text; captures for other archives.",
        ),
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

    warc, wacz and bagit hold the captures themselves, every version, revisit and failure; without a filter all
    that the archive has. warc: one file, packed as its name says (.warc.gz, .warc.zst, .warc). wacz: a WARC with
    its index and pages, for replay. bagit: a folder with WARC, index, articles and digests.
    """
    from danvan_cli.cli import render
    from danvan_cli.errors import UsageError
    from danvan_cli.workflows import packages
    from danvan_cli.workflows.exporting import export_archive

    if form in packages.FORMATS:
        _export_captures(options.of(ctx), options.selection(since, until, source, province, limit), form, output)
        return
    if bom and form != "csv":
        raise UsageError("--bom is for csv only")
    shared = options.of(ctx)
    chosen = options.selection(since, until, source, province, limit)
    destination = render.stdout_untranslated() if output == "-" else Path(output)
    written = export_archive(shared.settings(), chosen, form=form, destination=destination, bom=bom)
    if output != "-" and not shared.quiet:
        render.talk(f"{written} articles written to {output}")


def _export_captures(shared: options.Globals, chosen: "Selection", form: str, output: str) -> None:
    from danvan_cli.cli import render
    from danvan_cli.errors import UsageError
    from danvan_cli.workflows.packages import export_package

    if output == "-" and sys.stdout.isatty():
        raise UsageError("captures are no text for a terminal", hint="name a file with --output, or send them on")
    destination = sys.stdout.buffer if output == "-" else Path(output)
    written = export_package(shared.settings(), chosen, form=form, destination=destination)
    if output != "-" and not shared.quiet:
        render.talk(f"{written} captures written to {output}")
