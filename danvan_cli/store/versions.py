"""One version of an article, in rows: what its digest is, and how it comes back exactly as it was."""

import hashlib
import json
import unicodedata
from typing import Any

from danvan_cli.model import Article, Block, BlockKind, Caption, Precision, Provenance
from danvan_cli.store.columns import moment_of, to_json, vietnam_text
from danvan_cli.store.database import Archive, Row


def content_digest(article: Article) -> str:
    """SHA-256 of what a reader would call the article: any change of it is an edit and makes a new version.

    Title, sapo, lead prefix, the blocks that stay, captions with credits, byline, publication time, problem;
    compared in NFC with white space folded. An image's address, tags, section or selectors may change
    without an edit by anybody.
    """
    content = [
        _folded(article.title),
        _folded(article.sapo),
        _folded(article.lead_prefix),
        [(block.kind.value, _folded(block.text)) for block in article.blocks],
        [(_folded(caption.text), _folded(caption.credit)) for caption in article.captions],
        [_folded(name) for name in article.byline],
        vietnam_text(article.published_at),
        article.problem,
    ]
    return hashlib.sha256(to_json(content).encode()).hexdigest()


def _folded(text: str | None) -> str | None:
    return " ".join(unicodedata.normalize("NFC", text or "").split()) or None


# --- to rows -------------------------------------------------------------------------------------


def shared_columns(article: Article) -> Row:
    """The columns that a version and the article's own row both have."""
    precision = article.published_precision
    return {
        "canonical_url": article.canonical_url,
        "title": article.title,
        "sapo": article.sapo,
        "lead_prefix": article.lead_prefix,
        "byline": to_json(article.byline),
        "byline_raw": article.byline_raw,
        "published_at": vietnam_text(article.published_at),
        "published_raw": article.published_raw,
        "published_source": article.published_source,
        "published_precision": precision.value if precision else None,
        "updated_at": vietnam_text(article.updated_at),
        "section_path": to_json(article.section_path),
        "tags": to_json(article.tags),
        "language": article.language,
        "problem": article.problem,
    }


def version_columns(article: Article) -> Row:
    """A version's row but for its number, its snapshot and its digest."""
    blocks = [_kept(position, block) for position, block in enumerate(article.all_blocks) if block.removed is None]
    own = {"url": article.url, "profile": article.profile, "blocks": to_json(blocks)}
    return shared_columns(article) | own


def _kept(position: int, block: Block) -> dict[str, object]:
    """A block that stays; absent keys mean None."""
    entry = {
        "position": position,
        "kind": block.kind.value,
        "text": block.text,
        "selector": block.selector,
        "caption": block.caption,
    }
    return {key: value for key, value in entry.items() if value is not None}


def caption_rows(version_id: int, article: Article) -> list[Row]:
    """The captions in page order."""
    return [
        {
            "version_id": version_id,
            "position": position,
            "text": caption.text,
            "credit": caption.credit,
            "image_url": caption.image_url,
            "block_position": caption.position,
            "raw": caption.raw,
        }
        for position, caption in enumerate(article.captions)
    ]


def removed_rows(version_id: int, article: Article) -> list[Row]:
    """The blocks that were taken out, each at its place among all blocks and with its reason."""
    return [
        {
            "version_id": version_id,
            "position": position,
            "kind": block.kind.value,
            "text": block.text,
            "reason": block.removed,
            "selector": block.selector,
            "caption": block.caption,
        }
        for position, block in enumerate(article.all_blocks)
        if block.removed is not None
    ]


# --- from rows -----------------------------------------------------------------------------------

_CAPTIONS = """
SELECT version_id, position, text, credit, image_url, block_position, raw FROM captions
WHERE version_id IN (SELECT value FROM json_each(?)) ORDER BY version_id, position
"""
_REMOVED = """
SELECT version_id, position, kind, text, reason, selector, caption FROM removed_blocks
WHERE version_id IN (SELECT value FROM json_each(?)) ORDER BY version_id, position
"""
_PROVENANCE = """
SELECT parses.version_id, field, selector, raw
FROM parses JOIN provenance ON parse_id = coalesce(parses.same_as, parses.id)
WHERE parses.id IN (
  SELECT (SELECT id FROM parses WHERE version_id = value ORDER BY captured_at DESC, id DESC LIMIT 1)
  FROM json_each(?)
)
ORDER BY parses.version_id, position
"""


def load_articles(archive: Archive, versions: list[Row], *, whole: bool = True) -> list[Article]:
    """The articles of these rows of ``versions`` (``version_id`` naming their id), in their order.

    A version's provenance is that of the last parse of the last capture which led to it. Without ``whole`` the articles
    are as a reader sees them, in two thirds of the time: no removed blocks, no provenance.
    """
    wanted = [to_json([version["version_id"] for version in versions])]
    captions = _grouped(archive, _CAPTIONS, wanted)
    removed, provenance = (_grouped(archive, sql, wanted) if whole else {} for sql in (_REMOVED, _PROVENANCE))
    return [
        _article(
            version,
            captions.get(version["version_id"], ()),
            removed.get(version["version_id"], ()),
            provenance.get(version["version_id"], ()),
        )
        for version in versions
    ]


def load_article(archive: Archive, version_id: int) -> Article:
    """One version, which must be there."""
    rows = archive.rows("SELECT *, id AS version_id FROM versions WHERE id = ?", [version_id])
    return load_articles(archive, rows)[0]


def _grouped(archive: Archive, sql: str, parameters: list[str]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in archive.rows(sql, parameters):
        groups.setdefault(row["version_id"], []).append(row)
    return groups


def _article(row: Row, captions: Any, removed: Any, provenance: Any) -> Article:
    precision = row["published_precision"]
    return Article(
        url=row["url"],
        canonical_url=row["canonical_url"],
        title=row["title"],
        sapo=row["sapo"],
        lead_prefix=row["lead_prefix"],
        all_blocks=_blocks(json.loads(row["blocks"]), removed),
        captions=tuple(map(_caption, captions)),
        byline=tuple(json.loads(row["byline"])),
        byline_raw=row["byline_raw"],
        published_at=moment_of(row["published_at"]),
        published_raw=row["published_raw"],
        published_source=row["published_source"],
        published_precision=Precision(precision) if precision else None,
        updated_at=moment_of(row["updated_at"]),
        section_path=tuple(json.loads(row["section_path"])),
        tags=tuple(json.loads(row["tags"])),
        language=row["language"],
        problem=row["problem"],
        profile=row["profile"],
        provenance=tuple(Provenance(field=p["field"], selector=p["selector"], raw=p["raw"]) for p in provenance),
    )


_KINDS = {kind.value: kind for kind in BlockKind}  # asking the enum takes as long as making the block


def _blocks(kept: list[dict[str, Any]], removed: Any) -> tuple[Block, ...]:
    if not removed:
        return tuple([_block(entry, None) for entry in kept])
    placed = {entry["position"]: _block(entry, None) for entry in kept}
    placed |= {row["position"]: _block(row, row["reason"]) for row in removed}
    return tuple(block for _, block in sorted(placed.items()))


def _block(entry: dict[str, Any], removed: str | None) -> Block:
    return Block(
        kind=_KINDS[entry["kind"]],
        text=entry["text"],
        removed=removed,
        selector=entry.get("selector"),
        caption=entry.get("caption"),
    )


def _caption(row: Row) -> Caption:
    return Caption(
        text=row["text"],
        credit=row["credit"],
        image_url=row["image_url"],
        position=row["block_position"],
        raw=row["raw"],
    )
