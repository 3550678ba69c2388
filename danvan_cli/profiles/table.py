"""The table of newspapers for ``docs/newspapers.md``; ``python -m danvan_cli.profiles.table`` prints it."""

import sys
from collections.abc import Sequence

from danvan_cli.profiles.loader import Profiles, load_profiles
from danvan_cli.profiles.schema import Profile

_HEAD = """\
# Newspapers danvan knows

Written by `python -m danvan_cli.profiles.table > docs/newspapers.md` out of `danvan_cli/profiles/data/`.
Change the files there, then run it again. A page of any other host is read by structure alone. How to add
one: [add a newspaper](add-a-newspaper.md).

The province is today's, of the 34 since July 2025, with the former one in brackets where it had another name.
Central and nationwide papers have none. A family is a publishing system that several papers share; `–` means
that the paper has rules of its own, or none yet beyond its address.
"""
_COLUMNS = ("Id", "Newspaper", "Province", "Family", "Hosts")


def newspaper_table(profiles: Profiles) -> str:
    """The whole page in Markdown: a head, then one row for each newspaper, sorted by id."""
    rows = [_COLUMNS, ("---",) * len(_COLUMNS), *(_row(profile) for profile in profiles.all)]
    return f"{_HEAD}\n{len(profiles.all)} newspapers:\n\n" + "".join(map(_line, rows))


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _row(profile: Profile) -> Sequence[str]:
    source = profile.source
    if source is None:
        return (f"`{profile.id}`", "–", "–", "–", "–")
    hosts = ", ".join(f"`{domain.host}`" for domain in source.domains)
    name = source.name.replace("|", "\\|")
    return (
        f"`{profile.id}`",
        name,
        _province(source.province, source.province_before),
        profile.family or "–",
        hosts,
    )


def _province(now: str | None, before: str | None) -> str:
    if now is None:
        return "–"
    return now if before in (None, now) else f"{now} ({before})"


if __name__ == "__main__":
    sys.stdout.write(newspaper_table(load_profiles()))
