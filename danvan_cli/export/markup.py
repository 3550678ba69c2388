"""Text of strangers' pages as markup: HTML5 and XHTML at once, and nothing in it runs, links or breaks out.

Everything that reaches a page of ours goes through ``text`` or ``href``.
"""

import re
from html import escape
from urllib.parse import SplitResult, quote, urlsplit

from danvan_cli.export.inert import inert, one_line

_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML 1.0 has no place for (§2.2), besides the controls that ``inert`` takes out."""
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
_STRAY_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def text(value: str) -> str:
    r"""``value`` as the text of an element or the value of a quoted attribute, line feeds and tabs kept.

    >>> text("<b>Chợ</b> & 'phiên'\x1b")
    '&lt;b&gt;Chợ&lt;/b&gt; &amp; &#x27;phiên&#x27;'
    """
    return escape(value if value.isprintable() else _NO_XML.sub("", inert(value)))


def line(value: str) -> str:
    """``text`` on one line."""
    return text(one_line(value))


def web_address(url: str | None) -> str | None:
    """``url`` in ASCII (RFC 3986), where it is an address of the web that may be linked to; else None.

    >>> web_address("https://bao.example/ảnh đẹp.jpg")
    'https://bao.example/%E1%BA%A3nh%20%C4%91%E1%BA%B9p.jpg'
    >>> web_address("javascript:alert(1)")
    """
    try:
        parts = urlsplit(_NO_XML.sub("", one_line(url or "")))
        host, port = _ascii_host(parts.hostname or ""), parts.port
    except ValueError:  # no port number, no name of a host, brackets that do not close
        return None
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        return None
    address = host if port is None else f"{host}:{port}"
    path, query, fragment = (_ascii(part) for part in (parts.path, parts.query, parts.fragment))
    return SplitResult(parts.scheme, address, path, query, fragment).geturl()


def _ascii_host(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()


def _ascii(part: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", part), safe="%/:@!$&()*+,;=?~-._")


def link(url: str | None, shown: str) -> str:
    """A link to the web around markup; the markup alone where ``url`` is no address of the web."""
    address = web_address(url)
    if address is None:
        return shown
    return f'<a href="{text(address)}" rel="noopener noreferrer nofollow">{shown}</a>'
