"""Which links lead to the paper's own pages, and which to other sites."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:https?:)?//[^/?#]*")
"""A link up to its path (RFC 3986, section 3.2): hundreds of links of a page have the same."""
_MOST_URL = 300


def is_outgoing(href: object, base_url: str | None) -> bool:
    """Whether a link leads to another site: a source or an offer, not another story of this paper.

    Without the page's own URL every link counts as the site's own.
    """
    address = str(href or "").strip()
    if not base_url or not address.startswith(("http:", "https:", "//")):
        return False
    return _site_of(address) != _site_of(base_url)


def _site_of(url: str) -> str:
    url = url[:_MOST_URL]
    host = _HOST.match(url)
    return _site(host[0] if host else url)


@lru_cache(maxsize=1024)
def _site(url: str) -> str:
    """The registrable name of a URL's host, near enough: two labels, three below a shared one such as com.vn."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""
    labels = host.split(".")
    shared = len(labels) > 2 and (labels[-2] in _SHARED or len(labels[-2]) == 2)
    return ".".join(labels[-3:] if shared else labels[-2:])


_SHARED = frozenset(["com", "net", "org", "gov", "edu", "info", "ac", "co"])
