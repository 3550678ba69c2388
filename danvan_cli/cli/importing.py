"""``danvan import``: saved pages, WARC and WACZ into the archive."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from danvan_cli.cli import options

EXAMPLES = (
    "danvan import saved/",
    "danvan import page.html --url https://baosonha.example/khanh-thanh-cau-a1.html",
    "danvan import printed.txt --captured-at 2026-03-05",
    "danvan import crawl.warc.gz collection.wacz",
)


def import_files(
    ctx: typer.Context,
    files: Annotated[
        list[str],
        typer.Argument(metavar="FILE", help="Saved HTML pages, pages printed as text, WARC, WACZ, or folders of them."),
    ],
    url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Where the page was; for one file. [the page's own canonical URL]"),
    ] = None,
    captured_at: Annotated[
        datetime | None,
        typer.Option(
            parser=options.a_moment,
            metavar="DATE",
            help="When it was saved: a day or an ISO time in Vietnam. [now]",
        ),
    ] = None,
    jobs: options.Jobs = None,
    fail_over: options.FailOver = 50,
    as_json: options.AsJson = False,
) -> None:
    """Store captures and articles of files, offline.

    HTML files, text files that a page was printed to, WARC (gz, zst) and WACZ by any tool, folders with everything
    below. The same file again adds nothing. Every capture of a WARC is archived with its own date, and takes its
    place among what the archive has; of a broken one, everything that is whole.
    """
    from danvan_cli.cli.progress import showing
    from danvan_cli.workflows.importing import import_into_archive

    shared = options.of(ctx)
    settings = shared.settings()
    with showing(shared, total=None, as_json=as_json) as display:
        report = import_into_archive(
            settings,
            [Path(name) for name in files],
            url=url,
            captured_at=captured_at,
            arguments=shared.arguments,
            jobs=jobs,
            on_page=display.page,
            fail_over=fail_over / 100,
        )
    display.end(report, fail_over=fail_over / 100)
