"""JSON Lines: one record a line, UTF-8, letters as they are."""

import json
import re
from collections.abc import Iterable
from typing import Any, TextIO

from danvan_cli.export.record import record
from danvan_cli.model import StoredArticle

# JSON lets these stand unescaped, but a terminal obeys the first group, and some readers break lines at
# the second.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")


def line(value: Any) -> str:
    r"""A JSON value on exactly one line, without its line feed, safe to print.

    >>> line({"title": "Cầu\x9b mới"})
    '{"title": "Cầu\\u009b mới"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write(articles: Iterable[StoredArticle], out: TextIO) -> int:
    """Write one record a line as it comes; returns how many."""
    written = 0
    for written, stored in enumerate(articles, start=1):  # noqa: B007 the last number is the count
        out.write(line(record(stored)) + "\n")
    return written
