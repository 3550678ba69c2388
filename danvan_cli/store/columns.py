"""How values lie in columns: text that SQLite takes, times that sort as text, JSON."""

import json
import re
from dataclasses import is_dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from enum import Enum
from operator import is_
from typing import Any, TypeVar

VIETNAM = timezone(timedelta(hours=7))

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")

T = TypeVar("T")


def storable(value: T) -> T:
    r"""``value`` without NUL and lone surrogates, in every string of its tuples and dataclasses.

    SQLite refuses a lone surrogate, and its own text functions end at NUL. Neither is a character of a page.

    >>> storable(("T\0in", "Đắk \ud83d"))
    ('Tin', 'Đắk ')
    """
    return _storable(value)  # type: ignore[no-any-return]


def _storable(value: Any) -> Any:
    """``value`` itself where nothing is to be taken out, as nearly always."""
    if isinstance(value, str):
        return value if isinstance(value, Enum) or not _UNSTORABLE.search(value) else _UNSTORABLE.sub("", value)
    if isinstance(value, tuple):
        items = [_storable(item) for item in value]
        return value if all(map(is_, items, value)) else tuple(items)
    if is_dataclass(value) and not isinstance(value, type):
        held = {name: getattr(value, name) for name in value.__dataclass_fields__}
        changes = {name: new for name, old in held.items() if (new := _storable(old)) is not old}
        return replace(value, **changes) if changes else value
    return value


def utc_text(moment: datetime) -> str:
    """An aware time in UTC, always with microseconds, so that text order is time order.

    >>> utc_text(datetime(2025, 3, 5, 6, 30, tzinfo=VIETNAM))
    '2025-03-04T23:30:00.000000+00:00'
    """
    return _aware(moment).astimezone(UTC).isoformat(timespec="microseconds")


def vietnam_text(moment: datetime | None) -> str | None:
    """An aware time as clocks in Vietnam show it; None stays None."""
    return None if moment is None else _aware(moment).astimezone(VIETNAM).isoformat()


def moment_of(text: str | None) -> datetime | None:
    """The time a column holds; None stays None."""
    return None if text is None else datetime.fromisoformat(text)


def day_in_vietnam(moment: datetime) -> str:
    """The day it was in Vietnam, ``YYYY-MM-DD``."""
    return _aware(moment).astimezone(VIETNAM).date().isoformat()


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a time without its zone cannot be stored: {moment.isoformat()}")
    return moment


def to_json(value: object) -> str:
    """JSON with Vietnamese letters as they are, no needless spaces: people read it with the sqlite3 shell."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
