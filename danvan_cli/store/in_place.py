"""What is no edit by the newspaper is written over: a version and, where it is the current one, its article's row."""

from datetime import datetime

from danvan_cli.model import Article, Source
from danvan_cli.store.columns import day_in_vietnam, storable
from danvan_cli.store.database import Archive, Row
from danvan_cli.store.versions import caption_rows, content_digest, removed_rows, shared_columns, version_columns
from danvan_cli.vietnamese import compose


def rewrite_version(archive: Archive, version_id: int, article: Article) -> None:
    """In the caller's transaction: the version says ``article`` now; its number and its snapshot stay."""
    columns = version_columns(article) | {"content_digest": content_digest(article)}
    archive.db.table("versions").update(version_id, columns)
    for table in ("captions", "removed_blocks"):
        archive.db.table(table).delete_where("version_id = ?", [version_id])
    insert_parts(archive, version_id, article)


def insert_parts(archive: Archive, version_id: int, article: Article) -> None:
    """In the caller's transaction: the captions and removed blocks of a version that has none yet."""
    archive.db.table("captions").insert_all(caption_rows(version_id, article))
    archive.db.table("removed_blocks").insert_all(removed_rows(version_id, article))


def rewrite_article(archive: Archive, article_id: int, columns: Row) -> None:
    """In the caller's transaction: write only what differs, so that a nightly run over unchanged pages writes none."""
    stored = archive.row("SELECT * FROM articles WHERE id = ?", [article_id]) or {}
    if changes := {name: value for name, value in columns.items() if stored[name] != value}:
        archive.db.table("articles").update(article_id, changes)


def article_columns(article: Article, first_captured_at: str, source: Source | None) -> Row:
    """What the article's own row says of its current version: the search index and other programs read it.

    Its texts are composed, as searching needs them; the version keeps them as they came. A known newspaper is
    kept where ``source`` is None.
    """
    shown = article.published_at or datetime.fromisoformat(first_captured_at)
    row = shared_columns(article) | {
        "day": day_in_vietnam(shown),
        "section": article.section,
        "body": article.text,
        "captions_text": "\n".join(f"{caption.text} {caption.credit or ''}".strip() for caption in article.captions),
    }
    searched = ("title", "sapo", "body", "captions_text")
    row |= {name: row[name] and compose(row[name]) for name in searched}
    return row if source is None else row | {"source_id": storable(source.id)}
