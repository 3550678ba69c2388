"""Title and sapo: as displayed, once, the newsroom's lead prefix apart."""

import re
from collections.abc import Iterable
from dataclasses import replace

from danvan_cli.clean.dates import parse_when, stated_part
from danvan_cli.clean.draft import HEADING, MACHINE_FORMS, Draft, Line
from danvan_cli.clean.text import folded, may_begin_alike, one_line
from danvan_cli.model import Found

_PREFIX = re.compile(
    r"^(?P<prefix>"
    r"\((?P<inner>[A-ZĐ][^()]{1,30})\)\s*[-–—:.]*\s*"
    r"|(?P<bare>[A-ZĐƯƠÔÂ]{2,8})(?:\.[A-Z]{2,6})?(?:\s[-–—]|[-–—](?!\d))\s*"
    r")(?=\S)"
)
_NO_PAPERS = frozenset(
    [
        "TP", "TX", "UBND", "HĐND", "MTTQ", "BCH", "BTV", "LĐLĐ", "THPT", "THCS", "TAND", "VKSND", "CAND", "BHXH",
        "BHYT", "BHTN", "CSGT", "PCCC", "TNGT", "ATGT", "QLTT", "GPMB", "KCN", "CCN", "KTXH", "ANTT", "HTX", "CLB",
        "HLV", "VĐV", "OCOP", "VNEID", "NSND", "NSƯT", "PGS", "GS", "TS", "BS", "ASEAN", "APEC", "EU", "WTO", "IMF",
        "WB", "ADB", "FTA", "CPTPP", "RCEP", "NATO", "OPEC", "BRICS", "UN", "LHQ", "WHO", "UNESCO", "UNICEF", "FAO",
        "FIFA", "UEFA", "AFC", "AFF", "SEA", "GDP", "GRDP", "CPI", "FDI", "ODA", "ESG", "USD", "VND", "EUR", "ATM",
        "AI", "IT", "COVID",
    ]
)  # fmt: skip
"""What also stands in capitals before a dash at the start of a sentence, and is part of it."""
_NAMES_A_PAPER = re.compile(
    r"^(?:[A-ZĐƯƠ0-9Đ]{2,10}|Vietnam\+|[\w. ]+\.(?:vn|com|net|org)(?:\.vn)?|Báo [\w ]+|[A-ZĐ][\w]+(?: "
    r"[A-Z]?[\w]+){0,3}(?: News| Online| trí)?)$"
)
_LEAST_SAPO = 30
_RARE, _MOST_RARE = 5, 4
"""Words that are looked for before whole lines are folded: without marks, and long enough to tell lines apart."""
_FIRST_LINES = 6
_FIRST_DATES = 4
_MOST_COMPARED = 3000
"""Letters of a line that are compared with a sapo: none is as long."""
_MOST_TITLE = 200
_MOST_DATE = 60
_CUT_OFF = re.compile(r"(\.{3}|…)\s*$")


def split_prefix(text: str) -> tuple[str | None, str]:
    """The newsroom's mark before a lead, its dash and space included, and the rest; None where there is none.

    >>> split_prefix("(CTO) - Ngày 8-1, tại phường Ninh Kiều")
    ('(CTO) - ', 'Ngày 8-1, tại phường Ninh Kiều')
    >>> split_prefix("Hà Nội - mùa thu")
    (None, 'Hà Nội - mùa thu')
    """
    match = _PREFIX.match(text)
    if not match or (match["inner"] and not _NAMES_A_PAPER.match(match["inner"].strip())):
        return None, text
    if match["bare"] and (match["bare"] in _NO_PAPERS or not _opens_sentence(text[match.end() :])):
        return None, text
    if match["inner"] and not re.search(r"[-–—:]", match["prefix"]):
        return None, text
    return match["prefix"], text[match.end() :]


def _opens_sentence(text: str) -> bool:
    first = next((letter for letter in text if letter.isalnum()), "")
    return first.isupper() or first.isdigit()


def take_lead(draft: Draft) -> Draft:
    """The title and sapo chosen among their candidates, and the body without their copies."""
    draft = _take_sapo(_take_dateline(_take_title(draft)))
    return _prefix_of_first_line(draft) if draft.lead_prefix is None else draft


def _take_title(draft: Draft) -> Draft:
    title = next((found for found in _tidied(draft.raw.titles) if len(found.value) > 1), None)
    if title is None or title.selector == "title":
        title = _heading_in_body(draft, title) or title
    if title is None:
        return draft
    key = folded(title.value)
    copies = [
        (at, "title")
        for at, line in _opening(draft)
        if len(line.text) <= _MOST_TITLE * 2 and may_begin_alike(line.text, (key,)) and line.key == key
    ]
    return replace(draft, title=title).remove(copies)


def _heading_in_body(draft: Draft, told: Found | None) -> Found | None:
    """The bold line that opens the body of an old page whose document title names only the paper."""
    first = next((line for _, line in draft.kept()), None)
    if first is None or not _is_set_apart(first) or not 10 <= len(first.text) <= _MOST_TITLE:
        return None
    if told is not None and folded(told.value) in first.key:
        return None
    return Found(value=one_line(first.text), selector=f"bold first line of {draft.raw.body_selector}")


def _take_dateline(draft: Draft) -> Draft:
    """The date that some layouts print inside the body, before the text: a time of publication, not a paragraph."""
    for at, line in _opening(draft)[:_FIRST_DATES]:
        if (
            len(line.text) <= _MOST_DATE
            and parse_when(line.text)
            and len(stated_part(line.text)) >= len(line.text) * 0.5
        ):
            found = Found(value=line.text, selector=line.raw.selector)
            raw = replace(draft.raw, published=(*draft.raw.published, found))
            return replace(draft, raw=raw).remove([(at, "date")])
    return draft


def _take_sapo(draft: Draft) -> Draft:
    """A displayed sapo; a bold opening line that the page tells machines as its description; that description."""
    for found in _tidied(draft.raw.sapos):
        prefix, text = split_prefix(found.value)
        if len(text) < _LEAST_SAPO or folded(text) == folded(draft.title.value if draft.title else ""):
            continue
        told = found.selector.startswith(MACHINE_FORMS)
        copy = _copy_in_body(draft, text)
        if copy is None and told and _CUT_OFF.search(text):
            continue
        if copy is not None and told and not _is_set_apart(copy[1]):
            return draft  # the description merely quotes the first paragraph: this page has no sapo of its own
        if copy is None and told and _within_body(draft, text):
            continue
        if copy is not None:
            own_prefix, own_text = split_prefix(one_line(copy[1].text))
            if len(own_text) >= len(text):
                prefix, text = own_prefix or prefix, own_text
            draft = draft.remove([(copy[0], "sapo")])
        prefix = prefix or _printed_apart(draft)
        return replace(draft, sapo=Found(value=text, selector=found.selector), lead_prefix=prefix)
    return draft


def _printed_apart(draft: Draft) -> str | None:
    """The prefix of a layout that prints it in an element of its own before the sapo."""
    found = draft.raw.lead_prefix
    return split_prefix(f"{one_line(found.value)} x")[0] if found else None


def _prefix_of_first_line(draft: Draft) -> Draft:
    """The prefix that opens the first paragraph of a page whose sapo carries none."""
    for at, line in draft.kept():
        prefix, text = split_prefix(line.text)
        if prefix is None or line.kind is HEADING:
            return draft
        lines = list(draft.lines)
        lines[at] = replace(line, text=text)
        return replace(draft, lines=tuple(lines), lead_prefix=prefix)
    return draft


def _tidied(candidates: Iterable[Found]) -> Iterable[Found]:
    for found in candidates:
        value = one_line(found.value)
        yield found if value == found.value else Found(value=value, selector=found.selector)


def _opening(draft: Draft) -> list[tuple[int, Line]]:
    """The first lines that still stand."""
    found = []
    for at, line in enumerate(draft.lines):
        if line.removed is None and line.text:
            found.append((at, line))
            if len(found) == _FIRST_LINES:
                break
    return found


def _copy_in_body(draft: Draft, sapo: str) -> tuple[int, Line] | None:
    """The opening line that is the sapo, also where the sapo was cut off for machines or carries a prefix."""
    key = folded(_CUT_OFF.sub("", sapo))
    for at, line in _opening(draft):
        text = split_prefix(line.text[:_MOST_COMPARED])[1]
        if not may_begin_alike(text, (key,)):
            continue
        own = folded(text)
        if own == key or (
            len(key) >= 60 and own.startswith(key) and (len(own) < len(key) * 1.5 or _is_set_apart(line))
        ):
            return at, line
    return None


def _is_set_apart(line: Line) -> bool:
    return "bold" in line.hints or line.kind is HEADING


def _within_body(draft: Draft, text: str) -> bool:
    key = folded(text)
    rare = [word for word in key.split() if word.isascii() and len(word) >= _RARE][:_MOST_RARE]
    for _, line in draft.kept():
        if len(line.text) >= len(key):
            plain = line.text.casefold()
            if all(word in plain for word in rare) and key in line.key:
                return True
    return False
