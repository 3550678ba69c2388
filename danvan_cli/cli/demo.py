"""``danvan demo``: the offline tour."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import typer

from danvan_cli.cli import options
from danvan_cli.language import _

if TYPE_CHECKING:
    from danvan_cli.demo.tour import Tour

EXAMPLES = ("danvan demo", "danvan demo --db tour.db")


def demo(ctx: typer.Context) -> None:
    """Take a tour without a network: archive, search and export an invented paper.

    Its pages are served on this machine and stored in danvan-demo.db in this folder, or in the archive that
    --db names.
    """
    from danvan_cli.cli import render
    from danvan_cli.cli.progress import showing
    from danvan_cli.demo.tour import tour

    shared = options.of(ctx)
    say = _nothing if shared.quiet else render.talk
    say(_("Báo Sơn Hà, an invented newspaper, is served on this machine and fetched page by page:") + "\n")
    with showing(shared, total=None, as_json=False) as display:
        shown = tour(
            shared.settings(),
            database=shared.db,
            arguments=shared.arguments,
            on_page=_nothing if shared.quiet else display.page,
        )
    say("\n" + render.summary(shown.report))
    say(_("One page is gone and robots.txt closes another, as it happens on any site."))
    _show(shown, say)


def _show(shown: "Tour", say: Callable[[str], None]) -> None:
    from danvan_cli.cli import render
    from danvan_cli.demo.tour import QUERY

    archive = f"danvan --db {shown.database}"
    say(f"\n$ {archive} search {QUERY!r}")
    for hit in shown.hits:
        render.out(render.hit(hit))
    say(f"\n$ {archive} export txt --since {shown.day} --until {shown.day}")
    render.out(shown.article)
    say(_("Now try:"))
    for command in (
        f"show {shown.hits[0].article.id} --provenance",
        "search 'ban na sang' --json",
        "export csv --bom -o articles.csv",
    ):
        say(f"  {archive} {command}")
    say("  danvan fetch https://…   " + _("a real page, into archive.db"))


def _nothing(_: object) -> None:
    """What -q has to say about a tour."""
