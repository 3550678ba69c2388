"""A RawArticle to an Article: the only entry point of the room. Pure, deterministic, knows no other page."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from danvan_cli.clean.boilerplate import drop_slots
from danvan_cli.clean.dates import When, choose_published, stated_part
from danvan_cli.clean.draft import HEADING, MACHINE_FORMS, PARAGRAPH, Draft, Line, begin
from danvan_cli.clean.steps import STEPS
from danvan_cli.clean.text import folded, one_line
from danvan_cli.clean.verdict import judged
from danvan_cli.model import Article, Block, Caption, Found, Provenance, RawArticle
from danvan_cli.vietnamese import vietnamese_share

_HEADING_LETTERS = 160
_MOST_SAMPLED = 500
"""Letters of text that tell the language."""
_MOST_ASCII = 200
"""Letters that tell it where none has a mark: then it hardly ever is Vietnamese."""
_HOME = frozenset(folded(word) for word in ("Trang chủ", "Home", "Trang nhất", "Mặc định"))


def clean_article(
    raw: RawArticle, *, steps: Sequence[str] | None = None, captured_at: datetime | None = None
) -> Article:
    """The article, cleaned. ``steps`` None takes all in their usual order; ``captured_at`` rules out later dates."""
    draft = drop_slots(begin(raw))
    for name in STEPS if steps is None else steps:
        draft = STEPS[name](draft)
    draft = replace(draft, lines=tuple(map(_as_heading, draft.lines)))
    raw = draft.raw
    published = choose_published(raw.published, captured_at)
    updated = choose_published(raw.updated)
    article = Article(
        url=raw.url,
        canonical_url=raw.canonical_url.value.strip() if raw.canonical_url else None,
        title=draft.title.value if draft.title else None,
        sapo=draft.sapo.value if draft.sapo else None,
        lead_prefix=draft.lead_prefix,
        all_blocks=tuple(map(_block, draft.lines)),
        captions=tuple(_placed(draft)),
        byline=draft.byline,
        byline_raw=draft.byline_raw.value if draft.byline_raw else None,
        published_at=published.at if published else None,
        published_raw=_shown_date(raw, published),
        published_source=published.selector if published else None,
        published_precision=published.precision if published else None,
        updated_at=updated.at if updated else None,
        section_path=_section_path(raw),
        tags=_tags(raw),
        language=_language(draft),
        profile=raw.profile,
        provenance=tuple(_provenance(raw, draft, published, updated)),
    )
    return judged(article, raw, draft.lines)


def _as_heading(line: Line) -> Line:
    """A short line in bold alone, without a full stop, is a sub-heading."""
    if "bold" not in line.hints or line.kind is not PARAGRAPH or line.removed is not None:
        return line
    is_heading = len(line.text) <= _HEADING_LETTERS and not line.text.endswith((".", "!", "…", ":", ";", ","))
    return replace(line, kind=HEADING) if is_heading else line


def _block(line: Line) -> Block:
    return Block(
        kind=line.kind,
        text=line.text,
        removed=line.removed,
        selector=line.raw.selector or None,
        caption=line.caption,
    )


def _placed(draft: Draft) -> Iterable[Caption]:
    """The captions, each with the number of kept text blocks before its photo."""
    positions: dict[int, int] = {}
    texts = 0
    for line in draft.lines:
        if line.caption is not None:
            positions.setdefault(line.caption, texts)
        texts += bool(line.text) and line.removed is None
    return (replace(caption, position=positions.get(index, 0)) for index, caption in enumerate(draft.captions))


def _shown_date(raw: RawArticle, published: When | None) -> str | None:
    """The date as a reader saw it, where a displayed one states the same minute; else as it was told machines."""
    if published is None:
        return None
    for found in raw.published:
        if found.selector.startswith(MACHINE_FORMS) or "@" in found.selector:
            continue
        when = choose_published([found])
        if when and (when.at.replace(second=0) == published.at.replace(second=0)):
            return stated_part(found.value)
    return stated_part(published.raw)


def _section_path(raw: RawArticle) -> tuple[str, ...]:
    title = folded(raw.titles[0].value) if raw.titles else ""
    names = (one_line(found.value).strip(" »>/|-") for found in raw.sections)
    return tuple(dict.fromkeys(name for name in names if name and folded(name) not in _HOME and folded(name) != title))


def _tags(raw: RawArticle) -> tuple[str, ...]:
    """Tags as displayed, without ``#``; one string of keywords is split at its commas."""
    values = [one_line(found.value) for found in raw.tags]
    if any(found.selector.startswith(MACHINE_FORMS) for found in raw.tags):
        values = [part for value in values for part in value.split(",")]
    kept = (value.strip(" #,;") for value in values)
    return tuple(dict.fromkeys(value for value in kept if value and len(value) <= 80))


def _language(draft: Draft) -> str | None:
    """``vi`` where the text is Vietnamese by its syllables; else what the page declares; None where neither tells."""
    named = [found.value for found in (draft.title, draft.sapo) if found is not None and found.value]
    sample = " ".join([*named, *_sampled(draft)])
    if len(sample) >= 60 and vietnamese_share(sample[:_MOST_ASCII] if sample.isascii() else sample) >= 0.6:
        return "vi"
    told = draft.raw.language
    declared = re.match(r"[a-zA-Z]{2,3}", told.value.strip()) if told else None
    return declared[0].lower() if declared else None


def _sampled(draft: Draft) -> Iterable[str]:
    """The opening of the text, line by line."""
    left = _MOST_SAMPLED
    for line in draft.lines:
        if line.removed is None and line.text:
            yield line.text[:left]
            left -= len(line.text)
            if left <= 0:
                break


def _provenance(raw: RawArticle, draft: Draft, published: When | None, updated: When | None) -> Iterable[Provenance]:
    """Which selector gave each field; ``raw`` where cleaning changed the string."""
    singles: tuple[tuple[str, Found | None], ...] = (
        ("title", draft.title),
        ("sapo", draft.sapo),
        ("byline", draft.byline_raw),
        ("canonical_url", raw.canonical_url),
        ("language", raw.language),
    )
    for name, found in singles:
        if found is not None:
            yield Provenance(field=name, selector=found.selector, raw=found.value)
    for name, when in (("published_at", published), ("updated_at", updated)):
        if when is not None:
            yield Provenance(field=name, selector=when.selector, raw=when.raw)
    for name, several in (("section_path", raw.sections), ("tags", raw.tags)):
        if several:
            yield Provenance(field=name, selector=several[0].selector)
    if raw.body_selector:
        yield Provenance(field="text", selector=raw.body_selector)
