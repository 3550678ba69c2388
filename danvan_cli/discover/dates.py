"""Dates that feeds, sitemaps and teasers give: hints for a crawl, which the article itself may correct.

A machine's date is read by its standard (RFC 822, W3C date and time); what papers print day first, and +07:00 where
no zone stands. A feed of .NET writes the month first: its seed says so, or one of its own dates does.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Vietnam has kept one zone without summer time since 1975."""
_YEARS = range(1990, 2100)
_MOST = 120
"""Characters of a string that is nothing but a date."""

_ENGLISH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.IGNORECASE)
_ISO = re.compile(
    r"(?P<day>\d{4}[-/]\d{2}[-/]\d{2})(?:[T ]\s*(?P<clock>\d{1,2}:\d{2}(?::\d{2})?)(?:[.,]\d+)?"
    r"\s*(?P<zone>Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?(?!\d)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})\s*,?\s*(?:tháng|thg)\.?\s*(\d{1,2}|[^\W\d]+(?:\s(?:một|hai)\b)?)\s*,?\s*(?:năm\s*)?(\d{4})(?!\d)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:/.+-])(\d{1,2})\s?(?::|h|giờ)\s?(\d{2})(?::(\d{2}))?(?!\d|:\d)\s*(AM|PM|SA|CH)?\b", re.IGNORECASE
)
_ZONE = re.compile(
    r"(?:GMT|UTC)(?:\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?)?|(?<=\d\d)\s*([+-])(\d{2}):?(\d{2})(?!\d)", re.IGNORECASE
)
_AGO = re.compile(r"(\d{1,3})\s*(giây|phút|giờ|tiếng|ngày|tuần)\s*trước", re.IGNORECASE)
_AGO_S = {"giây": 1, "phút": 60, "giờ": 3600, "tiếng": 3600, "ngày": 86400, "tuần": 604800}
_MONTHS = ("giêng", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")
_MONTH_WORDS = {word: number for number, word in enumerate(_MONTHS, 1)} | {"một": 1, "bốn": 4, "bẩy": 7, "chạp": 12}
_NUMBER_IN_URL = re.compile(
    r"[-/](?:20|\d{3})([0-3]\d)([01]\d)([0-3]\d)([0-2]\d)([0-5]\d)([0-5]\d)\d{1,4}(?=\.[a-z]{3,4}$|$)"
)
_FOLDERS_IN_URL = re.compile(r"/20(\d\d)[-/]([01]?\d)[-/]([0-3]?\d)/")


def read_date(text: str, *, month_first: bool = False, now: datetime | None = None) -> datetime | None:
    """The time a string states, in +07:00; None where it states none, or one that cannot be.

    ``month_first`` decides about ``9/5/2026`` where either could be the month. ``now``, when the page was captured,
    is needed to read ``17 giờ trước``. A mere month, as W3C allows it, is no date.

    >>> read_date("9/5/2026 1:30:00 PM", month_first=True).isoformat()
    '2026-09-05T13:30:00+07:00'
    >>> read_date("Sat, 07 Mar 2026 01:07:00 GMT").isoformat()
    '2026-03-07T08:07:00+07:00'
    >>> read_date("Thứ tư, 22/10/2025, 19:25 (GMT+7)").isoformat()
    '2025-10-22T19:25:00+07:00'
    """
    text = " ".join(text[:_MOST].split())
    try:
        if text[19:] and text[10] == "T" and text[:4].isdecimal():  # as machines write it, by far the most
            return _plausible(datetime.fromisoformat(text))
    except ValueError:
        pass
    text = unicodedata.normalize("NFC", text)
    try:
        at = _iso(text) or _rfc822(text) or _printed(text, month_first=month_first) or _relative(text, now)
        return _plausible(at) if at is not None else None
    except (ValueError, OverflowError):  # the 31st of a February, a zone of 99 hours
        return None


def _plausible(at: datetime) -> datetime | None:
    at = at.replace(tzinfo=VIETNAM) if at.tzinfo is None else at.astimezone(VIETNAM)
    return at if at.year in _YEARS else None


def puts_month_first(texts: Iterable[str]) -> bool | None:
    """Whether dates that one machine wrote have the month first; None where none of them can tell.

    >>> puts_month_first(["9/5/2026 1:30:00 PM", "9/25/2026 8:00:00 AM"]), puts_month_first(["9/5/2026"])
    (True, None)
    """
    verdict: bool | None = None
    for text in texts:
        numbers = _NUMBERS.search(text[:_MOST])
        if numbers is None:
            continue
        first, second = int(numbers[1]), int(numbers[3])
        if first > 12:
            return False
        if second > 12:
            verdict = True
    return verdict


def date_in_url(url: str) -> datetime | None:
    """The time that a paper's publishing system wrote into an article's address, in +07:00; None where none stands.

    A number that is a time to the millisecond, with three figures for the site before it or the century, or a day
    as folders.

    >>> date_in_url("https://baosonha.example/khanh-thanh-cau-20260307080054340.htm").isoformat()
    '2026-03-07T08:00:54+07:00'
    """
    found = _NUMBER_IN_URL.search(url) or _FOLDERS_IN_URL.search(url)
    if found is None:
        return None
    year, month, day, hour, minute, second = (*map(int, found.groups()), 0, 0, 0)[:6]
    try:
        return datetime(2000 + year, month, day, hour, minute, second, tzinfo=VIETNAM)
    except ValueError:
        return None


def _iso(text: str) -> datetime | None:
    found = _ISO.search(text)
    if found is None:
        return None
    clock = (found["clock"] or "00:00").zfill(5)
    at = datetime.fromisoformat(f"{found['day'].replace('/', '-')}T{clock}")
    zone = (found["zone"] or "+07").upper()
    if zone in ("Z", "UTC", "GMT"):
        return at.replace(tzinfo=UTC)
    return at.replace(tzinfo=_offset(zone[0], zone[1:3], zone[3:].lstrip(":")))


def _rfc822(text: str) -> datetime | None:
    """RFC 822 as RSS wants it (also with two figures for the year), whatever the weekday is called."""
    if not _ENGLISH.search(text) or text.upper().endswith("M"):  # AM, PM: an English display, no RFC 822
        return None
    at = parsedate_to_datetime(re.sub(r"^[^\d,]*,\s*", "", text).replace("ICT", "+0700"))
    if at.tzinfo is None or re.search(r"(?:GMT|UTC)\s?[+-]", text):
        return at.replace(tzinfo=UTC if text.endswith("-0000") else _zone(text))
    return at


def _printed(text: str, *, month_first: bool) -> datetime | None:
    numbers, words = _NUMBERS.search(text), _WORDS.search(text)
    if numbers is not None:
        day, month, year = int(numbers[1]), int(numbers[3]), int(numbers[4])
        if (month_first and day <= 12) or month > 12:
            day, month = month, day
        span = numbers.span()
    elif words is not None:
        name = words[2].casefold()
        day, month, year = int(words[1]), int(name) if name.isdecimal() else _MONTH_WORDS.get(name, 0), int(words[3])
        span = words.span()
    else:
        return None
    rest = f"{text[: span[0]]} | {text[span[1] :]}"
    clock = _CLOCK.search(rest)
    if clock is None:
        return datetime(year, month, day, tzinfo=VIETNAM)
    hour = _hour(int(clock[1]), (clock[4] or "").upper())
    zone = _zone(rest[clock.start() :])
    return datetime(year, month, day, hour, int(clock[2]), int(clock[3] or 0), tzinfo=zone)


def _hour(hour: int, half: str) -> int:
    if half in ("PM", "CH") and 1 <= hour < 12:
        return hour + 12
    return 0 if half in ("AM", "SA") and hour == 12 else hour


def _zone(text: str) -> timezone:
    found = _ZONE.search(text)
    if found is None:
        return VIETNAM
    sign, hours, minutes = found.group(1, 2, 3) if found[4] is None else found.group(4, 5, 6)
    return _offset(sign or "+", hours or "0", minutes or "")


def _offset(sign: str, hours: str, minutes: str) -> timezone:
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    return timezone(-offset if sign == "-" else offset)


def _relative(text: str, now: datetime | None) -> datetime | None:
    found = _AGO.search(text)
    if found is None or now is None:
        return None
    return now - timedelta(seconds=int(found[1]) * _AGO_S[found[2].lower()])
