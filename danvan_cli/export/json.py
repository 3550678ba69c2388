"""JSON: one array of records, each on a line of its own, so that line tools and streaming readers manage it too."""

from collections.abc import Iterable
from typing import BinaryIO

from danvan_cli.export.jsonl import passed_line
from danvan_cli.model import PassedArticle


def write_passed(articles: Iterable[PassedArticle], out: BinaryIO) -> int:
    """Write the array as the records come; returns how many."""
    written = 0
    for written, article in enumerate(articles, start=1):
        out.write((b",\n" if written > 1 else b"[\n") + passed_line(article))
    out.write(b"\n]\n" if written else b"[]\n")
    return written
