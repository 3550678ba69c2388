"""``danvan fetch``: pages over HTTP into the archive."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from danvan_cli.cli import options
from danvan_cli.language import _

if TYPE_CHECKING:
    from danvan_cli.workflows.seeds import SeedList

EXAMPLES = (
    "danvan fetch https://baosonha.example/khanh-thanh-cau-a1.html",
    "danvan fetch --from urls.txt --contact toi@example.vn",
    "danvan fetch - --json < urls.txt",
)


def fetch(
    ctx: typer.Context,
    urls: Annotated[
        list[str] | None,
        typer.Argument(metavar="URL|-", help="Article pages; - reads one URL a line from stdin."),
    ] = None,
    url_list: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="A list of URLs, one a line; blank lines and # lines are skipped."),
    ] = None,
    delay: Annotated[
        float | None,
        typer.Option(min=0, metavar="SECONDS", help="Between two requests to one host; under 1 on loopback only. [2]"),
    ] = None,
    max_body: Annotated[
        int | None,
        typer.Option(parser=options.a_size, metavar="SIZE", help="Largest page, as 500k or 16M. [16M]"),
    ] = None,
    max_time: Annotated[
        float | None, typer.Option(min=0.1, metavar="SECONDS", help="For one URL as a whole. [60]")
    ] = None,
    fail_over: options.FailOver = 50,
    as_json: options.AsJson = False,
) -> None:
    """Capture pages and store their articles.

    Each answer is committed as it came before it is parsed. A page that has not changed adds nothing; a
    changed one adds a version. Hosts are fetched at once, one host never faster than its pace; robots.txt
    is obeyed.
    """
    shared = options.of(ctx)
    seeds = _seeds(urls or [], url_list)
    settings = shared.settings(
        {
            ("fetch", "delay_s"): delay,
            ("fetch", "max_body_bytes"): max_body,
            ("fetch", "total_timeout_s"): max_time,
        }
    )
    from danvan_cli.cli.progress import showing
    from danvan_cli.workflows.crawl import fetch_into_archive

    with showing(shared, total=len(seeds), as_json=as_json) as display:
        report = fetch_into_archive(
            settings,
            seeds,
            arguments=shared.arguments,
            on_page=display.page,
            fail_over=fail_over / 100,
        )
    display.end(report, fail_over=fail_over / 100)


def _seeds(urls: list[str], url_list: Path | None) -> "SeedList":
    """The pages that arguments, standard input and the list name. Raises ``UsageError``."""
    from danvan_cli.errors import UsageError
    from danvan_cli.workflows import seeds

    if not urls and url_list is None:
        raise UsageError(_("nothing to fetch"), hint=_("give URLs, - to read them from standard input, or --from FILE"))
    named = seeds.from_arguments([url for url in urls if url != "-"])
    if url_list is not None:
        named += seeds.from_file(url_list)
    if "-" in urls:
        named += seeds.from_lines(sys.stdin, name="<stdin>")
    return named
