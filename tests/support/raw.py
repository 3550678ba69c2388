"""Raw articles and little pages, made by hand: what the parser hands to the cleaning, without a parser."""

from collections.abc import Iterable, Sequence
from typing import Any

from danvan_cli.clean.article import clean_article
from danvan_cli.model import Article, BlockKind, Found, RawArticle, RawBlock, RawFigure

PARAGRAPHS = (
    "Sáng 5/3, xã Tân Mỹ khánh thành cầu Đồng Mận bắc qua suối Cái, thay chiếc cầu tre đã mục từ mùa lũ năm trước.",
    "Cầu dài 120 m, rộng 7 m, do người dân hai bờ góp công, góp đất và doanh nghiệp trong tỉnh góp xi măng.",
    "Ông Lê Văn Sự, 70 tuổi, nói rằng ba đời nhà ông đợi ngày học trò trong xóm đến lớp mà không phải đi đò.",
    "UBND xã giao thôn tự quản cây cầu, mỗi tháng cử hai hộ quét dọn, sơn lại lan can trước mùa mưa.",
)
"""Four paragraphs of an invented story, each running text without anything that looks like furniture."""


def line(
    text: str,
    *hints: str,
    kind: BlockKind = BlockKind.PARAGRAPH,
    figure: int | None = None,
    link_chars: int = 0,
    selector: str = "p",
) -> RawBlock:
    return RawBlock(
        kind=kind,
        text=text,
        selector=selector,
        hints=frozenset(hints),
        figure=figure,
        link_chars=link_chars,
    )


def photo(index: int = 0, *hints: str) -> RawBlock:
    """The place of a figure among the blocks."""
    return line("", *hints, kind=BlockKind.FIGURE, figure=index, selector="img")


def image(alt: str | None = None, title: str | None = None, url: str = "https://baosonha.example/cau.jpg") -> RawFigure:
    return RawFigure(image_url=url, alt=alt, title=title)


def found(values: Iterable[str], selector: str = ".shown") -> tuple[Found, ...]:
    return tuple(Found(value=value, selector=selector) for value in values)


def raw(*blocks: RawBlock | str, figures: Sequence[RawFigure] = (), **fields: Any) -> RawArticle:
    """A raw article of these blocks; a string is a paragraph."""
    made = tuple(line(block) if isinstance(block, str) else block for block in blocks)
    return RawArticle(**{"url": None, "blocks": made, "figures": tuple(figures)} | fields)


def cleaned(*blocks: RawBlock | str, figures: Sequence[RawFigure] = (), **fields: Any) -> Article:
    return clean_article(raw(*blocks, figures=figures, **fields))


def texts(article: Article) -> list[str]:
    """The text of the blocks that stay."""
    return [block.text for block in article.blocks if block.text]


def reasons(article: Article) -> dict[str, str | None]:
    """Removed text → reason."""
    return {block.text: block.removed for block in article.removed}


def page(*body: str, title: str = "Xã Tân Mỹ khánh thành cầu Đồng Mận", head: str = "") -> str:
    """A page of a layout no profile knows: markup or plain paragraphs in one article element."""
    inner = "".join(part if part.lstrip().startswith("<") else f"<p>{part}</p>" for part in body)
    shown = f"<body><h1>{title}</h1><div class=noidung>{inner}</div></body>"
    return f"<html><head><title>{title}</title>{head}</head>{shown}</html>"
