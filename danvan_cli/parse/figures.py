"""Images of the article: which file, which hidden texts, and which are mere decoration."""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from danvan_cli.model import BlockKind, RawBlock, RawFigure
from danvan_cli.parse.markup import look_of, names

_SOURCES = (
    "data-original",
    "data-src",
    "data-lazy-src",
    "data-lazy",
    "data-srcset",
    "data-image",
    "src",
    "srcset",
)
"""Where the file's address stands, lazy loaders first: with them ``src`` is a placeholder."""
_PLACEHOLDER = re.compile(
    r"^(data:|about:|javascript:)|(blank|spacer|placeholder|loading|lazy|pixel|1x1)[\w-]*\.(gif|png|svg)",
    re.IGNORECASE,
)
_DECORATION = re.compile(
    r"(?<![a-z])(icon|icons|ico|emoji|avatar|logo|tracking|pixel|zoom-?icon|smiley)(?![a-z])", re.IGNORECASE
)
_PIXELS = re.compile(r"\s*(\d+)\s*(px)?\s*$")
_SMALLEST = 60
"""Pixels: a photo printed smaller is an icon, a flag or a counter."""


def read_figure(attributes: Mapping[str, Any], base_url: str | None) -> RawFigure | None:
    """The figure an ``<img>`` shows; None for icons, counters and placeholders."""
    if _DECORATION.search(names(attributes)) or _tiny(attributes):
        return None
    address = _address(attributes)
    if address is None and not (attributes.get("alt") or attributes.get("title")):
        return None
    return RawFigure(
        image_url=_absolute(address, base_url),
        alt=_text(attributes.get("alt")),
        title=_text(attributes.get("title")),
        selector=look_of("img", attributes).label,
    )


def _address(attributes: Mapping[str, Any]) -> str | None:
    for name in _SOURCES:
        value = attributes.get(name)
        if not value:
            continue
        value = str(value).strip()
        if name.endswith("srcset"):
            value = next(iter(value.lstrip(" ,\t\n").split()), "").rstrip(",")
        if value and not _PLACEHOLDER.search(value):
            return value
    return None


def _absolute(address: str | None, base_url: str | None) -> str | None:
    if address is None or address.startswith(("https://", "http://")):
        return address
    try:
        return urljoin(base_url, address) if base_url else address
    except ValueError:
        return None


def _tiny(attributes: Mapping[str, Any]) -> bool:
    sizes = (_PIXELS.match(str(size)) for side in ("width", "height") if (size := attributes.get(side)))
    return any(size is not None and 0 < int(size[1][:6]) < _SMALLEST for size in sizes)


def _text(value: Any) -> str | None:
    return " ".join(str(value).split()) or None if value else None


def figure_of(blocks: Sequence[tuple[RawBlock, int]], at: int) -> int | None:
    """The figure of a caption slot: in its own group the nearest before, then after; else the one next to it."""
    group = blocks[at][1]
    before = [blocks[i] for i in range(at - 1, max(-1, at - 8), -1)]
    after = blocks[at + 1 : at + 8]
    if group:
        for block, its_group in [*before, *after]:
            if its_group == group and block.kind is BlockKind.FIGURE:
                return block.figure
    for block, _ in before:
        if block.kind is BlockKind.FIGURE:
            return block.figure
        if "caption" not in block.hints:
            break
    first = after[0][0] if after else None
    return first.figure if first is not None and first.kind is BlockKind.FIGURE else None
