"""URLs a person gave, as arguments or in a list, as seeds; the broken ones named by file and line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from danvan_cli.discover.urls import normalise, parse_seed
from danvan_cli.errors import UsageError
from danvan_cli.language import _
from danvan_cli.model import Outcome, PageDone, Seed


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedList:
    """What a list holds: every page once, in the order of the list, and the lines that are no URL."""

    seeds: tuple[Seed, ...] = ()
    broken: tuple[PageDone, ...] = ()
    """Failures with the reason ``bad-url``; the detail names file, line and what is wrong."""

    def __len__(self) -> int:
        """How many items the run will count, the broken ones with them."""
        return len(self.seeds) + len(self.broken)

    def __add__(self, other: "SeedList") -> "SeedList":
        """Both lists, a page that stands in both once."""
        return SeedList(seeds=_once((*self.seeds, *other.seeds)), broken=self.broken + other.broken)


def from_arguments(urls: Sequence[str]) -> SeedList:
    """The URLs of a command line. Raises ``UsageError`` naming every one that is not an http(s) URL."""
    seeds, complaints = [], []
    for text in urls:
        try:
            seeds.append(Seed(url=parse_seed(text)))
        except ValueError as problem:
            complaints.append(str(problem))
    if complaints:
        raise UsageError("\n".join(complaints), hint=_("a URL begins with https:// or http://"))
    return SeedList(seeds=_once(seeds))


def from_lines(lines: Iterable[str], *, name: str) -> SeedList:
    """The URLs of a list, one a line; blank lines and lines that begin with ``#`` are skipped.

    ``name`` is how messages call the list: ``urls.txt:7: 'htp:/x' is not an http(s) URL``.
    """
    seeds, broken = [], []
    for number, line in enumerate(lines, start=1):
        text = line.strip().strip("\ufeff")
        if not text or text.startswith("#"):
            continue
        try:
            seeds.append(Seed(url=parse_seed(text), line=number))
        except ValueError as problem:
            broken.append(_bad_url(text, f"{name}:{number}: {problem}"))
    return SeedList(seeds=_once(seeds), broken=tuple(broken))


def from_file(path: Path) -> SeedList:
    """The URLs of a file, read as UTF-8. Raises ``UsageError`` where it cannot be read."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace") as lines:
            return from_lines(lines, name=str(path))
    except OSError as problem:
        raise UsageError(_("{path}: cannot be read: {problem}", path=path, problem=problem.strerror)) from None


def _bad_url(text: str, detail: str) -> PageDone:
    return PageDone(url=text, outcome=Outcome.FAILED, reason="bad-url", detail=detail)


def _once(seeds: Iterable[Seed]) -> tuple[Seed, ...]:
    """The first seed of every page, two spellings of one URL being one page."""
    first: dict[str, Seed] = {}
    for seed in seeds:
        first.setdefault(normalise(seed.url), seed)
    return tuple(first.values())
