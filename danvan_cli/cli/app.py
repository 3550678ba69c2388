"""The ``danvan`` command: global options, and the commands in the order a newcomer meets them."""

import io
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from danvan_cli.cli import demo, export, fetch, importing, parse, reparse, search, show, sources, stats, verify
from danvan_cli.cli.boundary import ARGUMENTS, DanvanGroup
from danvan_cli.cli.options import Globals, examples
from danvan_cli.cli.speaking import Commands

app = Commands(
    name="danvan",
    cls=DanvanGroup,
    no_args_is_help=True,
    # Plain help: rich would double the time of `danvan --help` and bend page text on its way out.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="\b\nBegin with:\n"
    "  danvan demo\n"
    "  danvan fetch https://…\n"
    "  danvan search 'cầu mới'\n"
    "  danvan export jsonl -o articles.jsonl",
)

for name, command, shown in (
    ("demo", demo.demo, demo.EXAMPLES),
    ("fetch", fetch.fetch, fetch.EXAMPLES),
    ("import", importing.import_files, importing.EXAMPLES),
    ("parse", parse.parse, parse.EXAMPLES),
    ("reparse", reparse.reparse, reparse.EXAMPLES),
    ("search", search.search, search.EXAMPLES),
    ("show", show.show, show.EXAMPLES),
    ("stats", stats.stats, stats.EXAMPLES),
    ("export", export.export, export.EXAMPLES),
    ("verify", verify.verify, verify.EXAMPLES),
):
    app.command(name, epilog=examples(*shown))(command)
app.add_typer(sources.app, name="sources")


def _print_version(*, wanted: bool) -> None:
    if wanted:
        from danvan_cli.version import __version__

        typer.echo(f"danvan {__version__}")
        raise typer.Exit


@app.callback()
def main(
    ctx: typer.Context,
    db: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The archive. [DANVAN_DB; archive.db where nothing else is said]"),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option(metavar="PATH", help="The settings file. [danvan.toml in this folder, if there is one]"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing unless something fails.")] = False,
    verbose: Annotated[
        int,
        typer.Option(
            "--verbose", "-v", count=True, show_default=False, help="Say more; twice: the libraries' log too."
        ),
    ] = 0,
    no_progress: Annotated[bool, typer.Option("--no-progress", help="Plain lines, no progress bar.")] = False,
    allow_private: Annotated[
        bool,
        typer.Option("--allow-private", help="Also fetch loopback and private addresses. [DANVAN_ALLOW_PRIVATE=1]"),
    ] = False,
    contact: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Where a site's owner reaches you; sent in the User-Agent. [DANVAN_CONTACT]",
        ),
    ] = None,
    lang: Annotated[  # noqa: ARG001 boundary.py has seen it
        Literal["vi", "en"] | None,
        typer.Option(help="The language to speak to people. [DANVAN_LANG; that of the system]"),
    ] = None,
    debug: Annotated[  # noqa: ARG001 boundary.py reads it
        bool, typer.Option("--debug", help="Show the traceback of an unexpected error.")
    ] = False,
    version: Annotated[  # noqa: ARG001 its callback has seen it
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=lambda value: _print_version(wanted=value),
            help="Show the version.",
        ),
    ] = False,
) -> None:
    """Archive and clean text of Vietnam's provincial news.

    Pages are captured as they are, understood offline, and kept in one SQLite file: title, sapo, body, photo
    captions with their credits, byline, time.
    """
    if verbose > 1:
        import logging

        logging.basicConfig(level=logging.DEBUG, stream=sys.stderr, format="%(name)s: %(message)s")
    ctx.obj = Globals(
        db=db,
        config=config,
        quiet=quiet,
        verbose=verbose,
        progress=not no_progress,
        allow_private=allow_private,
        contact=contact,
        arguments=ctx.meta.get(ARGUMENTS, ()),
    )


def run() -> int:
    """Run the command line of ``sys.argv``; returns the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # Vietnamese text leaves as UTF-8 whatever the locale says; a broken byte of stdin stops nothing.
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app(prog_name="danvan")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0
