"""What an answer is, told before anybody reads it as an article: a refusal, a file, a redirect to somewhere else."""

import re
from urllib.parse import urlsplit

from danvan_cli.discover.urls import normalise
from danvan_cli.model import Snapshot
from danvan_cli.parse.challenge import shows_challenge
from danvan_cli.snapshot.decode import decode_page

NO_ARTICLE = frozenset(
    {
        "empty-body", "not-article", "login-wall", "too-complex", "challenge", "soft-404", "error-page",
        "redirect-home", "redirect-login",
    }
)  # fmt: skip
"""Problems of pages that are something else than an article."""

PROBLEMS = {
    "no-readable-body": "title and snapshot are kept, but the page shows no body that can be read",
    "charset": "archived, but its letters are in an encoding that was not recognised: no text is made of it",
    "not-article": "archived, but the page does not look like an article",
    "too-complex": "archived, but the page has hundreds of thousands of tags, and nothing of it was read",
    "empty-body": "archived, but the page shows no text",
    "login-wall": "archived, but the page asks readers to log in and shows no article",
    "challenge": "archived, but a firewall answered in place of the site",
    "soft-404": "archived, but the page says that what was asked is not there",
    "error-page": "archived, but the page tells of an error of the site",
    "redirect-home": "archived, but the address now leads to the site's front page",
    "redirect-login": "archived, but the address now leads to a form to log in",
}
"""What each slug means, for people."""

_PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "application/xml", "text/xml", ""})
_MOST_SNIFFED = 1024
_FIREWALLED = frozenset({403, 429, 503})
_MOST_CHALLENGE = 500_000
"""Bytes: a challenge brings its scripts along, and is smaller all the same."""
_LOGIN = re.compile(r"/(?:dang-?nhap|log-?in|sign-?in|sso|oauth2?)(?:[/.]|$)", re.IGNORECASE)
_NOT_FOUND = re.compile(r"/(?:404|(?:page-?)?not-?found|(?:error|loi)[-/]?404)(?:[/.]|$)", re.IGNORECASE)


def no_page(snapshot: Snapshot) -> tuple[str, str] | None:
    """Why there is nothing to read in a capture, as a slug and for people; None where it is a page. Quick."""
    if snapshot.status is not None and not 200 <= snapshot.status < 300:
        if _is_challenge(snapshot):
            return "challenge", PROBLEMS["challenge"]
        detail = f"the host answered {snapshot.status}; the answer is archived, no article is made of it"
        return f"http-{snapshot.status}", detail
    if led_to := _led_elsewhere(snapshot):
        return led_to, PROBLEMS[led_to]
    if not snapshot.body.strip():
        return "empty-body", "the answer has no body"
    media_type = _media_type(snapshot)
    return None if media_type is None else ("not-html", f"archived, but it is {media_type}, not a web page")


def is_home(url: str) -> bool:
    """Whether an address is a site's front door."""
    return normalise(url).count("/") == 3 and normalise(url).endswith("/")


def _is_challenge(snapshot: Snapshot) -> bool:
    if snapshot.status not in _FIREWALLED or not 0 < len(snapshot.body) <= _MOST_CHALLENGE:
        return False
    return shows_challenge(decode_page(snapshot.body, snapshot.header("content-type")).text)


def _led_elsewhere(snapshot: Snapshot) -> str | None:
    """What a redirect led to that is not what was asked: the front door, a form to log in, a page for missing ones.

    A page that was asked for under such an address is what it is: None, as for every other answer.
    """
    if not snapshot.redirects:
        return None
    asked, answered = urlsplit(snapshot.requested_url).path, urlsplit(snapshot.url).path
    for form, problem in ((_LOGIN, "redirect-login"), (_NOT_FOUND, "soft-404")):
        if form.search(answered) and not form.search(asked):
            return problem
    return "redirect-home" if is_home(snapshot.url) and not is_home(snapshot.requested_url) else None


def _media_type(snapshot: Snapshot) -> str | None:
    """The media type, where it is no page: by the bytes first, since servers call anything text/html."""
    body = snapshot.body[:_MOST_SNIFFED]
    for magic, name in _MAGIC:
        if body.startswith(magic):
            return name
    declared = (snapshot.header("content-type") or "").split(";")[0].strip().lower()
    if declared in _PAGE_TYPES or declared.startswith("text/plain"):
        return None
    looks_like_page = b"<html" in body.lower() or b"<!doctype html" in body.lower()
    return None if looks_like_page else declared


_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"RIFF", "image/webp"),
    (b"PK\x03\x04", "application/zip"),
    (b"\x1f\x8b", "application/gzip"),
    (b"\xd0\xcf\x11\xe0", "application/msword"),
)
"""First bytes of what papers also link to (file signatures, as in the WHATWG MIME Sniffing Standard)."""
