"""Who danvan says it is: an honest User-Agent with a way to reach its owner."""

import unicodedata

from danvan_cli.version import __version__

PRODUCT = "danvan"
"""The product token: what a robots.txt names danvan by (RFC 9309 §2.2.1)."""

NO_CONTACT = "danvan; no contact configured"


def user_agent(contact: str | None) -> str:
    """``danvan/<version> (+<contact>)``; without a contact it says so.

    A header is ASCII, and its comment ends at a parenthesis (RFC 9110 §5.6.5), so marks, line breaks and
    parentheses of the contact are taken off.

    >>> user_agent("Nguyễn Đức, lưu trữ báo <luutru@example.vn>").partition(" ")[2]
    '(+Nguyen Duc, luu tru bao <luutru@example.vn>)'
    >>> user_agent(None).partition(" ")[2]
    '(danvan; no contact configured)'
    """
    plain = _plain(contact or "")
    return f"{PRODUCT}/{__version__} ({f'+{plain}' if plain else NO_CONTACT})"


def _plain(text: str) -> str:
    """``text`` in printable ASCII, without parentheses and backslashes, white space single."""
    bare = unicodedata.normalize("NFKD", text).translate(str.maketrans("đĐ", "dD", "()\\"))
    ascii_only = bare.encode("ascii", "ignore").decode("ascii")
    return " ".join("".join(char if char.isprintable() else " " for char in ascii_only).split())
