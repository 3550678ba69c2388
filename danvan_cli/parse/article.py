"""A page's text to a RawArticle: the only entry point of the room. Locate with lexbor, parse with BeautifulSoup."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from selectolax.lexbor import LexborNode

from danvan_cli.bounds import is_too_complex
from danvan_cli.html import Page, mark
from danvan_cli.model import Found, RawArticle
from danvan_cli.parse import metadata
from danvan_cli.parse.blocks import MARK_CAPTION, MARK_DROP, MARK_KEEP, MARK_SIGNATURE, Body
from danvan_cli.parse.body import Part, read_body
from danvan_cli.parse.challenge import MOST_SHOWN, is_challenge
from danvan_cli.parse.generic import locate, path_of
from danvan_cli.parse.markup import alignment
from danvan_cli.parse.soup import nothing
from danvan_cli.profiles.schema import ArticleRules, Profile

_LEAST_BODY = 20
"""Characters of text: a selector that finds less has found an empty shell."""
_SIBLINGS = 3
_MOST_SIGNATURE = 90
_LABELLED = re.compile(r"^(?:Tin|Bài|Ảnh|Theo|Thực hiện|Tác giả)\b[^.]{0,30}?(?::|\s)\s*\S", re.IGNORECASE)


def parse_page(html: str, *, url: str | None, profile: Profile, captured_on: date | None = None) -> RawArticle:
    """The article as the page has it, every field with the selector that found it. Deterministic, never raises.

    ``captured_on`` chooses among a profile's designs; None takes today's.
    """
    if is_too_complex(html):
        return RawArticle(url=url, profile=profile.id, too_complex=True)
    page = Page(html)
    rules = profile.rules_for(captured_on)
    scripted = _scripted_body(page, rules)
    page.strip_noise()
    canonical = metadata.canonical(page)
    body, body_selector, after_body = _body(page, rules, scripted, url or (canonical.value if canonical else None))
    is_short = sum(len(block.text) for block in body.blocks) <= MOST_SHOWN
    titles = tuple(metadata.titles(page, rules))
    title = titles[0].value if titles else ""
    return RawArticle(
        url=url,
        titles=titles,
        sapos=tuple(metadata.sapos(page, rules)),
        lead_prefix=page.first(rules.lead_prefix),
        bylines=(*metadata.bylines(page, rules), *after_body),
        published=tuple(metadata.published(page, rules, title)),
        updated=tuple(metadata.updated(page, rules)),
        sections=tuple(metadata.sections(page, rules, title)),
        tags=tuple(metadata.tags(page, rules)),
        canonical_url=canonical,
        language=metadata.language(page),
        site_name=metadata.site_name(page),
        blocks=body.blocks,
        figures=body.figures,
        body_selector=body_selector,
        profile=profile.id,
        declared=metadata.is_declared(page, rules),
        article_url=profile.is_article_url(url),
        encoded=rules.encoded,
        blank=not page.text.strip(),
        challenge=is_short and is_challenge(html, page.text),
    )


@dataclass(frozen=True, slots=True)
class _Scripted:
    html: str
    selector: str


def _scripted_body(page: Page, rules: ArticleRules) -> _Scripted | None:
    """A body that stands as plain HTML in a script's string, where the profile says so."""
    for selector in rules.body:
        if selector.startswith("script:"):
            value = page.script_value(selector.removeprefix("script:"))
            if value and len(value) >= _LEAST_BODY:
                return _Scripted(value, selector)
    return None


def _body(
    page: Page, rules: ArticleRules, scripted: _Scripted | None, base_url: str | None
) -> tuple[Body, str | None, tuple[Found, ...]]:
    """The body's blocks, the selector that located it, and the signature that stands right after it.

    No blocks and None where nothing was found.
    """
    mark(page, rules.drop, MARK_DROP)
    mark(page, rules.keep, MARK_KEEP)
    mark(page, rules.caption, MARK_CAPTION)
    mark(page, rules.signature, MARK_SIGNATURE)
    marked = bool(rules.drop or rules.keep or rules.caption or rules.signature)
    parts = [Part(page.nodes(selector)[:1], "lead-photo") for selector in rules.lead_photo]
    located = _scripted(rules, scripted) or _by_rules(page, rules) or _by_structure(page)
    if located is None:
        return read_body(parts, base_url, marked=marked), None, ()
    parts.append(Part(located.nodes, without=located.without))
    signatures = tuple(_signatures_after(located.nodes[-1])) if located.in_page else ()
    return read_body(parts, base_url, marked=marked), located.selector, signatures


@dataclass(frozen=True, slots=True)
class _Located:
    nodes: tuple[LexborNode, ...]
    selector: str
    without: Callable[[LexborNode, str], bool] = nothing
    """Says of an element inside, by its node and tag name, that it is no part of the article."""
    in_page: bool = True
    """False for a body out of a script: nothing of the page stands next to it."""


def _scripted(rules: ArticleRules, scripted: _Scripted | None) -> _Located | None:
    if scripted is None:
        return None
    inner = Page(scripted.html)
    inner.strip_noise()
    mark(inner, rules.drop, MARK_DROP)
    mark(inner, rules.caption, MARK_CAPTION)
    return _Located((inner.tree.body,), scripted.selector, in_page=False) if inner.tree.body else None


def _by_rules(page: Page, rules: ArticleRules) -> _Located | None:
    """The first of the profile's selectors that finds text: its longest element, or all paragraphs it names."""
    for selector in rules.body:
        nodes = [node for node in page.nodes(selector) if len(node.text(strip=True)) >= _LEAST_BODY]
        if len(nodes) > 1 and all(node.tag == "p" for node in nodes):
            return _Located(tuple(nodes), selector)
        if nodes:
            node = max(nodes, key=lambda found: len(found.text()))
            return _Located((node,), selector)
    return None


def _by_structure(page: Page) -> _Located | None:
    located = locate(page)
    return _Located(located.nodes, located.selector, located.without) if located else None


def _signatures_after(node: LexborNode) -> Iterator[Found]:
    """Short right-aligned or labelled lines next to the body: signatures that some layouts print outside of it."""
    after = node.next
    looked = 0
    while after is not None and looked < _SIBLINGS:
        if after.is_element_node:
            looked += 1
            text = after.text(strip=True)
            if 0 < len(text) <= _MOST_SIGNATURE and (alignment(after.attributes) == "right" or _LABELLED.match(text)):
                yield Found(value=after.text(), selector=path_of(after))
        after = after.next
