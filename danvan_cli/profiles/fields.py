"""The kinds of value in a profile, each with the check it must pass and what is said where it fails."""

import re
from difflib import get_close_matches
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from danvan_cli.language import _
from danvan_cli.profiles.provinces import PROVINCES
from danvan_cli.selectors import check_selector

_HOST = re.compile(r"(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*")
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
GENERIC_ID = "generic"
"""The id of danvan's own fallback; no file may take it."""
_NOT_AN_ELEMENT = re.compile(r"^(meta|jsonld|script):|[^=\[\"']@[\w:.-]+$")


def complaint(message: str) -> PydanticCustomError:
    """A complaint whose text reaches the user as it is, without pydantic's own ``Value error,`` before it."""
    return PydanticCustomError("profile", "{message}", {"message": message})


def _a_list(value: object) -> object:
    """One string may stand where a list of one is meant."""
    return (value,) if isinstance(value, str) else value


def _selector(value: str) -> str:
    try:
        check_selector(value)
    except ValueError as problem:
        raise complaint(_("bad selector: {problem}", problem=problem)) from None
    return value


def _element(value: str) -> str:
    if _NOT_AN_ELEMENT.search(value):
        raise complaint(_("bad selector: this key takes plain CSS only, it names elements of the page"))
    return _selector(value)


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except re.error as problem:
        raise complaint(_("not a regular expression: {problem}", problem=problem)) from None
    return value


def _host(value: str) -> str:
    if not _HOST.fullmatch(value):
        raise complaint(_("not a host: write it in small letters, without https:// and without a path"))
    return value


def _web_url(value: str) -> str:
    if not re.match(r"https?://[^/\s]+", value):
        raise complaint(_("not a web address: it starts with https:// or http://"))
    return value


def _province(value: str) -> str:
    if value not in PROVINCES:
        near = get_close_matches(value, PROVINCES, n=1, cutoff=0.5)
        known = (
            _("did you mean {near}?", near=near[0])
            if near
            else _("the name of one of the 34 provinces since July 2025")
        )
        raise complaint(_("not a province of today; {known}", known=known))
    return value


def id_problem(value: str) -> str | None:
    """Why a string cannot be a profile's id; None where it can."""
    if value == GENERIC_ID:
        return _("'generic' is danvan's own fallback; take another id")
    if not _ID.fullmatch(value):
        return _("not an id: small letters a-z, digits and single hyphens, such as baocantho")
    return None


def _id(value: str) -> str:
    problem = id_problem(value)
    if problem:
        raise complaint(problem)
    return value


Selectors = Annotated[tuple[Annotated[str, AfterValidator(_selector)], ...], BeforeValidator(_a_list)]
"""Selectors of any form of ``danvan_cli.selectors``, tried in order."""
Elements = Annotated[tuple[Annotated[str, AfterValidator(_element)], ...], BeforeValidator(_a_list)]
"""CSS selectors of elements: what is marked in the page rather than read as a string."""
Patterns = Annotated[tuple[Annotated[str, AfterValidator(_pattern)], ...], BeforeValidator(_a_list)]
"""Regular expressions, searched for anywhere in the path of a URL."""
Host = Annotated[str, AfterValidator(_host)]
WebUrl = Annotated[str, AfterValidator(_web_url)]
Id = Annotated[str, AfterValidator(_id)]
Province = Annotated[str, AfterValidator(_province)]


class Table(BaseModel):
    """A table of a profile: frozen, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
