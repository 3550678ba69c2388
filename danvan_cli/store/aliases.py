"""Every URL that led to an article finds it."""

from collections.abc import Set
from urllib.parse import urlsplit

from danvan_cli.store.columns import storable
from danvan_cli.store.database import Archive


def remember_aliases(archive: Archive, article_id: int, urls: Set[str]) -> None:
    """In the caller's transaction: ``urls`` lead to this article; one that led elsewhere leads here now."""
    for url in sorted(filter(_names_a_page, urls)):
        archive.db.execute(
            "INSERT INTO aliases (url, article_id) VALUES (?, ?) ON CONFLICT (url)"
            " DO UPDATE SET article_id = excluded.article_id WHERE article_id IS NOT excluded.article_id",
            [url, article_id],
        )


def article_id_of(archive: Archive, id_or_url: str | int) -> int | None:
    """The article with this id, or this identity, or that this URL led to; None where there is none."""
    text = storable(str(id_or_url)).strip()
    if text.isascii() and text.isdecimal():
        # More digits than SQLite's integers have are no id of anything.
        row = archive.row("SELECT id FROM articles WHERE id = ?", [int(text)]) if len(text) <= 18 else None
    else:
        row = archive.row("SELECT id FROM articles WHERE url = ?", [text])
        row = row or archive.row("SELECT article_id AS id FROM aliases WHERE url = ?", [text])
    return row["id"] if row else None


def _names_a_page(url: str) -> bool:
    """Some newspapers declare their home page as every article's canonical URL."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return bool(parts.path.strip("/") or parts.query)
