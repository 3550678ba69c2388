"""JSON-LD 1.1: one document, a ``NewsArticle`` of schema.org an article in its ``@graph``.

A processor takes one document, not one a line, so the articles stand in a graph; each is on a line of its own all the
same. The context is written out in the file: nothing is fetched from schema.org to read it, in ten years either. Its
terms mean what schema.org's own context makes of them. A property is absent where the page does not say it.
"""

from collections.abc import Iterable
from typing import Any, TextIO

from danvan_cli.export.jsonl import line
from danvan_cli.export.markup import web_address
from danvan_cli.model import Caption, StoredArticle

SCHEMA_VERSION = "danvan-jsonld/1"
"""In ``schemaVersion`` of every article."""

_TIME = {"@type": "http://schema.org/DateTime"}
_ADDRESS = {"@type": "@id"}
CONTEXT: dict[str, Any] = {
    "@vocab": "http://schema.org/",
    "datePublished": {"@id": "http://schema.org/datePublished", **_TIME},
    "dateModified": {"@id": "http://schema.org/dateModified", **_TIME},
    "url": {"@id": "http://schema.org/url", **_ADDRESS},
    "contentUrl": {"@id": "http://schema.org/contentUrl", **_ADDRESS},
}


def node(stored: StoredArticle) -> dict[str, Any]:
    """The article as a node of the graph."""
    article = stored.article
    said = {
        "@type": "NewsArticle",
        "@id": web_address(stored.url) or f"urn:danvan:article:{stored.id}",
        "url": web_address(article.canonical_url or stored.url),
        "headline": article.title,
        "description": article.sapo,
        "articleBody": article.text,
        "articleSection": article.section,
        "keywords": list(article.tags),
        "inLanguage": article.language,
        "datePublished": article.published_at.isoformat() if article.published_at else None,
        "dateModified": article.updated_at.isoformat() if article.updated_at else None,
        "author": [{"@type": "Person", "name": name} for name in article.byline],
        "publisher": _publisher(stored),
        "image": [_image(caption) for caption in article.captions],
        "identifier": [
            _value("danvan:id", str(stored.id)),
            _value("danvan:captured_at", stored.captured_at.isoformat(timespec="seconds")),
            _value("sha256", stored.sha256),
        ],
        "schemaVersion": SCHEMA_VERSION,
    }
    return _said(said)


def write(articles: Iterable[StoredArticle], out: TextIO) -> int:
    """Write the document as the articles come; returns how many."""
    out.write(f'{{"@context": {line(CONTEXT)},\n"@graph": [')
    written = 0
    for written, stored in enumerate(articles, start=1):
        out.write((",\n" if written > 1 else "\n") + line(node(stored)))
    out.write("\n]}\n")
    return written


def _publisher(stored: StoredArticle) -> dict[str, Any] | None:
    source = stored.source
    if source is None:
        return None
    return _said(
        {
            "@type": "NewsMediaOrganization",
            "@id": web_address(source.home_url),
            "name": source.name,
            "areaServed": source.province,
        }
    )


def _image(caption: Caption) -> dict[str, Any]:
    return _said(
        {
            "@type": "ImageObject",
            "contentUrl": web_address(caption.image_url),
            "caption": caption.text,
            "creditText": caption.credit,
        }
    )


def _value(name: str, value: str) -> dict[str, Any]:
    return {"@type": "PropertyValue", "propertyID": name, "value": value}


def _said(node: dict[str, Any]) -> dict[str, Any]:
    """What is said: nothing, an empty text and an empty list are not."""
    return {key: value for key, value in node.items() if value not in (None, "", [])}
