"""What element names, classes and styles tell a reader: the vocabulary of newsroom markup."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

SKIPPED = frozenset(
    [
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


_PLAIN = Style()


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


def style_of(attributes: Attributes) -> Style:
    """What the element's own ``style`` attribute sets."""
    style = attributes.get("style")
    return _style(str(style)[:_MOST_READ]) if style else _PLAIN


@lru_cache(maxsize=2048)
def _style(style: str) -> Style:
    alignment = "right" if _RIGHT.search(style) else "centred" if _CENTRE.search(style) else None
    return Style(
        hidden=bool(_HIDDEN.search(style)),
        alignment=alignment or ("left" if _LEFT.search(style) else None),
        bold=bool(_BOLD_STYLE.search(style)),
        italic=bool(_ITALIC_STYLE.search(style)),
    )


def is_hidden(attributes: Attributes) -> bool:
    """Whether a browser shows nothing of the element, as far as its own attributes say."""
    return "hidden" in attributes or style_of(attributes).hidden


def alignment(attributes: Attributes) -> str | None:
    """``right``, ``centred`` or ``left``; None where the element does not say."""
    if not attributes:
        return None
    styled = style_of(attributes).alignment
    align = str(attributes.get("align") or "").lower()
    by_class = _class_alignment(names(attributes))
    if "right" in (styled, align, by_class):
        return "right"
    if "centred" in (styled, by_class) or align in ("center", "middle"):
        return "centred"
    return "left" if styled == "left" or align in ("left", "justify") else None


@lru_cache(maxsize=4096)
def _class_alignment(words: str) -> str | None:
    if _RIGHT_CLASS.search(words):
        return "right"
    return "centred" if _CENTRE_CLASS.search(words) else None


def is_bold(name: str, attributes: Attributes) -> bool:
    """Whether the element's text is set bold."""
    return name in BOLD or style_of(attributes).bold


def is_italic(name: str, attributes: Attributes) -> bool:
    """Whether the element's text is set italic."""
    return name in ITALIC or style_of(attributes).italic


def label(name: str, attributes: Attributes) -> str:
    """``p.pCaption`` or ``div#content``: how --explain names an element."""
    if not attributes:
        return name
    classes = attributes.get("class") or ""
    first = (classes if isinstance(classes, str) else " ".join(classes))[:_MOST_READ].split(maxsplit=1)
    if first:
        return f"{name}.{first[0]}"
    return f"{name}#{attributes['id'][:_MOST_READ]}" if attributes.get("id") else name
