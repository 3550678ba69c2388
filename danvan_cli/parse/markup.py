"""What element names, classes and styles tell a reader: the vocabulary of newsroom markup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from danvan_cli.html import COMMENT

SKIPPED = frozenset(
    [
        COMMENT,
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "canvas",
        "audio",
        "video",
        "button",
        "input",
        "select",
        "option",
        "textarea",
        "nav",
        "map",
        "head",
        "meta",
        "link",
        "dialog",
    ]
)
"""Elements that never hold the article's text."""
BLOCK = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "hr",
        "html",
        "li",
        "main",
        "menu",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "caption",
    ]
)
HEADINGS = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
BOLD = frozenset(["b", "strong"])
ITALIC = frozenset(["i", "em", "cite"])

CAPTION_CLASS = re.compile(
    r"(?<![a-z])(caption|p-?caption|media-caption|img-?caption|image-?caption|photo-?caption|photocms_caption|"
    r"\w*caption(?:-?text)?|(?:image|img|photo|picture|media|pic)-?\w*-?credits?|credits?|\w+credit|"
    r"wp-caption-text|td-image-desc|image-?desc|img-?desc|photo-?desc|pic-?desc|chu-?thich|picture-desc|"
    r"ck-image-caption|imagecaption)"
    r"(?![a-z])",
    re.IGNORECASE,
)
RELATED_CLASS = re.compile(
    r"(?<![a-z])(related|relate|relates|relatedbox|tinlienquan|tin-?lien-?quan|lien-?quan|box-?tin|"
    r"tin-?khac|cac-?tin|"
    r"read-?more|readmore|read-?also|see-?also|more-?news|othernews|other-?news|other_news|onenewstitle|"
    r"relatedonenews|"
    r"kbwscwl-relatedbox|c-box|xem-?them|doc-?them|recommend|recommended|recommendation|inline-?related|"
    r"related-?\w+|\w+-related|block-news-list|news-insert|insert-\w+-new\w*|tin_xemthem|tindnd|promo|newsletter|"
    r"signup|sign-up|subscribe|outbrain|taboola|trending|most-?popular|most-?read)(?![a-z])",
    re.IGNORECASE,
)
FURNITURE_CLASS = re.compile(
    r"(?<![a-z])(rennab|sda_\w+|ads?|adv|advert\w*|ad-?slot|ad-?unit|ad-?wrap\w*|ads_\w+|banner|"
    r"quang-?cao|sponsor\w*|share|sharing|"
    r"share-?\w+|social|social-?\w+|addthis\w*|fb-\w+|like-?box|comments?|comment-?\w+|binh-?luan|"
    r"disqus\w*|tags?|tag-?list|"
    r"tags?-?box|tu-?khoa|keywords?|breadcrumbs?|pagination|pager|print|toolbar|rating|vote|copyright|"
    r"author-?bio|about-?author|skip-?link|sr-only|visually-?hidden|screen-reader-text|cookie\w*|modal|"
    r"popup|tooltip|\w*-?read(?:ing)?-?time|time-?to-?read|post-?info|entry-?meta|wpa|wpcnt)(?![a-z])",
    re.IGNORECASE,
)
SIGNATURE_CLASS = re.compile(
    r"(?<![a-z])(author|authors|tac-?gia|pauthor|psource|pseudonym|byline|signature|but-?danh|"
    r"author-?info|nguon|news-?source)(?![a-z])",
    re.IGNORECASE,
)
PICTURE_CLASS = re.compile(
    r"(?<![a-z])(photo|image|picture|gallery-?item|slide|carousel-?item)(?![a-z])", re.IGNORECASE
)
"""A box for one picture: what text it has beside the picture is its caption."""
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*(right|end)", re.IGNORECASE)
_CENTRE = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_LEFT = re.compile(r"text-align\s*:\s*(left|justify|start)", re.IGNORECASE)
_RIGHT_CLASS = re.compile(r"(?<![a-z])(text-?right|text-?end|align-?right|ta-?right)(?![a-z])", re.IGNORECASE)
_CENTRE_CLASS = re.compile(r"(?<![a-z])(text-?cent(er|re)|align-?cent(er|re)|ta-?center)(?![a-z])", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*italic", re.IGNORECASE)

_BY_CLASS = (
    (CAPTION_CLASS, "caption"),
    (RELATED_CLASS, "related"),
    (FURNITURE_CLASS, "furniture"),
    (SIGNATURE_CLASS, "signature"),
    (PICTURE_CLASS, "picture"),
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MOST_READ = 400
"""Characters of a class or style that are looked at: a hostile page may bring megabytes."""

Attributes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Style:
    """What an element's ``style`` says of its text."""

    hidden: bool = False
    alignment: str | None = None
    bold: bool = False
    italic: bool = False


def names(attributes: Attributes) -> str:
    """An element's classes and id as one string to be matched."""
    classes, name = attributes.get("class") or "", attributes.get("id")
    joined = classes if isinstance(classes, str) else " ".join(classes)
    return f"{joined} {name}"[:_MOST_READ] if name else joined[:_MOST_READ]


@lru_cache(maxsize=4096)
def hints_of(words: str) -> frozenset[str]:
    """The uses that classes and ids speak of: ``caption``, ``related``, ``furniture``, ``signature``, ``picture``."""
    words = _CAMEL.sub("-", words)  # PromoSmall-title, imageEmbedCaption
    return frozenset(hint for pattern, hint in _BY_CLASS if pattern.search(words))


@lru_cache(maxsize=2048)
def _style(style: str) -> Style:
    alignment = "right" if _RIGHT.search(style) else "centred" if _CENTRE.search(style) else None
    return Style(
        hidden=bool(_HIDDEN.search(style)),
        alignment=alignment or ("left" if _LEFT.search(style) else None),
        bold=bool(_BOLD_STYLE.search(style)),
        italic=bool(_ITALIC_STYLE.search(style)),
    )


def alignment(attributes: Attributes) -> str | None:
    """``right``, ``centred`` or ``left``; None where the element does not say."""
    return look_of("p", attributes).alignment


def _alignment(words: str, styled: str | None, align: str) -> str | None:
    if styled == "right" or align == "right" or _RIGHT_CLASS.search(words):
        return "right"
    if styled == "centred" or align in ("center", "middle") or _CENTRE_CLASS.search(words):
        return "centred"
    return "left" if styled == "left" or align in ("left", "justify") else None


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """What an element's name, classes, id and style say of the text in it. Elements that look alike share one."""

    label: str
    """``p.pCaption`` or ``div#content``: how --explain names the element."""
    hints: frozenset[str]
    """The uses that its classes and id speak of, as ``hints_of`` has them."""
    alignment: str | None
    bold: bool
    italic: bool
    hidden: bool
    """Whether a browser shows nothing of the element, as far as its own attributes say."""


def look_of(name: str, attributes: Attributes) -> Look:
    """The look of an element."""
    if not attributes:
        return _look(name)
    get = attributes.get  # not in a loop: it is asked of every element of the body
    said = (get("class"), get("id"), get("style"), get("align"))
    return _look(name, (*said, "hidden") if "hidden" in attributes else said)


@lru_cache(maxsize=8192)  # a site's pages look alike
def _look(name: str, said: tuple[str | None, ...] = ()) -> Look:
    """``said`` are class, id, style and align, and ``hidden`` behind them where the element is."""
    classes, own_id, style, align, *hidden = (text[:_MOST_READ] if text else "" for text in said or ("",) * 4)
    words = f"{classes} {own_id}"[:_MOST_READ] if own_id else classes
    styled = _style(style)
    first = classes.split(maxsplit=1)
    return Look(
        label=f"{name}.{first[0]}" if first else f"{name}#{own_id}" if own_id else name,
        hints=hints_of(words) if words else frozenset(),
        alignment="centred" if name == "center" else _alignment(words, styled.alignment, align.lower()),
        bold=name in BOLD or styled.bold,
        italic=name in ITALIC or styled.italic,
        hidden=bool(hidden) or styled.hidden,
    )
