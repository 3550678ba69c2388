"""Pages parsed by rules made up for a test."""

from typing import Any

from danvan_cli.model import RawArticle, RawBlock
from danvan_cli.parse.article import parse_page
from danvan_cli.profiles.schema import ArticleRules, Profile

URL = "https://baosonha.example/xa-hoi/khanh-thanh-cau-a1.html"


def parsed(html: str, *, url: str | None = URL, **rules: tuple[str, ...]) -> RawArticle:
    """A page by the generic way, but where rules are given."""
    return parse_page(html, url=url, profile=Profile(id="test", article=ArticleRules(**rules)))


def body(markup: str, **rules: Any) -> RawArticle:
    """The markup as a page's body, located by its class."""
    return parsed(
        f'<h1>Cầu</h1><div class="b">{markup}<p>{"Lời kết của bài, dài hơn một nhãn. " * 2}</p></div>',
        body=("div.b",),
        **rules,
    )


def blocks(markup: str, **rules: Any) -> list[RawBlock]:
    """Its blocks, the closing paragraph that every one of these bodies has left out."""
    *found, last = body(markup, **rules).blocks
    assert last.text.startswith("Lời kết")
    return found
