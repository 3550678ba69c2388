"""An article as markup to read: what the page, the book and the reading site share."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby

from danvan_cli.export.layout import in_order, vietnamese_time
from danvan_cli.export.markup import line, link, text
from danvan_cli.model import Block, BlockKind, Caption, Heading, Precision, StoredArticle

UNTITLED = "(không có tiêu đề)"
UNKNOWN_SOURCE = "Báo khác"


def title(of: StoredArticle | Heading) -> str:
    """The title as markup; something to click on where there is none."""
    found = of.article.title if isinstance(of, StoredArticle) else of.title
    return line(found or "") or UNTITLED


def source_name(of: StoredArticle | Heading) -> str:
    """The newspaper's name as markup; a word for those that nobody knows."""
    found = (of.source and of.source.name) if isinstance(of, StoredArticle) else of.source_name
    return line(found or "") or UNKNOWN_SOURCE


def opening(stored: StoredArticle, *, level: int) -> Iterator[str]:
    """Title as a heading of that level, who and when, sapo."""
    article = stored.article
    yield f"<h{level}>{title(stored)}</h{level}>"
    about = (
        stored.source.name if stored.source else None,
        vietnamese_time(article),
        article.section,
        ", ".join(article.byline),
    )
    shown = joined(about)
    if shown:
        yield f'<p class="about">{shown}</p>'
    sapo = line(article.sapo or "")
    if sapo:
        yield f'<p class="sapo">{sapo}</p>'


def body(stored: StoredArticle, *, level: int) -> Iterator[str]:
    """The blocks and captions in page order; headings of that level."""
    article = stored.article
    if article.problem:
        yield f'<p class="problem">Không đọc được nội dung ({line(article.problem)}).</p>'
    shown = (item for item in in_order(article) if isinstance(item, Caption) or text(item.text).strip())
    for is_list, items in groupby(shown, _is_list_item):
        if is_list:
            yield "<ul>"
            yield from (f"<li>{_lines(item.text)}</li>" for item in items if isinstance(item, Block))
            yield "</ul>"
        else:
            yield from (_figure(item) if isinstance(item, Caption) else _block(item, level) for item in items)


def provenance(stored: StoredArticle) -> str:
    """Where the text is from and when it was captured, so that it can be checked."""
    shown = (
        f"Nguồn: {link(stored.url, line(stored.url))}",
        f"lưu lúc {utc(stored.captured_at)}",
        f"SHA-256 <code>{text(stored.sha256)}</code>",
        f"bài số {stored.id}, bản {stored.version}/{stored.versions}",
    )
    return f'<p class="provenance">{" · ".join(shown)}</p>'


def joined(parts: Iterable[str | None]) -> str:
    """What is said of an article on one line, as markup; what says nothing is left out."""
    return " · ".join(filter(None, (line(part or "") for part in parts)))


def utc(moment: datetime) -> str:
    """A capture time for people.

    >>> from datetime import UTC
    >>> utc(datetime(2026, 3, 5, 2, 0, tzinfo=UTC))
    '02:00:00 05/03/2026 UTC'
    """
    return f"{moment:%H:%M:%S %d/%m/%Y} UTC"


def when(heading: Heading) -> str:
    """Day and hour, or the day alone where no hour is known."""
    if heading.published_at is None or heading.published_precision is Precision.DAY:
        return f"{heading.day:%d/%m/%Y}"
    return f"{heading.published_at:%d/%m/%Y %H:%M}"


def time_of(stored: StoredArticle) -> str:
    """When it was published; when it was captured where the page gives no date."""
    return vietnamese_time(stored.article) or f"{stored.captured_at:%d/%m/%Y}"


def _is_list_item(item: Block | Caption) -> bool:
    return isinstance(item, Block) and item.kind is BlockKind.LIST_ITEM


def _block(block: Block, level: int) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"<h{level}>{line(block.text)}</h{level}>"
        case BlockKind.QUOTE:
            return f"<blockquote><p>{_lines(block.text)}</p></blockquote>"
        case BlockKind.CODE:
            return f"<pre>{text(block.text)}</pre>"
        case BlockKind.TABLE_ROW:
            return f'<p class="row">{_lines(block.text)}</p>'
        case _:
            return f"<p>{_lines(block.text)}</p>"


def _lines(value: str) -> str:
    return text(value).replace("\n", "<br/>")


def _figure(caption: Caption) -> str:
    """A caption with a link to its photo: the archive keeps what stands under photos, not the photos."""
    shown = line(caption.text)
    credit = f' <span class="credit">({line(caption.credit)})</span>' if caption.credit else ""
    photo = link(caption.image_url, "Ảnh")
    return f"<figure><figcaption>{photo}: {shown}{credit}</figcaption></figure>"
