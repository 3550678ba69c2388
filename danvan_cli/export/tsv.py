r"""TSV for line tools (``cut``, ``awk``, ``sort``): one article a line, never more, and no quoting.

The columns are those of the CSV. In a cell a line feed is ``\n``, a tab ``\t`` and a backslash ``\\``. A cell that a
spreadsheet would run, or that begins with a quotation mark, gets an apostrophe in front: so readers that know quoting
and readers that do not see the same cells.
"""

import re
from collections.abc import Iterable
from typing import TextIO

from danvan_cli.export import csv
from danvan_cli.export.inert import inert
from danvan_cli.export.record import KEYS, record
from danvan_cli.model import StoredArticle

# The backslash first, so that no escape is escaped again.
_ESCAPED = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ESCAPES = re.compile(r"\\(?:[\\tn]|u202[89])")
_WRITTEN = {written: letter for letter, written in _ESCAPED.items()}


def cell(text: str) -> str:
    r"""``text`` as one cell.

    >>> cell('"Vua" mận\nđược mùa')
    '\'"Vua" mận\\nđược mùa'
    """
    escaped = inert(text)
    for letter, shown in _ESCAPED.items():  # ten times as fast as str.translate
        escaped = escaped.replace(letter, shown)
    return f"'{escaped}" if escaped.startswith('"') else csv.harmless(escaped)


def restore(written: str) -> str:
    """The text that ``cell`` was given, without its control characters."""
    return _ESCAPES.sub(lambda found: _WRITTEN[found[0]], csv.restore(written))


def write(articles: Iterable[StoredArticle], out: TextIO) -> int:
    """Write a head line and one line an article; returns how many articles."""
    out.write("\t".join(KEYS) + "\n")
    written = 0
    for written, stored in enumerate(articles, start=1):  # noqa: B007 the last number is the count
        out.write("\t".join(cell(csv.flat(value)) for value in record(stored).values()) + "\n")
    return written
