"""Settings: flags > environment (``DANVAN_*``) > ``danvan.toml`` > defaults.

The file has three tables, and every key of them may also be an environment variable in capitals::

    [archive]  db = "archive.db"          # DANVAN_DB
    [fetch]    contact = "a@example.vn"   # DANVAN_CONTACT
    [profiles] folder = "papers"          # DANVAN_PROFILES
"""

import difflib
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from danvan_cli.errors import ConfigError, DanvanError
from danvan_cli.language import _

MIN_PUBLIC_DELAY_S = 1.0
"""No setting makes danvan ask one public host more often than this."""


T = TypeVar("T", bound=BaseModel)


class _Table(BaseModel):
    """A TOML table: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ArchiveSettings(_Table):
    """Where the archive is and how hard it is flushed."""

    db: Path = Path("archive.db")
    durability: Literal["normal", "full"] = "normal"
    """``normal`` survives a killed process; ``full`` also a power cut, at several times the cost."""


class FetchSettings(_Table):
    """How danvan behaves as a guest."""

    contact: str | None = None
    """An address or page where a site's owner reaches you; part of the User-Agent."""
    delay_s: Annotated[float, Field(ge=0, le=3600)] = 2.0
    """Seconds between two requests to one host. Below one second it holds for loopback only."""
    hosts_at_once: Annotated[int, Field(ge=1, le=64)] = 8
    max_body_bytes: Annotated[int, Field(ge=1024)] = 16 * 1024 * 1024
    """Of the decoded body; more is refused as ``too-large``."""
    total_timeout_s: Annotated[float, Field(gt=0, le=3600)] = 60.0
    """Time on the wire for one URL as a whole, its redirects and retries included; waiting for the pace is not."""
    connect_timeout_s: Annotated[float, Field(gt=0, le=600)] = 15.0
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 20
    retries: Annotated[int, Field(ge=0, le=10)] = 2
    """More tries after a failure that may pass: a reset connection, an empty answer, a timeout to connect."""
    allow_private: bool = False
    """Whether loopback and private addresses may be fetched: tests, the demo, intranets."""


class ProfileSettings(_Table):
    """Where a user's own newspaper profiles live."""

    folder: Path | None = None
    """None: ``profiles/`` in the user's configuration folder for danvan, if it exists."""


class Settings(_Table):
    """Everything a command may be told from outside."""

    archive: ArchiveSettings = ArchiveSettings()
    fetch: FetchSettings = FetchSettings()
    profiles: ProfileSettings = ProfileSettings()


ENVIRONMENT: Mapping[str, tuple[str, str]] = {
    "DANVAN_DB": ("archive", "db"),
    "DANVAN_DURABILITY": ("archive", "durability"),
    "DANVAN_CONTACT": ("fetch", "contact"),
    "DANVAN_DELAY_S": ("fetch", "delay_s"),
    "DANVAN_HOSTS_AT_ONCE": ("fetch", "hosts_at_once"),
    "DANVAN_MAX_BODY_BYTES": ("fetch", "max_body_bytes"),
    "DANVAN_TOTAL_TIMEOUT_S": ("fetch", "total_timeout_s"),
    "DANVAN_CONNECT_TIMEOUT_S": ("fetch", "connect_timeout_s"),
    "DANVAN_RETRIES": ("fetch", "retries"),
    "DANVAN_ALLOW_PRIVATE": ("fetch", "allow_private"),
    "DANVAN_PROFILES": ("profiles", "folder"),
}
"""Variable → (table, key)."""


def load_settings(
    path: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    flags: Mapping[tuple[str, str], Any] | None = None,
) -> Settings:
    """Settings out of ``danvan.toml``, the environment and the flags that were given.

    ``path`` None means ``danvan.toml`` in the working folder, if it is there. A flag whose value is None was
    not given. Raises ``ConfigError`` naming the file or variable, the key, and the nearest known key.
    """
    named = path is not None
    path = path or Path("danvan.toml")
    tables: dict[str, dict[str, Any]] = {}
    if named or path.is_file():
        tables = read_toml(path, ConfigError)
        check(Settings, tables, str(path), ConfigError)
    environment = os.environ if environment is None else environment
    for variable, (table, key) in ENVIRONMENT.items():
        value = environment.get(variable)
        if value:
            check(Settings, {table: {key: value}}, f"environment variable {variable}", ConfigError)
            tables.setdefault(table, {})[key] = value
    for (table, key), value in (flags or {}).items():
        if value is not None:
            check(Settings, {table: {key: value}}, f"--{key.replace('_', '-')}", ConfigError)
            tables.setdefault(table, {})[key] = value
    return check(Settings, tables, str(path), ConfigError)


def read_toml(path: Path, error: type[DanvanError]) -> dict[str, Any]:
    """The tables of a TOML file. Raises ``error`` naming the file where it is missing or does not parse."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except FileNotFoundError:
        raise error(_("{path}: no such file", path=path)) from None
    except OSError as problem:
        raise error(_("{path}: cannot be read: {problem}", path=path, problem=problem.strerror)) from problem
    except UnicodeDecodeError as problem:
        raise error(
            _("{path}: not UTF-8 (byte {start})", path=path, start=problem.start), hint=_("save the file as UTF-8")
        ) from problem
    except tomllib.TOMLDecodeError as problem:
        raise error(_("{path}: not valid TOML: {problem}", path=path, problem=problem)) from problem


def check(schema: type[T], value: object, where: str, error: type[DanvanError]) -> T:
    """``value`` as a ``schema``. Raises ``error`` with every complaint: where, the key, the nearest known key."""
    try:
        return schema.model_validate(value)
    except ValidationError as problem:
        complaints = [_complaint(schema, item) for item in problem.errors(include_url=False)]
        raise error("\n".join(f"{where}: {complaint}" for complaint in complaints)) from problem


def _complaint(schema: type[BaseModel], item: Mapping[str, Any]) -> str:
    path = [part for part in item["loc"] if not str(part).startswith(("function-", "tagged-"))]
    key = _dotted(path)
    if item["type"] != "extra_forbidden":
        if item["type"] == "missing":
            return f"{key}: {item['msg']}"
        given = _("(given: {value})", value=f"{item['input']!r:.80}")
        return f"{key}: {item['msg']} {given}"
    known = sorted(_known_keys(schema, path[:-1]))
    near = difflib.get_close_matches(str(path[-1]), known, n=1, cutoff=0.5)
    if near:
        return _("unknown key {key}; did you mean {near}?", key=key, near=near[0])
    return _("unknown key {key}; known keys: {names}", key=key, names=", ".join(known))


def _dotted(path: list[Any]) -> str:
    """``("seed", 0, "url")`` as ``seed[0].url``."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")


def _known_keys(schema: type[BaseModel], path: list[Any]) -> list[str]:
    """The keys that stand at ``path``, aliases counted by the name a file uses."""
    for part in path:
        if isinstance(part, int):
            continue
        names = {(item.alias or name): item.annotation for name, item in schema.model_fields.items()}
        schema = _model_in(names.get(part)) or schema
    return [item.alias or name for name, item in schema.model_fields.items()]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The table a field holds, through ``tuple[…, ...]``, ``| None`` and the like."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    arguments = getattr(annotation, "__args__", ())
    return next((found for found in map(_model_in, arguments) if found), None)
