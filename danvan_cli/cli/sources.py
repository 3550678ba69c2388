"""``danvan sources``: the newspapers danvan knows."""

from typing import Annotated

import typer

from danvan_cli.cli import options
from danvan_cli.cli.speaking import Commands, SpokenGroup

app = Commands(
    cls=SpokenGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="The newspapers danvan knows, and how it reads each.",
    epilog=options.examples("danvan sources list", "danvan sources show baosonha"),
)


@app.command("list", epilog=options.examples("danvan sources list", "danvan sources list --json"))
def list_sources(ctx: typer.Context, as_json: options.AsJson = False) -> None:
    """List every newspaper with its id, name, province and hosts."""
    from danvan_cli.cli import render
    from danvan_cli.workflows.reading import known_profiles

    for line in render.sources(known_profiles(options.of(ctx).settings()), as_json=as_json):
        render.out(line)


@app.command("show", epilog=options.examples("danvan sources show baosonha"))
def show_source(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="An id of `danvan sources list`, or a host.")],
    as_json: options.AsJson = False,
) -> None:
    """Show one newspaper's profile: where things are on its pages, and how they are cleaned."""
    from danvan_cli.cli import render
    from danvan_cli.workflows.reading import find_profile

    profile = find_profile(options.of(ctx).settings(), name)
    render.out(render.profile_json(profile) if as_json else render.profile(profile))
