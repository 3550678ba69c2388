"""Publication times as Vietnamese papers print them: day first, always; +07:00 where no zone is given."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from danvan_cli.clean.text import one_line
from danvan_cli.model import Found, Precision

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Vietnam has kept one zone without summer time since 1975."""
_EARLIEST = 1990
"""No Vietnamese paper is on the web before; a smaller year is a misread number."""

_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:[T ]+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?\s*(?P<zone>Z|UTC|GMT|"
    r"[+-]\d{2}:?\d{0,2})?)?",
    re.IGNORECASE,
)
_DAY_FIRST = re.compile(
    r"(?<![\d/.-])(?P<day>\d{1,2})\s?(?P<mark>[/.-])\s?(?P<month>\d{1,2})\s?(?P=mark)\s?(?P<year>\d{4})(?!\d)"
)
_WORDS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s*,?\s*tháng\s*(?P<month>\d{1,2}|[^\W\d]+(?:\s+(?:một|"
    r"hai))?)\s*,?\s*(?:năm\s*)?(?P<year>\d{4})(?!\d)",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+(?P<month>[A-Z][a-z]{2,8})\.?|"
    r"(?P<month2>[A-Z][a-z]{2,8})\.?\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?),?\s+(?P<year>\d{4})"
)
_CLOCK = re.compile(
    r"(?<![\d:/.-])(?P<hour>\d{1,2})(?:[:]|\s?(?:h|"
    r"giờ)\s?)(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?![\d/])\s*(?P<half>[AP]M|SA|CH)?",
    re.IGNORECASE,
)
_NAMED_ZONE = re.compile(
    r"\b(?:GMT|UTC)\b(?:\s?(?P<sign>[+-])\s?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?!\d))?",
    re.IGNORECASE,
)
_BARE_ZONE = re.compile(r"\s*\(?(?P<sign>[+-])(?P<hours>\d{2}):?(?P<minutes>\d{2})(?!\d)")
"""Right after the clock and in full: in ``10:00 -12 bình luận`` and ``10:00 - 12 bình luận`` stands no zone."""
_MONTH_WORDS = {
    word: number
    for number, words in enumerate(
        (
            "một giêng",
            "hai",
            "ba",
            "tư bốn",
            "năm",
            "sáu",
            "bảy bẩy",
            "tám",
            "chín",
            "mười",
            "mười_một",
            "mười_hai chạp",
        ),
        1,
    )
    for word in words.split()
}
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """A publication time: aware, in +07:00, with its precision and where it came from."""

    at: datetime
    precision: Precision
    raw: str
    selector: str


@lru_cache(maxsize=256)  # a page states its time in several places, and each is looked at again for what it showed
def parse_when(text: str) -> tuple[datetime, Precision] | None:
    """The time a string states, in +07:00; None where it states none, or one that cannot be.

    A time without a zone is Vietnam's. A clock of 13 hours or more, or of 0, followed by ``AM`` or ``PM`` is a
    24-hour clock with a meaningless mark (cafef prints ``00:01 AM``).

    >>> parse_when("Thứ tư, 22/10/2025, 19:25 (GMT+7)")[0].isoformat()
    '2025-10-22T19:25:00+07:00'
    >>> parse_when("07-03-2026 - 00:01 AM")[0].isoformat()
    '2026-03-07T00:01:00+07:00'
    """
    text = one_line(text)
    iso = _ISO.search(text)
    if iso:
        return _from_iso(iso)
    day = _day(text)
    if day is None:
        return None
    year, month, number, start, end = day
    rest = f"{text[:start]} | {text[end:]}"
    clock = _CLOCK.search(rest)
    try:
        if clock is None:
            return _checked(datetime(year, month, number, tzinfo=VIETNAM), Precision.DAY)
        hour, minute = _hour(int(clock["hour"]), clock["half"]), int(clock["minute"])
        at = datetime(year, month, number, hour, minute, int(clock["second"] or 0), tzinfo=_zone(rest[clock.end() :]))
    except ValueError:
        return None
    return _checked(at, Precision.SECOND if clock["second"] else Precision.MINUTE)


_WEEKDAY = re.compile(
    r"(?:Thứ\s+\w+|Chủ\s+nhật|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)\w*\s*,?\s*[-|]?\s*(?:ngày\s*)?$",
    re.IGNORECASE,
)
_ZONE_AFTER = re.compile(
    r"^\s*(?:[AP]M\b)?\s*\(?\s*(?:(?:GMT|UTC)\s*(?:[+-]\s?\d{1,2}(?::?\d{2})?)?|[+-]\d{2}:?\d{2})\s*\)?",
    re.IGNORECASE,
)


def stated_part(text: str) -> str:
    """The part of a displayed line that states the time: weekday, day, clock and zone, no label and no section.

    >>> stated_part("Cập nhật: Thứ ba, 23/12/2025 09:02 (GMT+7) | Kinh tế")
    'Thứ ba, 23/12/2025 09:02 (GMT+7)'
    """
    text = one_line(text)
    iso, day = _ISO.search(text), _day(text)
    if iso:
        return iso[0].strip()
    if day is None:
        return text
    start, end = day[3], day[4]
    masked = text[:start] + "\0" * (end - start) + text[end:]
    clock = _CLOCK.search(masked)
    if clock:
        start, end = min(start, clock.start()), max(end, clock.end())
    weekday = _WEEKDAY.search(text[:start])
    if weekday:
        start = weekday.start()
    zone = _ZONE_AFTER.match(text[end:])
    return text[start : end + (zone.end() if zone else 0)].strip()


def _from_iso(match: re.Match[str]) -> tuple[datetime, Precision] | None:
    try:
        at = datetime(int(match["year"]), int(match["month"]), int(match["day"]), tzinfo=VIETNAM)
        if match["hour"] is None:
            return _checked(at, Precision.DAY)
        at = at.replace(hour=int(match["hour"]), minute=int(match["minute"]), second=int(match["second"] or 0))
        zone = match["zone"]
        if zone:
            zone = f"{zone[:3]}:00" if zone[1:].rstrip(":").isdecimal() and len(zone) < 5 else zone
            at = at.replace(tzinfo=UTC if zone.upper() in ("Z", "UTC", "GMT") else _zone(zone))
    except ValueError:
        return None
    return _checked(at, Precision.SECOND if match["second"] else Precision.MINUTE)


def _day(text: str) -> tuple[int, int, int, int, int] | None:
    """Year, month, day, and where in the text they stand."""
    numeric = _DAY_FIRST.search(text)
    if numeric:
        return int(numeric["year"]), int(numeric["month"]), int(numeric["day"]), *numeric.span()
    words = _WORDS.search(text)
    if words:
        month = words["month"].casefold().replace(" ", "_")
        number = int(month) if month.isdigit() else _MONTH_WORDS.get(month, 0)
        return int(words["year"]), number, int(words["day"]), *words.span()
    english = _ENGLISH.search(text)
    if english:
        name = (english["month"] or english["month2"]).casefold()[:3]
        number = _ENGLISH_MONTHS.index(name) + 1 if name in _ENGLISH_MONTHS else 0
        return int(english["year"]), number, int(english["day"] or english["day2"]), *english.span()
    return None


def _hour(hour: int, half: str | None) -> int:
    half = (half or "").upper()
    if half in ("PM", "CH") and 1 <= hour < 12:
        return hour + 12
    return 0 if half in ("AM", "SA") and hour == 12 else hour


def _zone(text: str) -> timezone:
    """The zone named after a clock, Vietnam's where none is; GMT and UTC without an offset are just that."""
    match = _NAMED_ZONE.search(text) or _BARE_ZONE.match(text)
    if not match:
        return VIETNAM
    offset = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    return timezone(-offset if match["sign"] == "-" else offset)


def _checked(at: datetime, precision: Precision) -> tuple[datetime, Precision] | None:
    try:
        at = at.astimezone(VIETNAM)
    except (OverflowError, ValueError):
        return None
    return (at, precision) if at.year >= _EARLIEST else None


_EXACTNESS = {Precision.DAY: 0, Precision.MINUTE: 1, Precision.SECOND: 2}


def choose_published(candidates: Iterable[Found], not_after: datetime | None = None) -> When | None:
    """The best candidate that states a time, made as exact as the others that agree with it allow.

    A displayed ``08:07`` gains the seconds of a machine-readable ``08:07:18``; a displayed day the clock of
    a machine-readable time on that day. ``not_after`` (the capture) rules out the page's own clock and misprints.
    """
    found = [
        When(at=stated[0], precision=stated[1], raw=candidate.value, selector=candidate.selector)
        for candidate in candidates
        if (stated := parse_when(candidate.value)) is not None
        and (not_after is None or stated[0] <= not_after + timedelta(days=1))
    ]
    if not found:
        return None
    best = found[0]
    for other in found[1:]:
        if _EXACTNESS[other.precision] > _EXACTNESS[best.precision] and _agree(best, other):
            best = When(at=other.at, precision=other.precision, raw=best.raw, selector=best.selector)
    return best


def _agree(rough: When, exact: When) -> bool:
    if rough.precision is Precision.DAY:
        return rough.at.date() == exact.at.date()
    return rough.at.replace(second=0) == exact.at.replace(second=0)
