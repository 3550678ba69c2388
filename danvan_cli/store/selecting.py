"""The five filters of every command, as conditions on ``articles``."""

from danvan_cli.model import Selection
from danvan_cli.store.columns import storable, to_json
from danvan_cli.store.database import Archive
from danvan_cli.vietnamese import fold_tone_style, has_marks, strip_marks


def conditions(archive: Archive, selection: Selection) -> tuple[str, list[object]]:
    """SQL for a WHERE clause on ``articles``, and its parameters. ``limit`` is the caller's to apply.

    A province is its present or its former name, in either tone style, in any case; written without marks it
    matches whatever the marks are (``dak lak`` is Đắk Lắk).
    """
    clauses: list[str] = ["1"]
    parameters: list[object] = []
    if selection.since is not None:
        clauses.append("articles.day >= ?")
        parameters.append(selection.since.isoformat())
    if selection.until is not None:
        clauses.append("articles.day <= ?")
        parameters.append(selection.until.isoformat())
    if selection.source is not None:
        clauses.append("articles.source_id = ?")
        parameters.append(storable(selection.source))
    if selection.province is not None:
        clauses.append("articles.source_id IN (SELECT value FROM json_each(?))")
        parameters.append(to_json(_sources_of(archive, selection.province)))
    return " AND ".join(clauses), parameters


def _sources_of(archive: Archive, province: str) -> list[str]:
    """The newspapers of a province. There are about a hundred in all, so they are compared in Python."""
    key = strip_marks if not has_marks(province) else fold_tone_style
    wanted = key(province).casefold().split()
    rows = archive.rows("SELECT id, province, province_before FROM sources ORDER BY id")
    return [
        row["id"]
        for row in rows
        if any(row[name] and key(row[name]).casefold().split() == wanted for name in ("province", "province_before"))
    ]
