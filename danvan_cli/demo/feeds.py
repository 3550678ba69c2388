"""What the paper tells machines: its feed, its sitemap and its robots.txt."""

from email.utils import format_datetime
from html import escape

from danvan_cli.demo.paper import Paper, Story

_NEWEST = 10


def rss_feed(paper: Paper) -> str:
    """The newest stories as RSS 2.0, the sapo with a photo before it in the description."""
    items = "\n".join(_item(story, paper) for story in paper.stories[:_NEWEST])
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{escape(paper.name)}</title><link>{paper.origin}/</link>\n"
        f"<description>{escape(paper.tagline)}</description><language>vi</language>\n"
        f"<lastBuildDate>{format_datetime(paper.printed)}</lastBuildDate>\n{items}\n</channel></rss>\n"
    )


def sitemap(paper: Paper) -> str:
    """The home page, the sections and every story, as sitemaps.org has it."""
    printed = paper.printed.isoformat()
    places = [("/", printed), *((section.path, printed) for section in paper.sections)]
    places += [(story.path, story.updated.isoformat()) for story in paper.stories]
    rows = "\n".join(
        f"<url><loc>{paper.origin}{path}</loc><lastmod>{changed}</lastmod></url>" for path, changed in places
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}\n</urlset>\n'
    )


def robots(paper: Paper) -> str:
    """Rules for crawlers (RFC 9309): the search page and the print pages are closed."""
    return f"User-agent: *\nDisallow: /tim-kiem\nDisallow: /in-bai/\n\nSitemap: {paper.origin}/sitemap.xml\n"


def _item(story: Story, paper: Paper) -> str:
    photo = f'<img src="{paper.origin}{story.photos[0].path}" />' if story.photos else ""
    link = paper.origin + story.path
    return (
        f"<item><title>{escape(story.title)}</title><link>{link}</link><guid>{link}</guid>"
        f"<description><![CDATA[{photo}{escape(story.sapo or story.blocks[0][1])}]]></description>"
        f"<pubDate>{format_datetime(story.published)}</pubDate></item>"
    )
