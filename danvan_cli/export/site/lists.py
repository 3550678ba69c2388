"""The ways to an article: lists by day, by newspaper and by section, a hundred to a page, the newest first."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from danvan_cli.export import reading
from danvan_cli.export.markup import line, text
from danvan_cli.export.names import Names
from danvan_cli.export.shelf import Shelf
from danvan_cli.export.site.pages import Site, pager, place_of, up
from danvan_cli.model import Heading, Order

_ON_A_PAGE = 100
_IN_A_FOLDER = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A list that was written: where its first page is, what it is called, how many articles it has."""

    path: str
    name: str
    count: int


def write_days(site: Site, shelf: Shelf) -> Mapping[date, Listed]:
    """A list a day, a calendar a year, and the index of years."""
    days = dict[date, Listed]()
    years = Counter[int]()
    for day, headings in groupby(shelf.headings(Order.NEWEST), lambda heading: heading.day):
        path = f"days/{day.year}/{day.isoformat()}.html"
        days[day] = _write_list(site, path, f"{day:%d/%m/%Y}", headings)
        years[day.year] += days[day].count
    for year, of_year in groupby(days.items(), lambda item: item[0].year):
        _write_year(site, year, list(of_year))
    chips = [_chip(f"{year}/index.html", str(year), count) for year, count in years.items()]
    site.page("days/index.html", "Ngày", f"<main>\n<h1>Ngày</h1>\n{_chips(chips)}\n</main>")
    return days


def write_papers(site: Site, shelf: Shelf) -> Mapping[str | None, Listed]:
    """A list a newspaper, by its id, and the index of newspapers."""
    papers = dict[str | None, Listed]()
    names = Names()
    names.name("index")
    for source, headings in groupby(
        shelf.headings(Order.SOURCE), lambda heading: (heading.source_id, heading.source_name)
    ):
        identity, name = source
        path = f"papers/{names.name(identity or 'khac')}.html"
        papers[identity] = _write_list(site, path, name or reading.UNKNOWN_SOURCE, headings)
    _write_index(site, "papers/index.html", "Báo", papers.values())
    return papers


def write_sections(site: Site, shelf: Shelf) -> Mapping[str, Listed]:
    """A list a section, whatever the newspaper, and the index of sections."""
    sections = dict[str, Listed]()
    names = Names()
    for section, headings in groupby(shelf.headings(Order.SECTION), lambda heading: heading.section or ""):
        path = f"sections/{len(sections) // _IN_A_FOLDER}/{names.name(section)}.html"
        sections[section] = _write_list(site, path, section, headings)
    _write_index(site, "sections/index.html", "Chuyên mục", sections.values())
    return sections


def chips(listed: Iterable[Listed], *, at: str) -> str:
    """Short links to lists, with their counts, for a page at ``at``."""
    return _chips(_chip(up(at) + item.path, item.name, item.count) for item in listed)


def entry(heading: Heading, *, at: str) -> str:
    """An article in a list, for a page at ``at``."""
    shown = reading.joined((heading.source_name, reading.when(heading), heading.section))
    return f'<li><a href="{up(at)}{place_of(heading)}">{reading.title(heading)}</a><small>{shown}</small></li>'


def _write_list(site: Site, path: str, name: str, headings: Iterator[Heading]) -> Listed:
    """Write ``headings`` under ``name`` on as many pages as they need: ``x.html``, ``x.2.html`` and so on."""
    shown = line(name) or "x"
    number, count = 1, 0
    page = list(islice(headings, _ON_A_PAGE))
    while page:
        following = list(islice(headings, _ON_A_PAGE))
        at = _numbered(path, number)
        entries = "\n".join(entry(heading, at=at) for heading in page)
        before = _numbered(path, number - 1) if number > 1 else None
        after = _numbered(path, number + 1) if following else None
        links = pager(before and up(at) + before, after and up(at) + after, ("← Mới hơn", "Cũ hơn →"))
        of = f" <small>({number})</small>" if number > 1 else ""
        content = f'<main>\n<h1>{shown}{of}</h1>\n<ol class="list">\n{entries}\n</ol>\n</main>\n{links}'
        site.page(at, f"{shown} ({number})" if number > 1 else shown, content)
        number, count, page = number + 1, count + len(page), following
    return Listed(path=path, name=name, count=count)


def _numbered(path: str, number: int) -> str:
    return path if number == 1 else f"{path.removesuffix('.html')}.{number}.html"


def _write_year(site: Site, year: int, days: list[tuple[date, Listed]]) -> None:
    at = f"days/{year}/index.html"
    parts = [f"<main>\n<h1>{year}</h1>"]
    for month, of_month in groupby(days, lambda item: item[0].month):
        shown = (_chip(up(at) + listed.path, f"{day:%d/%m}", listed.count) for day, listed in of_month)
        parts.append(f"<h2>Tháng {month}</h2>\n{_chips(shown)}")
    site.page(at, str(year), "\n".join((*parts, "</main>")))


def _write_index(site: Site, at: str, title: str, listed: Iterable[Listed]) -> None:
    site.page(at, title, f"<main>\n<h1>{title}</h1>\n{chips(listed, at=at)}\n</main>")


def _chips(chips: Iterable[str]) -> str:
    return '<ul class="chips">\n' + "\n".join(chips) + "\n</ul>"


def _chip(target: str, name: str, count: int) -> str:
    return f'<li><a href="{text(target)}">{line(name) or "x"} <small>{count}</small></a></li>'
