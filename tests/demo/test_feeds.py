"""The feed, the sitemap and robots.txt of the invented newspaper."""

from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

from protego import Protego

from danvan_cli.demo.feeds import robots, rss_feed, sitemap
from danvan_cli.demo.paper import load_paper

PAPER = load_paper()
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def test_the_feed_names_the_newest_stories_with_their_times() -> None:
    items = list(ET.fromstring(rss_feed(PAPER).encode()).iter("item"))  # noqa: S314 - our own feed
    newest = PAPER.stories[: len(items)]
    assert len(items) == 10
    assert [item.findtext("title") for item in items] == [story.title for story in newest]
    assert [parsedate_to_datetime(item.findtext("pubDate") or "") for item in items] == [
        story.published for story in newest
    ]


def test_the_sitemap_lists_every_story_once() -> None:
    urls = ET.fromstring(sitemap(PAPER).encode())  # noqa: S314 - our own sitemap
    places = [node.text for node in urls.iter(f"{SITEMAP}loc")]
    assert len(places) == len(set(places))
    assert {PAPER.origin + story.path for story in PAPER.stories} <= set(places)


def test_robots_close_the_search_and_the_print_pages_alone() -> None:
    rules = Protego.parse(robots(PAPER))
    assert not rules.can_fetch(f"{PAPER.origin}/in-bai/120114.html", "danvan")
    assert not rules.can_fetch(f"{PAPER.origin}/tim-kiem?q=x", "danvan")
    assert all(rules.can_fetch(PAPER.origin + story.path, "danvan") for story in PAPER.stories)
    assert list(rules.sitemaps) == [f"{PAPER.origin}/sitemap.xml"]
