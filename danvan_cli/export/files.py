"""One file an article, in folders of at most a thousand, for formats whose pages stand alone."""

from collections.abc import Callable, Iterable
from pathlib import Path

from danvan_cli.export.names import article_path
from danvan_cli.model import StoredArticle


def write(articles: Iterable[StoredArticle], folder: Path, *, page: Callable[[StoredArticle], str], suffix: str) -> int:
    """Write each article's page below ``folder``, which is there; returns how many."""
    written = 0
    for written, stored in enumerate(articles, start=1):  # noqa: B007 the last number is the count
        path = folder / article_path(stored.id, stored.article.title, suffix)
        path.parent.mkdir(exist_ok=True)
        path.write_text(page(stored), encoding="utf-8", newline="")
    return written
