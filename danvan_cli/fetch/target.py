"""A URL made ready for the wire: one reading of it that address check, robots.txt and request all share."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from danvan_cli.fetch.reasons import Reason, Trouble

_DEFAULT_PORTS = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
# RFC 3986 pchar and "/", the percent sign kept so that what is escaped already stays as it is.
_PATH_SAFE = "/%:@!$&'()*+,;=~"
_QUERY_SAFE = _PATH_SAFE + "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An http or https URL in the form it is asked for: ASCII only, no fragment, no dot segments."""

    scheme: str
    host: str
    """Lower case, international names in punycode, no closing dot; an IPv6 address without its brackets."""
    port: int
    path: str
    """Path and query, percent-encoded; starts with a slash."""

    @property
    def authority(self) -> str:
        """``host[:port]`` as the Host header has it: the port only where it is not the scheme's own."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _DEFAULT_PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """``scheme://host[:port]``: what one robots.txt speaks for."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole URL."""
        return self.origin + self.path


def parse_target(url: str) -> Target:
    """``url`` as a ``Target``. Raises ``Trouble`` with ``bad-url`` or ``bad-scheme``.

    >>> parse_target("HTTP://Báo-Mới.vn:80/tin/../Đời sống?q=cá#top").url
    'http://xn--bo-mi-xqa5384c.vn/%C4%90%E1%BB%9Di%20s%E1%BB%91ng?q=c%C3%A1'
    """
    try:
        return _target(url.strip(" \t\r\n\f"))
    except ValueError as problem:
        raise Trouble(Reason.BAD_URL, f"{url[:200]!r} cannot be fetched: {problem}") from problem


def redirect_target(base: Target, location: str) -> Target:
    """Where a redirect from ``base`` leads. Raises ``Trouble``: ``bad-redirect``; ``bad-scheme`` for ``file://…``."""
    text = location.strip(" ")
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() not in _DEFAULT_PORTS:
        # file:///etc/passwd is a place danvan does not go to; javascript: and mailto: are no places at all.
        reason = Reason.BAD_SCHEME if text[scheme.end() :].startswith("//") else Reason.BAD_REDIRECT
        raise Trouble(reason, f"the redirect leads to {text[:200]!r}, which is no http or https URL")
    try:
        _refuse_controls(text)  # before urljoin, which drops them in silence
        return _target(urljoin(base.url, text))
    except ValueError as problem:
        raise Trouble(Reason.BAD_REDIRECT, f"the redirect leads nowhere: {text[:200]!r}: {problem}") from problem


def _target(text: str) -> Target:
    """``text`` as a ``Target``. Raises ``ValueError`` saying what is wrong, ``Trouble`` for its scheme."""
    _refuse_controls(text)
    parts = urlsplit(text)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise Trouble(Reason.BAD_SCHEME, f"{text[:200]!r} is no http or https URL; nothing else is fetched")
    if "@" in parts.netloc:
        raise ValueError("it holds a user name, and a password must not end up in an archive")
    if parts.port == 0:
        raise ValueError("port 0 cannot be connected to")
    return Target(
        scheme=scheme,
        host=_host(parts.hostname or ""),
        port=parts.port or _DEFAULT_PORTS[scheme],
        path=_path(parts.path, parts.query),
    )


def _refuse_controls(text: str) -> None:
    if _CONTROL.search(text):
        raise ValueError("it holds a control character")


def _host(host: str) -> str:
    """The host as the name system knows it; ``urlsplit`` has taken port and brackets off already."""
    if ":" in host:
        return host
    if not host:
        raise ValueError("it names no host")
    if len(host) > 253:
        raise ValueError("its host's name is longer than 253 characters")
    try:
        ascii_host = host.encode("idna").decode("ascii").lower().removesuffix(".")
    except UnicodeError as problem:
        raise ValueError(f"{host!r} is no host name") from problem
    if not all(_LABEL.fullmatch(label) for label in ascii_host.split(".")):
        raise ValueError(f"{host!r} is no host name")
    return ascii_host


def _path(path: str, query: str) -> str:
    quoted = _without_dots(quote(path or "/", safe=_PATH_SAFE))
    return f"{quoted}?{quote(query, safe=_QUERY_SAFE)}" if query else quoted


def _without_dots(path: str) -> str:
    """Dot segments resolved (RFC 3986 §5.2.4), so that ``/a/../private`` cannot slip past a robots.txt.

    >>> _without_dots("/a/./b/%2E%2e/c"), _without_dots("/../x/.."), _without_dots("/a//b/")
    ('/a/c', '/', '/a//b/')
    """
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        plain = segment.lower().replace("%2e", ".")
        if plain not in {".", ".."}:
            kept.append(segment)
            continue
        if plain == ".." and kept:
            kept.pop()
        if place == len(segments) - 1:
            kept.append("")
    return "/" + "/".join(kept)
