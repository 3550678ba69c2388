from pathlib import Path

from lxml import html

from danvan_cli.export.site.pages import place_of
from danvan_cli.model import Order
from tests.support.shelves import ListShelf


def listed(site: Path, first: str) -> tuple[list[str], int]:
    """The articles of a list, over all its pages, and how many pages it has."""
    page, found, count = (site / first).resolve(), list[str](), 0
    while True:
        tree = html.fromstring(page.read_bytes())
        entries = [(page.parent / str(href)).resolve() for href in tree.xpath("//ol[@class='list']//a/@href")]
        assert len(entries) <= 100
        found += [entry.relative_to(site.resolve()).as_posix() for entry in entries]
        count += 1
        following = tree.xpath("//nav[@class='pager']/a[@class='next']/@href")
        if not following:
            return found, count
        page = (page.parent / str(following[0])).resolve()


def index(site: Path, path: str) -> dict[str, tuple[str, int]]:
    """Name → first page and count, of an index page."""
    tree = html.fromstring((site / path).read_bytes())
    return {
        str(link.text).strip(): (
            ((site / path).parent / link.get("href")).resolve().relative_to(site.resolve()).as_posix(),
            int(link.findtext("small")),
        )
        for link in tree.xpath("//ul[@class='chips']//a")
    }


def test_every_newspaper_lists_its_articles_the_newest_first(site: Path, shelf: ListShelf) -> None:
    papers = index(site, "papers/index.html")
    for paper in ("Báo Sơn Hà", "Báo Làng Xa", "Báo khác"):
        found, _ = listed(site, papers[paper][0])
        expected = [
            place_of(stored)
            for stored in shelf.articles(Order.NEWEST)
            if (stored.source.name if stored.source else "Báo khác") == paper
        ]
        assert found
        assert len(found) == papers[paper][1]
        if paper != "Báo Sơn Hà":  # two newspapers of that name
            assert found == expected


def test_every_section_lists_its_articles_whatever_the_newspaper(site: Path, shelf: ListShelf) -> None:
    sections = index(site, "sections/index.html")
    found, count = listed(site, sections["Giao thông"][0])
    assert found == [place_of(s) for s in shelf.articles(Order.NEWEST) if s.article.section == "Giao thông"]
    assert len(found) == sections["Giao thông"][1]
    assert count == 1


def test_every_day_lists_its_articles_and_the_calendar_leads_to_it(site: Path, shelf: ListShelf) -> None:
    years = index(site, "days/index.html")
    assert sum(count for _, count in years.values()) == len(shelf)
    days = index(site, years["2019"][0])
    headings = [heading for heading in shelf.headings(Order.NEWEST) if heading.day.isoformat() == "2019-01-02"]
    found, _ = listed(site, days["02/01"][0])
    assert days["02/01"] == ("days/2019/2019-01-02.html", len(headings))
    assert found == [place_of(heading) for heading in headings]


def test_a_list_of_more_than_a_hundred_goes_on_on_the_next_page(site: Path, shelf: ListShelf) -> None:
    first, said = index(site, "sections/index.html")["Nông nghiệp"]
    found, count = listed(site, first)
    assert (said, count) == (len(found), 2)
    assert said > 100
    assert found == [place_of(s) for s in shelf.articles(Order.NEWEST) if s.article.section == "Nông nghiệp"]
    second = html.fromstring((site / first.replace(".html", ".2.html")).read_bytes())
    assert [link.get("class") for link in second.xpath("//nav[@class='pager']/a")] == ["before"]
