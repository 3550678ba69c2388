"""Pagers as real section pages have them; the first page of a section and a later one."""

import pytest

from danvan_cli.discover.listing import Listing
from danvan_cli.discover.section import read_section

HOME = "https://baosonha.example"
STORY = '<h3><a href="/khanh-thanh-cau-moi-o-son-ha-a123456.html">Khánh thành cầu mới ở Sơn Hà</a></h3>'


def pages(url: str, links: str, head: str = "") -> list[str]:
    found = read_section(f"<html><head>{head}</head><body>{STORY}{links}</body></html>", HOME + url)
    assert isinstance(found, Listing)
    return [link.url.removeprefix(HOME) for link in found.pages]


def anchors(*hrefs: str) -> str:
    return "".join(f'<a href="{href}">{number}</a>' for number, href in enumerate(hrefs, 1))


@pytest.mark.parametrize(
    ("url", "links", "found"),
    [
        ("/thoi-su/", ["/thoi-su?p=2", "/thoi-su?p=3"], ["/thoi-su?p=2", "/thoi-su?p=3"]),
        ("/thoi-su/?p=2", ["/thoi-su", "/thoi-su?p=3", "/thoi-su?p=12"], ["/thoi-su?p=3", "/thoi-su?p=12"]),
        ("/thoi-su", ["/thoi-su?p=2&d="], ["/thoi-su?p=2&d="]),
        ("/tin?muc=12", ["/tin?muc=12&page=2", "/tin?muc=13&page=2"], ["/tin?muc=12&page=2"]),
        ("/kinh-doanh.htm", ["/kinh-doanh/trang-2.htm", "/kinh-doanh/trang-3.htm"],
         ["/kinh-doanh/trang-2.htm", "/kinh-doanh/trang-3.htm"]),
        ("/kinh-doanh/trang-2.htm", ["/kinh-doanh.htm", "/kinh-doanh/trang-3.htm"], ["/kinh-doanh/trang-3.htm"]),
        ("/kinh-doanh-tai-chinh.html", ["/kinh-doanh-tai-chinh/trang2.html"], ["/kinh-doanh-tai-chinh/trang2.html"]),
        ("/tai-chinh-d6/", ["/tai-chinh-d6/p1", "/tai-chinh-d6/p2"], ["/tai-chinh-d6/p2"]),
        ("/tin/", ["/tin/page/2/", "/tin/page/3/"], ["/tin/page/2/", "/tin/page/3/"]),
        ("/tin/page/2", ["/tin/page/3/"], ["/tin/page/3/"]),
        ("/kinh-doanh", ["/kinh-doanh-p2", "/kinh-doanh-p3"], ["/kinh-doanh-p2", "/kinh-doanh-p3"]),
        # counted from 0
        ("/kinh-doanh", ["/kinh-doanh-page0", "/kinh-doanh-page1", "/kinh-doanh-page2"],
         ["/kinh-doanh-page1", "/kinh-doanh-page2"]),
        ("/kinh-doanh-page1", ["/kinh-doanh-page0", "/kinh-doanh-page1", "/kinh-doanh-page2"], ["/kinh-doanh-page2"]),
        # in any order, each once
        ("/tin", ["/tin?p=4", "/tin?p=2", "http://www.baosonha.example/tin/?p=2", "/tin?p=3"],
         ["/tin?p=4".replace("4", n) for n in "234"]),
        # the host with and without www, another scheme
        ("/tin", ["http://www.baosonha.example/tin?p=2"], ["http://www.baosonha.example/tin?p=2"]),
    ],
)  # fmt: skip
def test_the_pages_after_this_one_the_nearest_first(url: str, links: list[str], found: list[str]) -> None:
    assert pages(url, anchors(*links)) == found


@pytest.mark.parametrize(
    ("url", "links"),
    [
        ("/thoi-su", ["/kinh-te?p=2", "/thoi-su/can-tho?p=2", "https://khac.example/thoi-su?p=2"]),
        ("/thoi-su?p=5", ["/thoi-su", "/thoi-su?p=4", "/thoi-su?p=5"]),
        (
            "/thoi-su",
            ["/thoi-su?p=abc", "/thoi-su?p=", "/thoi-su?ngay=2", "/thoi-su?p=99999", "javascript:next(2)", "#2"],
        ),
        ("/thoi-su", []),
        ("/thoi-su", ["/thoi-su-quoc-te-p2", "/thoi-su-2", "/thoi-su/2"]),
    ],
)
def test_no_page_is_made_up(url: str, links: list[str]) -> None:
    assert pages(url, anchors(*links)) == []


def test_a_declared_next_page_is_believed() -> None:
    assert pages("/tin", "", '<link rel="next" href="/tin/cu-hon">') == ["/tin/cu-hon"]
    assert pages("/tin", '<a rel="next" href="/tin?start=20">Sau</a>') == ["/tin?start=20"]
    assert pages("/tin", anchors("/tin?p=2", "/tin?p=3"), '<link rel="next" href="/tin?p=2">') == [
        "/tin?p=2",
        "/tin?p=3",
    ]


def test_a_declared_next_page_outside_the_section_is_another_story() -> None:
    assert pages("/tin", "", '<link rel="next" href="/khanh-thanh-cau-a123457.html">') == []
    assert pages("/tin", "", '<link rel="next" href="/tin">') == []
    assert pages("/tin", "", '<link rel="next" href="https://khac.example/tin/2">') == []


def test_a_page_is_a_section_one_deeper_than_the_page_it_was_found_on() -> None:
    found = read_section(STORY + anchors("/tin?p=3"), f"{HOME}/tin?p=2", depth=1)
    assert isinstance(found, Listing)
    (page,) = found.pages
    assert (page.kind, page.depth, page.key) == ("section", 2, f"{HOME}/tin?p=3")
    assert [link.depth for link in found.articles] == [2]
