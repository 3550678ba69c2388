"""Each family reads its tell-tale markup. The pages are invented; only element names and classes are real."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest

from danvan_cli.html import Page
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import ArticleRules

TITLE = "Cầu treo bản Nậm thông xe sau ba tháng"
SAPO = "Sáng 4/3, hơn hai trăm hộ dân đi lại qua cây cầu mới."
FIRST = "Ông Lò Văn Sơn, trưởng bản, kể rằng mùa mưa nào học sinh cũng phải nghỉ học vì suối dâng."
LAST = "Đội thợ của xã còn làm thêm một đoạn kè dài bốn mươi mét./."
CAPTION = "Cầu treo bản Nậm trong sáng thông xe. Ảnh: Minh Hà"
RELATED = "Ba cây cầu khác sẽ khởi công trong tháng tới"
NAME = "Minh Hà"


@dataclass(frozen=True)
class Layout:
    paper: str
    html: str
    sapo: bool = True
    date: str | None = None
    captions: int = 1
    signed: bool = False


LAYOUTS = {
    "F1": Layout(
        "baolaocai",
        f"""<h1 class="article__title cms-title ">{TITLE}</h1>
        <div class="article__meta"><time class="time" datetime="2026-03-04T08:15:02+0700">
        <span>04/03/2026 08:15</span>
        </time></div><div class="article__sapo cms-desc">{SAPO}</div>
        <div class="article__body zce-content-body cms-body" itemprop="articleBody"><div>{FIRST}</div>
        <figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure>
        <div class="sda_middle"><div class="rennab">{RELATED}</div></div>
        <div class="related-news">{RELATED}</div><div>{LAST}</div>
        <div class="t1"><span class="t2">{NAME}</span></div></div>""",
        date="2026-03-04T08:15:02+0700",
        signed=True,
    ),
    "F2": Layout(
        "baonghean",
        f"""<div class="b-maincontent"><h1 class="sc-longform-header-title block-sc-title">{TITLE}</h1>
        <span class="sc-longform-header-date">04/03/2026 - 08:15</span>
        <p class="sc-longform-header-sapo block-sc-sapo">{SAPO}</p>
        <article class="entry"><p>{FIRST}</p><div class="sc-related-articles">{RELATED}</div>
        <div class="c-box">Bài liên quan {RELATED}</div><p>{LAST}</p></article></div>""",
        date="04/03/2026 - 08:15",
        captions=0,
    ),
    "F3": Layout(
        "baotuyenquang",
        f"""<div class="article_content"><div class="content" id="content">
        <h1 class="media-heading title5">{TITLE}</h1><div class="date">08:15, 04/03/2026</div>
        <ul class="social"><li>{RELATED}</li></ul><p><strong>{SAPO}</strong></p><p>{FIRST}</p><p>{LAST}</p>
        <div class="bd02">{RELATED}</div></div></div>""",
        date="08:15, 04/03/2026",
        captions=0,
    ),
    "F4": Layout(
        "baocantho",
        f"""<h1>Thời sự</h1><h1 class="margintopbot10 fw700">{TITLE}</h1>
        <span class="pubdate">04/03/2026 - 08:15</span><div id="newscontents"><div class="content-fck">
        <p style="text-align:center"><em>{FIRST}</em></p>
        <p><img class="zoomimg" src="a.jpg" title="{TITLE}"></p><p style="text-align:center">
        <em>{CAPTION}</em></p>
        <p>{LAST}</p><p style="text-align:right"><strong>Tin, ảnh: {NAME}</strong></p>
        <div class="detail-related"><ul class="related-list"><li>{RELATED}</li></ul></div></div></div>""",
        sapo=False,
        date="04/03/2026 - 08:15",
        signed=True,
    ),
    "F4, the sibling layout": Layout(
        "baodongthap",
        f"""<h1 class="title">{TITLE}</h1><h4 class="sapo">{SAPO}</h4><div id="contentNews">
        <div class="singular-content"><p>{FIRST}</p><p>{LAST}</p></div></div>""",
        captions=0,
    ),
    "F5": Layout(
        "baophutho",
        f"""<div id="dcontent"><h1 class="pTitle">{TITLE}</h1><p class="pHead">{SAPO}</p>
        <p class="pBody">{FIRST}</p>
        <p class="pBody"><img class="dthumb iCenter" src="a.jpg" alt="{TITLE}"></p>
        <p class="pCaption">{CAPTION}</p>
        <p class="pBody">{LAST}</p></div>""",
    ),
    "F6": Layout(
        "baohungyen",
        f"""<meta name="description" content="{SAPO}"><h1 class="name">{TITLE}</h1>
        <div class="content-article">
        <div id="content-detail"><p>{FIRST}</p><p>{LAST}</p><div class="pseudonym">{NAME}</div>
        <div class="relates">{RELATED}</div><div class="block-news-list">Cùng chuyên mục {RELATED}</div>
        </div></div>""",
        captions=0,
        signed=True,
    ),
    "F7, a body in a script": Layout(
        "baoquangngai",
        f"""<h1 class="title">{TITLE}</h1><p class="sapo">{SAPO}</p><div id="content"></div>
        <script>var outputData = "<p>{FIRST}</p><p>{LAST}</p>";</script>""",
        captions=0,
    ),
    "F8": Layout(
        "tuoitre",
        f"""<meta property="article:published_time" content="2026-03-04T08:15:02+07:00">
        <h1 class="detail-title article-title" data-role="title">{TITLE}</h1>
        <div data-role="publishdate">04/03/2026 08:15 GMT+7</div>
        <h2 class="detail-sapo" data-role="sapo">{SAPO}</h2>
        <div class="detail-content afcbc-body" data-role="content">
        <figure class="VCSortableInPreviewMode" type="Photo">
        <img src="a.jpg"><figcaption class="PhotoCMS_Caption"><p>{CAPTION}</p></figcaption></figure>
        <p>{FIRST}</p><p>{LAST}</p><div type="RelatedOneNews" class="VCSortableInPreviewMode">
        <a class="OneNewsTitle">{RELATED}</a></div></div>""",
        date="2026-03-04T08:15:02+07:00",
    ),
    "F9": Layout(
        "tuyengiao",
        f"""<span class="story_headline">{TITLE}</span><span class="story_date">4/3/2026</span>
        <div class="story_teaser clearfix">{SAPO}</div><div class="story_avatar_b"><img src="a.jpg">
        <span>{CAPTION}</span>
        </div><div class="storydetail clearfix"><div class="story_body"><div id="ArticleContent">
        <table class="tbl-image"><tr><td><img src="a.jpg"></td></tr>
        <tr><td class="td-image-desc"><p>{CAPTION}</p></td></tr></table><p>{FIRST}</p><p>{LAST}</p></div>
        </div></div>""",
        date="4/3/2026",
        captions=2,
    ),
}
layouts = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))


def rules(layout: Layout) -> ArticleRules:
    return load_profiles().get(layout.paper).article


def slots(page: Page, selectors: Sequence[str]) -> list[str]:
    return [node.text(strip=True) for selector in selectors for node in page.nodes(selector)]


def found(page: Page, selectors: Sequence[str]) -> str | None:
    first = page.first(selectors)
    return first.value.strip() if first else None


@layouts
def test_title_sapo_and_date_are_found(layout: Layout) -> None:
    page = Page(layout.html)
    assert found(page, rules(layout).title) == TITLE
    assert found(page, rules(layout).sapo) == (SAPO if layout.sapo else None)
    assert found(page, rules(layout).published) == layout.date


@layouts
def test_the_body_holds_every_paragraph(layout: Layout) -> None:
    body = found(Page(layout.html), rules(layout).body)
    assert body
    assert FIRST in body
    assert LAST in body


@layouts
def test_captions_signature_and_related_stand_in_their_slots_and_paragraphs_do_not(layout: Layout) -> None:
    page, article = Page(layout.html), rules(layout)
    assert slots(page, article.caption) == [CAPTION] * layout.captions
    assert [NAME in text for text in slots(page, article.signature)] == [True] * layout.signed
    taken = "".join(slots(page, (*article.drop, *article.caption, *article.signature)))
    assert (RELATED in taken) == (RELATED in layout.html)
    assert FIRST not in taken
    assert LAST not in taken


def test_every_family_with_rules_has_a_layout_here() -> None:
    named = {name.partition(",")[0] for name in LAYOUTS}
    assert named == {f"F{number}" for number in range(1, 10)}
    for name, layout in LAYOUTS.items():
        assert load_profiles().get(layout.paper).family == name.partition(",")[0]


def test_the_lead_photo_of_f9_stands_outside_the_body() -> None:
    page, article = Page(LAYOUTS["F9"].html), rules(LAYOUTS["F9"])
    assert slots(page, article.lead_photo) == [CAPTION]
    assert not any(node.css(".story_avatar_b") for node in page.nodes(article.body[0]))


def test_a_shaded_box_of_f8_is_kept_and_its_caption_is_not() -> None:
    page = Page(
        f"""<div class="detail-content afcbc-body"><div id="ObjectBoxContent_1" type="content"><div>
        <h3>{TITLE}</h3>
        <figure type="PhotoInContentBox"><figcaption class="PhotoCMS_Caption"><p>{CAPTION}</p></figcaption>
        </figure>
        <p>{FIRST}</p></div></div></div>"""
    )
    article = load_profiles().get("tuoitre").article
    assert set(slots(page, article.keep)) == {TITLE, FIRST}
    assert slots(page, article.caption) == [CAPTION]
    assert slots(page, article.drop) == []


def test_the_text_of_a_vtc_photo_story_is_kept_and_elsewhere_the_slot_is_a_caption() -> None:
    page = Page(
        f"""<div class="edittor-content"><div class="div-pic-fw expNoEdit no-cap"><figure><figcaption>
        </figcaption></figure>
        <div><p class="ctmb expEdit">{FIRST}</p></div></div>
        <div class="div-pic-fw expNoEdit"><figure><figcaption></figcaption></figure>
        <p class="expEdit">{CAPTION}</p></div></div>"""
    )
    article = load_profiles().get("vtcnews").article
    assert slots(page, article.keep) == [FIRST]
    assert slots(page, article.caption) == [CAPTION]
