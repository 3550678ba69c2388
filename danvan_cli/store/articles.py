"""Articles and their versions: one article a page, one version an edit, read back exactly as saved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from danvan_cli.errors import NotFoundError
from danvan_cli.language import _
from danvan_cli.model import Article, Outcome, Selection, Source, StoredArticle
from danvan_cli.store.aliases import article_id_of, remember_aliases
from danvan_cli.store.columns import storable, to_json, utc_text
from danvan_cli.store.database import Archive, Row
from danvan_cli.store.in_place import article_columns, insert_parts, rewrite_article, rewrite_version
from danvan_cli.store.parses import ParserStamp, record_parse
from danvan_cli.store.selecting import conditions
from danvan_cli.store.sources import put_source
from danvan_cli.store.timeline import is_newest, mark_first_seen, place_of, update_article
from danvan_cli.store.versions import (
    content_digest,
    load_article,
    load_articles,
    removed_rows,
    version_columns,
)

__all__ = [
    "ParserStamp",
    "SavedArticle",
    "count_articles",
    "find_article",
    "iter_articles",
    "load_by_ids",
    "save_article",
]

_PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedArticle:
    """What became of an article: ``new``, ``changed`` or ``unchanged``, and its version now."""

    id: int
    outcome: Outcome
    version: int


# --- saving --------------------------------------------------------------------------------------


def save_article(
    archive: Archive,
    article: Article,
    *,
    url: str,
    snapshot_id: int,
    source: Source | None,
    parser: ParserStamp,
) -> SavedArticle:
    """Commit what a snapshot says. ``url`` is the article's identity in normal form.

    Content unlike the current version makes a new version, also where it equals an older one: the page
    changed back. Equal content makes none; what is no edit (tags, section, image addresses, selectors,
    removed blocks) is brought up to date in the current one. Versions count in the order of their captures: an
    older capture takes its place among them (``timeline.py``), and what it says never hides a newer one.

    Reading the article back gives ``article`` again, NUL and lone surrogates taken out.
    Raises ``NotFoundError`` for an unknown snapshot.
    """
    article, url = storable(article), storable(url)
    with archive.write():
        capture = _capture(archive, snapshot_id)
        if source is not None:
            put_source(archive, source)
        current = archive.row(_CURRENT, [url])
        if current is None:
            saved = _insert(archive, article, url, capture, source)
        elif not is_newest(archive, current["version_id"], capture["captured_at"]):
            saved = _save_older(archive, article, current, capture)
        elif current["content_digest"] != content_digest(article):
            saved = _add_version(archive, article, current, capture, source)
        else:
            saved = _refresh(archive, article, current, source)
        article_id, version_id, number, outcome = saved
        record_parse(archive, article, snapshot_id, version_id, parser)
        remember_aliases(archive, article_id, _led_here(article, capture) - {url})
    return SavedArticle(id=article_id, outcome=outcome, version=number)


_Saved = tuple[int, int, int, Outcome]
_CURRENT = """
SELECT articles.id, articles.versions, articles.version_id, articles.first_captured_at,
  versions.content_digest
FROM articles JOIN versions ON versions.id = articles.version_id WHERE articles.url = ?
"""


def _capture(archive: Archive, snapshot_id: int) -> Row:
    row = archive.row(
        "SELECT id, requested_url, url, captured_at, body_sha256 FROM snapshots WHERE id = ?", [snapshot_id]
    )
    if row is None:
        raise NotFoundError(_("{path}: no snapshot {snapshot_id}", path=archive.path, snapshot_id=snapshot_id))
    return row


def _insert(archive: Archive, article: Article, url: str, capture: Row, source: Source | None) -> _Saved:
    first = {
        "url": url,
        "versions": 1,
        "first_captured_at": capture["captured_at"],
        "captured_at": capture["captured_at"],
        "sha256": capture["body_sha256"],
    }
    row = first | article_columns(article, capture["captured_at"], source)
    article_id = archive.insert("articles", row)
    version_id = _insert_version(archive, article, article_id, 1, capture)
    archive.db.table("articles").update(article_id, {"version_id": version_id})
    return article_id, version_id, 1, Outcome.NEW


def _add_version(archive: Archive, article: Article, current: Row, capture: Row, source: Source | None) -> _Saved:
    article_id, number = current["id"], current["versions"] + 1
    version_id = _insert_version(archive, article, article_id, number, capture)
    pointers = {
        "versions": number,
        "version_id": version_id,
        "captured_at": capture["captured_at"],
        "sha256": capture["body_sha256"],
    }
    columns = article_columns(article, current["first_captured_at"], source)
    archive.db.table("articles").update(article_id, pointers | columns)
    return article_id, version_id, number, Outcome.CHANGED


def _save_older(archive: Archive, article: Article, current: Row, capture: Row) -> _Saved:
    """A capture from before the last one: the article's own row goes on saying what the newest capture says."""
    article_id = current["id"]
    place = place_of(archive, article_id, capture["captured_at"], content_digest(article))
    if place.version is None:
        version_id = _insert_version(archive, article, article_id, place.number, capture)
        update_article(archive, article_id)
        return article_id, version_id, place.number, Outcome.CHANGED
    mark_first_seen(archive, article_id, place.version, capture)
    if place.is_last_seen:
        _bring_up_to_date(archive, place.version.id, article)
    return article_id, place.version.id, place.number, Outcome.UNCHANGED


def _bring_up_to_date(archive: Archive, version_id: int, article: Article) -> None:
    if _without_provenance(load_article(archive, version_id)) != _without_provenance(article):
        rewrite_version(archive, version_id, article)


def _refresh(archive: Archive, article: Article, current: Row, source: Source | None) -> _Saved:
    """No edit: what differs all the same is brought up to date."""
    article_id, version_id = current["id"], current["version_id"]
    _bring_up_to_date(archive, version_id, article)
    rewrite_article(archive, article_id, article_columns(article, current["first_captured_at"], source))
    return article_id, version_id, current["versions"], Outcome.UNCHANGED


def _insert_version(archive: Archive, article: Article, article_id: int, number: int, capture: Row) -> int:
    own = {
        "article_id": article_id,
        "number": number,
        "snapshot_id": capture["id"],
        "content_digest": content_digest(article),
        "stored_at": utc_text(archive.clock()),
    }
    version_id = archive.insert("versions", own | version_columns(article))
    insert_parts(archive, version_id, article)
    return version_id


def _led_here(article: Article, capture: Row) -> set[str]:
    urls = {capture["requested_url"], capture["url"], article.url, article.canonical_url}
    return {url for url in urls if url}


def _without_provenance(article: Article) -> Row:
    return {**version_columns(article), "captions": article.captions, "removed": removed_rows(0, article)}


# --- reading -------------------------------------------------------------------------------------

_STORED = """
SELECT versions.*, versions.id AS version_id,
  articles.url AS identity, articles.status, articles.versions AS version_count,
  snapshots.captured_at, snapshots.body_sha256,
  sources.id AS source_id, sources.name AS source_name,
  sources.province, sources.province_before, sources.home_url
FROM articles
JOIN versions ON versions.article_id = articles.id
JOIN snapshots ON snapshots.id = versions.snapshot_id
LEFT JOIN sources ON sources.id = articles.source_id
WHERE """
_IS_CURRENT = "versions.id = articles.version_id"


def find_article(archive: Archive, id_or_url: str | int, *, version: int | None = None) -> StoredArticle:
    """An article by its id, its URL, or any URL that led to it; its current version unless one is named.

    Raises ``NotFoundError`` saying which of the two is not there.
    """
    with archive.read():
        article_id = article_id_of(archive, id_or_url)
        if article_id is None:
            raise NotFoundError(
                _("{path}: no article {id_or_url}", path=archive.path, id_or_url=id_or_url),
                hint=_("danvan search finds an article by its words"),
            )
        count = archive.db.table("articles").get(article_id)["versions"]
        number = count if version is None else version
        if not 1 <= number <= count:
            message = _(
                "{path}: article {article_id} has no version {number}",
                path=archive.path,
                article_id=article_id,
                number=number,
            )
            raise NotFoundError(message, hint=_("it has versions 1 to {count}", count=count))
        return _load(archive, "articles.id = ? AND versions.number = ?", [article_id, number])[0]


def iter_articles(archive: Archive, selection: Selection) -> Iterator[StoredArticle]:
    """The selected articles by id, in flat memory.

    Read in pages, each one view of the archive, so that no article comes half from before and half from after
    somebody's commit; between pages nothing is held, and the caller may write.
    """
    left = selection.limit
    last_id = 0
    while left is None or left > 0:
        size = _PAGE if left is None else min(_PAGE, left)
        with archive.read():
            where, parameters = conditions(archive, selection)
            sql = f"{_IS_CURRENT} AND {where} AND articles.id > ? ORDER BY articles.id LIMIT ?"
            page = _load(archive, sql, [*parameters, last_id, size])
        yield from page
        if len(page) < size:
            return
        last_id = page[-1].id
        left = None if left is None else left - size


def count_articles(archive: Archive, selection: Selection) -> int:
    """How many articles ``iter_articles`` would give."""
    with archive.read():
        where, parameters = conditions(archive, selection)
        count = archive.db.table("articles").count_where(where, parameters)
    return count if selection.limit is None else min(count, max(selection.limit, 0))


def load_by_ids(archive: Archive, ids: list[int], *, whole: bool = True) -> list[StoredArticle]:
    """The current versions of these articles, in this order; one that is not there is left out.

    Without ``whole`` they have no removed blocks and no provenance.
    """
    among = "articles.id IN (SELECT value FROM json_each(?))"
    loaded = _load(archive, f"{_IS_CURRENT} AND {among}", [to_json(ids)], whole=whole)
    found = {stored.id: stored for stored in loaded}
    return [found[article_id] for article_id in ids if article_id in found]


def _load(archive: Archive, where: str, parameters: list[object], *, whole: bool = True) -> list[StoredArticle]:
    rows = archive.rows(_STORED + where, parameters)
    return [_stored(row, article) for row, article in zip(rows, load_articles(archive, rows, whole=whole), strict=True)]


def _stored(row: Row, article: Article) -> StoredArticle:
    return StoredArticle(
        id=row["article_id"],
        url=row["identity"],
        article=article,
        source=_source(row) if row["source_id"] is not None else None,
        status=row["status"],
        versions=row["version_count"],
        version=row["number"],
        snapshot_id=row["snapshot_id"],
        captured_at=datetime.fromisoformat(row["captured_at"]),
        sha256=row["body_sha256"],
    )


def _source(row: Row) -> Source:
    return Source(
        id=row["source_id"],
        name=row["source_name"],
        province=row["province"],
        province_before=row["province_before"],
        home_url=row["home_url"],
    )
