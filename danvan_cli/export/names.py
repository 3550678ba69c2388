"""Names of files that every file system takes: Windows, FAT on a USB stick, and shells.

Letters a to z, digits, ``-``, ``_`` and one ``.``: no path, no device, no name that differs from another in case only.
"""

import re
from functools import lru_cache

from danvan_cli.vietnamese import strip_marks

_OTHER = re.compile(r"[^a-z0-9]+")
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
"""What Windows opens instead of a file, whatever its suffix."""
_MAX_CHARS = 80
_IN_A_FOLDER = 1_000
"""Files of one folder: FAT32 takes 65,534 short names, and file managers grow slow long before."""


@lru_cache(maxsize=1024)  # an article's page is named by every list that leads to it
def slug(text: str | None) -> str:
    """``text`` in lower-case ASCII, Vietnamese letters folded; empty where nothing is left of it.

    >>> slug("Đường về Đắk Lắk: 5 tỷ!"), slug("../../x"), slug("CON"), slug("***")
    ('duong-ve-dak-lak-5-ty', 'x', 'con_', '')
    """
    folded = _OTHER.sub("-", strip_marks((text or "")[: _MAX_CHARS * 4]).lower()).strip("-")
    if len(folded) > _MAX_CHARS:
        folded = folded[:_MAX_CHARS].rpartition("-")[0] or folded[:_MAX_CHARS]
    return f"{folded}_" if folded in _DEVICES else folded


def article_name(number: int, title: str | None, suffix: str) -> str:
    """The file of one article: its number keeps it apart from all others and sorts it.

    >>> article_name(12, "Khánh thành cầu", ".md")
    '000012-khanh-thanh-cau.md'
    """
    end = slug(title)
    return f"{number:06}-{end}{suffix}" if end else f"{number:06}{suffix}"


def article_path(number: int, title: str | None, suffix: str) -> str:
    """The same in a folder of at most a thousand.

    >>> article_path(12012, "Khánh thành cầu", ".html")
    '0012/012012-khanh-thanh-cau.html'
    """
    return f"{number // _IN_A_FOLDER:04}/{article_name(number, title, suffix)}"


class Names:
    """Gives every text a name of its own: the slug, and a number where it is taken."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, text: str | None) -> str:
        """A slug that was not given before.

        >>> names = Names()
        >>> [names.name(text) for text in ("Bạn đọc", "Ban đọc", "?")]
        ['ban-doc', 'ban-doc-2', 'x']
        """
        wanted = slug(text) or "x"
        name, number = wanted, 1
        while name in self._taken:
            number += 1
            name = f"{wanted}-{number}"
        self._taken.add(name)
        return name
