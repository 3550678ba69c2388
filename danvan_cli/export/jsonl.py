"""JSON Lines: one record a line, UTF-8, letters as they are."""

import json
import re
from collections.abc import Iterable
from functools import lru_cache
from json.encoder import encode_basestring
from typing import Any, BinaryIO, TextIO

from danvan_cli.export.record import SCHEMA_VERSION, record
from danvan_cli.model import PassedArticle, StoredArticle

# JSON lets these stand unescaped, but a terminal obeys the first group, and some readers break lines at
# the second.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029]")


def line(value: Any) -> str:
    r"""A JSON value on exactly one line, without its line feed, safe to print.

    >>> line({"title": "Cầu\x9b mới"})
    '{"title": "Cầu\\u009b mới"}'
    """
    return _safe(json.dumps(value, ensure_ascii=False, allow_nan=False))


def _safe(text: str) -> str:
    if text.isprintable():  # three times as fast as searching
        return text
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write(articles: Iterable[StoredArticle], out: TextIO) -> int:
    """Write one record a line as it comes; returns how many."""
    written = 0
    for written, stored in enumerate(articles, start=1):  # noqa: B007 the last number is the count
        out.write(line(record(stored)) + "\n")
    return written


# --- straight from the archive's own JSON --------------------------------------------------------


def write_passed(articles: Iterable[PassedArticle], out: BinaryIO) -> int:
    """The bytes that ``write`` writes, three times as fast."""
    written = 0
    for written, article in enumerate(articles, start=1):  # noqa: B007 the last number is the count
        out.write(passed_line(article) + b"\n")
    return written


def passed_line(article: PassedArticle) -> bytes:
    """``line(record(…))`` of the same article, in UTF-8."""
    before = (
        f'{{"schema_version": {SCHEMA_VERSION}, "url": {_string(article.url)}'
        f', "canonical_url": {_string(article.canonical_url)}'
        f', "source": {_string(article.source)}, "province": {_string(article.province)}'
        f', "title": {_string(article.title)}, "sapo": {_string(article.sapo)}'
        f', "lead_prefix": {_string(article.lead_prefix)}, "text": "'
    )
    after = (
        f'", "captions": [{", ".join(map(_caption, article.captions))}], "byline": {_strings(article.byline_json)}'
        f', "published_at": {_string(article.published_at)}, "published_raw": {_string(article.published_raw)}'
        f', "updated_at": {_string(article.updated_at)}'
        f', "section": {_last(article.section_path_json)}, "tags": {_strings(article.tags_json)}'
        f', "language": {_string(article.language)}, "problem": {_string(article.problem)}'
        f', "status": {_string(article.status)}, "versions": {article.versions}'
        f', "captured_at": "{article.captured_at}", "sha256": "{article.sha256}", "id": {article.id}}}'
    )
    whole = b"%b%b%b" % (before.encode(), article.text_json, after.encode())
    if b"\x7f" in whole or b"\xc2" in whole or b"\xe2\x80\xa8" in whole or b"\xe2\x80\xa9" in whole:
        # As UTF-8 has them; C1 shares its first byte with the no-break space, so look again.
        return _safe(whole.decode()).encode()
    return whole


def _string(value: str | None) -> str:
    return "null" if value is None else encode_basestring(value)


@lru_cache(maxsize=4096)  # bylines, tags and sections come again and again
def _strings(array: str) -> str:
    """A stored array of strings, spaced as ``json.dumps`` spaces it."""
    return f"[{', '.join(map(encode_basestring, json.loads(array)))}]"


@lru_cache(maxsize=4096)
def _last(array: str) -> str:
    """The last of a stored array of strings."""
    return _string(next(reversed(json.loads(array)), None))


def _caption(caption: tuple[str, str | None, str | None, int]) -> str:
    text, credit, image_url, position = caption
    return (
        f'{{"text": {_string(text)}, "credit": {_string(credit)}'
        f', "image_url": {_string(image_url)}, "position": {position}}}'
    )
