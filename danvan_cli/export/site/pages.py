"""The frame around every page of the site, and the pages of articles."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from danvan_cli.export import reading
from danvan_cli.export.assets import asset
from danvan_cli.export.markup import line, text
from danvan_cli.export.names import article_path
from danvan_cli.model import Heading, StoredArticle

SCHEMA_VERSION = "danvan-site/1"
"""In the ``generator`` of every page."""

_FILES = "'self' file: http: https:"  # of a page opened as a file, 'self' is nothing in some browsers
_POLICY = f"default-src 'none'; style-src {_FILES}; form-action {_FILES}"
_POLICY_OF_SEARCH = f"{_POLICY}; script-src {_FILES}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site that is being written: where, and what stands on every page. ``name`` and ``about`` are text."""

    folder: Path
    name: str
    about: str

    def page(self, path: str, title: str, content: str, *, runs_scripts: bool = False) -> None:
        """Write a page at ``path``, its folder made where it is missing. ``title`` and ``content`` are markup."""
        place = self.folder / path
        _make_folder(place.parent)
        name = line(self.name)
        page = _frame().substitute(
            policy=text(_POLICY_OF_SEARCH if runs_scripts else _POLICY),
            generator=SCHEMA_VERSION,
            title=title if title == name else f"{title} · {name}",
            name=name,
            up=up(path),
            content=content,
            about=line(self.about),
        )
        place.write_text(page, encoding="utf-8", newline="")


@cache
def _frame() -> Template:
    return Template(asset("site-page.html"))


def _make_folder(folder: Path) -> None:
    # Asking is cheaper than making it again, page after page.
    if not folder.is_dir():
        folder.mkdir(parents=True)


def up(path: str) -> str:
    """The way from a page to the site's folder.

    >>> up("days/2026/2026-03-05.html")
    '../../'
    """
    return "../" * path.count("/")


def place_of(of: StoredArticle | Heading) -> str:
    """The path of an article's page in the site."""
    found = of.article.title if isinstance(of, StoredArticle) else of.title
    return f"articles/{article_path(of.id, found, '.html')}"


def article_content(stored: StoredArticle, crumbs: Iterator[tuple[str, str]], neighbours: str) -> str:
    """An article and the way back. ``crumbs`` are targets and markup, ``neighbours`` is markup."""
    way = " › ".join(f'<a href="{text(target)}">{shown}</a>' for target, shown in crumbs)
    parts = (
        f'<nav class="crumbs">{way}</nav>\n<main>\n<article>',
        *reading.opening(stored, level=1),
        *reading.body(stored, level=2),
        reading.provenance(stored),
        f"</article>\n</main>\n{neighbours}",
    )
    return "\n".join(parts)


def pager(before: str | None, after: str | None, words: tuple[str, str]) -> str:
    """Links to the page before and the page after, where there are such."""
    ends = ((before, words[0], "before"), (after, words[1], "next"))
    links = [f'<a class="{end}" href="{text(target)}">{word}</a>' for target, word, end in ends if target]
    return f'<nav class="pager">{" ".join(links)}</nav>' if links else ""
