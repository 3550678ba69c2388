"""The whole site: lists first, then every article with its neighbours, then the search index and the front page."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from danvan_cli.export import reading
from danvan_cli.export.assets import asset
from danvan_cli.export.layout import credited
from danvan_cli.export.markup import line
from danvan_cli.export.shelf import Shelf
from danvan_cli.export.site import lists
from danvan_cli.export.site.index import Index
from danvan_cli.export.site.lists import Listed
from danvan_cli.export.site.pages import Site, article_content, pager, place_of, up
from danvan_cli.model import Order, StoredArticle

_NEWEST_SHOWN = 40
_DAYS_SHOWN = 14
_SECTIONS_SHOWN = 40
_SAPO_CHARS = 200
_STYLES = ("reading.css", "site.css")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lists:
    days: Mapping[date, Listed]
    papers: Mapping[str | None, Listed]
    sections: Mapping[str, Listed]


def write(shelf: Shelf, folder: Path, *, title: str) -> int:
    """Write the site into ``folder``, which is there and empty; returns how many articles."""
    newest = shelf.newest_capture
    captured = f", trang lưu mới nhất lúc {reading.utc(newest)}" if newest else ""
    site = Site(folder=folder, name=title, about=f"{len(shelf)} bài{captured}. Lưu bằng danvan.")
    _write_assets(folder)
    ways = _Lists(
        days=lists.write_days(site, shelf),
        papers=lists.write_papers(site, shelf),
        sections=lists.write_sections(site, shelf),
    )
    _write_articles(site, shelf, ways)
    _write_front_page(site, shelf, ways)
    _write_search_page(site)
    return len(shelf)


def _write_assets(folder: Path) -> None:
    (folder / "assets").mkdir()
    for name in _STYLES:
        (folder / "assets" / name).write_text(asset(name), encoding="utf-8", newline="")
    (folder / "search").mkdir()
    (folder / "search" / "search.js").write_text(asset("search.js"), encoding="utf-8", newline="")


def _write_articles(site: Site, shelf: Shelf, ways: _Lists) -> None:
    index = Index(site.folder / "search", len(shelf))
    newer: StoredArticle | None = None
    articles = shelf.articles(Order.NEWEST)
    stored = next(articles, None)
    while stored is not None:
        older = next(articles, None)
        at = place_of(stored)
        links = pager(_way(at, newer), _way(at, older), ("← Bài mới hơn", "Bài cũ hơn →"))
        site.page(at, reading.title(stored), article_content(stored, _crumbs(stored, ways, at), links))
        _add(index, stored, at)
        newer, stored = stored, older
    index.close()


def _way(at: str, stored: StoredArticle | None) -> str | None:
    return None if stored is None else up(at) + place_of(stored)


def _crumbs(stored: StoredArticle, ways: _Lists, at: str) -> Iterator[tuple[str, str]]:
    article, source = stored.article, stored.source
    found = (
        ways.papers.get(source.id if source else None),
        ways.sections.get(article.section or ""),
        ways.days.get(article.published_at.date()) if article.published_at else None,
    )
    return ((up(at) + listed.path, line(listed.name) or "x") for listed in found if listed)


def _add(index: Index, stored: StoredArticle, at: str) -> None:
    article = stored.article
    about = (stored.source.name if stored.source else "", reading.time_of(stored))
    sapo = article.sapo or ""
    short = sapo if len(sapo) <= _SAPO_CHARS else sapo[:_SAPO_CHARS].rpartition(" ")[0] + "…"
    card = (
        at,
        article.title or reading.UNTITLED,
        " · ".join(part for part in about if part),
        re.sub(r"\s+", " ", short),
    )
    captions = (credited(caption) for caption in article.captions)
    index.add(card, article.title or "", (sapo, article.text, *captions))


# --- pages of their own --------------------------------------------------------------------------


def _write_front_page(site: Site, shelf: Shelf, ways: _Lists) -> None:
    at = "index.html"
    entries = "\n".join(lists.entry(heading, at=at) for heading in islice(shelf.headings(Order.NEWEST), _NEWEST_SHOWN))
    largest = sorted(ways.sections.values(), key=lambda listed: -listed.count)[:_SECTIONS_SHOWN]
    parts = (
        "<main>",
        f"<h1>{line(site.name)}</h1>",
        f'<p class="count">{line(site.about)}</p>',
        f"<h2>Báo</h2>\n{lists.chips(ways.papers.values(), at=at)}",
        f"<h2>Chuyên mục</h2>\n{lists.chips(largest, at=at)}" if largest else "",
        f"<h2>Ngày</h2>\n{lists.chips(islice(ways.days.values(), _DAYS_SHOWN), at=at)}",
        f'<h2>Mới nhất</h2>\n<ol class="list">\n{entries}\n</ol>',
        "</main>",
    )
    site.page(at, line(site.name), "\n".join(part for part in parts if part))


def _write_search_page(site: Site) -> None:
    scripts = "".join(f'<script src="search/{name}.js"></script>\n' for name in ("search", "about"))
    content = (
        '<main>\n<h1>Tìm</h1>\n<p class="count" id="found" role="status" aria-live="polite"></p>\n'
        '<noscript><p class="problem">Tìm kiếm cần JavaScript. Vẫn xem được theo <a href="days/index.html">ngày</a>, '
        '<a href="papers/index.html">báo</a> và <a href="sections/index.html">chuyên mục</a>.</p></noscript>\n'
        f'<ol class="list" id="results"></ol>\n</main>\n{scripts}'
    )
    site.page("search.html", "Tìm", content, runs_scripts=True)
