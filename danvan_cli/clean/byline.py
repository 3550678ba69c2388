"""Bylines: who wrote it, out of the many ways newsrooms print that."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from danvan_cli.clean.draft import HEADING, MACHINE_FORMS, PARAGRAPH, Draft, Line
from danvan_cli.clean.text import folded, one_line
from danvan_cli.model import Found

_LABEL = re.compile(
    r"^(?:(?:Tin|Bài|Ảnh|Video|Clip|Đồ họa|Đồ hoạ|Thơ|Nhạc|Tin bài)(?:\s*(?:,|và|-|–|&|/|\+)\s*(?:tin|bài|"
    r"ảnh|video|clip|đồ họa|đồ hoạ))*\s*:"
    r"|Tác giả\s*:|Thực hiện\s*:|Người viết\s*:|Biên tập\s*:|Nguồn(?:\s+tin)?\s*:|By\s+|"
    r"Theo(?:\s+báo)?\s*:?\s+(?=[A-ZĐ0-9])|"
    r"(?:Tổng hợp|Lược dịch|Biên dịch)\s*:|PV\s*:)\s*",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"\s*[(\[](?:tổng hợp|t/h|th|lược dịch|biên dịch|dịch|ghi|thực hiện|lược ghi|sưu tầm|theo [^)\]]*|"
    r"[^)\]]{0,30})[)\]]\s*$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s+[-–—]\s+|\s*[,;&|]\s*|\s+và\s+|\s+–\s*", re.IGNORECASE)
_JOINED = re.compile(r"(?<=\w)-(?=\w)")
_NAME = re.compile(r"^[^\W\d_][\w.'’+&/-]*(?:\s+[\w.'’+&/-]+){0,5}$")
_NOT_NAME = re.compile(
    r"https?:|www\.|@|\d{2}|[!?:…]|^(bình luận|chia sẻ|xem thêm|theo dõi|tin liên quan|đọc thêm|admin|"
    r"administrator|editor)$",
    re.IGNORECASE,
)
MOST_SIGNATURE = 90
"""Letters: a closing line longer than this is a sentence."""


@lru_cache(maxsize=256)  # a page names its authors in several places, a newsroom has the same ones again and again
def parse_byline(raw: str) -> tuple[str, ...]:
    """The names in a byline, as printed and in order; agencies count as names. Empty where it names nobody.

    >>> parse_byline("NHẬT XUÂN - NGHI VŨ")
    ('NHẬT XUÂN', 'NGHI VŨ')
    >>> parse_byline("Tin, ảnh: P.Y")
    ('P.Y',)
    >>> parse_byline("Hà Thu (tổng hợp)")
    ('Hà Thu',)
    """
    return tuple(dict.fromkeys(name for name in _parts(raw) if is_name(name)))


def _parts(raw: str) -> list[str]:
    """What a byline lists, names or not, without its label and remarks."""
    text = _REMARK.sub("", _LABEL.sub("", _REMARK.sub("", _bare(one_line(raw)))))
    parts = [_LABEL.sub("", _bare(part)) for part in _SPLIT.split(text)]
    return [one for part in parts for one in _unjoined(part) if one]


def _bare(text: str) -> str:
    """Without the marks around it; initials keep their full stop."""
    return text.strip(" -–—|*:" if re.search(r"\b\w\.$", text) else " -–—|*:.")


def _unjoined(part: str) -> list[str]:
    """Two full names with a bare hyphen between are two people; ``Jean-Pierre Dupont`` is one."""
    people = _JOINED.split(part)
    return people if all(len(name.split()) >= 2 for name in people) else [part]


def is_name(text: str) -> bool:
    """Whether a string can be a person's, a pen or an agency's name: up to six words, the first letters capitals."""
    if not text or len(text) > 50 or _NOT_NAME.search(text) or not _NAME.match(text):
        return False
    words = text.split()
    capitals = sum(word[0].isupper() for word in words)
    return capitals == len(words) or (capitals >= 2 and capitals >= len(words) - 1)


def is_signature(text: str, hints: frozenset[str]) -> bool:
    """Whether a closing line signs the article: a labelled byline, or names set apart or standing alone."""
    text = one_line(text)
    if not text or len(text) > MOST_SIGNATURE or text.endswith(("./.", "?", "!")):
        return False
    parts = _parts(text)
    if not parts or not all(map(is_name, parts)):
        return False
    if _LABEL.match(_REMARK.sub("", text)):
        return not text.endswith(".") or bool(re.search(r"\b\w\.$", text))
    styled = bool(hints & {"right", "bold", "italic", "signature"})
    return styled or (len(parts[0].split()) >= 2 and not text.endswith("."))


def is_masthead(name: str, site_name: str | None, url: str | None) -> bool:
    """Whether a byline merely repeats the paper's own name or host."""
    plain = folded(name)
    if re.match(r"^(báo|tạp chí|đài|trang|cổng|tòa soạn|toà soạn|ban biên tập|bbt)\b", name.casefold()):
        return True
    if site_name and (plain in folded(site_name) or folded(site_name) in plain):
        return True
    host = re.sub(r"[^a-z0-9]", "", (url or "").split("/")[2].lower()) if url and url.count("/") >= 2 else ""
    squeezed = re.sub(r"[^a-z0-9]", "", plain)
    return len(squeezed) >= 4 and squeezed in host


def take_byline(draft: Draft) -> Draft:
    """The names, out of the profile's byline, the closing signature or what the page tells machines, in that order."""
    draft, signature = _take_signature(draft)
    shown = [found for found in draft.raw.bylines if not found.selector.startswith(MACHINE_FORMS)]
    told = [found for found in draft.raw.bylines if found.selector.startswith(MACHINE_FORMS)]
    slots = ([found for found in shown if found.selector == one.selector] for one in shown)
    for group in (*slots, signature, *([found] for found in told)):
        naming = [found for found in group if _people(draft, [found])]
        if naming:
            printed = "\n".join(found.value for found in (group if group is signature else naming[:1]))
            raw = Found(value=one_line(printed), selector=naming[-1].selector)
            return replace(draft, byline=_people(draft, group), byline_raw=raw)
    return draft


def _people(draft: Draft, candidates: Iterable[Found]) -> tuple[str, ...]:
    """Everyone they name but the paper itself, none twice."""
    site = draft.raw.site_name.value if draft.raw.site_name else None
    names = (name for found in candidates for name in parse_byline(found.value))
    return tuple(dict.fromkeys(name for name in names if not is_masthead(name, site, draft.raw.url)))


def _take_signature(draft: Draft) -> tuple[Draft, Sequence[Found]]:
    """The draft without its signature lines, and these: slots by class anywhere, else the closing lines."""
    kept = draft.kept()
    slots = [(at, line) for at, line in kept if "signature" in line.hints and len(line.text) <= MOST_SIGNATURE * 2]
    closing: list[tuple[int, Line]] = []
    for at, line in reversed([item for item in kept if item not in slots][-3:]):
        if line.kind is not PARAGRAPH and not (line.kind is HEADING and "right" in line.hints):
            break
        if not is_signature(line.text, line.hints):
            break
        closing.insert(0, (at, line))
    if len(kept) - len(slots) - len(closing) < 1:
        return draft, ()
    signed = closing or [(at, line) for at, line in slots if parse_byline(line.text)]
    draft = draft.remove([(at, "signature") for at, _ in (*slots, *closing)])
    return draft, [Found(value=line.text, selector=line.raw.selector) for _, line in signed]
