"""``danvan parse``: what would be extracted of a page; stores nothing."""

from typing import Annotated

import typer

from danvan_cli.cli import options

EXAMPLES = (
    "danvan parse page.html --explain",
    "danvan parse https://baosonha.example/khanh-thanh-cau-a1.html --json",
    "danvan parse - --url https://baosonha.example/a1.html < page.html",
)


def parse(
    ctx: typer.Context,
    target: Annotated[
        str,
        typer.Argument(metavar="FILE|URL|-", help="A saved page, a page on the web, or - for standard input."),
    ],
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where a saved page was: chooses the profile, makes links absolute."),
    ] = None,
    explain: Annotated[
        bool,
        typer.Option("--explain", help="Name profile, encoding, selectors, and why each removed line was removed."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Everything as one JSON value.")] = False,
) -> None:
    """Show what would be extracted of one page; stores nothing."""
    from danvan_cli.cli import explaining, render
    from danvan_cli.workflows.inspecting import inspect_target

    inspection = inspect_target(target, settings=options.of(ctx).settings(), url=url)
    if inspection.understanding and inspection.understanding.article:
        show = explaining.as_json if as_json else explaining.explained if explain else explaining.read
        render.out(show(inspection))
    for failure in inspection.report.failures():
        render.error_line(f"{failure.url}: {failure.reason}: {failure.detail}")
    raise typer.Exit(inspection.exit_code)
