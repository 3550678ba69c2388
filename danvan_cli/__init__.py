"""danvan: an archiver for Vietnam's provincial news.

Reading order: ``model.py`` (the nouns), ``errors.py``, one profile in ``profiles/data/``,
``workflows/understand.py`` (the pipeline without the network), then the stage you came for.
"""

from typing import TYPE_CHECKING, Any

from danvan_cli.version import __version__

if TYPE_CHECKING:
    from danvan_cli.model import Article

__all__ = ["Article", "__version__", "extract"]


def extract(html: str | bytes, url: str | None = None) -> "Article":
    """The article on a page, clean: title, sapo, blocks, captions with credits, byline, time.

    ``html`` is the page as text or as its raw bytes; ``url`` chooses the newspaper's profile and makes links
    absolute. Never raises on bad markup: an unreadable page comes back with ``problem`` set.

    >>> page = "<h1>Khánh thành cầu</h1><p>" + "Sáng 5/3, tỉnh khánh thành cầu mới. " * 20 + "</p>"
    >>> extract(page).title
    'Khánh thành cầu'
    """
    from danvan_cli.workflows.understand import extract_article

    return extract_article(html, url)


def __getattr__(name: str) -> Any:
    """``danvan_cli.Article`` without the cost of importing it where only the version is asked for."""
    if name == "Article":
        from danvan_cli.model import Article

        return Article
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
