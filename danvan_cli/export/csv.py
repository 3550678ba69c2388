"""CSV that opens right in a spreadsheet: RFC 4180, every cell quoted, formulas made harmless.

The columns are the record's keys. Lists become readable text joined by ``"; "``; a caption is its text
with the credit in parentheses, its image and position left out (JSONL has them).

A cell that begins with ``= + - @``, a tab or a carriage return would run as a formula, so it gets an
apostrophe in front. So does one that begins with an apostrophe: taking one leading apostrophe off every
cell that has one gives the text back exactly (``restore``).
"""

import csv
from collections.abc import Iterable
from typing import Any, TextIO

from danvan_cli.export.inert import inert
from danvan_cli.export.record import KEYS, record
from danvan_cli.model import StoredArticle

BOM = "\ufeff"
"""Excel reads a CSV as UTF-8 only behind this mark."""

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "'")


def harmless(text: str) -> str:
    """``text`` as a cell that no spreadsheet runs.

    >>> harmless("=HYPERLINK(1)")
    "'=HYPERLINK(1)"
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def restore(cell: str) -> str:
    """The text that ``harmless`` was given.

    >>> restore("'=HYPERLINK(1)")
    '=HYPERLINK(1)'
    """
    return cell.removeprefix("'")


def write(articles: Iterable[StoredArticle], out: TextIO, *, bom: bool = False) -> int:
    """Write a head line and one row an article, lines ended by CRLF; returns how many articles.

    ``out`` must not translate line ends (``newline=""``). ``bom`` puts a byte order mark in front.
    """
    if bom:
        out.write(BOM)
    # All cells are quoted: a spreadsheet that splits at semicolons would start a new cell inside one.
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(KEYS)
    written = 0
    for written, stored in enumerate(articles, start=1):  # noqa: B007 the last number is the count
        rows.writerow([harmless(inert(flat(value))) for value in record(stored).values()])
    return written


def flat(value: Any) -> str:
    """A record's value as readable text; None is an empty cell."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(flat(item) for item in value)
    if isinstance(value, dict):
        credit = value["credit"]
        return f"{value['text']} ({credit})".strip() if credit else str(value["text"])
    return str(value)
