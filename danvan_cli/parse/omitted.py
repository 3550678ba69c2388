"""Which elements inside another one are passed over, told in loops over hundreds of nodes."""

from collections.abc import Callable
from dataclasses import dataclass

from selectolax.lexbor import LexborNode


def _never(_: LexborNode, __: str) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Omitted:
    """The elements that are left out: those of the suspects and of the tags that ``holds`` says, asked in this order.

    A loop looks an element up before it asks: a call takes five times as long, and nearly all are neither.
    """

    suspects: frozenset[int] = frozenset()
    """By ``mem_id``."""
    tags: frozenset[str] = frozenset()
    holds: Callable[[LexborNode, str], bool] = _never
    """Says of an element, by its node and tag name, whether it is left out."""


NOTHING = Omitted()
