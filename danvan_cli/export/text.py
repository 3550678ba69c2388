"""Plain text, clean and readable: title, who and when, sapo, paragraphs, and the captions last."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from danvan_cli.export.inert import inert, one_line
from danvan_cli.export.layout import credited, vietnamese_time
from danvan_cli.model import StoredArticle

SCHEMA_VERSION = "danvan-txt/1"
"""Of the layout; a text has no place to say it."""

BETWEEN = "\n" + "=" * 72 + "\n\n"
"""The line between two articles of one file."""


def page(stored: StoredArticle) -> str:
    """One article, its parts an empty line apart; what a page does not say is left out."""
    return "\n\n".join(part for part in _parts(stored) if part) + "\n"


def _parts(stored: StoredArticle) -> Iterator[str]:
    article = stored.article
    yield one_line(article.title or "")
    source = stored.source.name if stored.source else None
    about = (", ".join(article.byline), vietnamese_time(article), source)
    yield one_line(" · ".join(part for part in about if part))
    yield inert(article.sapo or "")
    yield inert(article.text)
    captions = (one_line(credited(caption)) for caption in article.captions)
    yield "\n".join(f"[Ảnh] {caption}" for caption in captions if caption)


def write(articles: Iterable[StoredArticle], out: TextIO) -> int:
    """Write one article after another, a line of ``=`` between; returns how many."""
    written = 0
    for written, stored in enumerate(articles, start=1):
        out.write((BETWEEN if written > 1 else "") + page(stored))
    return written
