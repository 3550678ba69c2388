"""A story as the HTML of its layout: pages are in ``data/layouts``, what repeats within a body is here."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from itertools import groupby
from string import Template
from urllib.parse import quote

from danvan_cli.demo.paper import Paper, Photo, Story, read_data
from danvan_cli.model import BlockKind

_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")
_LETTERS = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
"""The Vietnamese alphabet, every tone of every vowel."""
_OTHERS = 4
"""Headlines in a related box."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The repeating parts of one design: ``$text`` is a block's text, ``$caption`` a photo's line."""

    blocks: Mapping[BlockKind, str]
    photo: str
    lead_photo: str = ""
    signature: str
    tag: str = '<a href="/tim-kiem?q=$query">$text</a>'
    credit: str = "$caption Ảnh: $credit"


_PLAIN = {
    BlockKind.PARAGRAPH: "<p>$text</p>",
    BlockKind.HEADING: "<h2>$text</h2>",
    BlockKind.QUOTE: "<blockquote><p>$text</p></blockquote>",
    BlockKind.LIST_ITEM: "<li>$text</li>",
}
LAYOUTS: Mapping[str, Layout] = {
    # An advertising slot after every photo, the caption in a figcaption and once more in alt.
    "modern": Layout(
        blocks=_PLAIN,
        photo='<figure class="picture"><img src="$src" alt="$plain">'
        "<figcaption>$caption</figcaption></figure>\n"
        '<div class="sda_middle"><div class="rennab" data-position="Web_SdaArticleMiddle"></div></div>',
        signature='<div class="t1"><span class="t2">$text</span></div>',
        tag='<a href="/tim-kiem?q=$query">#$text</a>',
    ),
    # The caption is a centred italic paragraph after the photo.
    "provincial": Layout(
        blocks=_PLAIN | {BlockKind.PARAGRAPH: '<p style="text-align:justify">$text</p>'},
        photo='<p style="text-align:center"><img alt="" class="zoomimg" src="$src" title="$title" /></p>\n'
        '<p style="text-align:center"><em>$caption</em></p>',
        signature='<p style="text-align:right"><strong>$text</strong></p>',
    ),
    # The founding complaint: the lead photo has its caption, and the body has both again in a table.
    "journal": Layout(
        blocks=_PLAIN,
        photo='<table class="tbl-image" align="center"><tbody><tr><td><img src="$src" alt="" /></td></tr>'
        '<tr><td class="td-image-desc"><p>$caption</p></td></tr></tbody></table>',
        lead_photo='<div class="story_avatar_b"><img src="$src" alt="$title" /><span>$caption</span></div>',
        signature='<p style="text-align:right"><strong>$text</strong></p>',
        credit="$caption (Ảnh: $credit).",
    ),
    # 2005: no paragraphs, only line breaks.
    "old": Layout(
        blocks={BlockKind.PARAGRAPH: "$text<BR><BR>"},
        photo='<CENTER><IMG src="$src"><BR><I>$caption</I></CENTER>',
        signature='<DIV class="tacgia" align=right><B>$text</B></DIV>',
    ),
}


def story_page(story: Story, paper: Paper) -> str:
    """The page of a story, whole."""
    layout = LAYOUTS[story.layout]
    sapo = escape(_with_prefix(story) if story.sapo else story.blocks[0][1])
    lead = story.photos[0] if story.photos else None
    return page(
        story.layout,
        paper,
        title=escape(story.title),
        sapo=sapo,
        sapo_block=f'<h4 class="sapo">{sapo}</h4>' if story.sapo else "",
        keywords=escape(", ".join(story.tags)),
        path=story.path,
        section=escape(story.section.name),
        section_slug=story.section.slug,
        published_iso=_iso_without_colon(story.published),
        updated_iso=_iso_without_colon(story.updated),
        published_long=f"{story.published:%d/%m/%Y %H:%M}",
        published_dash=f"{story.published:%d/%m/%Y - %H:%M}",
        published_short=f"{story.published.day}/{story.published.month}/{story.published:%Y %H:%M}",
        lead_photo=_photo(layout.lead_photo, layout, lead, story) if lead else "",
        body="\n".join(_body(story, layout)),
        signature=_fill(layout.signature, text=escape(story.byline)),
        tags=" ".join(_fill(layout.tag, text=escape(tag), query=quote(tag)) for tag in story.tags),
        others=headlines(other for other in paper.stories if other != story),
    )


def page(name: str, paper: Paper, **fields: str) -> str:
    """A page of ``data/layouts`` filled in; what every page shows is added."""
    return _template(f"layouts/{name}.html").substitute(
        paper=paper.name,
        origin=paper.origin,
        tagline=escape(paper.tagline),
        today=f"{_WEEKDAYS[paper.printed.weekday()]}, {paper.printed:%d/%m/%Y}",
        menu="<ul>" + "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in paper.sections) + "</ul>",
        footer=f"<p>{paper.name} - Giấy phép số 12/GP-CBC cấp ngày 15/03/2023.</p>"
        f"<p>® Ghi rõ nguồn “{paper.name}” khi phát hành lại thông tin từ trang này.</p>",
        **fields,
    )


def headlines(stories: Iterable[Story], most: int = _OTHERS) -> str:
    """A list of links to stories, as related boxes have it."""
    items = [f'<li><a href="{s.path}">{escape(s.title)}</a></li>' for s in stories][:most]
    return f"<ul>{''.join(items)}</ul>"


def encode_body(text: str, key: str) -> str:
    """``text`` with every letter exchanged for another, by a table that ``key`` decides: gibberish."""
    ordered = sorted(_LETTERS, key=lambda letter: hashlib.sha256(f"{key}{letter}".encode()).digest())
    exchanged = "".join(ordered)
    return text.translate(str.maketrans(_LETTERS + _LETTERS.upper(), exchanged + exchanged.upper()))


def _body(story: Story, layout: Layout) -> Iterable[str]:
    """Blocks and photos in order; list items that follow one another share a list."""
    yield from _photos_after(0, story, layout)
    numbered = enumerate(story.blocks, 1)
    for in_list, group in groupby(numbered, key=lambda item: item[1][0] is BlockKind.LIST_ITEM):
        if in_list:
            yield "<ul>"
        for number, (kind, text) in group:
            shown = encode_body(text, story.slug) if story.encoded else text
            prefix = _prefix_mark(story) if number == 1 else ""
            yield _fill(layout.blocks[kind], text=prefix + escape(shown))
            yield from _photos_after(number, story, layout)
        if in_list:
            yield "</ul>"


def _prefix_mark(story: Story) -> str:
    """The newsroom's mark before the text of a story that has no sapo, in a strong of its own."""
    if story.lead_prefix is None or story.sapo is not None:
        return ""
    mark, dash, _ = story.lead_prefix.partition(" - ")
    return f"<strong>{escape(mark)}</strong>{dash}"


def _with_prefix(story: Story) -> str:
    return (story.lead_prefix or "") + (story.sapo or "")


def _photos_after(number: int, story: Story, layout: Layout) -> Iterable[str]:
    return (_photo(layout.photo, layout, photo, story) for photo in story.photos if photo.after == number)


def _photo(markup: str, layout: Layout, photo: Photo, story: Story) -> str:
    caption = (
        photo.caption if photo.credit is None else _fill(layout.credit, caption=photo.caption, credit=photo.credit)
    )
    return _fill(
        markup,
        src=photo.path,
        caption=escape(caption),
        plain=escape(photo.caption),
        title=escape(story.title),
    )


def _iso_without_colon(when: datetime) -> str:
    """``2026-03-10T05:55:00+0700``, as that system writes it."""
    return f"{when:%Y-%m-%dT%H:%M:%S%z}"


def _fill(markup: str, **fields: str) -> str:
    return Template(markup).substitute(fields)


@cache
def _template(name: str) -> Template:
    return Template(read_data(name))
