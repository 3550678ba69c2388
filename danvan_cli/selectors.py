"""The selector forms of profiles, read as strings: what one asks for, and what a page needs for it to find anything.

Selector forms, wherever a profile names where something is::

    h1.title                      CSS: the element, or its text
    time.time@datetime            CSS @attribute
    meta:article:published_time   a meta tag, by property, name or itemprop
    jsonld:author.name            a key path in the page's JSON-LD article
    script:outputData             the string or JSON assigned to that name in a script
"""

import re
from functools import lru_cache
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

from danvan_cli.language import _

FORMS = ("meta", "jsonld", "script")
"""What stands before the colon of a selector that is no CSS."""
_CLASS_OR_ID = re.compile(r"[.#](-?[A-Za-z_][\w-]*)(?![^\[]*\])|\[(?:class|id)[*^$~|]?=[\"']?([\w-]+)[\"']?\s*i?\]")
_SIGN = re.compile(r"\[(itemprop|rel)=[\"']?([\w-]+)[\"']?\]")
_SIGN_FORM = re.compile(r"([a-z][a-z0-9]*)?\[(itemprop|rel)=[\"']?([\w-]+)[\"']?\]")
"""``[rel=author]``, ``a[rel=tag]``: what a page marks for machines."""
_WORD_FORM = re.compile(r"([a-z][a-z0-9]*)?\[(class|id)\*=([\w-]+)\]((?: [a-z]+)*)")
"""``p[class*=lead]``, ``[class*=crumb] li a``: elements whose class or id has a string in it, or what they hold."""
_ATTRIBUTE_FORM = re.compile(r"^(?P<css>.+)@(?P<attribute>[a-zA-Z_:][\w:.-]*)$", re.DOTALL)
_NAME = re.compile(r"^[A-Za-z_$][\w$.]*$")


class WordForm(NamedTuple):
    """``p[class*=lead] a``: the tag (None for any), the attribute, the string in it, the tags of what it holds."""

    tag: str | None
    attribute: str
    word: str
    inner: tuple[str, ...]


class SignForm(NamedTuple):
    """``a[rel=tag]``: the tag (None for any), the attribute and its whole value."""

    tag: str | None
    attribute: str
    value: str


class Needs(NamedTuple):
    """What must stand on a page for one alternative of a selector to find anything."""

    words: tuple[str, ...]
    """Strings in the classes and ids, in small letters; whole ones have a space on either side."""
    signs: tuple[tuple[str, str], ...]
    """``itemprop`` and ``rel`` with their values."""


def check_selector(selector: str) -> None:
    """Raise ``ValueError`` saying what is wrong with a selector that no form above understands."""
    form, __, rest = selector.partition(":")
    if form in ("meta", "jsonld") and rest:
        return
    if form == "script":
        if not _NAME.match(rest):
            raise ValueError(
                _(
                    "{selector!r}: after 'script:' stands a variable's name, such as script:outputData",
                    selector=selector,
                )
            )
        return
    css, _attribute = split_attribute(selector)
    if not css.strip():
        raise ValueError(_("an empty selector"))
    try:
        _blank_tree().css(css)
    except SelectolaxError:
        raise ValueError(_("{selector!r} is not a CSS selector that can be read", selector=selector)) from None


@lru_cache(maxsize=1)
def _blank_tree() -> LexborHTMLParser:
    return LexborHTMLParser("<p></p>")


@lru_cache(maxsize=2048)
def form_of(selector: str) -> tuple[str, str]:
    """``("meta", "og:title")`` of ``meta:og:title``; the form is empty for CSS."""
    form, __, rest = selector.partition(":")
    return (form, rest) if rest and form in FORMS else ("", selector)


@lru_cache(maxsize=2048)
def split_attribute(selector: str) -> tuple[str, str | None]:
    """``("time.time", "datetime")`` of ``time.time@datetime``; the attribute is None in the plain form."""
    match = _ATTRIBUTE_FORM.match(selector)
    if match and not match["css"].rstrip().endswith(("=", "[", '"', "'")):
        return match["css"], match["attribute"]
    return selector, None


@lru_cache(maxsize=2048)
def needs_of(css: str) -> tuple[Needs, ...]:
    """For each alternative of a selector what it needs; empty where one of them needs nothing that can be told."""
    if "(" in css or "\\" in css:  # :not(.x) needs no x, and an escape is not the string it stands for
        return ()
    found = tuple(map(_needs_of_one, css.split(",")))
    return found if all(map(any, found)) else ()


def _needs_of_one(alternative: str) -> Needs:
    return Needs(
        words=tuple(
            f" {name} ".lower() if name else value.lower() for name, value in _CLASS_OR_ID.findall(alternative)
        ),
        signs=tuple(sign(attribute, value) for attribute, value in _SIGN.findall(alternative)),
    )


@lru_cache(maxsize=2048)
def word_form(css: str) -> WordForm | None:
    """The selector as a ``WordForm``; None where it has another form."""
    match = _WORD_FORM.fullmatch(css)
    return WordForm(match[1], match[2], match[3], tuple(match[4].split())) if match else None


@lru_cache(maxsize=2048)
def sign_form(css: str) -> SignForm | None:
    """The selector as a ``SignForm``; None where it has another form."""
    match = _SIGN_FORM.fullmatch(css)
    return SignForm(match[1], *sign(match[2], match[3])) if match else None


def sign(attribute: str, value: str) -> tuple[str, str]:
    """An attribute's value as it is compared: of ``rel`` in any case (HTML LS 4.16.2)."""
    return attribute, value.lower() if attribute == "rel" else value
