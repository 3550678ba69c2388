"""Text of strangers' pages made harmless for whatever shows it."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LINE_BREAKS = re.compile(r"\s*[\n\t\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]\s*")


def inert(text: str) -> str:
    r"""``text`` without C0 and C1 control characters, which a terminal would obey; line feeds and tabs stay.

    >>> inert("Tin \x1b[31mđỏ\x1b[0m\x9b2J")
    'Tin [31mđỏ[0m2J'
    """
    # Asking first is ten times as fast, and nearly all text is printable.
    return text if text.isprintable() else _CONTROLS.sub("", text)


def one_line(text: str) -> str:
    r"""``text`` on a single line and without control characters.

    >>> one_line("Cầu\n  mới\x07")
    'Cầu mới'
    """
    return text.strip() if text.isprintable() else inert(_LINE_BREAKS.sub(" ", text)).strip()
