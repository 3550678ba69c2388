"""A page printed as text: the title on the first line, then captions, paragraphs and what stood around them."""

import re
from itertools import pairwise

from danvan_cli.model import BlockKind, Found, RawArticle, RawBlock

_CREDIT = re.compile(
    r"(?:[(\[–—-]\s*(?:Ảnh|ảnh|Nguồn ảnh|nguồn ảnh|Photo)|\s(?:Ảnh|ẢNH|Nguồn ảnh|"
    r"Photo))\s*:\s*[^()]{1,60}[)\]]?\s*\.?\s*$"
)
_BYLINE = re.compile(r"(?:Tin|Bài)\b[^:.]{0,20}:", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}")
_OPENING = 6
"""Lines in which a date, or a caption printed twice, still belongs to the head of the page."""
_RUNNING_TEXT = 400
"""Letters: a repeated opening line longer than this is a paragraph printed twice."""
_MOST_CREDITED = 320
"""Letters: a line with a credit at its end is a caption up to this length."""


def parse_printed(text: str, *, url: str | None = None) -> RawArticle:
    """The article of a page that was copied or printed as text.

    The first line is the title. A line that ends in a photo credit is a caption, and so is an opening line that
    is printed twice in a row: captions repeat where the image's hidden text was printed too.
    """
    lines = [line.strip() for line in text.replace("\ufeff", "").splitlines()]
    numbered = [(number, line) for number, line in enumerate(lines, 1) if line]
    if not numbered:
        return RawArticle(url=url, profile="printed")
    title, rest = numbered[0], numbered[1:]
    repeated = {line for (_, line), (_, after) in pairwise(rest[: _OPENING + 1]) if line == after}
    blocks, dates = [], []
    for place, (number, line) in enumerate(rest):
        if place < _OPENING and len(line) < 60 and _DATE.search(line):
            dates.append(Found(value=line, selector=f"line {number}"))
            continue
        credited = len(line) <= _MOST_CREDITED and _CREDIT.search(line) and not _BYLINE.match(line)
        caption = credited or (line in repeated and len(line) < _RUNNING_TEXT)
        blocks.append(
            RawBlock(
                kind=BlockKind.PARAGRAPH,
                text=line,
                selector=f"line {number}",
                hints=frozenset({"caption"} if caption else ()),
            )
        )
    return RawArticle(
        url=url,
        titles=(Found(value=title[1], selector=f"line {title[0]}"),),
        published=tuple(dates),
        blocks=tuple(blocks),
        body_selector=f"line {rest[0][0]} onwards" if rest else None,
        profile="printed",
    )
