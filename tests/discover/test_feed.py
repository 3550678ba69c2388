"""Feeds in the layouts of real papers, with invented stories."""

import pickle
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.demo.feeds import rss_feed
from danvan_cli.demo.paper import load_paper
from danvan_cli.discover.dates import VIETNAM
from danvan_cli.discover.feed import read_feed
from danvan_cli.discover.listing import BadListing, Listing
from danvan_cli.model import Link, SeedKind
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import GENERIC, Profile

URL = "https://baosonha.example/rss/home.rss"


def listing(text: str, url: str = URL, profile: Profile = GENERIC, *, month_first: bool | None = None) -> Listing:
    found = read_feed(text, url, profile, month_first=month_first)
    assert isinstance(found, Listing), found
    return found


def rss(*items: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'


def only(text: str) -> Link:
    (link,) = listing(text).links
    return link


def test_an_rss_feed_gives_its_stories_in_order() -> None:
    paper = load_paper(1)
    found = listing(rss_feed(paper), f"{paper.origin}/rss/home.rss")
    newest = paper.stories[:10]
    assert [link.url for link in found.links] == [paper.origin + story.path for story in newest]
    assert [link.title for link in found.links] == [story.title for story in newest]
    assert [link.published_at for link in found.links] == [story.published for story in newest]
    assert (found.left_out, found.doubt) == (0, None)


def test_a_link_says_where_it_was_found_and_what_it_is_known_by() -> None:
    text = rss("<item><title>Cầu mới</title><link>http://www.baosonha.example/cau-a1.html?utm_source=rss</link></item>")
    assert only(text) == Link(
        url="http://www.baosonha.example/cau-a1.html?utm_source=rss",
        key="https://baosonha.example/cau-a1.html",
        kind=SeedKind.ARTICLE,
        found_on=URL,
        depth=1,
        title="Cầu mới",
    )


def test_a_month_first_feed_in_cdata_is_read_by_its_seeds_option() -> None:
    # The layout of baochinhphu.vn's feed.
    text = rss(
        "<title><![CDATA[Kinh tế - RSS Feed]]></title><link><![CDATA[https://baosonha.example/kinh-te.htm]]></link>"
        "<lastBuildDate>9/5/2026 11:27:22 PM</lastBuildDate>"
        "<item><title><![CDATA[Khai trương chợ nổi]]></title><description><![CDATA[Sáng 5/9]]></description>"
        "<link><![CDATA[https://baosonha.example/khai-truong-cho-noi-102260905122709839.htm]]></link>"
        '<enclosure url="https://anh.example/a.jpg" length="0" type="image/jpeg" />'
        "<pubDate>9/5/2026 1:30:00 PM</pubDate></item>"
    )
    read = {flag: listing(text, month_first=flag).links[0].published_at for flag in (True, False, None)}
    assert read[True] == datetime(2026, 9, 5, 13, 30, tzinfo=VIETNAM)
    assert read[False] == read[None] == datetime(2026, 5, 9, 13, 30, tzinfo=VIETNAM)


def test_a_feed_whose_dates_can_only_be_month_first_needs_no_option() -> None:
    items = [
        f"<item><link>/cau-{day}-a{day}.html</link><pubDate>9/{day}/2026 8:00:00 AM</pubDate></item>" for day in (5, 25)
    ]
    assert [link.published_at for link in listing(rss(*items)).links] == [
        datetime(2026, 9, day, 8, tzinfo=VIETNAM) for day in (5, 25)
    ]


def test_the_built_in_profile_of_that_paper_says_so() -> None:
    feeds = [seed for seed in load_profiles().get("baochinhphu").seeds if seed.kind is SeedKind.FEED]
    assert feeds
    assert all(seed.month_first for seed in feeds)


def test_an_atom_feed_gives_alternate_links_and_both_times() -> None:
    text = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://baosonha.example/tin/">
  <title>Báo Sơn Hà</title><link rel="self" href="https://baosonha.example/atom.xml"/>
  <entry xml:base="https://baosonha.example/tin/">
    <title type="html">Nắng &amp;amp; mưa ở &lt;b&gt;Sơn Hà&lt;/b&gt;</title>
    <link rel="enclosure" type="audio/mpeg" href="/a.mp3"/>
    <link rel="replies" type="text/html" href="/binh-luan/1"/>
    <link rel="alternate" type="text/html" href="nang-va-mua-a12.html"/>
    <id>tag:baosonha.example,2026:12</id>
    <published>2026-03-05T08:00:00+07:00</published><updated>2026-03-06T01:00:00Z</updated>
  </entry>
</feed>"""
    link = only(text)
    assert link.url == "https://baosonha.example/tin/nang-va-mua-a12.html"
    assert link.title == "Nắng & mưa ở Sơn Hà"
    assert link.published_at == datetime(2026, 3, 5, 8, tzinfo=VIETNAM)
    assert link.updated_at == datetime(2026, 3, 6, 8, tzinfo=VIETNAM)


def test_an_rdf_feed_has_its_items_beside_the_channel() -> None:
    text = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
  xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Báo Sơn Hà</title></channel>
  <item rdf:about="y"><title>Cầu mới</title><link>https://baosonha.example/cau-a1.html</link>
  <dc:date>2026-03-05T08:00+07:00</dc:date></item></rdf:RDF>"""
    link = only(text)
    assert (link.title, link.published_at) == ("Cầu mới", datetime(2026, 3, 5, 8, tzinfo=VIETNAM))


@pytest.mark.parametrize(
    ("item", "url"),
    [
        ("<link>\n  /tin/cau-a1.html\n</link>", "https://baosonha.example/tin/cau-a1.html"),
        ("<link>//baosonha.example/cau-a1.html</link>", "https://baosonha.example/cau-a1.html"),
        ("<link>https://baosonha.example/cầu mới-a1.html</link>",
         "https://baosonha.example/c%E1%BA%A7u%20m%E1%BB%9Bi-a1.html"),
        ("<link/><guid>https://baosonha.example/cau-a1.html</guid>", "https://baosonha.example/cau-a1.html"),
        ('<guid isPermaLink="true">https://baosonha.example/cau-a1.html</guid>', "https://baosonha.example/cau-a1.html"),
        ("<link>https://feeds.example/~r/1</link>"
         "<feedburner:origLink>https://baosonha.example/cau-a1.html</feedburner:origLink>",
         "https://baosonha.example/cau-a1.html"),
        ("<link>https://baosonha.example/cau-a1.html?a=1&b=2</link>", "https://baosonha.example/cau-a1.html?a=1&b=2"),
        ("<link>https://amp.baosonha.example/cau-moi-a1234.html</link>", "https://baosonha.example/cau-moi-a1234.html"),
        ('<media:content url="/a.jpg"/><media:title>Ảnh</media:title><link>/cau-a1.html</link>',
         "https://baosonha.example/cau-a1.html"),
        ('<atom:link href="/cau-a1.html"/>', "https://baosonha.example/cau-a1.html"),
    ],
)  # fmt: skip
def test_a_storys_address_is_found_however_it_is_written(item: str, url: str) -> None:
    assert only(rss(f"<item>{item}</item>")).url == url


@pytest.mark.parametrize(
    "item",
    [
        "<title>Không có địa chỉ</title>",
        "<link>javascript:alert(1)</link>",
        "<link>https://quangcao.example/mua-ngay</link>",
        "<link>https://baosonha.example:99999/x</link>",
        '<guid isPermaLink="false">https://baosonha.example/cau-a1.html</guid>',
        f"<link>https://baosonha.example/{'a' * 3000}</link>",
    ],
)
def test_an_item_that_leads_to_no_page_of_the_paper_is_left_out_and_counted(item: str) -> None:
    good = "<item><link>https://baosonha.example/cau-a1.html</link></item>"
    found = listing(rss(f"<item>{item}</item>", good))
    assert [link.url for link in found.links] == ["https://baosonha.example/cau-a1.html"]
    assert (found.left_out, found.doubt) == (1, None)


def test_a_feed_of_another_paper_is_doubted() -> None:
    found = listing(rss(*["<item><link>https://bao-khac.example/a1.html</link></item>"] * 3))
    assert found.links == ()
    assert found.doubt == "none of its 3 entries leads to an article of this newspaper"


def test_a_feed_elsewhere_belongs_to_the_paper_that_its_profile_names() -> None:
    profile = load_profiles().get("baocantho")
    text = rss("<item><link>https://baocantho.com.vn/cau-moi-a1234.html</link></item>")
    assert len(listing(text, "https://feeds.example/baocantho", profile).links) == 1


def test_the_same_story_twice_is_one_link_with_the_hints_of_both() -> None:
    first = "<item><link>http://baosonha.example/cau-a1.html</link></item>"
    again = (
        "<item><title>Cầu mới</title><link>https://www.baosonha.example/cau-a1.html/</link>"
        "<pubDate>05/03/2026 08:00</pubDate></item>"
    )
    link = only(rss(first, again))
    assert link.url == "http://baosonha.example/cau-a1.html"
    assert (link.title, link.published_at) == ("Cầu mới", datetime(2026, 3, 5, 8, tzinfo=VIETNAM))


@pytest.mark.parametrize("text", [rss(), "<feed xmlns='http://www.w3.org/2005/Atom'/>", "<rss><channel/></rss>"])
def test_an_empty_feed_is_no_failure(text: str) -> None:
    assert listing(text) == Listing()


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("<!DOCTYPE html><html><body><p>Trang không tồn tại<br></html>", "no feed: it is a web page"),
        ("<HTML><body>", "no feed: it is a web page"),
        ("<urlset/>", "no feed: it is a sitemap; its seed's kind is sitemap"),
        ("<sitemapindex/>", "no feed: it is a sitemap index; its seed's kind is sitemap"),
        ("<loi>500</loi>", "no feed: its outermost element is loi"),
        ("<!-- -->", "no feed: it has no element at all"),
        ("", "no feed: it is empty"),
        ('{"items": []}', "no feed: there is no XML in it"),
        ("<rss><channel><item><title>Cầu", "the feed breaks off before its first item"),
        ("<rss>" + "<a>" * 100_000, "the feed breaks off before its first item"),
    ],
)
def test_what_is_no_feed_is_bad_and_never_empty(text: str, detail: str) -> None:
    assert read_feed(text, URL) == BadListing(reason="bad-feed", detail=detail)


def test_an_entity_bomb_is_bad_and_never_an_empty_feed() -> None:
    levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    text = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{levels}]>' + rss(
        "<item><title>&a9;</title><link>/cau-a1.html</link></item>"
    )
    found = read_feed(text, URL)
    assert isinstance(found, BadListing)
    assert found.reason == "bad-feed"
    assert "entities" in found.detail


def test_of_a_feed_that_breaks_off_the_whole_items_are_kept_and_the_doubt_says_so() -> None:
    items = "".join(f"<item><link>/cau-moi-a{n}.html</link></item>" for n in range(3))
    found = listing(rss(items).removesuffix("/cau-moi-a2.html</link></item></channel></rss>"))
    assert [link.key.rpartition("/")[2] for link in found.links] == ["cau-moi-a0.html", "cau-moi-a1.html"]
    assert found.doubt == "the feed breaks off after 2 whole items"


def test_no_feed_is_longer_than_the_bound() -> None:
    items = (f"<item><link>/cau-moi-a{n}.html</link></item>" for n in range(30))
    found = read_feed(rss(*items), URL, most_links=10)
    assert isinstance(found, Listing)
    assert (len(found.links), found.left_out) == (10, 20)
    assert found.doubt == "20 links beyond the first 10 are left out"


def test_a_title_is_harmless() -> None:
    text = rss("<item><title>\x1b[31m&lt;script&gt;Cầu\x00 mới\u202e</title><link>/cau-a1.html</link></item>")
    assert only(text).title == "[31m Cầu mới"


def test_links_cross_a_process_unchanged() -> None:
    found = listing(rss("<item><title>Cầu</title><link>/cau-a1.html</link><pubDate>5/3/2026</pubDate></item>"))
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 (our own bytes)


@given(
    days=st.lists(st.integers(0, 400), min_size=1, max_size=8, unique=True),
    form=st.sampled_from(["%d/%m/%Y %H:%M", "%a, %d %b %Y %H:%M:00 +0700", "%Y-%m-%dT%H:%M:00+07:00"]),
)
def test_a_feed_is_read_back_as_it_was_written(days: list[int], form: str) -> None:
    start = datetime(2026, 1, 1, 9, 30, tzinfo=VIETNAM)
    times = [start + timedelta(days=day) for day in days]
    items = (
        f"<item><link>/cau-moi-a{day}.html</link><pubDate>{at.strftime(form)}</pubDate></item>"
        for day, at in zip(days, times, strict=True)
    )
    assert [link.published_at for link in listing(rss(*items)).links] == times
