"""The nouns of danvan: frozen values that pass from one stage to the next.

A page is captured first and understood later::

    Seed → FetchResult → Snapshot → RawArticle → Article → the archive → an export

Every value is immutable, picklable and small; a changed one is made with ``dataclasses.replace``.
Times are aware datetimes: captures in UTC, publication in Asia/Ho_Chi_Minh (+07:00).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

# --- newspapers ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """A host a newspaper answered under; ``since``/``until`` are None where nobody knows."""

    host: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A newspaper. ``province`` is its province of today (the 34 units of July 2025)."""

    id: str
    name: str
    province: str | None = None
    """None for a central paper."""
    province_before: str | None = None
    """The province before July 2025; None where the paper is central."""
    home_url: str
    domains: tuple[Domain, ...] = ()


class SeedKind(StrEnum):
    """What stands at a seed's URL."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SECTION = "section"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """A URL where a crawl starts. ``line`` is its line in a URL list, counted from 1."""

    url: str
    kind: SeedKind = SeedKind.ARTICLE
    line: int | None = None
    month_first: bool | None = None
    """How a feed writes 5 September: ``9/5/2026`` where True. None where its own dates may tell."""
    verified: bool = True
    """False where a list of somebody's names it and nobody has seen it answer: its failure is no news."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A URL that a feed, a sitemap or a section page names, and what it says of it.

    Title and times are hints of the page where it was found: the article itself has the last word.
    """

    url: str
    """As it is fetched: absolute and percent-encoded."""
    key: str
    """What it is known by: the URL in normal form, the same for every way to link one article."""
    kind: SeedKind = SeedKind.ARTICLE
    """``section``: a further page of the section it was found on."""
    found_on: str
    depth: int = 1
    """How many listings were read on the way, the one that is the seed among them."""
    title: str | None = None
    published_at: datetime | None = None
    """+07:00."""
    updated_at: datetime | None = None
    """+07:00; of a sitemap, when something in it changed last."""


# --- on the wire --------------------------------------------------------------------------------

Headers = tuple[tuple[str, str], ...]
"""Header fields in the order they came, names as spelled, bytes read as latin-1 (RFC 9110 §5.5)."""


_SENDABLE = re.compile("[\x20-\x7e\x80-\xff]{1,1000}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an answer can be told by when it is asked for again (RFC 9110 §8.8): at least one of the two is set."""

    url: str
    """The URL that answered with them: they mean nothing anywhere else."""
    etag: str | None = None
    last_modified: str | None = None
    """As the server spells it."""

    @classmethod
    def of(cls, url: str, headers: Headers) -> "Validators | None":
        """Those among an answer's header fields; None where it has none that could be sent back."""
        sent = {name.lower(): value for name, value in reversed(headers) if _SENDABLE.fullmatch(value)}
        etag, last_modified = sent.get("etag"), sent.get("last-modified")
        return cls(url=url, etag=etag, last_modified=last_modified) if etag or last_modified else None

    @property
    def conditions(self) -> Headers:
        """The request's fields that ask for a body only where it is another one (RFC 9110 §13.1)."""
        pairs = (("If-None-Match", self.etag), ("If-Modified-Since", self.last_modified))
        return tuple((name, value) for name, value in pairs if value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """One hop on the way: where it was answered, with which status, and where it pointed."""

    url: str
    status: int
    location: str
    headers: Headers = ()
    request_headers: Headers = ()
    """As they were sent; empty where nobody kept them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """An answer, whole and within bounds, whatever its status."""

    requested_url: str
    url: str
    """The URL that answered, after redirects."""
    status: int
    http_version: str
    headers: Headers
    body: bytes
    """The representation with its content-coding (gzip, br, zstd) taken off; otherwise as it came."""
    wire_sha256: str
    """SHA-256 of the dechunked bytes exactly as they came, content-coding still on."""
    wire_bytes: int
    request_headers: Headers = ()
    """As they were sent to ``url``."""
    redirects: tuple[Redirect, ...] = ()
    peer_address: str | None = None
    """``address:port`` that answered; None where the transport does not tell."""
    started_at: datetime
    elapsed_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchFailure:
    """No usable answer. ``reason`` is a slug out of a closed set, so that a table can count it."""

    requested_url: str
    url: str
    """The URL that failed: the requested one, or a later hop."""
    reason: str
    detail: str
    """For people: what happened, with the figures."""
    retryable: bool = False
    not_before: datetime | None = None
    """Retry-After, when the host sent one."""
    redirects: tuple[Redirect, ...] = ()
    started_at: datetime
    elapsed_ms: int


FetchResult = Fetched | FetchFailure


class Origin(StrEnum):
    """Where a snapshot's bytes came from."""

    HTTP = "http"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """An immutable capture: the bytes a URL showed at a moment, sealed before anyone parses them."""

    requested_url: str
    url: str
    captured_at: datetime
    """UTC. For a saved file, when it was imported, unless its owner stated the day."""
    origin: Origin
    status: int | None = None
    """None for a saved file: nobody saw the server's answer."""
    http_version: str | None = None
    headers: Headers = ()
    body: bytes = field(repr=False)
    sha256: str
    """Of ``body``, lower-case hex."""
    wire_sha256: str | None = None
    wire_bytes: int | None = None
    request_headers: Headers = ()
    """As they were sent to ``url``; empty where nobody kept them."""
    redirects: tuple[Redirect, ...] = ()
    peer_address: str | None = None
    elapsed_ms: int | None = None
    file_path: str | None = None
    """The imported file, as its owner named it; None for a capture over HTTP."""

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; None where there is none."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)

    @property
    def key(self) -> "CaptureKey":
        """What makes it this capture and no other."""
        return CaptureKey(
            requested_url=self.requested_url,
            url=self.url,
            captured_at=self.captured_at,
            origin=self.origin,
            status=self.status,
            sha256=self.sha256,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptureKey:
    """What a capture is known by, here and in every package it is written to: who, when, what came."""

    requested_url: str
    url: str
    captured_at: datetime
    origin: Origin
    status: int | None
    sha256: str
    ordinal: int = 0
    """Counted from 0 among captures that are alike in all of this; nearly always 0."""


# --- what a page says, as the page has it -------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A string and the selector that found it, so that every field can be traced back."""

    value: str
    selector: str


class BlockKind(StrEnum):
    """What a block of the body is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    QUOTE = "quote"
    LIST_ITEM = "list-item"
    TABLE_ROW = "table-row"
    CODE = "code"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBlock:
    """One block of the located body, in page order, with the hints that cleaning decides by.

    Hints are a set of short words read off the markup: ``centred``, ``right``, ``italic``, ``bold``,
    ``small``, ``caption`` (a caption slot by tag or class), ``box`` and so on; ``parse/blocks.py`` lists them.
    """

    kind: BlockKind
    text: str
    selector: str
    """``tag.class`` path of the block within the body: what --explain prints."""
    hints: frozenset[str] = frozenset()
    link_chars: int = 0
    """How many of the text's characters stand inside links to pages of the same site."""
    figure: int | None = None
    """Index into ``RawArticle.figures``: this block shows that figure, or is its caption."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFigure:
    """An image of the article, with the texts its markup hides: evidence for pairing, never a caption by itself."""

    image_url: str | None
    """Absolute where the page's URL is known; None where no attribute names a file."""
    alt: str | None = None
    title: str | None = None
    selector: str = "img"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawArticle:
    """Strings and blocks as the page has them, plus which selector found each. Nothing is cleaned yet.

    Candidate tuples are ordered, best first; an empty tuple means the page has none.
    """

    url: str | None
    titles: tuple[Found, ...] = ()
    sapos: tuple[Found, ...] = ()
    lead_prefix: Found | None = None
    """Only where the layout prints it apart from the sapo."""
    bylines: tuple[Found, ...] = ()
    published: tuple[Found, ...] = ()
    updated: tuple[Found, ...] = ()
    sections: tuple[Found, ...] = ()
    """The section path, outermost first."""
    tags: tuple[Found, ...] = ()
    canonical_url: Found | None = None
    language: Found | None = None
    site_name: Found | None = None
    blocks: tuple[RawBlock, ...] = ()
    figures: tuple[RawFigure, ...] = ()
    body_selector: str | None = None
    """None where no body was located."""
    profile: str = "generic"
    declared: bool = False
    """Whether the page itself says that it is an article, to machines or by a layout its profile knows."""
    blank: bool = False
    """Whether the page shows no text at all."""
    challenge: bool = False
    """Whether a firewall shows this in place of the page, for a browser to prove itself."""
    too_complex: bool = False
    """Whether the page has more markup than is read; then nothing of it was."""
    article_url: bool | None = None
    """Whether the URL has the form of the newspaper's articles; None where its profile knows no form."""
    encoded: bool = False
    """Whether the profile says that the site encodes its bodies on purpose."""


# --- what a page says, cleaned ------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A block of the article. ``removed`` is the reason it was taken out of the text, None where it stays."""

    kind: BlockKind
    text: str
    removed: str | None = None
    selector: str | None = None
    caption: int | None = None
    """Index into ``Article.captions`` for a figure reference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """A photo's caption, its credit split off. ``position`` counts the kept text blocks before the photo."""

    text: str
    credit: str | None = None
    image_url: str | None = None
    position: int = 0
    raw: str = ""
    """As the page printed it, credit included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Which selector of which layer gave a field; ``raw`` is the string before cleaning."""

    field: str
    selector: str
    raw: str | None = None


class Precision(StrEnum):
    """How exactly a publication time is known."""

    DAY = "day"
    MINUTE = "minute"
    SECOND = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A news article, cleaned. Text is NFC; tone style is as published, never rewritten.

    A field is None, or an empty tuple, where the page does not say it. ``problem`` is None for a readable
    article; otherwise a slug (``no-readable-body``, ``charset``, ``too-complex``, ``not-article``, ``empty-body``,
    ``login-wall``, ``challenge``, ``soft-404``, ``error-page``), and what was readable is kept.
    """

    url: str | None
    canonical_url: str | None = None
    title: str | None = None
    sapo: str | None = None
    lead_prefix: str | None = None
    """The newsroom's mark before the lead, ``(CTO) - ``, kept apart from the sapo."""
    all_blocks: tuple[Block, ...] = ()
    """Every block in page order, the removed ones with their reason: cleaning can be undone."""
    captions: tuple[Caption, ...] = ()
    byline: tuple[str, ...] = ()
    byline_raw: str | None = None
    published_at: datetime | None = None
    published_raw: str | None = None
    published_source: str | None = None
    published_precision: Precision | None = None
    updated_at: datetime | None = None
    section_path: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    problem: str | None = None
    profile: str = "generic"
    provenance: tuple[Provenance, ...] = ()

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks that stay, in order."""
        return tuple(block for block in self.all_blocks if block.removed is None)

    @property
    def removed(self) -> tuple[Block, ...]:
        """The blocks that were taken out, each with its reason."""
        return tuple(block for block in self.all_blocks if block.removed is not None)

    @property
    def text(self) -> str:
        """The clean body: the kept blocks that have text, an empty line between them."""
        return "\n\n".join(block.text for block in self.blocks if block.text)

    @property
    def section(self) -> str | None:
        """The innermost section; None where the page names none."""
        return self.section_path[-1] if self.section_path else None


# --- in the archive -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredArticle:
    """An article as the archive has it: the current version and where it came from."""

    id: int
    url: str
    """The article's identity: its canonical URL in normal form."""
    article: Article
    source: Source | None = None
    status: str = "live"
    versions: int = 1
    version: int = 1
    snapshot_id: int
    captured_at: datetime
    """UTC, of the snapshot this version was first seen in."""
    sha256: str
    """Of that snapshot's body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which articles: the same five filters on every command. None means no bound.

    ``since`` and ``until`` are days in Vietnam, both included, of publication (of capture where a page gives
    no date).
    """

    since: date | None = None
    until: date | None = None
    source: str | None = None
    province: str | None = None
    limit: int | None = None


class Order(StrEnum):
    """In which order articles are read. Ties are broken by the article's number."""

    NUMBER = "number"
    DAY = "day"
    """Oldest day first; within a day by newspaper, then by the hour."""
    NEWEST = "newest"
    SOURCE = "source"
    """By newspaper, an unknown one last; within it the newest first."""
    SECTION = "section"
    """By the name of the section, those without one left out; within it the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What a list of articles says of one."""

    id: int
    url: str
    title: str | None
    day: date
    """In Vietnam, of publication; of the first capture where the page gives no date."""
    published_at: datetime | None
    published_precision: Precision | None
    source_id: str | None
    source_name: str | None
    section: str | None


class PassedArticle(NamedTuple):
    """An article on its way from JSON columns to JSON lines: as much as possible is never taken apart.

    Lists are JSON as the archive holds it, times are ISO 8601 with their offset.
    """

    id: int
    url: str
    canonical_url: str | None
    source: str | None
    province: str | None
    title: str | None
    sapo: str | None
    lead_prefix: str | None
    text_json: bytes
    """What stands between the quotes of the text as a JSON string, in UTF-8."""
    captions: Sequence[tuple[str, str | None, str | None, int]]
    """Text, credit, image URL, position."""
    byline_json: str
    published_at: str | None
    published_raw: str | None
    updated_at: str | None
    section_path_json: str
    tags_json: str
    language: str | None
    problem: str | None
    status: str
    versions: int
    captured_at: str
    sha256: str


class Part(StrEnum):
    """A part of an article that may be searched by itself."""

    TITLE = "title"
    SAPO = "sapo"
    BODY = "body"
    CAPTION = "caption"


class Sort(StrEnum):
    """In which order a search gives what it found."""

    RANK = "rank"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    r"""A search result; ``snippet`` has the matching words between ``\x02`` and ``\x03``."""

    article: StoredArticle
    snippet: str
    score: float


class Group(StrEnum):
    """By what the articles of an archive are counted."""

    MONTH = "month"
    SOURCE = "source"
    PROVINCE = "province"
    SECTION = "section"
    AUTHOR = "author"
    """By each name of the byline: an article of two counts for both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How much there is; a word is a Vietnamese syllable, a photo one with its caption."""

    articles: int
    words: int
    photos: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Of which days the archive has articles of a newspaper (None: of unknown ones)."""

    source: str | None
    first: date
    last: date
    days: int
    """With an article, of those from ``first`` to ``last``."""
    gaps: tuple[tuple[date, date], ...]
    """The longest runs of days without one, first and last day, the longest first; at most five."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What an archive holds, counted. Names are None for articles that have none."""

    total: Tally
    groups: Mapping[Group, Mapping[str | None, Tally]]
    """Months in order; all else by the number of articles, those without a name last."""
    coverage: tuple[Coverage, ...]
    """By newspaper."""
    stated: Mapping[str, int]
    """How many articles have a title, sapo, readable body, byline, publication time, section, photo."""


# --- what a run did -----------------------------------------------------------------------------


class Outcome(StrEnum):
    """What became of one URL or file."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    PROBLEM = "problem"
    """Archived, and stored as an article whose body could not be read."""
    FAILED = "failed"

    @property
    def is_failure(self) -> bool:
        """Whether the item counts as failed in the exit code."""
        return self is Outcome.FAILED


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDone:
    """One URL or file, finished and committed: what the progress line says."""

    url: str
    outcome: Outcome
    reason: str | None = None
    detail: str | None = None
    title: str | None = None
    article_id: int | None = None
    snapshot_id: int | None = None
    version: int | None = None
    captions: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RunReport:
    """Counts by outcome, the failures by reason, and how a run ended."""

    run_id: int | None
    pages: tuple[PageDone, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    besides: Mapping[str, int] = field(default_factory=dict)
    """What was neither a page nor a failure, by slug: captures without an article, records passed over."""
    elapsed_s: float = 0.0
    interrupted: bool = False
    signal: int | None = None
    """The signal that stopped it; None where it ran to its end."""

    def failures(self) -> Iterator[PageDone]:
        """The items that failed, in the order they ended."""
        return (page for page in self.pages if page.outcome.is_failure)
