"""The stable record of an article: what JSONL, CSV and ``show --json`` have in common.

Keys are only ever added, at the end; one that changes its meaning raises ``SCHEMA_VERSION``.
"""

from typing import Any

from danvan_cli.model import Caption, StoredArticle

SCHEMA_VERSION = 1

KEYS = (
    "schema_version",
    "url",
    "canonical_url",
    "source",
    "province",
    "title",
    "sapo",
    "lead_prefix",
    "text",
    "captions",
    "byline",
    "published_at",
    "published_raw",
    "updated_at",
    "section",
    "tags",
    "language",
    "problem",
    "status",
    "versions",
    "captured_at",
    "sha256",
    "id",
)
"""Every key of a record, in the order it is written."""


def record(stored: StoredArticle) -> dict[str, Any]:
    """The article as plain JSON values, keys as in ``KEYS``.

    A key is always there: None where the page does not say it, an empty list for no captions, byline or
    tags. Times are ISO 8601 with their offset: publication as +07:00, capture in UTC. ``source`` is the
    newspaper's id and None where no profile knows the host; ``sha256`` is that of the captured body.
    """
    article, source = stored.article, stored.source
    return {
        "schema_version": SCHEMA_VERSION,
        "url": stored.url,
        "canonical_url": article.canonical_url,
        "source": source.id if source else None,
        "province": source.province if source else None,
        "title": article.title,
        "sapo": article.sapo,
        "lead_prefix": article.lead_prefix,
        "text": article.text,
        "captions": [_caption(caption) for caption in article.captions],
        "byline": list(article.byline),
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "published_raw": article.published_raw,
        "updated_at": article.updated_at.isoformat() if article.updated_at else None,
        "section": article.section,
        "tags": list(article.tags),
        "language": article.language,
        "problem": article.problem,
        "status": stored.status,
        "versions": stored.versions,
        "captured_at": stored.captured_at.isoformat(timespec="seconds"),
        "sha256": stored.sha256,
        "id": stored.id,
    }


def _caption(caption: Caption) -> dict[str, Any]:
    return {
        "text": caption.text,
        "credit": caption.credit,
        "image_url": caption.image_url,
        "position": caption.position,
    }
