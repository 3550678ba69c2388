"""What a page's fonts tell: the encoding its letters were drawn in, and where they were drawn as capitals.

Only fonts named in a tag are followed. What a style sheet gives to a class is evidence for the encoding, but which
text is in capitals by it is not known: such text keeps the small letters it is written in.
"""

import re
from collections import Counter

from danvan_cli.snapshot.legacy import TCVN3, VISCII, VNI, Legacy

_NAMED = re.compile(
    r"(?:face\s*=|font-family\s*:)[^>;{}]{0,60}?(?P<font>\.vn\w|vni-|viscii|\bvi (?:times|arial))", re.IGNORECASE
)
_NAMES = (".vn", "vni-", "viscii", "vi times", "vi arial")
_DRAWS = {".vn": TCVN3, "vni": VNI, "vis": VISCII, "vi ": VISCII}
_ANY_FONT = re.compile(r"\bface\s*=|font-family\s*:", re.IGNORECASE)
_CAPITALS = re.compile(r"\.[Vv][Nn]\w*[a-z]H\b")
_TAG = re.compile(r"<(?P<close>/?)(?P<name>[a-z][a-z0-9]*)", re.IGNORECASE)
_CARRIERS = frozenset(
    {
        "b",
        "big",
        "center",
        "div",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "i",
        "li",
        "p",
        "span",
        "strong",
        "table",
        "td",
        "tr",
        "u",
    }
)
_ENDED_BY_NEXT = frozenset({"li", "p", "td", "tr"})


def fonts_named(page: str) -> frozenset[Legacy]:
    """The encodings whose fonts the page names, in tags or style sheets.

    >>> sorted(legacy.name for legacy in fonts_named('<font face=".VnTime"><p style="font-family: VNI-Helve">'))
    ['tcvn3', 'vni']
    """
    lowered = page.lower()
    if not any(name in lowered for name in _NAMES):  # the pattern takes many times as long to find that out
        return frozenset()
    return frozenset(_DRAWS[match["font"][:3].lower()] for match in _NAMED.finditer(page))


class Fonts:
    """The fonts along a page: what the text after the last tag is drawn in."""

    def __init__(self) -> None:
        self._open: list[tuple[str, Legacy | None, bool]] = []
        self._how_many: Counter[str] = Counter()

    @property
    def legacy(self) -> Legacy | None:
        """The encoding the font is made for; None for a font of any other kind."""
        return self._open[-1][1] if self._open else None

    @property
    def capitals(self) -> bool:
        """Whether the font is TCVN3's of capitals, ``.VnTimeH``, that has one for every small letter.

        TCVN3 itself has no capital with a tone: headlines were written in small letters and drawn large.
        """
        return bool(self._open) and self._open[-1][2]

    def pass_tag(self, tag: str) -> None:
        """Take note of a tag, ``<font …>`` or ``</font>``."""
        match = _TAG.match(tag)
        name = match["name"].lower() if match else ""
        if match is None or name not in _CARRIERS:
            return
        if match["close"] or name in _ENDED_BY_NEXT:
            self._close(name)
        if not match["close"]:
            self._open.append((name, *self._drawn(tag)))
            self._how_many[name] += 1

    def _drawn(self, tag: str) -> tuple[Legacy | None, bool]:
        if not _ANY_FONT.search(tag):
            return self.legacy, self.capitals
        named = _NAMED.search(tag)
        return (_DRAWS[named["font"][:3].lower()], bool(_CAPITALS.search(tag))) if named else (None, False)

    def _close(self, name: str) -> None:
        """End the last open element of that name, and what was opened in it; nothing where none is open."""
        closed = "" if self._how_many[name] else name
        while closed != name:
            closed = self._open.pop()[0]
            self._how_many[closed] -= 1
