"""``danvan verify``: whether what was kept is still what was kept."""

from pathlib import Path
from typing import Annotated

import typer

from danvan_cli.cli import options
from danvan_cli.language import _

EXAMPLES = (
    "danvan verify --export january.wacz",
    "danvan verify --export crawl.warc.gz --export bag/ --json",
)


def verify(
    ctx: typer.Context,
    exports: Annotated[
        list[str] | None,
        typer.Option("--export", metavar="FILE", help="A WARC file, WACZ or bag, by danvan or any tool; repeatable."),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Check packages from end to end and name every fault; exits with 9 where there is one.

    Members and checksums, the structure of records, digests of blocks and payloads, lengths, revisits and their
    originals, the index against the records, the listed pages, the digests of a WACZ's files, a bag's manifests.
    """
    from danvan_cli.cli import render
    from danvan_cli.errors import UsageError
    from danvan_cli.workflows.check import verify_export

    if not exports:
        raise UsageError(_("nothing to verify"), hint="danvan verify --export FILE")
    shared = options.of(ctx)
    checks = []
    for name in exports:
        check = verify_export(Path(name))
        checks.append(check)
        for line in render.findings(check, as_json=as_json):
            render.out(line)
        if check.counts or not shared.quiet:
            render.talk(render.check_summary(check))
    code = max(check.exit_code for check in checks)
    if code:
        raise typer.Exit(code)
