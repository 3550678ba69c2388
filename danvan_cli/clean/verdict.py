"""The last look at an article: whether it is one, and whether its body can be read. Said by a slug, never invented."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from danvan_cli.clean.draft import MACHINE_FORMS, Line
from danvan_cli.clean.readable import is_gibberish
from danvan_cli.clean.refusals import refusal_in
from danvan_cli.model import Article, RawArticle
from danvan_cli.vietnamese import vietnamese_share

_LEAST_ARTICLE = 120
"""Letters of body: less, on a page that does not say it is an article, is no article."""
_FEW_SENTENCES = 600
"""Letters of body: a page that says it was not found has no more, or a list of other stories."""
_OPENING = 4
_LEAST_POINTERS = 5
_HEADLINE = 25
_PARAGRAPH = 60


def judged(article: Article, raw: RawArticle, lines: Sequence[Line]) -> Article:
    """The article with its problem, or as it is. What cannot be read is never kept as text.

    ``lines`` are all lines of the body, the removed ones too.
    """
    texts = [block.text for block in article.blocks if block.text]
    if raw.encoded or (_expects_vietnamese(article) and is_gibberish(texts)):
        return _without_text(article)
    problem = _problem(article, raw, lines, letters=sum(map(len, texts)))
    return replace(article, problem=problem) if problem else article


def _problem(article: Article, raw: RawArticle, lines: Sequence[Line], *, letters: int) -> str | None:
    """What a page is that is no article, or why its body cannot be read; None for an article that can."""
    told_when = (article.published_source or "").startswith(MACHINE_FORMS)
    described = bool(article.title) and (raw.declared or told_when)
    if raw.too_complex:
        return "too-complex"
    if raw.blank and not described and not raw.challenge:
        return "empty-body"
    other = None if told_when else _other_page(article, raw, lines, letters=letters)
    if other is not None or (letters < _LEAST_ARTICLE and not described):
        return other or "not-article"
    if letters:
        return None
    walled = any(block.removed == "login-wall" for block in article.all_blocks)
    return "login-wall" if walled else "no-readable-body"


def _other_page(article: Article, raw: RawArticle, lines: Sequence[Line], *, letters: int) -> str | None:
    """What a page without a time of publication for machines is, if it is something else than an article."""
    if raw.challenge:
        return "challenge"
    is_listing = _is_listing(lines)
    refusal = refusal_in(_headings(raw, lines), article.text) if letters < _FEW_SENTENCES or is_listing else None
    if refusal is None and (raw.article_url is False or _is_home(raw) or is_listing):
        return "not-article"
    return refusal


def _headings(raw: RawArticle, lines: Sequence[Line]) -> list[str]:
    """What a page calls itself, and the short lines it opens with."""
    opening = [line.text for line in lines if line.text][:_OPENING]
    return [*(found.value for found in raw.titles), *opening]


def _expects_vietnamese(article: Article) -> bool:
    named = f"{article.title or ''} {article.sapo or ''}"
    return not named.isascii() and vietnamese_share(named) >= 0.6


def _without_text(article: Article) -> Article:
    """Title and sapo stay; nothing that was encoded is stored, neither as text nor as a removed line."""
    blocks = tuple(replace(block, removed=block.removed or "unreadable", text="") for block in article.all_blocks)
    return replace(article, all_blocks=blocks, problem="no-readable-body", captions=())


def _is_home(raw: RawArticle) -> bool:
    """Whether the page calls the site's front door its own address."""
    own = raw.canonical_url.value if raw.canonical_url else raw.url
    try:
        parts = urlsplit((own or "").strip())
    except ValueError:
        return False
    return bool(parts.netloc) and parts.path in ("", "/") and not parts.query


def _is_listing(lines: Sequence[Line]) -> bool:
    """Whether nearly every paragraph has its headline that links elsewhere: a list of stories, not a story.

    Of 22 real home and section pages those with running text have 0.9 to 1.1 such headlines a paragraph; of 189 real
    articles none without a machine-readable date has more than 0.4.
    """
    texts = [line for line in lines if line.text]
    pointers = sum(line.link_share >= 0.8 and len(line.text) >= _HEADLINE for line in texts)
    paragraphs = sum(line.link_share < 0.3 and len(line.text) >= _PARAGRAPH for line in texts if line.removed is None)
    return pointers >= _LEAST_POINTERS and pointers >= paragraphs * 0.8
