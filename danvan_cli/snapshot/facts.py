"""What a capture knows and no field of WARC says: one line of JSON in its ``metadata`` record, ``danvan-capture``.

With it a capture that was exported comes back the same. Without it, as in other people's files, the records are
enough for a capture, only with less known about it.
"""

import json

from pydantic import BaseModel, ConfigDict, ValidationError

from danvan_cli.model import Headers, Origin

FIELD = "danvan-capture"


class _Known(BaseModel):
    """Frozen; what a later danvan adds is passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="constants")


class HopFacts(_Known):
    """A redirect on the way. ``record`` is the id of its response record."""

    record: str
    url: str
    status: int
    location: str
    headers: Headers | None = None
    """Only where an HTTP head cannot carry them."""
    request_headers: Headers | None = None


class Facts(_Known):
    """A capture but for its body, its date and what the HTTP head says."""

    requested_url: str
    url: str
    origin: Origin
    status: int | None = None
    http_version: str | None = None
    wire_sha256: str | None = None
    wire_bytes: int | None = None
    peer_address: str | None = None
    elapsed_ms: int | None = None
    file_path: str | None = None
    headers: Headers | None = None
    """Only where an HTTP head cannot carry them."""
    request_headers: Headers | None = None
    redirects: tuple[HopFacts, ...] = ()


def to_line(facts: Facts) -> str:
    """As JSON on one line; what says nothing is left out. Letters stay as they are where UTF-8 has them."""
    value = facts.model_dump(mode="json", exclude_defaults=True)
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return json.dumps(value)
    return text.replace("\x85", "\\u0085").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def from_line(text: str) -> Facts | None:
    """The facts again; None where the line is not what danvan writes: a file is anybody's, and nothing is believed."""
    try:
        return Facts.model_validate(json.loads(text))
    except (ValidationError, ValueError, RecursionError):
        return None
