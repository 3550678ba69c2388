"""What the formats for readers share: which caption stands where, and how a day is written in Vietnam."""

from collections.abc import Iterator

from danvan_cli.model import Article, Block, Caption, Precision


def in_order(article: Article) -> Iterator[Block | Caption]:
    """The kept text blocks, each caption after the ``position`` blocks that come before its photo."""
    captions = sorted(article.captions, key=lambda caption: caption.position)
    shown = 0
    for number, block in enumerate(block for block in article.blocks if block.text):
        while shown < len(captions) and captions[shown].position <= number:
            yield captions[shown]
            shown += 1
        yield block
    yield from captions[shown:]


def credited(caption: Caption) -> str:
    """The caption with its credit in parentheses; the credit alone where the photo has only that."""
    if caption.credit and caption.text:
        return f"{caption.text} ({caption.credit})"
    return caption.text or caption.credit or ""


def vietnamese_time(article: Article) -> str | None:
    """``05/03/2026 08:15``, or the day alone where the page gives no time. None: no date is known."""
    if article.published_at is None:
        return None
    day_only = article.published_precision is Precision.DAY
    return article.published_at.strftime("%d/%m/%Y" if day_only else "%d/%m/%Y %H:%M")
