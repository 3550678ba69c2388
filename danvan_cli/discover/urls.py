"""URLs: which ones may be fetched, and when two of them are one article."""

import re
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|zarsrc|zalo_?\w*|_ga|ref_?src|gidzl|"
    r"fb_(action|source|ref)\w*|at_(medium|campaign)\w*|spm|vn_source|vn_campaign|vn_medium|vn_term|vn_thumb)$",
    re.IGNORECASE,
)
"""Parameters that say who sent the reader, never which page is shown."""
_SAFE_PATH = "/%:@!$&'()*+,;=~-._"
_SAFE_QUERY = "/?%:@!$'()*+,;~-._"
_ESCAPE = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x20\x7f]")


def parse_seed(text: str) -> str:
    """A URL somebody typed, trimmed and percent-encoded, ready to be fetched.

    Raises ``ValueError`` with a message for people where it is not an http(s) URL with a host.

    >>> parse_seed(" https://baosonha.example/thời-sự ")
    'https://baosonha.example/th%E1%BB%9Di-s%E1%BB%B1'
    """
    text = text.strip().strip("\ufeff")
    if _CONTROL.search(text):
        raise ValueError(f"{text!r} has a space or control character in it")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise ValueError(f"{text!r} is not a URL: {problem}") from None
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError(f"{text!r} is not an http(s) URL")
    if not parts.hostname:
        raise ValueError(f"{text!r} names no host")
    host = _ascii_host(parts.hostname)
    if host is None:
        raise ValueError(f"{text!r}: {parts.hostname!r} is not a host name")
    return urlunsplit(_encoded(parts, host, port)._replace(fragment=""))


def normalise(url: str) -> str:
    """The URL in the form that identifies an article: one article, one string.

    Scheme https for http (but where a port is named, since another scheme is then another server), host in lower
    case without ``www.``, no default port, no fragment, no tracking parameters, the rest of the query kept in its
    order, no trailing slash or ``index.html``. Idempotent.

    >>> normalise("HTTP://www.Baosonha.example:80/a-b/?utm_source=zalo&p=2#top")
    'https://baosonha.example/a-b?p=2'
    """
    try:
        parts = urlsplit(url.strip())
        port, hostname = parts.port, parts.hostname
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not hostname:
        return url
    host = re.sub(r"^(?:www\.)+(?=.)", "", _ascii_host(hostname) or hostname)
    parts = _encoded(parts, host, None if port in (80, 443) else port)
    kept = (pair for pair in parts.query.split("&") if pair and not _TRACKING.match(pair.partition("=")[0]))
    path = re.sub(r"(?:/(?:index\.html?)?)+$", "", re.sub(r"/{2,}", "/", parts.path)) or "/"
    scheme = parts.scheme if parts.port else "https"
    whole = urlunsplit((scheme, parts.netloc, path, "&".join(kept), ""))
    return _ESCAPE.sub(lambda match: match[0].upper(), whole)


def same_site(left: str, right: str) -> bool:
    """Whether two URLs are of one site, so that the one may name the other as canonical."""
    ours, theirs = (_bare_host(url) for url in (left, right))
    return (
        bool(ours) and bool(theirs) and (ours == theirs or ours.endswith(f".{theirs}") or theirs.endswith(f".{ours}"))
    )


def _bare_host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return re.sub(r"^(www|m|amp|mobile)\.", "", host.lower())


def _ascii_host(host: str) -> str | None:
    """The host as it goes on the wire; None where no such host can exist."""
    host = host.lower().rstrip(".")
    if ":" in host:  # IPv6 literal, checked by urlsplit
        return f"[{host}]"
    try:
        ascii_host = host.encode("idna").decode("ascii") if not host.isascii() else host
    except UnicodeError:
        return None
    labels = ascii_host.split(".")
    usable = all(re.fullmatch(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?", label) and len(label) < 64 for label in labels)
    return ascii_host if usable and len(ascii_host) < 254 else None


def _encoded(parts: SplitResult, host: str, port: int | None) -> SplitResult:
    """The same URL with Vietnamese letters percent-encoded; escapes that stand are kept as they are."""
    return SplitResult(
        scheme=parts.scheme.lower(),
        netloc=host if port is None else f"{host}:{port}",
        path=quote(parts.path, safe=_SAFE_PATH, errors="replace") or "/",
        query=quote(parts.query, safe=_SAFE_QUERY + "&=", errors="replace"),
        fragment=parts.fragment,
    )


def readable(url: str) -> str:
    """The URL with its Vietnamese letters shown, for people."""
    return unquote(url)
