"""Which links lead to the paper's own pages, and which to other sites."""

import re
from functools import lru_cache
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:https?:)?//[^/?#]*")
"""A link up to its path (RFC 3986, section 3.2): hundreds of links of a page have the same."""
_MOST_URL = 300


class Links:
    """The links of one page. Without the page's own URL every link counts as the site's own."""

    def __init__(self, base_url: str | None) -> None:
        self._site = _site_of(base_url) if base_url else None

    def is_own(self, href: str | None) -> bool:
        """Whether a link leads to another page of this paper; else it is a source or an offer."""
        if self._site is None or not href:
            return True
        address = href.strip()
        if not address.startswith(("http:", "https:", "//")):
            return True
        return _site_of(address) == self._site


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
