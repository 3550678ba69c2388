"""``danvan search``: articles by their words."""

from typing import Annotated

import typer

from danvan_cli.cli import options

EXAMPLES = (
    "danvan search 'cầu mới'",
    "danvan search cau --since 2026-01-01 --limit 20",
    "danvan search 'khánh thành' --json",
)


def search(
    ctx: typer.Context,
    query: Annotated[
        str,
        typer.Argument(metavar="QUERY", help="Words; marks are optional, and exact where any is typed."),
    ],
    since: options.Since = None,
    until: options.Until = None,
    source: options.OfSource = None,
    province: options.Province = None,
    limit: options.Limit = 20,
    as_json: options.AsJson = False,
) -> None:
    """Find articles by words of title, sapo, body and captions, best first."""
    from danvan_cli.cli import render
    from danvan_cli.workflows.reading import search_archive

    shared = options.of(ctx)
    chosen = options.selection(since, until, source, province, limit)
    found = 0
    for hit in search_archive(shared.settings(), query, chosen):
        render.out(render.hit_json(hit) if as_json else render.hit(hit))
        found += 1
    if not found and not shared.quiet:
        render.talk(f"Nothing found for {query!r}.")
