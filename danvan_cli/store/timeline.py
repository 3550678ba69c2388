"""Versions count in the order of their captures, in whatever order those are stored.

A WARC of last year may be imported after this year's fetches. Saving the same captures in any order gives the same
versions with the same numbers: each version is a stretch of time in which every capture says the same. A capture
from the middle of a stretch that says something else splits it, as it would have done had it come in its turn.
"""

from dataclasses import dataclass
from datetime import datetime

from danvan_cli.store.columns import day_in_vietnam
from danvan_cli.store.database import Archive, Row

_FAR = 1_000_000_000
"""Numbers on their way to others: beyond any that a version has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A version, and when it was first and last seen; UTC as it lies in columns."""

    id: int
    number: int
    digest: str
    first_seen: str
    last_seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a capture that is not the newest belongs.

    ``version`` is the one it shows, None where it shows one of its own; then ``number`` is free for it.
    """

    number: int
    version: Stretch | None = None
    is_last_seen: bool = False
    """Whether no later capture shows this version: what is no edit is then brought up to date from here."""


def is_newest(archive: Archive, version_id: int, captured_at: str) -> bool:
    """Whether the current version was never seen later than ``captured_at``; of one moment the last stored counts."""
    row = archive.row("SELECT max(captured_at) AS last_seen FROM parses WHERE version_id = ?", [version_id])
    return row is None or row["last_seen"] is None or row["last_seen"] <= captured_at


def place_of(archive: Archive, article_id: int, captured_at: str, digest: str) -> Place:
    """In the caller's transaction: room is made for a capture that ``is_newest`` denied, numbers after it moved on."""
    history = _history(archive, article_id)
    before = [stretch for stretch in history if stretch.first_seen <= captured_at]
    earlier = before[-1] if before else None
    later = history[len(before)] if len(before) < len(history) else None
    if earlier is not None and earlier.digest == digest:
        return Place(number=earlier.number, version=earlier, is_last_seen=earlier.last_seen <= captured_at)
    if earlier is not None and captured_at < earlier.last_seen:
        _split(archive, article_id, earlier, captured_at)
    elif later is not None and later.digest == digest:
        return Place(number=later.number, version=later)
    number = len(before) + 1
    _renumber(archive, article_id, above=number - 1, by=1)
    return Place(number=number)


def mark_first_seen(archive: Archive, article_id: int, stretch: Stretch, capture: Row) -> None:
    """In the caller's transaction: the version is known from this capture on, where that is earlier than before."""
    if capture["captured_at"] < stretch.first_seen:
        archive.db.table("versions").update(stretch.id, {"snapshot_id": capture["id"]})
    update_article(archive, article_id)


def update_article(archive: Archive, article_id: int) -> None:
    """In the caller's transaction: the article's own row counts its versions and dates them anew."""
    history = _history(archive, article_id)
    current = archive.row(
        "SELECT captured_at, body_sha256 FROM snapshots JOIN versions ON snapshots.id = snapshot_id"
        " WHERE versions.id = ?",
        [history[-1].id],
    )
    shown = archive.row("SELECT published_at, day FROM articles WHERE id = ?", [article_id])
    if current is None or shown is None:
        raise AssertionError("an article has its row, a version its snapshot")
    first = history[0].first_seen
    columns = {
        "versions": len(history),
        "version_id": history[-1].id,
        "first_captured_at": first,
        "captured_at": current["captured_at"],
        "sha256": current["body_sha256"],
        "day": shown["day"] if shown["published_at"] else day_in_vietnam(datetime.fromisoformat(first)),
    }
    archive.db.table("articles").update(article_id, columns)


_HISTORY = """
SELECT versions.id, number, content_digest AS digest, snapshots.captured_at AS first_seen,
  coalesce((SELECT max(captured_at) FROM parses WHERE version_id = versions.id), snapshots.captured_at) AS last_seen
FROM versions JOIN snapshots ON snapshots.id = versions.snapshot_id WHERE article_id = ? ORDER BY number
"""


def _history(archive: Archive, article_id: int) -> list[Stretch]:
    return [Stretch(**row) for row in archive.rows(_HISTORY, [article_id])]


def _split(archive: Archive, article_id: int, stretch: Stretch, at: str) -> None:
    """What was seen of a version after ``at`` becomes one of its own with the same content and the next number."""
    _renumber(archive, article_id, above=stretch.number, by=1)
    again = archive.row(
        "SELECT snapshot_id FROM parses WHERE version_id = ? AND captured_at > ? ORDER BY captured_at, id LIMIT 1",
        [stretch.id, at],
    )
    row = archive.row("SELECT * FROM versions WHERE id = ?", [stretch.id])
    if again is None or row is None:
        raise AssertionError("a version that was seen later has the parse that says so")
    del row["id"]
    copy_id = archive.insert("versions", row | {"number": stretch.number + 1, "snapshot_id": again["snapshot_id"]})
    for table in ("captions", "removed_blocks"):
        rows = archive.rows(f"SELECT * FROM {table} WHERE version_id = ?", [stretch.id])  # noqa: S608 our own names
        archive.db.table(table).insert_all([part | {"version_id": copy_id} for part in rows])
    archive.db.execute(
        "UPDATE parses SET version_id = ? WHERE version_id = ? AND captured_at > ?", [copy_id, stretch.id, at]
    )


def _renumber(archive: Archive, article_id: int, *, above: int, by: int) -> None:
    """In two steps: SQLite compares each row with the others as it goes."""
    archive.db.execute(
        "UPDATE versions SET number = number + ? WHERE article_id = ? AND number > ?", [_FAR, article_id, above]
    )
    archive.db.execute(
        "UPDATE versions SET number = number - ? WHERE article_id = ? AND number > ?", [_FAR - by, article_id, _FAR]
    )
