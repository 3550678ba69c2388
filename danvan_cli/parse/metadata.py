"""What a page says of its article outside the body: candidates for every field, best first.

The profile's selectors come first, then what the page displays, then what it tells machines.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import itemgetter

from danvan_cli.html import Page, node_text
from danvan_cli.model import Found
from danvan_cli.parse.generic import path_of
from danvan_cli.profiles.schema import ArticleRules

_META_TITLES = ("meta:og:title", "jsonld:headline", "meta:twitter:title", "title")
_PUBLISHED = (
    "meta:article:published_time",
    "jsonld:datePublished",
    "meta:datepublished",
    "meta:pubdate",
    "meta:publishdate",
    "meta:date",
    "meta:dc.date.issued",
    "meta:article:published",
    "[itemprop=datePublished]@datetime",
    "[itemprop=datePublished]@content",
    "time[datetime]@datetime",
)
_DATED = re.compile(
    r"\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|tháng\s+\S+\s*,?\s*(?:năm\s*)?\d{4}|\d{4}-\d\d-\d\d",
    re.IGNORECASE,
)
_BEFORE_YEAR, _AFTER_YEAR = 40, 16
"""Letters of a date around its year."""
_DATE_SLOTS = (
    "time, [itemprop=datePublished], [class*=date], [class*=time], [class*=publish], [class*=ngay], "
    "[id*=date], [id*=time]"
)
_DATE_ANYWHERE = "span, div, p, td, li, small, i, em, font, b"
_MOST_DATE = 120
"""Letters: a displayed date with its label and section is shorter; a longer text only mentions one."""
_UPDATED = ("meta:article:modified_time", "jsonld:dateModified", "meta:og:updated_time", "meta:lastmod")
_AUTHORS_SHOWN = (
    "[rel=author]",
    "[itemprop=author] [itemprop=name]",
    "[class*=author-name]",
    "[class*=author]",
    "[class*=tacgia], [class*=tac-gia]",
    "[class*=byline]",
)
_AUTHORS_TOLD = ("jsonld:author.name", "meta:author", "meta:article:author")
_MOST_BYLINE = 90
_ALIKE = 0.6
"""Share of words that a heading has in common with the title that machines are told."""
_ALIKE_SAPO = 0.3
"""The same of a sapo: machines are often told its beginning only."""
_LEAST_TITLE = 4
"""Words: a shorter heading is a section's name or the paper's."""
_SECTIONS = ("meta:article:section", "jsonld:articleSection")
_BREADCRUMBS = ("[class*=breadcrumb] li a", "[class*=breadcrumb] a", "[id*=breadcrumb] a", "[class*=crumb] a")
_MOST_SECTION = 40
_TAGS_SHOWN = (
    "[class*=tags] a",
    ".tag a, .tag-list a, .block_tag a, [class*=keyword] a, [class*=tukhoa] a, [class*=tu-khoa] a",
    "a[rel=tag]",
)
_TAGS_TOLD = ("meta:article:tag", "meta:news_keywords", "jsonld:keywords", "meta:keywords")
_SAPOS_SHOWN = (
    "[class*=sapo]",
    "[class*=tomtat], [class*=tom-tat]",
    "[class*=standfirst], [class*=abstract]",
)
_SAPOS_VAGUE = ("h2[class*=desc]", "p[class*=desc]", "h2[class*=lead]", "p[class*=lead]")
"""Classes of a sapo, and of many a box: believed where machines are told the same, or nothing."""
_SAPOS_TOLD = ("meta:og:description", "meta:description", "jsonld:description")
_SITE = re.compile(r"(?<!\s)\s+[|–—»\-]\s+[^|–—»]{2,60}$")
_WORD = re.compile(r"\w+")
_MOST_SHOWN_DATES = 6
"""Displayed times looked at: on a page with more, the rest belong to lists of other stories."""


def titles(page: Page, rules: ArticleRules) -> Iterator[Found]:
    """Titles: the profile's, the displayed heading that the machine-readable titles confirm, those titles."""
    yield from _by_rules(page, rules.title)
    told = list(_each_first(page, _META_TITLES))
    wanted = {_words(_SITE.sub("", found.value)) for found in told}
    shown = [found for tag in ("h1", "h2") for found in _headings(page, tag, 8)]
    likeness, best = max(
        ((_best_likeness(found.value, wanted), found) for found in shown), key=itemgetter(0), default=(0.0, None)
    )
    if best is not None and likeness >= _ALIKE:
        yield best
    if all(found.selector == "title" for found in told):
        # The document's title matches no heading: it names the paper. The longest heading is the story's; a section's
        # name, which some layouts print as the first h1, is short.
        headings = [found for found in shown if found.selector == "h1" and len(found.value.split()) >= _LEAST_TITLE]
        yield from sorted(headings, key=lambda found: -len(found.value.split()))
    for found in told:
        yield Found(value=_SITE.sub("", found.value.strip()), selector=found.selector)
    yield from (found for found in shown if found.selector == "h1")


def sapos(page: Page, rules: ArticleRules) -> Iterator[Found]:
    """Sapos: the profile's, a displayed one by its class, then what the page tells machines."""
    yield from _by_rules(page, rules.sapo)
    told = list(_each_first(page, _SAPOS_TOLD))
    if not rules.sapo:
        yield from _each_first(page, _SAPOS_SHOWN)
        wanted = [_words(found.value) for found in told]
        for found in _each_first(page, _SAPOS_VAGUE):
            if not wanted or _best_likeness(found.value, wanted) >= _ALIKE_SAPO:
                yield found
    yield from told


def published(page: Page, rules: ArticleRules, title: str) -> Iterator[Found]:
    """Publication times: the profile's, the machine-readable ones, then those displayed after the title.

    What stands before the title is the page's own clock more often than the article's time, so it comes last.
    """
    yield from _by_rules(page, rules.published)
    for selector in _PUBLISHED:
        found = page.first((selector,))
        if found is not None:
            yield found
            if ":" in found.value:  # a clock: no other tells machines more
                break
    if not _shows_date(page.text):
        return
    after, before = _shown_dates(page, _DATE_SLOTS, title, own_text=False)
    if not after:
        after, _ = _shown_dates(page, _DATE_ANYWHERE, title, own_text=True)
    yield from after[:_MOST_SHOWN_DATES]
    yield from before[:_MOST_SHOWN_DATES]


def _shows_date(text: str) -> bool:
    """Whether any text of the page is a date; looked for around its years, since the pattern alone is slow."""
    return any(
        _DATED.search(text, max(0, at - _BEFORE_YEAR), at + _AFTER_YEAR)
        for century in ("20", "19")
        for at in _places(text, century)
        if _may_end_date(text, at)
    )


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


def _may_end_date(text: str, at: int) -> bool:
    """Whether a date's mark or a month stands before a year, or a dash after it: ``5/3/2026``, ``2026-03-05``."""
    if not text[at : at + 4].isdecimal():
        return False
    before = text[max(0, at - 2) : at]
    return (
        "/" in before or "-" in before or "." in before or text[at + 4 : at + 5] == "-"
        or "áng" in text[max(0, at - _BEFORE_YEAR) : at].lower()
    )  # fmt: skip


def _shown_dates(page: Page, slots: str, title: str, *, own_text: bool) -> tuple[list[Found], list[Found]]:
    """The displayed dates after the heading that is the title, and those before it."""
    after: list[Found] = []
    before: list[Found] = []
    wanted, passed = _words(title), False
    for node in page.css(f"h1, h2, {slots}"):
        if node.tag in ("h1", "h2"):
            passed = passed or (bool(wanted) and _likeness(_words(node.text()), wanted) >= 0.8)
            continue
        text = node.text(deep=not own_text)
        if len(text) < _MOST_DATE * 3 and _DATED.search(text) and len(" ".join(text.split())) < _MOST_DATE:
            (after if passed else before).append(Found(value=text, selector=path_of(node)))
    return after, before


def updated(page: Page, rules: ArticleRules) -> Iterator[Found]:
    """Times of the last change."""
    yield from _by_rules(page, rules.updated)
    yield from _each_first(page, _UPDATED)


def bylines(page: Page, rules: ArticleRules) -> Iterator[Found]:
    """Author lines: the profile's, displayed ones by their class, then what the page tells machines."""
    yield from _by_rules(page, rules.byline)
    for selector in _AUTHORS_SHOWN:
        yield from (found for found in page.values(selector, 3) if len(found.value.strip()) <= _MOST_BYLINE)
    for selector in _AUTHORS_TOLD:
        yield from page.values(selector, 6)


def sections(page: Page, rules: ArticleRules, title: str) -> Sequence[Found]:
    """The section path of the first rule that has one, outermost first: breadcrumbs, metadata, a heading."""
    for selector in (*rules.section, *_BREADCRUMBS, *_SECTIONS):
        found = page.values(selector, 6)
        if found and (selector in rules.section or all(len(item.value.strip()) <= _MOST_SECTION for item in found)):
            return found
    headings = list(_headings(page, "h1", 2))
    if (
        len(headings) == 2
        and len(headings[0].value.strip()) <= _MOST_SECTION
        and _words(headings[1].value) == _words(title)
    ):
        return headings[:1]
    return ()


def tags(page: Page, rules: ArticleRules) -> Sequence[Found]:
    """The tags of the first rule that has any: displayed ones keep their capitals, so they come first."""
    for selector in (*rules.tags, *_TAGS_SHOWN, *_TAGS_TOLD):
        found = page.values(selector, 40)
        if found:
            return found
    return ()


def is_declared(page: Page, rules: ArticleRules) -> bool:
    """Whether the page itself says that it is an article: to machines, or by the layout its profile knows."""
    told = page.meta.get("og:type", "").lower() == "article" or bool(page.jsonld)
    return told or any(page.first((selector,)) for selector in rules.title)


def canonical(page: Page) -> Found | None:
    """The page's own canonical URL (RFC 6596), or the one it tells social networks."""
    return page.first(("link[rel=canonical]@href", "meta:og:url"))


def own_url(html: str) -> str | None:
    """The URL a saved page names for itself; None where it names none, or a relative one."""
    found = canonical(Page(html))
    return found.value.strip() if found and found.value.strip().startswith(("http://", "https://")) else None


def language(page: Page) -> Found | None:
    """The declared language of the page."""
    return page.first(("html@lang", "meta:og:locale", "meta:content-language", "jsonld:inLanguage"))


def site_name(page: Page) -> Found | None:
    """The masthead, so that a byline that merely repeats it can be told apart."""
    return page.first(("meta:og:site_name", "jsonld:publisher.name", "meta:application-name"))


def _by_rules(page: Page, selectors: Iterable[str]) -> Iterator[Found]:
    for selector in selectors:
        yield from page.values(selector)


def _each_first(page: Page, selectors: Iterable[str]) -> Iterator[Found]:
    for selector in selectors:
        found = page.first((selector,))
        if found is not None:
            yield found


def _headings(page: Page, tag: str, most: int) -> Iterator[Found]:
    texts = (node_text(node) for node in page.headings(tag)[: most * 2])
    filled = (Found(value=text, selector=tag) for text in texts if text.strip())
    return islice(filled, most)


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _best_likeness(title: str, wanted: Iterable[frozenset[str]]) -> float:
    words = _words(title)
    return max((_likeness(words, want) for want in wanted), default=0.0)


def _likeness(left: frozenset[str], right: frozenset[str]) -> float:
    """The share of words two titles have in common (Jaccard's index)."""
    return len(left & right) / len(left | right) if left and right else 0.0
