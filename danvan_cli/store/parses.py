"""Which parser read which capture, and where it found each field: capture, parse, field.

A parse is a row of about a hundred bytes for every snapshot and parser stamp; its provenance, fifteen rows
and more, is written only where a field was found elsewhere than by the parse before. A nightly run over
unchanged pages thus adds one snapshot and one short row a page, and still every capture says who read it.

A capture that is read again brings its version up to date in place, and the parse's row keeps what the version
said before (``replaced``). Every earlier reading is there: the version of today, with the ``replaced`` of its
parses laid over it from the newest back, and the provenance of each parse.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from danvan_cli.model import Article, Provenance
from danvan_cli.store.columns import storable, to_json, utc_text
from danvan_cli.store.database import Archive, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class ParserStamp:
    """What decided how a page was read; the same stamp reads the same bytes the same way."""

    version: str
    """Of danvan."""
    profile: str
    profile_digest: str
    encoding: str | None
    """As decoded; None where the bytes were no text."""


def record_parse(
    archive: Archive,
    article: Article,
    snapshot_id: int,
    version_id: int,
    parser: ParserStamp,
    *,
    replaced: Mapping[str, object] | None = None,
) -> None:
    """Note inside the caller's transaction that ``parser`` read ``article`` off the snapshot.

    The same stamp on the same snapshot with the same finding adds nothing. ``replaced`` is what the version said
    in the fields that this parse reads otherwise; None or empty where it takes nothing away.
    """
    row = _row(article, snapshot_id, version_id, storable(parser))
    last = archive.row(_LAST_OF_VERSION, [version_id])
    same_as = last["holder"] if last and _provenance(archive, last["holder"]) == article.provenance else None
    adds_nothing = same_as is not None and not replaced
    if adds_nothing and archive.row(_SAME_STAMP, list(row.values())) is not None:
        return
    own = {
        "same_as": same_as,
        "captured_at": _captured_at(archive, snapshot_id),
        "parsed_at": utc_text(archive.clock()),
        "replaced": to_json(dict(replaced)) if replaced else None,
    }
    parse_id = archive.insert("parses", row | own)
    if same_as is None:
        archive.db.table("provenance").insert_all(_provenance_rows(parse_id, article))


def read_as(archive: Archive, snapshot_id: int) -> tuple[int, int] | None:
    """The article and the number of its version that a snapshot was read as; None where it was no article."""
    row = archive.row(_VERSION_OF_SNAPSHOT, [snapshot_id])
    return (row["article_id"], row["number"]) if row else None


_VERSION_OF_SNAPSHOT = """
SELECT versions.article_id, versions.number FROM parses JOIN versions ON versions.id = parses.version_id
WHERE parses.snapshot_id = ? ORDER BY parses.id DESC LIMIT 1
"""
_LAST_OF_VERSION = """
SELECT coalesce(same_as, id) AS holder FROM parses WHERE version_id = ? ORDER BY id DESC LIMIT 1
"""
_SAME_STAMP = """
SELECT 1 FROM parses WHERE snapshot_id = ? AND version_id = ? AND parser_version = ? AND profile = ?
  AND profile_digest = ? AND encoding IS ? AND problem IS ?
"""


def _captured_at(archive: Archive, snapshot_id: int) -> str | None:
    row = archive.row("SELECT captured_at FROM snapshots WHERE id = ?", [snapshot_id])
    return row["captured_at"] if row else None


def _row(article: Article, snapshot_id: int, version_id: int, parser: ParserStamp) -> Row:
    return {
        "snapshot_id": snapshot_id,
        "version_id": version_id,
        "parser_version": parser.version,
        "profile": parser.profile,
        "profile_digest": parser.profile_digest,
        "encoding": parser.encoding,
        "problem": article.problem,
    }


def _provenance(archive: Archive, parse_id: int) -> tuple[Provenance, ...]:
    rows = archive.rows("SELECT field, selector, raw FROM provenance WHERE parse_id = ? ORDER BY position", [parse_id])
    return tuple(Provenance(**row) for row in rows)


def _provenance_rows(parse_id: int, article: Article) -> list[Row]:
    return [
        {
            "parse_id": parse_id,
            "position": position,
            "field": found.field,
            "selector": found.selector,
            "raw": found.raw,
        }
        for position, found in enumerate(article.provenance)
    ]
