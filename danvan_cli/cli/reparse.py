"""``danvan reparse``: stored snapshots → articles again, offline."""

from typing import Annotated

import typer

from danvan_cli.cli import options

EXAMPLES = (
    "danvan reparse --dry-run",
    "danvan reparse --source baosonha --since 2026-01-01",
    "danvan reparse --dry-run --json | jq -c '.changes.title // empty'",
)


def reparse(
    ctx: typer.Context,
    since: options.Since = None,
    until: options.Until = None,
    source: options.OfSource = None,
    province: options.Province = None,
    limit: options.Limit = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would change; store nothing.")] = False,
    jobs: options.Jobs = None,
    fail_over: options.FailOver = 50,
    as_json: Annotated[
        bool, typer.Option("--json", help="Each version that changed or failed as one JSON value a line.")
    ] = False,
) -> None:
    """Read the stored snapshots again, offline, with the danvan and the profiles of today.

    Every version of the selected articles keeps its number; what it said before is kept beside it. Ends with a
    table of the fields that changed, by newspaper.
    """
    from danvan_cli.cli import render
    from danvan_cli.cli.progress import showing
    from danvan_cli.workflows.reparse import reparse_archive

    shared = options.of(ctx)
    with showing(shared, total=None, as_json=as_json) as display:
        report = reparse_archive(
            shared.settings(),
            options.selection(since, until, source, province, limit),
            dry_run=dry_run,
            jobs=jobs,
            arguments=shared.arguments,
            on_reread=display.reread,
            fail_over=fail_over / 100,
        )
    if not shared.quiet:
        for line in render.changed_fields(report):
            render.talk(line)
    display.end(report.run, fail_over=fail_over / 100)
