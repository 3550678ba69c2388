"""Sitemaps in the layouts of real papers, with invented stories."""

import time
from datetime import datetime

import pytest

from danvan_cli.demo.feeds import robots, sitemap
from danvan_cli.demo.paper import load_paper
from danvan_cli.discover.dates import VIETNAM
from danvan_cli.discover.listing import BadListing, Listing
from danvan_cli.discover.sitemap import read_sitemap, sitemaps_in
from danvan_cli.model import SeedKind
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import GENERIC, Profile, Urls

HOME = "https://baosonha.example"
URL = f"{HOME}/sitemap.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" '
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


def listing(text: str, profile: Profile = GENERIC, *, depth: int = 0, most_links: int = 50_000) -> Listing:
    found = read_sitemap(text, URL, profile, depth=depth, most_links=most_links)
    assert isinstance(found, Listing), found
    return found


def urlset(*entries: str) -> str:
    return f"{HEAD}<urlset {NAMESPACES}>{''.join(entries)}</urlset>"


def paths(found: Listing) -> list[str]:
    return [link.url.removeprefix(HOME) for link in found.links]


def test_the_stories_of_a_map_are_links_with_the_day_of_their_last_change() -> None:
    paper = load_paper(1)
    text = sitemap(paper)
    found = read_sitemap(text, f"{paper.origin}/sitemap.xml")
    assert isinstance(found, Listing)
    assert {link.url for link in found.articles} == {paper.origin + story.path for story in paper.stories}
    assert [link.updated_at for link in found.links] == [story.updated for story in paper.stories]
    assert all(link.published_at is None for link in found.links)
    assert found.left_out == 1 + len(paper.sections)


def test_a_google_news_map_says_title_and_day_of_publication() -> None:
    text = urlset(
        f"<url><loc>{HOME}/khanh-thanh-cau-moi-post1.html</loc><news:news><news:publication>"
        "<news:name>Báo Sơn Hà</news:name><news:language>vi</news:language></news:publication>"
        "<news:publication_date>2026-03-05T08:00:00+07:00</news:publication_date>"
        "<news:title>Khánh thành cầu &amp; đường</news:title></news:news>"
        "<image:image><image:loc>/a.jpg</image:loc><image:title><![CDATA[Ảnh]]></image:title></image:image>"
        "<lastmod>2026-03-06T08:00:00+07:00</lastmod></url>"
    )
    (link,) = listing(text, Profile(id="x", urls=Urls(article=(r"-post\d+\.html$",)))).links
    assert link.title == "Khánh thành cầu & đường"
    assert link.published_at == datetime(2026, 3, 5, 8, tzinfo=VIETNAM)
    assert link.updated_at == datetime(2026, 3, 6, 8, tzinfo=VIETNAM)


def test_without_a_profile_the_form_of_the_address_tells_articles_from_sections() -> None:
    # The layout of bnews.vn's monthly map.
    entries = (
        f"<url><loc>{loc}</loc><lastmod>2026-09-05T22:57:40Z</lastmod></url>"
        for loc in (HOME, f"{HOME}/photo/trang-1.html", f"{HOME}/van-hoa", f"{HOME}/in-bai/435662.html",
                    f"{HOME}/le-hoi-den-long-o-son-ha/435662.html", f"{HOME}/video/le-hoi-den-long-435663.html",
                    "https://khac.example/a-123456.html")
    )  # fmt: skip
    found = listing(urlset(*entries))
    assert paths(found) == ["/le-hoi-den-long-o-son-ha/435662.html"]
    assert found.left_out == 6


def test_a_profile_knows_its_own_articles() -> None:
    profile = Profile(id="x", urls=Urls(article=(r"^/tin/[^/]+$",), other=(r"^/tin/chuyen-muc-",)))
    entries = (
        f"<url><loc>{HOME}{path}</loc></url>" for path in ("/tin/cau-moi", "/tin/chuyen-muc-1", "/cau-moi-a123456.html")
    )
    assert paths(listing(urlset(*entries), profile)) == ["/tin/cau-moi"]


def test_an_index_gives_its_maps_with_their_last_change() -> None:
    text = (
        f"{HEAD}<sitemapindex {NAMESPACES}><sitemap><loc>{HOME}/sitemap-2026-03.xml.gz</loc>"
        f"<lastmod>2026-03-07</lastmod></sitemap><sitemap><loc>/sitemap-2026-02.xml</loc></sitemap></sitemapindex>"
    )
    found = listing(text, depth=1)
    assert paths(found) == ["/sitemap-2026-03.xml.gz", "/sitemap-2026-02.xml"]
    assert found.sitemaps == found.links
    assert [link.depth for link in found.links] == [2, 2]
    assert found.links[0].updated_at == datetime(2026, 3, 7, tzinfo=VIETNAM)


def test_an_index_that_names_itself_and_another_site_leads_nowhere() -> None:
    locs = (URL, f"{URL}?utm_source=x", "http://www.baosonha.example/sitemap.xml/", "https://khac.example/sitemap.xml")
    text = f"<sitemapindex>{''.join(f'<sitemap><loc>{loc}</loc></sitemap>' for loc in locs)}</sitemapindex>"
    found = listing(text)
    assert found.links == ()
    assert found.left_out == 4
    assert found.doubt


def test_nested_maps_can_be_told_by_their_depth() -> None:
    depth = 0
    for _ in range(5):
        (link,) = listing(f"<sitemapindex><sitemap><loc>/{depth}.xml</loc></sitemap></sitemapindex>", depth=depth).links
        assert link.depth == depth + 1
        depth = link.depth
    assert depth == 5


def test_a_map_may_be_plain_text() -> None:
    text = (
        f"\ufeff{HOME}/le-hoi-que-toi-o-son-ha\r\n\n  {HOME}/cau-moi-a123456.html\nkhông phải địa chỉ\n{HOME}/van-hoa\n"
    )
    found = listing(text)
    assert paths(found) == ["/le-hoi-que-toi-o-son-ha", "/cau-moi-a123456.html"]
    assert found.left_out == 2


def test_a_map_may_be_a_feed() -> None:
    found = listing("<rss><channel><item><link>/cau-moi-a123456.html</link></item></channel></rss>")
    assert paths(found) == ["/cau-moi-a123456.html"]


@pytest.mark.parametrize(
    ("lastmod", "at"),
    [
        ("2026-09-05T22:57:40Z", datetime(2026, 9, 6, 5, 57, 40, tzinfo=VIETNAM)),
        ("2026-09-05T22:57:40.25+07:00", datetime(2026, 9, 5, 22, 57, 40, 250_000, tzinfo=VIETNAM)),
        ("2026-09-05T22:57+07:00", datetime(2026, 9, 5, 22, 57, tzinfo=VIETNAM)),
        ("2026-09-05", datetime(2026, 9, 5, tzinfo=VIETNAM)),
        ("2026-09", None),
        ("2026", None),
        ("hôm qua", None),
        ("", None),
    ],
)
def test_a_last_change_is_read_in_every_form_of_w3c(lastmod: str, at: datetime | None) -> None:
    text = urlset(f"<url><loc>{HOME}/cau-moi-a123456.html</loc><lastmod> {lastmod} </lastmod></url>")
    assert listing(text).links[0].updated_at == at


@pytest.mark.parametrize("text", [urlset(), "<sitemapindex/>", f"{HEAD}<urlset></urlset>"])
def test_an_empty_map_is_no_failure(text: str) -> None:
    assert listing(text) == Listing()


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("<!DOCTYPE html><html><body>404</html>", "no sitemap: it is a web page"),
        ("Không tìm thấy trang", "no sitemap: there is no XML in it"),
        ("xem thêm: https://x", "no sitemap: none of its 1 lines is a URL"),
        ("", "no sitemap: it is empty"),
        ("<urlset><url><loc>https", "the sitemap breaks off before its first entry"),
        ("<urlset>" + "<url>" * 100_000, "the sitemap breaks off before its first entry"),
    ],
)
def test_what_is_no_map_is_bad_and_never_empty(text: str, detail: str) -> None:
    assert read_sitemap(text, URL) == BadListing(reason="bad-feed", detail=detail)


def test_an_external_entity_is_bad_and_reads_no_file() -> None:
    text = (
        f'<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>{HOME}/&x;</loc></url></urlset>'
    )
    found = read_sitemap(text, URL)
    assert isinstance(found, BadListing)
    assert found.reason == "bad-feed"
    assert "root:" not in found.detail


def test_of_a_map_that_breaks_off_the_whole_entries_are_kept_and_the_doubt_says_so() -> None:
    text = urlset(*(f"<url><loc>{HOME}/cau-moi-a{123456 + n}.html</loc></url>" for n in range(3)))
    found = listing(text[: text.rindex("</loc>")])
    assert paths(found) == ["/cau-moi-a123456.html", "/cau-moi-a123457.html"]
    assert found.doubt == "the sitemap breaks off after 2 whole entries"


def entries(count: int) -> str:
    return urlset(
        *(
            f"<url><loc>{HOME}/cau-moi-post{n}.html</loc><lastmod>2026-03-05</lastmod></url>"
            for n in range(10**5, 10**5 + count)
        )
    )


def test_a_map_of_the_largest_size_is_read_in_time_that_grows_with_it_alone() -> None:
    costs = []
    for count in (6_000, 24_000):
        text = entries(count)
        started = time.process_time()
        assert len(listing(text).links) == count
        costs.append(time.process_time() - started)
    assert costs[1] < 12 * costs[0]  # four times as many; far from sixteen, with room for a busy machine


def test_a_map_beyond_the_bound_is_cut_and_says_so() -> None:
    found = listing(entries(60), most_links=50)
    assert (len(found.links), found.left_out) == (50, 10)
    assert found.doubt == "10 links beyond the first 50 are left out"


# --- robots.txt ---------------------------------------------------------------------------------


def test_robots_txt_names_the_maps() -> None:
    paper = load_paper(1)
    assert sitemaps_in(robots(paper), f"{paper.origin}/robots.txt") == (f"{paper.origin}/sitemap.xml",)


@pytest.mark.parametrize(
    ("text", "maps"),
    [
        ("", []),
        ("User-agent: *\nDisallow: /", []),
        ("\ufeffSITEMAP:/a.xml\r\nsitemap : /b.xml  # mới\n#Sitemap: /c.xml\nSitemap: /a.xml", ["/a.xml", "/b.xml"]),
        ("Sitemap: javascript:alert(1)\nSitemap:\nSitemap: ftp://baosonha.example/a.xml\nSitemap: /bản-đồ.xml",
         ["/b%E1%BA%A3n-%C4%91%E1%BB%93.xml"]),
        ("<html>Sitemap: /a.xml</html>", []),
        ("Sitemap: /a.xml\n" + "#" * 600_000 + "\nSitemap: /b.xml", ["/a.xml"]),
    ],
)  # fmt: skip
def test_lines_of_robots_txt_are_read_as_robots_read_them(text: str, maps: list[str]) -> None:
    assert [url.removeprefix(HOME) for url in sitemaps_in(text, f"{HOME}/robots.txt")] == maps


def test_a_built_in_paper_starts_at_the_map_that_its_robots_txt_named() -> None:
    (seed,) = load_profiles().get("vietnamplus").seeds
    assert (seed.kind, seed.url) == (SeedKind.SITEMAP, "https://www.vietnamplus.vn/sitemap.xml")
