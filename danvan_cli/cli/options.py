"""Options that several commands share, spelled and explained once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from danvan_cli.language import _

if TYPE_CHECKING:
    from danvan_cli.model import Group, Part, Selection
    from danvan_cli.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Globals:
    """The options every command understands."""

    db: Path | None = None
    config: Path | None = None
    quiet: bool = False
    verbose: int = 0
    progress: bool = True
    allow_private: bool = False
    contact: str | None = None
    arguments: tuple[str, ...] = ()
    """The command line as it was typed, for the record of the run."""

    def settings(self, flags: Mapping[tuple[str, str], Any] | None = None) -> "Settings":
        """Settings of flags, environment, danvan.toml and defaults. Raises ``ConfigError``."""
        from danvan_cli.settings import load_settings

        own = {
            ("archive", "db"): self.db,
            ("fetch", "allow_private"): True if self.allow_private else None,
            ("fetch", "contact"): self.contact,
        }
        return load_settings(self.config, flags={**own, **(flags or {})})


def of(ctx: typer.Context) -> Globals:
    """The global options of the running command."""
    found = ctx.find_object(Globals)
    return found or Globals()


def examples(*commands: str) -> str:
    """The end of a command's help: command lines to copy."""
    shown = "\n".join(f"  {command}" for command in commands)
    return f"\b\nExamples:\n{shown}\n\nGlobal options (--db, -q, …) may stand here too: danvan --help."


def a_day(text: str) -> date:
    """``2026-03-05``. Raises ``ValueError`` with a message for people."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(_("{text!r} is not a day like 2026-03-05", text=text)) from None


def a_moment(text: str) -> datetime:
    """``2026-03-05`` or an ISO 8601 time; without an offset it is the time in Vietnam."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("{text!r} is not a day like 2026-03-05, nor an ISO 8601 time", text=text)) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone(timedelta(hours=7)))


def a_size(text: str) -> int:
    """Bytes; ``16M`` and ``500k`` count in 1024s.

    >>> a_size("16M")
    16777216
    """
    number, unit = text[:-1], text[-1:].lower()
    powers = {"k": 1024, "m": 1024**2, "g": 1024**3}
    try:
        return int(number) * powers[unit] if unit in powers else int(text)
    except ValueError:
        raise ValueError(_("{text!r} is not a size like 16M", text=text)) from None


def some_parts(text: str) -> "tuple[Part, ...]":
    """``title,caption``. Raises ``ValueError`` with a message for people.

    >>> [part.value for part in some_parts("title, caption")]
    ['title', 'caption']
    """
    from danvan_cli.model import Part

    try:
        return tuple(Part(name.strip().lower()) for name in text.split(","))
    except ValueError:
        raise ValueError(_("{text!r} is not some of title, sapo, body, caption", text=text)) from None


def some_groups(text: str) -> "tuple[Group, ...]":
    """``source,author``. Raises ``ValueError`` with a message for people."""
    from danvan_cli.model import Group

    try:
        return tuple(dict.fromkeys(Group(name.strip().lower()) for name in text.split(",")))
    except ValueError:
        raise ValueError(_("{text!r} is not some of month, source, province, section, author", text=text)) from None


ByGroups = Annotated[
    Any,
    typer.Option(parser=some_groups, metavar="GROUPS", help="Some of month,source,province,section,author. [all]"),
]
InParts = Annotated[
    Any,
    typer.Option(
        "--in", parser=some_parts, metavar="PARTS", help="Only there: some of title,sapo,body,caption. [anywhere]"
    ),
]
Since = Annotated[
    date | None,
    typer.Option(parser=a_day, metavar="DATE", help="Published on this day or later (YYYY-MM-DD, in Vietnam)."),
]
Until = Annotated[
    date | None,
    typer.Option(parser=a_day, metavar="DATE", help="Published on this day or earlier (YYYY-MM-DD, in Vietnam)."),
]
OfSource = Annotated[
    str | None,
    typer.Option("--source", metavar="ID", help="Only this newspaper: an id of `danvan sources list`."),
]
Province = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Only papers of this province, by its name of today or before."),
]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most this many.")]
Jobs = Annotated[int | None, typer.Option(min=1, metavar="N", help="Processes at work. [one a core]")]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON value a line on standard output.")]
FailOver = Annotated[
    float,
    typer.Option(min=0, max=100, metavar="PERCENT", help="Exit with 4 instead of 3 when at least this share failed."),
]


def selection(
    since: date | None, until: date | None, source: str | None, province: str | None, limit: int | None
) -> "Selection":
    """The five filters as one value."""
    from danvan_cli.model import Selection

    return Selection(since=since, until=until, source=source, province=province, limit=limit)
