"""What scripts say in clear: JSON-LD as papers print it, and JavaScript string literals. Nothing is executed."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any

ARTICLE_TYPES = frozenset(
    (
        *("Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle"),
        *("OpinionNewsArticle", "ReviewNewsArticle", "AdvertiserContentArticle", "Report"),
        *("BlogPosting", "LiveBlogPosting"),
    )
)
"""schema.org types that are the article of a page."""


def lenient_json(text: str) -> Any:
    """JSON that papers print: with raw line breaks and tabs in strings, a comment around it, a comma too many."""
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    for candidate in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def articles_in(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """Objects whose type is an article, also inside lists, ``@graph`` and ``mainEntity``."""
    if depth > 6:  # hostile nesting; real pages use at most three
        return
    if isinstance(value, list):
        for item in value:
            yield from articles_in(item, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and kind in ARTICLE_TYPES for kind in kinds):
            yield value
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in value:
                yield from articles_in(value[key], depth + 1)


def strings_at(value: Any, path: Sequence[str], depth: int = 0) -> Iterator[str]:
    """The strings (or numbers) at a key path; lists on the way are walked through."""
    if isinstance(value, list):
        for item in value if depth <= 6 else ():  # hostile nesting, as above
            yield from strings_at(item, path, depth + 1)
    elif not path:
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            yield unescape(str(value))  # papers escape for HTML inside JSON, some twice
    elif isinstance(value, dict) and path[0] in value:
        yield from strings_at(value[path[0]], path[1:], depth)


_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]{1,6}\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|[\s\S])")
_SIMPLE = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "", "\n": "", "\r\n": ""}


def string_literal(text: str, at: int) -> str | None:
    """The JavaScript string literal that opens at ``at`` (ECMA-262 §12.9.4); None where it never closes."""
    quote = text[at]
    end = at + 1
    while end < len(text) and text[end] != quote:
        end += 2 if text[end] == "\\" else 1
    if end >= len(text):
        return None
    value = _ESCAPE.sub(_unescape, text[at + 1 : end])
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescape(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1 and code[0] in "ux":
        number = int(code[1:].strip("{}"), 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(code, code)
