"""``danvan export``: articles as files for other programs, and to read."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from danvan_cli.cli import options
from danvan_cli.language import _, ngettext

if TYPE_CHECKING:
    from danvan_cli.model import Selection

EXAMPLES = (
    "danvan export jsonl -o articles.jsonl",
    "danvan export csv --bom --since 2026-01-01 -o january.csv",
    "danvan export epub --query 'chợ phiên' -o cho-phien.epub",
    "danvan export md -o articles/",
    "danvan export site -o kho-tin",
    "danvan export txt --source baosonha | less",
    "danvan export wacz --since 2026-01-01 -o january.wacz",
)

Form = Literal[
    "jsonl", "json", "csv", "tsv", "md", "txt", "html", "jsonld", "dc", "epub", "parquet", "site",
    "warc", "wacz", "bagit",
]  # fmt: skip


def export(
    ctx: typer.Context,
    form: Annotated[Form, typer.Argument(metavar="FORMAT", help="One of those below.")],
    since: options.Since = None,
    until: options.Until = None,
    source: options.OfSource = None,
    province: options.Province = None,
    limit: options.Limit = None,
    query: Annotated[
        str | None, typer.Option(metavar="TEXT", help="Only what `danvan search TEXT` finds; a limit keeps the best.")
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            "--output", "-o", metavar="PATH|-", help="Where to; it appears whole or not at all. A folder ends in /."
        ),
    ] = "-",
    bom: Annotated[
        bool, typer.Option("--bom", help="A byte order mark in front of the CSV: older Excel needs it.")
    ] = False,
) -> None:
    """Write articles of the archive, oldest number first.

    \b
    jsonl    one record a line, every field
    json     the same records as one array
    csv      the same columns, for spreadsheets; a cell that would run as a formula
             gets an apostrophe in front
    tsv      one article a line, for cut, awk and sort
    md       Markdown with front matter; into a folder/ one file an article
    txt      the text; into a folder/ one file an article
    html     one page that needs nothing else; into a folder/ one page an article
    jsonld   schema.org NewsArticle, one document
    dc       Dublin Core records in one XML file
    epub     a book, by day and newspaper
    parquet  typed columns, for DuckDB and pandas; needs danvan[parquet]
    site     a folder to read in any browser, offline, with search

    The captures themselves, every version, revisit and failure; without a filter all that the archive has:

    \b
    warc     one file, packed as its name says: .warc.gz, .warc.zst, .warc
    wacz     a WARC with its index and pages, for replay
    bagit    a folder with WARC, index, articles and digests

    docs/exports.md has every field, docs/packages.md what is in a WARC, WACZ and bag.
    """  # noqa: D301 the backspace keeps lines as they are
    from danvan_cli.cli import render
    from danvan_cli.errors import UsageError
    from danvan_cli.workflows import packages
    from danvan_cli.workflows.exporting import export_archive

    if form in packages.FORMATS:
        _export_captures(options.of(ctx), options.selection(since, until, source, province, limit), form, output)
        return
    if bom and form != "csv":
        raise UsageError(_("--bom is for csv only"))
    shared = options.of(ctx)
    written = export_archive(
        shared.settings(),
        options.selection(since, until, source, province, limit),
        form=form,
        destination=render.stdout_untranslated() if output == "-" else Path(output),
        query=query,
        folder=output.endswith(("/", "\\")),
        bom=bom,
    )
    if output != "-" and not shared.quiet:
        render.talk(
            ngettext(
                "{count} article written to {output}", "{count} articles written to {output}", written, output=output
            )
        )


def _export_captures(shared: options.Globals, chosen: "Selection", form: str, output: str) -> None:
    from danvan_cli.cli import render
    from danvan_cli.errors import UsageError
    from danvan_cli.workflows.packages import export_package

    if output == "-" and sys.stdout.isatty():
        raise UsageError(_("captures are no text for a terminal"), hint=_("name a file with --output, or send them on"))
    destination = sys.stdout.buffer if output == "-" else Path(output)
    written = export_package(shared.settings(), chosen, form=form, destination=destination)
    if output != "-" and not shared.quiet:
        render.talk(
            ngettext(
                "{count} capture written to {output}", "{count} captures written to {output}", written, output=output
            )
        )
