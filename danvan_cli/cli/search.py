"""``danvan search``: articles by their words."""

from typing import Annotated, Literal

import typer

from danvan_cli.cli import options

EXAMPLES = (
    "danvan search 'cầu mới'",
    'danvan search \'"ban na sang" OR "cho phien" NOT gia*\' --since 2026-01-01',
    "danvan search 'khánh thành' --in title,caption --sort newest",
    "danvan search --source baosonha --limit 5",
    "danvan search 'vỡ đập' --since 2026-03-01 -q --exit-code || echo 'có tin mới'",
)


def search(
    ctx: typer.Context,
    query: Annotated[
        str | None,
        typer.Argument(metavar="QUERY", help="Words; marks are optional, and exact where any is typed. [all articles]"),
    ] = None,
    parts: options.InParts = None,
    since: options.Since = None,
    until: options.Until = None,
    source: options.OfSource = None,
    province: options.Province = None,
    limit: options.Limit = 20,
    sort: Annotated[Literal["rank", "newest"], typer.Option(help="The best first, or the newest day first.")] = "rank",
    count: Annotated[bool, typer.Option("--count", help="Only the number of articles found.")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 20 where something is found, for scripts.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Find articles by words of title, sapo, body and captions, best first.

    \b
    cau moi          all the words, with any marks: cầu mới, câu mời …
    cầu mới          with any mark typed exactly these, in either tone style
    "cầu mới"        these words in this order
    ngh*             words that begin so
    cầu OR "bến đò"  either; AND, OR and NOT in capitals, parentheses join
    cầu NOT treo     without

    Nothing else has a meaning, and nothing that is typed is an error. Without QUERY, all articles, the newest first.
    """  # noqa: D301 the backspace keeps lines as they are
    from danvan_cli.cli import render
    from danvan_cli.errors import ExitCode
    from danvan_cli.model import Sort
    from danvan_cli.workflows.reading import search_archive

    shared = options.of(ctx)
    chosen = options.selection(since, until, source, province, 0 if count else limit)
    with search_archive(shared.settings(), query, chosen, parts=parts or (), sort=Sort(sort)) as found:
        if count:
            render.out(str(found.total))
        shown = 0
        for hit in found:
            render.out(render.hit_json(hit) if as_json else render.hit(hit))
            shown += 1
    if not shared.quiet and not count:
        render.talk(render.found(query, shown, found.total, found.ranked))
    if exit_code and found.total:
        raise typer.Exit(ExitCode.FOUND)
