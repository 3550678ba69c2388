"""Dublin Core: one ``oai_dc:dc`` record an article, as OAI-PMH 2.0 has them, in one XML file.

The fifteen elements of DCMES 1.1 say who, what, when and where; the text itself is no metadata and is not in it.
"""

from collections.abc import Iterable, Iterator
from typing import TextIO

from danvan_cli.export.markup import line, web_address
from danvan_cli.model import StoredArticle

SCHEMA_VERSION = "danvan-dc/1"
"""The ``version`` of the root."""

_HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<records xmlns="urn:danvan:export:dc" version="{SCHEMA_VERSION}">
"""
_RECORD = (
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/'
    ' http://www.openarchives.org/OAI/2.0/oai_dc.xsd">'
)


def elements(stored: StoredArticle) -> Iterator[tuple[str, str]]:
    """Element and value, in the order they are written; an element may stand several times or be missing."""
    article, source = stored.article, stored.source
    values: tuple[tuple[str, str | None], ...] = (
        ("title", article.title),
        *(("creator", name) for name in article.byline),
        ("subject", article.section),
        *(("subject", tag) for tag in article.tags),
        ("description", article.sapo),
        ("publisher", source.name if source else None),
        *(("contributor", credit) for credit in dict.fromkeys(caption.credit for caption in article.captions)),
        ("date", article.published_at.isoformat() if article.published_at else None),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", stored.url),
        ("identifier", f"sha256:{stored.sha256}"),
        ("source", article.canonical_url),
        ("language", article.language),
        *(("relation", web_address(caption.image_url)) for caption in article.captions),
        ("coverage", source.province if source else None),
    )
    return ((name, value) for name, value in values if value)


def record(stored: StoredArticle) -> str:
    """The article's record as XML."""
    rows = (f"  <dc:{name}>{line(value)}</dc:{name}>\n" for name, value in elements(stored))
    return f"{_RECORD}\n{''.join(rows)}</oai_dc:dc>\n"


def write(articles: Iterable[StoredArticle], out: TextIO) -> int:
    """Write one record after another; returns how many."""
    out.write(_HEAD)
    written = 0
    for written, stored in enumerate(articles, start=1):  # noqa: B007 the last number is the count
        out.write(record(stored))
    out.write("</records>\n")
    return written
