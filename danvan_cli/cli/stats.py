"""``danvan stats``: what the archive holds, counted."""

from pathlib import Path
from typing import Annotated

import typer

from danvan_cli.cli import options

EXAMPLES = (
    "danvan stats",
    "danvan stats --since 2026-01-01 --by source,author --top 20",
    "danvan stats --province 'Đắk Lắk' --plot dak-lak.svg",
    "danvan stats --json | jq 'select(.by == \"month\")'",
)


def stats(
    ctx: typer.Context,
    since: options.Since = None,
    until: options.Until = None,
    source: options.OfSource = None,
    province: options.Province = None,
    limit: options.Limit = None,
    by: options.ByGroups = None,
    top: Annotated[int, typer.Option(min=1, metavar="N", help="How many names of each.")] = 10,
    plot: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw them: a chart for a report, .svg or .png; needs danvan[plot]."),
    ] = None,
    as_json: options.AsJson = False,
) -> None:
    """Count articles, words and photos by month, newspaper, province, section and author.

    Also of which days there are articles, and how many have a sapo, a byline, a photo. A word is a syllable, as in
    every count of Vietnamese; an article by two authors counts for both.
    """
    from danvan_cli.cli import counting, render
    from danvan_cli.workflows import statistics

    shared = options.of(ctx)
    if plot is not None:
        statistics.check_plot(plot)
    chosen = options.selection(since, until, source, province, limit)
    found = statistics.figures_of(shared.settings(), chosen)
    for line in counting.as_json(found, by) if as_json else counting.table(found, by, top=top):
        render.out(line)
    if plot is not None:
        names = {group: counting.heading(group) for group in by or counting.GROUPS}
        statistics.plot(found, plot, title=counting.title(found, chosen), names=names)
        if not shared.quiet:
            render.talk(counting.drawn(plot))
