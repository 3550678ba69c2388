"""Lines that are the page's furniture and not the article's text: removed with a reason, never by resemblance."""

import re
from collections.abc import Iterable

from danvan_cli.clean import phrases
from danvan_cli.clean.draft import LIST_ITEM, TABLE_ROW, Draft, Line
from danvan_cli.clean.text import folded

_MOST_LOGIN = 250
_MOST_APPEAL = 320
_CLOSING = 6
"""Lines at the end among which an appeal is looked for; higher up a sentence may begin like one."""
_STOP = re.compile(r"[.!?…\"”]\s*$")
_LONGEST_FURNITURE = 400
"""Letters of the longest line that a form of furniture allows, and some to spare."""
_LONGEST_LABEL = 60
"""Letters of the longest of the lines above, and some to spare."""
_LEAST_COPY = 60
"""Letters: shorter lines are repeated on purpose, such as a refrain or ``Đúng vậy.``"""
_WHOLE_LINES = phrases.FURNITURE | phrases.ENDS
_MOST_OF_TEXT = 0.4
"""A box that holds more of the text than this is no side matter, whatever its class is called."""


_SLOTS = {"dropped": "profile", "hidden": "hidden", "related": "related", "furniture": "boilerplate"}
"""Hints of boxes that are no part of the article, with the reason each is removed for."""


def drop_slots(draft: Draft) -> Draft:
    """Without the boxes that the profile drops, that a browser hides, or whose class says ads or other stories."""
    kept = draft.kept()
    slots = [(at, line) for at, line in kept if not line.hints.isdisjoint(_SLOTS) and "keep" not in line.hints]
    if not slots:
        return draft
    total = sum(len(line.text) for _, line in kept if "caption" not in line.hints) or 1
    removed: dict[int, str] = {}
    for hint, reason in _SLOTS.items():
        held = [(at, line) for at, line in slots if hint in line.hints]
        if hint == "dropped" or sum(len(line.text) for _, line in held) <= total * _MOST_OF_TEXT:
            removed |= {at: reason for at, _ in held if at not in removed}
    return draft.remove(removed)


def drop_related(draft: Draft) -> Draft:
    """Without pointers to other stories: headed lists, lines that are a link, ``>> …`` and ``Xem thêm: …``."""
    removed: dict[int, str] = {}
    kept = draft.kept()
    for place, (at, line) in enumerate(kept):
        if at in removed or "keep" in line.hints:
            continue
        if _is_one_of(line, phrases.RELATED) or (len(line.text) < 80 and phrases.MORE_STORIES.match(line.text)):
            removed[at] = "related"
            removed |= dict.fromkeys(_headlines_after(kept[place + 1 :]), "related")
        elif (len(line.text) < 250 and phrases.POINTER.match(line.text)) or (
            line.raw.link_chars and _is_link_line(line)
        ):
            removed[at] = "related"
    return draft.remove(removed) if len(removed) < len(kept) else draft


def _headlines_after(lines: Iterable[tuple[int, Line]]) -> Iterable[int]:
    """The lines right after a box's heading that are links, or short and without a full stop in a list."""
    for at, line in lines:
        listed = line.kind is LIST_ITEM and len(line.text) < 200 and not _STOP.search(line.text)
        if line.link_share < 0.8 and not listed:
            return
        yield at


def _is_link_line(line: Line) -> bool:
    """Whether a whole line is one link and reads like a headline."""
    return (
        line.link_share >= 0.95
        and 20 <= len(line.text) <= 220
        and not _STOP.search(line.text)
        and line.kind is not TABLE_ROW
    )


def cut_boilerplate(draft: Draft) -> Draft:
    """Without furniture lines, and without everything from a line on after which no article goes on."""
    removed: dict[int, str] = {}
    kept = draft.kept()
    short = [(place, *item) for place, item in enumerate(kept) if len(item[1].text) <= _LONGEST_FURNITURE]
    ends = next((place for place, _, line in short if place and _is_one_of(line, phrases.ENDS)), None)
    if ends is not None and _nothing_follows(kept, ends):
        removed |= {at: "boilerplate" for at, line in kept[ends:] if "keep" not in line.hints}
    removed |= {at: "boilerplate" for at, line in kept[1:][-_CLOSING:] if _is_appeal(line)}
    for _, at, line in short:
        if at in removed or "keep" in line.hints:
            continue
        if _is_furniture(line):
            removed[at] = "boilerplate"
        elif _asks_to_log_in(line.text):
            removed[at] = "login-wall"
    return draft.remove(removed)


def _is_one_of(line: Line, lines: frozenset[str]) -> bool:
    return len(line.text) <= _LONGEST_LABEL and line.key in lines


def _is_furniture(line: Line) -> bool:
    if _is_one_of(line, _WHOLE_LINES) or phrases.FURNITURE_FORM.match(line.text):
        return True
    if "{{" in line.text and phrases.TEMPLATE_FORM.match(line.text):
        return True
    return line.raw.link_chars > 0 and line.link_share >= 0.8 and bool(phrases.LINKED_FORM.match(line.text))


def _asks_to_log_in(text: str) -> bool:
    if len(text) > _MOST_LOGIN or text.isascii():
        return False
    said = "đ" in text or "Đ" in text or "phí" in text.lower()  # in every form of it, and found faster than the form
    return said and phrases.LOGIN.search(text) is not None


def _is_appeal(line: Line) -> bool:
    return "keep" not in line.hints and len(line.text) <= _MOST_APPEAL and bool(phrases.APPEAL.match(line.text))


def _nothing_follows(kept: list[tuple[int, Line]], ends: int) -> bool:
    """Whether what follows an end line is shorter than the article before it."""
    before = sum(len(line.text) for _, line in kept[:ends])
    after = sum(len(line.text) for _, line in kept[ends + 1 :] if line.link_share < 0.5)
    return after <= before


def drop_duplicates(draft: Draft) -> Draft:
    """Without long paragraphs that stand twice: a page prints its lead again, or its text for small screens.

    What stands three times is repeated on purpose (a question put to everyone, a recipe for every day), and so are
    short sentences, list items and table rows.
    """
    by_length: dict[tuple[int, int, int], list[tuple[int, Line]]] = {}
    for at, line in draft.kept():
        if len(line.text) < _LEAST_COPY or line.kind is TABLE_ROW or line.kind is LIST_ITEM:
            continue
        if "keep" not in line.hints:
            by_length.setdefault(_measure(line.text), []).append((at, line))
    removed: dict[int, str] = {}
    for alike in by_length.values():
        if len(alike) > 1:
            removed |= {copies[1]: "duplicate" for copies in _copies(alike) if len(copies) == 2}
    return draft.remove(removed)


def _measure(text: str) -> tuple[int, int, int]:
    """What two copies have in common whatever their case and tone style: quicker told than their words."""
    return text.count(" "), text.count("n") + text.count("N"), text.count("t") + text.count("T")


def _copies(lines: list[tuple[int, Line]]) -> Iterable[list[int]]:
    """The places of lines that say the same, for each thing that is said."""
    by_head: dict[str, list[tuple[int, Line]]] = {}
    for at, line in lines:
        by_head.setdefault(folded(line.text[:_LEAST_COPY]), []).append((at, line))
    places: dict[str, list[int]] = {}
    for alike in by_head.values():
        for at, line in alike if len(alike) > 1 else ():
            places.setdefault(line.key, []).append(at)
    return places.values()
