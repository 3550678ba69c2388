"""URLs: which ones may be fetched, and when two of them are one article."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import SplitResult, quote, unquote, urlsplit, urlunsplit

from danvan_cli.language import _

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|zarsrc|zalo_?\w*|_ga|ref_?src|gidzl|"
    r"fb_(action|source|ref)\w*|at_(medium|campaign)\w*|spm|vn_source|vn_campaign|vn_medium|vn_term|vn_thumb)$",
    re.IGNORECASE,
)
"""Parameters that say who sent the reader, never which page is shown."""
_TWIN_FLAG = re.compile(r"^(?:amp|print)(?:=(?:1|true|yes)?)?$", re.IGNORECASE)
"""Parameters that ask for the page once more, for telephones or for paper."""
_AMP_SEGMENTS = re.compile(r"^(?:/amp)+(?=/.)|(?:/amp)+$", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"\.amp(?=\.html?$)|(?<=\.html)\.amp$|(?<=\.htm)\.amp$", re.IGNORECASE)
_OF_AN_ARTICLE = re.compile(r"[^/]*(?:\d{4}|(?:-[^/-]+){3}|\.[a-z]{3,5}$)[^/]*$", re.IGNORECASE)
"""How the path of an article ends: with a number, several words, or the ending of a file. A section called ``amp`` is
under none."""
_TWIN_PATH = re.compile(
    r"^/(?:print|in-?bai|ban-in|amp)/.|/print(?:\.aspx|\.html?|\.php)?$|\.amp$|/amp$", re.IGNORECASE
)
_MAY_BE_TWIN = re.compile(r"amp|print", re.IGNORECASE)
_WWW = re.compile(r"^(?:www\.)+(?=.)")
_AMP_HOST = re.compile(r"^amp\.(?=(?!(?:com|net|org|gov|edu|info|ac|co)\.[a-z]{2}$)[^.]+\.[^.])")
"""``amp.`` before a host that remains one without it."""
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,57}[a-z0-9])?"
_FETCHABLE = re.compile(rf"https://{_LABEL}(?:\.{_LABEL}){{1,3}}/[a-zA-Z0-9/_.~-]{{0,1000}}")
_NORMAL = re.compile(
    r"https://(?!www\.|amp\.)[a-z0-9-]+(?:\.[a-z0-9-]+)+(?=/)"
    r"(?:/(?!index\.html?$|(?i:amp)(?:/|$)|/|$)(?:(?!\.(?i:amp))[a-zA-Z0-9_.~-])*)+",
)
"""URLs that the two functions below give back as they are: nearly all of a sitemap, at a tenth of the cost."""
NO_TWINS: Mapping[str, str] = MappingProxyType({})
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
    if _FETCHABLE.fullmatch(text):
        return text
    if _CONTROL.search(text):
        raise ValueError(_("{text!r} has a space or control character in it", text=text))
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise ValueError(_("{text!r} is not a URL: {problem}", text=text, problem=problem)) from None
    if parts.scheme.lower() not in ("http", "https"):
        raise ValueError(_("{text!r} is not an http(s) URL", text=text))
    if not parts.hostname:
        raise ValueError(_("{text!r} names no host", text=text))
    host = _ascii_host(parts.hostname)
    if host is None:
        raise ValueError(_("{text!r}: {hostname!r} is not a host name", text=text, hostname=parts.hostname))
    return urlunsplit(_encoded(parts, host, port)._replace(fragment=""))


def normalise(url: str, twin_hosts: Mapping[str, str] = NO_TWINS) -> str:
    """The URL in the form that identifies an article: one article, one string.

    Scheme https for http (but where a port is named, since another scheme is then another server), host in lower
    case without ``www.``, no default port, no fragment, no tracking parameters, the rest of the query kept in its
    order, no trailing slash or ``index.html``. An article's AMP or print twin is the article where that can be told
    from the address alone: ``amp.`` before the host, ``/amp`` before or after the article's path, ``.amp.html``,
    ``amp=1``, ``print=1``. Other hosts that show the same pages, such as ``m.``, are a newspaper's own affair:
    ``twin_hosts`` says which host each stands for. Idempotent.

    >>> normalise("HTTP://www.Baosonha.example:80/a-b/?utm_source=zalo&p=2#top")
    'https://baosonha.example/a-b?p=2'
    >>> normalise("https://amp.baosonha.example/khanh-thanh-cau-a1.html?amp=1")
    'https://baosonha.example/khanh-thanh-cau-a1.html'
    """
    if not twin_hosts and _NORMAL.fullmatch(url):
        return url
    return _normal_form(url, twin_hosts, twins=True)


def _normal_form(url: str, twin_hosts: Mapping[str, str], *, twins: bool) -> str:
    """The normal form; without ``twins`` an AMP or print page stays one."""
    try:
        parts = urlsplit(url.strip())
        port, hostname = parts.port, parts.hostname
    except ValueError:
        return url
    if parts.scheme.lower() not in ("http", "https") or not hostname:
        return url
    host = _WWW.sub("", _ascii_host(hostname) or hostname)
    if twins:
        host = _host_of_paper(host, twin_hosts)
    parts = _encoded(parts, host, None if port in (80, 443) else port)
    kept = (
        pair
        for pair in parts.query.split("&")
        if pair and not _TRACKING.match(pair.partition("=")[0]) and not (twins and _TWIN_FLAG.match(pair))
    )
    path = re.sub(r"/{2,}", "/", parts.path)
    path = _path_of_article(path) if twins else _cut(path)
    scheme = parts.scheme if parts.port else "https"
    whole = urlunsplit((scheme, parts.netloc, path, "&".join(kept), ""))
    return _ESCAPE.sub(lambda match: match[0].upper(), whole)


def is_twin(url: str) -> bool:
    """Whether a URL is of a page made for paper or for AMP, whose article's own address it does not tell.

    Such a page names its article as canonical, so it is no loss in a list of links, and would be a second copy.

    >>> is_twin("https://baosonha.example/in-bai/120114.html"), is_twin("https://baosonha.example/in-an/a-1.html")
    (True, False)
    """
    path = normalise(url).partition("://")[2].partition("/")[2].partition("?")[0]
    return _TWIN_PATH.search(f"/{path}") is not None


def without_twin(url: str, key: str, twin_hosts: Mapping[str, str] = NO_TWINS) -> str:
    """The URL to fetch where ``url`` was linked and ``key`` is its normal form: the article's own where it is a twin.

    >>> url = "https://amp.baosonha.example/khanh-thanh-cau-a1.html"
    >>> without_twin(url, normalise(url))
    'https://baosonha.example/khanh-thanh-cau-a1.html'
    """
    if not twin_hosts and _MAY_BE_TWIN.search(url) is None:
        return url
    return url if _normal_form(url, NO_TWINS, twins=False) == key else key


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


def _host_of_paper(host: str, twin_hosts: Mapping[str, str]) -> str:
    """The host under which the paper itself shows the page."""
    while _AMP_HOST.match(host):
        host = _WWW.sub("", host.removeprefix("amp."))
    return twin_hosts.get(host, host)


def _path_of_article(path: str) -> str:
    """The path without trailing slash, ``index.html`` and what makes it the article's AMP twin."""
    path = _cut(path)
    while True:
        rest = _cut(_AMP_SUFFIX.sub("", _AMP_SEGMENTS.sub("", path)))
        if rest == path or not _OF_AN_ARTICLE.search(rest):
            return path
        path = rest


def _cut(path: str) -> str:
    return re.sub(r"(?:/(?:index\.html?)?)+$", "", path) or "/"


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
