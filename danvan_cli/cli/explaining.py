"""How an article was read, for people: selectors, kept blocks, removed lines with their reasons."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from danvan_cli.export.inert import one_line
from danvan_cli.language import _

if TYPE_CHECKING:
    from danvan_cli.model import Article, Block, Snapshot
    from danvan_cli.workflows.inspecting import Inspection
    from danvan_cli.workflows.understand import Understanding

_SHOWN = 100
"""Characters of a block, enough to know it again."""


def read(inspection: "Inspection") -> str:
    """The article as a page to read."""
    from danvan_cli.export.layout import credited, vietnamese_time

    *__, article = _whole(inspection)
    about = " · ".join(part for part in (", ".join(article.byline), vietnamese_time(article)) if part)
    captions = "\n".join(f"[Ảnh] {one_line(credited(caption))}" for caption in article.captions)
    problem = _("problem: {problem}", problem=article.problem) if article.problem else None
    parts = (article.title, about, article.sapo, article.text, captions, problem)
    return "\n\n".join(part for part in parts if part)


def explained(inspection: "Inspection") -> str:
    """Profile, encoding, then what ``provenance`` says, then the captions with their credits apart."""
    snapshot, understood, article = _whole(inspection)
    head = (
        f"url       {snapshot.url}",
        f"sha256    {snapshot.sha256}",
        f"profile   {understood.profile.id}" + (f" ({understood.profile.family})" if understood.profile.family else ""),
        f"encoding  {understood.encoding or '-'}",
        f"problem   {article.problem or '-'}",
    )
    captions = [
        f"  {caption.position:>3}  {one_line(caption.text)}  [{_('credit')}: {one_line(caption.credit or '-')}]"
        for caption in article.captions
    ]
    return "\n".join(
        (
            *head,
            "",
            provenance(article),
            "",
            _("captions ({count}), after how many blocks", count=len(article.captions)),
            *captions,
        )
    )


def provenance(article: "Article") -> str:
    """The selector behind each field, the blocks that stay, and every removed one with its reason."""
    return "\n".join(
        (
            _("fields"),
            *_fields(article),
            "",
            _("kept ({count})", count=len(article.blocks)),
            *(f"  {block.kind.value:<10}  {_opening(block, article)}" for block in article.blocks),
            "",
            _("removed ({count})", count=len(article.removed)),
            *(f"  {block.removed:<18}  {_opening(block, article)}" for block in article.removed),
        )
    )


def as_json(inspection: "Inspection") -> str:
    """Everything that was made of the page as one JSON value."""
    from dataclasses import asdict

    from danvan_cli.export.jsonl import line

    snapshot, understood, article = _whole(inspection)
    value: dict[str, Any] = asdict(article)
    value["published_at"] = article.published_at.isoformat() if article.published_at else None
    value["updated_at"] = article.updated_at.isoformat() if article.updated_at else None
    page = {
        "url": snapshot.url,
        "sha256": snapshot.sha256,
        "profile": understood.profile.id,
        "encoding": understood.encoding,
        "detail": understood.detail,
    }
    return line({**value, **page, "text": article.text, "section": article.section})


def _fields(article: "Article") -> Iterator[str]:
    for found in article.provenance:
        raw = f"  ← {one_line(found.raw)[:_SHOWN]}" if found.raw else ""
        yield f"  {found.field:<14}  {one_line(found.selector)}{raw}"


def _opening(block: "Block", article: "Article") -> str:
    """The beginning of a block, of a photo that of its caption, and the block's selector."""
    is_photo = not block.text and block.caption is not None
    text = one_line(article.captions[block.caption or 0].text if is_photo else block.text)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"{shown}  [{one_line(block.selector)}]" if block.selector else shown


def _whole(inspection: "Inspection") -> tuple["Snapshot", "Understanding", "Article"]:
    """The parts of an inspection that found an article; raises ``ValueError`` for one that did not."""
    snapshot, understood = inspection.snapshot, inspection.understanding
    if snapshot is None or understood is None or understood.article is None:
        raise ValueError("there is no article to show")
    return snapshot, understood, understood.article
