"""Section and home pages: which of their links are articles, and where the section goes on.

Where the newspaper's profile knows the form of an article's address, that decides. Elsewhere the page itself does:
addresses of one form stand together (``shape.py``), and the form that the page gives headlines to is the articles'.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from statistics import fmean

from danvan_cli.bounds import is_too_complex
from danvan_cli.discover.collector import Collector
from danvan_cli.discover.listing import MOST_LINKS, BadListing, Listed
from danvan_cli.discover.pager import pages_of
from danvan_cli.discover.shape import LONG_SLUG, Shape
from danvan_cli.discover.teasers import Teaser, date_teasers, teasers_of
from danvan_cli.discover.urls import is_twin
from danvan_cli.html import Page
from danvan_cli.model import SeedKind
from danvan_cli.profiles.schema import GENERIC, Profile

_HEADLINE_WORDS = 5
"""A headline has as many words and more; an entry of a menu, fewer."""
_ENOUGH = 5
"""Articles of a strong form; with so many on a page a weaker form is something else."""
_RECORDINGS = frozenset({"video", "clip"})


def read_section(
    html: str,
    url: str,
    profile: Profile = GENERIC,
    *,
    now: datetime | None = None,
    depth: int = 0,
    most_links: int = MOST_LINKS,
) -> Listed:
    """The articles that a section's or home page at ``url`` links, its further pages and its feeds.

    Articles come in page order, each once, with the title and date that the page shows; ``now``, the time of the
    capture, is needed to read "2 giờ trước". Other sites, sections, tags, events, recordings and the page's foot are
    left out.
    """
    if not html.strip():
        return BadListing(reason="empty-body", detail="the page is empty")
    if is_too_complex(html):
        return BadListing(reason="too-complex", detail="the page has hundreds of thousands of tags")
    page = Page(html)
    found = Collector(url, profile, depth=depth, most_links=most_links)
    for node in page.css("base[href]")[:1]:
        found.rebase(node.attributes.get("href") or "")
    teasers = teasers_of(page, found)
    articles, doubt = _articles(teasers, profile)
    date_teasers(page, articles, now)
    found.left_out += len(teasers) - len(articles)
    for teaser in articles:
        found.add(teaser.url, title=teaser.title(), published_at=teaser.published_at)
    for further in pages_of(page, found):
        found.add(further, kind=SeedKind.SECTION)
    for feed in _feeds(page, found):
        found.add(feed, kind=SeedKind.FEED)
    if not articles:
        doubt = "the page links no article: it may be drawn in the browser"
    return found.listing(doubt)


def _articles(teasers: Sequence[Teaser], profile: Profile) -> tuple[list[Teaser], str | None]:
    """The teasers of articles, and what speaks against the profile's idea of them."""
    if not profile.urls.article:
        return _by_structure(teasers), None
    known = [teaser for teaser in teasers if profile.is_article_url(teaser.url) and not _is_recording(teaser)]
    if known:  # print pages are articles where a paper's profile knows no others
        return [teaser for teaser in known if not is_twin(teaser.url)] or known, None
    other = _by_structure(teasers)
    if len(other) < _ENOUGH:
        return [], None
    return other, f"none of {len(other)} articles has an address as the profile {profile.id} knows them"


def _by_structure(teasers: Sequence[Teaser]) -> list[Teaser]:
    """The teasers whose addresses are of a form that the page gives headlines to.

    Where too few have a number that only articles have, short numbers and long slugs count as well, outside of menus.
    """
    candidates = [
        teaser
        for teaser in teasers
        if not teaser.address.is_list and not _is_recording(teaser) and not is_twin(teaser.url)
    ]
    groups = _by_shape(candidates)
    strong = {shape for shape, group in groups.items() if shape.is_numbered and _has_headlines(group)}
    if sum(len(groups[shape]) for shape in strong) >= _ENOUGH:
        return [teaser for teaser in candidates if teaser.address.shape in strong]
    outside = [teaser for teaser in candidates if teaser.is_shown or not teaser.in_menu]
    groups = _by_shape(outside)
    counted = {
        shape for shape, group in groups.items() if shape.number and len(group) >= _ENOUGH and _has_headlines(group)
    }
    listed = {shape for shape, group in groups.items() if sum(map(_is_headline, group)) >= _ENOUGH}
    return [
        teaser
        for teaser in outside
        if teaser.address.shape in strong | counted
        or (_is_headline(teaser) and (teaser.is_shown or teaser.address.shape in listed))
    ]


def _by_shape(teasers: Iterable[Teaser]) -> Mapping[Shape, Sequence[Teaser]]:
    groups: dict[Shape, list[Teaser]] = defaultdict(list)
    for teaser in teasers:
        groups[teaser.address.shape].append(teaser)
    return groups


def _has_headlines(group: Sequence[Teaser]) -> bool:
    """Whether addresses of one form lead to articles: their slugs are headlines, or most of their links are.

    Beside a number a short headline does, where the page shows it as one.
    """
    slugs = fmean(len(teaser.address.words) for teaser in group)
    if slugs >= LONG_SLUG:
        return True
    numbered = group[0].address.shape.is_numbered
    headlines = fmean(teaser.words >= _HEADLINE_WORDS or (numbered and teaser.is_shown) for teaser in group)
    return headlines >= 0.5 and (slugs >= 3 or (slugs <= 1 and group[0].address.shape.number in ("long", "query")))


def _is_headline(teaser: Teaser) -> bool:
    """Whether both the slug and the text of a link without a number are as long as a headline."""
    least = LONG_SLUG - 1 if teaser.is_shown else LONG_SLUG
    numbered = teaser.address.shape.is_numbered
    return not numbered and len(teaser.address.words) >= least and teaser.words >= least


def _is_recording(teaser: Teaser) -> bool:
    """Whether a link leads to what is played: by its host, or by ``video-`` that the paper put before the slug.

    A headline may begin with the word itself.
    """
    first = teaser.address.words[:1]
    if teaser.address.plays or not first or first[0] not in _RECORDINGS:
        return teaser.address.plays
    return not any(text.lower().startswith(first[0]) for text in teaser.texts)


def _feeds(page: Page, found: Collector) -> Iterable[str]:
    for node in page.css("link[rel=alternate][type*=rss], link[rel=alternate][type*=atom]"):
        url = found.address(node.attributes.get("href") or "")
        if url is not None and found.is_own(url):
            yield url
