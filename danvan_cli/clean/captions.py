"""Captions: text and credit apart, and the caption out of the body however often it was repeated."""

import re
from functools import lru_cache

from danvan_cli.clean.text import folded, one_line

_PHOTO = r"(?:Nguồn\s+ảnh|Ảnh(?:\s+(?:minh\s+h[oọ][aạ]|tư\s+liệu))?|Photo|Hình(?:\s+ảnh)?|Đồ\s+h[oọ][aạ])"
"""What stands before a credit: ``h[oọ][aạ]`` is both tone styles."""
_IN_BRACKETS = re.compile(
    rf"[\s.,;–—-]{{0,8}}[(\[]\s*(?:{_PHOTO}|Nguồn)\s*:\s*"
    r"(?P<credit>[^()\[\]]{1,80}?(?:\([^()\[\]]{1,40}\))?)\s*[)\]]\s*\.*\s*$",
    re.IGNORECASE,
)
_AT_END = re.compile(
    rf"(?P<before>^|[.!?…”\"»)]\s*|\s[-–—|/]+\s*|,\s+|\n|\s+(?-i:(?=[A-ZẢĐ]))){_PHOTO}\s*:\s*"
    r"(?P<credit>[^:\n]{1,80}(?:://\S{1,80})?)$",
    re.IGNORECASE,
)
"""After a mere space the label has a capital: ``kể về bức ảnh: đó là …`` credits nobody."""
_ILLUSTRATION = re.compile(
    r"^(?P<text>Ảnh (?:minh h[oọ][aạ]|tư liệu|chỉ mang tính minh h[oọ][aạ]))\s*"
    rf"(?::|[.-]?\s*Nguồn\s*:)\s*(?P<credit>(?!{_PHOTO}\s*:)\S.{{0,80}})$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^(?:leftcenterrightdel\s*)?(?:(?:Nhập\s+)?chú\s+thích\s+ảnh\b\s*[:.]?\s*)?", re.IGNORECASE)
_DASH = re.compile(r"\s?[-–—|/,]+\s?$")
_ONLY_CREDIT = re.compile(
    rf"^\(?\s*(?:{_PHOTO}|Nguồn)\s*:\s*(?P<credit>[^()]{{1,80}}?(?:\([^()]{{1,40}}\))?)\s*\)?\s*\.?$",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:Tin|Bài(?: viết)?|Clip|Video|Đồ họa|Đồ hoạ)"
    r"(?:\s*(?:,|và|-|–|&|/|\+)\s*(?:tin|bài|clip|video|đồ họa|đồ hoạ|ảnh))*?\s*(?:,|và|-|–|&|/|\+)\s*ảnh\s*:",
    re.IGNORECASE,
)
"""``Tin, ảnh: …`` and ``Bài và ảnh: …`` sign the article, not a photo."""
MOST_CAPTION = 400
"""Letters: what is longer is a paragraph, unless the markup itself calls it a caption."""


@lru_cache(maxsize=512)  # a caption is looked at again for every line it may be a copy of
def split_credit(raw: str) -> tuple[str, str | None]:
    """A caption's text and its credit; the credit is None where it names none. The text keeps its own full stop.

    >>> split_credit("Công tác dân vận luôn được chú trọng. (Ảnh: LH).")
    ('Công tác dân vận luôn được chú trọng.', 'LH')
    >>> split_credit("Chợ hoa sáng 8-3 - Ảnh: H.Y.T.")
    ('Chợ hoa sáng 8-3', 'H.Y.T.')
    >>> split_credit("Ảnh hưởng của bão số 3 tại xã Tân Phú.")
    ('Ảnh hưởng của bão số 3 tại xã Tân Phú.', None)
    """
    text = without_label(one_line(raw))
    if ":" not in text or _BYLINE.match(text):  # every form of a credit has a colon
        return text, None
    illustration = _ILLUSTRATION.match(text)
    if illustration:
        return illustration["text"], _credit(illustration["credit"])
    only = _ONLY_CREDIT.match(text)
    if only:
        return "", _credit(only["credit"])
    bracketed = _IN_BRACKETS.search(text)
    if bracketed:
        start = bracketed.start()
        lead = re.match(r"\s*[.]?", text[start:])
        kept = text[:start] + (lead[0].strip() if lead else "")
        return _DASH.sub("", kept).strip(), _credit(bracketed["credit"])
    at_end = _AT_END.search(text)
    if at_end and at_end.start():
        kept = text[: at_end.start()] + at_end["before"].rstrip(" -–—|/,")
        return _DASH.sub("", kept).strip(), _credit(at_end["credit"])
    return text, None


def without_label(text: str) -> str:
    """The caption without the editor's leftovers that some systems print before it."""
    label = _LABEL.match(text)
    return (text[label.end() :] if label else text).strip()


def has_credit(text: str) -> bool:
    """Whether a line ends in a photo credit."""
    return ":" in text and split_credit(text)[1] is not None


def _credit(text: str) -> str | None:
    """The credit without the brackets' full stop; initials keep theirs."""
    text = text.strip(" -–—|")
    if text.count("(") != text.count(")"):
        text = text.strip("() ")
    if text.endswith(".") and not re.search(r"(?:^|[\s.])\w\.$", text):
        text = text[:-1].rstrip()
    return text or None


def same_caption(left: str, right: str) -> bool:
    """Whether two lines are one caption: case, tone style, final stop and credit do not count."""
    ours, theirs = folded(split_credit(left)[0]), folded(split_credit(right)[0])
    return bool(ours) and ours == theirs
