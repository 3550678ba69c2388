"""An article that attacks whatever shows it: file systems, spreadsheets, browsers, terminals."""

from dataclasses import replace

from danvan_cli.model import Article, Block, BlockKind, Caption, Source, StoredArticle
from tests.support.articles import STORED

ATTACKS = (
    "../../x",
    "..\\..\\x",
    "C:\\con",
    "CON",
    "nul.txt",
    "/etc/passwd",
    "a" * 300,
    "Đ" * 300,
    "=cmd|' /C calc'!A0",
    '"=1+1',
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</title></style></script><script>alert(1)</script>",
    "]]><!--",
    "Tin \x1b[31mđỏ\x1b]0;tên\x07\x9b2J",
    "\u202edoc.exe",
    "\ufffe\uffff",
    "dòng\u2028khác",
    "```\n---\n# x",
    "*/ alert(1) /*",
    "",
    ".",
    " ",
)
"""Titles, and texts wherever a text may stand."""
ADDRESSES = (
    "javascript:alert(1)",
    " JavaScript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    'https://a.example/"><script>alert(1)</script>',
    "https://a.example/' onmouseover='alert(1)",
    "http://[bad/",
    "https://a.example:99999/",
    "file:///etc/passwd",
    "//a.example/x",
    "\x1b]8;;https://a.example\x07",
)


def hostile(number: int, attack: str, address: str) -> StoredArticle:
    """An article whose every text is ``attack`` and whose every address is ``address``."""
    article = Article(
        url=address,
        canonical_url=address,
        title=attack,
        sapo=attack,
        lead_prefix=attack,
        all_blocks=tuple(Block(kind=kind, text=attack) for kind in BlockKind),
        captions=(Caption(text=attack, credit=attack, image_url=address, position=2),),
        byline=(attack,),
        published_raw=attack,
        section_path=(attack,),
        tags=(attack,),
        language=attack,
        problem=attack,
    )
    source = Source(id=attack or "x", name=attack, province=attack, home_url=address)
    return replace(STORED, id=number, url=address, article=article, source=source)


HOSTILE = tuple(
    hostile(number, attack, ADDRESSES[number % len(ADDRESSES)]) for number, attack in enumerate(ATTACKS, start=1)
)
"""One for each attack."""
