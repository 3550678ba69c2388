"""The whole pipeline without the network: bytes → text → raw article → article."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from danvan_cli.clean.article import clean_article
from danvan_cli.clean.dates import VIETNAM
from danvan_cli.discover.urls import normalise, same_site
from danvan_cli.model import Article, Snapshot
from danvan_cli.parse.article import parse_page
from danvan_cli.parse.metadata import own_url
from danvan_cli.parse.printed import parse_printed
from danvan_cli.profiles.loader import Profiles, load_profiles
from danvan_cli.profiles.schema import Profile
from danvan_cli.snapshot.decode import Decoded, decode_page, decode_text
from danvan_cli.snapshot.rereading import is_legible, is_unreadable
from danvan_cli.workflows.answers import NO_ARTICLE, PROBLEMS, is_home, no_page
from danvan_cli.workflows.collecting import uncollected
from danvan_cli.workflows.report import BLOCKED


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What was made of a snapshot. ``article`` is None where its bytes are no page; ``problem`` says why.

    A page that turns out to be no article has its reading in ``article`` too, for --explain; only ``is_article``
    says whether it is stored as one.
    """

    article: Article | None
    profile: Profile
    problem: str | None = None
    """``http-404`` and the like, ``not-html``, ``empty-body``, or the article's own problem."""
    detail: str | None = None
    encoding: str | None = None

    @property
    def is_article(self) -> bool:
        """Whether the page is an article, readable or not: what is none is archived, and never stored as one."""
        return self.article is not None and self.problem not in NO_ARTICLE

    @property
    def blocked(self) -> bool:
        """Whether the host refused us: evidence to keep, and a reason to go away."""
        return self.problem in BLOCKED


def understand(snapshot: Snapshot, profiles: Profiles) -> Understanding:
    """The article in a snapshot, or why there is none. Pure: the same snapshot gives the same answer."""
    profile = profiles.for_url(snapshot.url)
    if refused := no_page(snapshot):
        problem, detail = refused
        return Understanding(article=None, profile=profile, problem=problem, detail=detail)
    decoded = decode_page(snapshot.body, snapshot.header("content-type"))
    if _is_printed(snapshot, decoded.text):
        article = extract_printed(decoded.text, snapshot.url if snapshot.url.startswith("http") else None)
    else:
        profile = _profile_of(decoded.text, snapshot, profiles)
        url = snapshot.url if snapshot.url.startswith("http") else None
        article = _article(decoded.text, url, profile, snapshot.captured_at)
    article = _without_mojibake(article, decoded)
    return Understanding(
        article=article,
        profile=profile,
        problem=article.problem,
        detail=_explained(article),
        encoding=decoded.label,
    )


def extract_article(html: str | bytes, url: str | None = None) -> Article:
    """The public ``danvan_cli.extract``: a page's text or bytes to its article, by the built-in profiles."""
    decoded = decode_page(html) if isinstance(html, bytes) else decode_text(html)
    return _without_mojibake(_article(decoded.text, url, load_profiles().for_url(url), None), decoded)


def extract_printed(text: str, url: str | None = None) -> Article:
    """The article of a page that was printed as text."""
    return clean_article(parse_printed(text, url=url))


def _without_mojibake(article: Article, decoded: Decoded) -> Article:
    """The article; where its text is in an encoding that was not found, ``charset`` and only what can be read.

    A page may have its doubtful words in a corner: the article's own text decides. What cannot be read is not kept
    as text, for it would be found, exported and counted as if it were; the snapshot has the bytes.
    """
    text = article.text or " ".join(filter(None, (article.title, article.sapo)))
    if decoded.doubt is None or article.problem in NO_ARTICLE or not is_unreadable(text):
        return article
    return replace(
        article,
        problem="charset",
        title=_legible(article.title),
        sapo=_legible(article.sapo),
        lead_prefix=_legible(article.lead_prefix),
        byline=tuple(filter(is_legible, article.byline)),
        byline_raw=_legible(article.byline_raw),
        section_path=tuple(filter(is_legible, article.section_path)),
        tags=tuple(filter(is_legible, article.tags)),
        all_blocks=tuple(
            replace(block, text="", caption=None, removed=block.removed or "unreadable") for block in article.all_blocks
        ),
        captions=(),
        provenance=tuple(replace(found, raw=_legible(found.raw)) for found in article.provenance),
    )


def _legible(text: str | None) -> str | None:
    return text if text and is_legible(text) else None


def article_url(article: Article, snapshot: Snapshot) -> str:
    """The article's identity: its canonical URL where the page names one of its own site, else where it was found.

    A saved page without any URL is known by its bytes.
    """
    found = snapshot.url
    canonical = article.canonical_url
    if canonical and canonical.startswith(("http://", "https://")):
        trusted = not found.startswith("http") or (same_site(canonical, found) and not is_home(canonical))
        if trusted:
            return normalise(canonical)
    return normalise(found) if found.startswith("http") else found


def _article(text: str, url: str | None, profile: Profile, captured_at: datetime | None) -> Article:
    captured_on: date | None = captured_at.astimezone(VIETNAM).date() if captured_at else None
    with uncollected():
        raw = parse_page(text, url=url, profile=profile, captured_on=captured_on)
        return clean_article(raw, steps=profile.clean.steps, captured_at=captured_at)


def _profile_of(text: str, snapshot: Snapshot, profiles: Profiles) -> Profile:
    """The profile of the page's host; for a saved page without a URL, of its own canonical URL."""
    if snapshot.url.startswith("http"):
        return profiles.for_url(snapshot.url)
    return profiles.for_url(canonical_in(text))


def canonical_in(text: str) -> str | None:
    """The canonical URL a saved page names for itself; None where it names none."""
    return own_url(text)


def _is_printed(snapshot: Snapshot, text: str) -> bool:
    """Whether a page is plain text: declared so, or a file without a tag in its beginning."""
    declared = (snapshot.header("content-type") or "").lower()
    if declared and not declared.startswith("text/plain"):
        return False
    head = text[:4000]
    return "<" not in head or not any(
        tag in head.lower() for tag in ("<html", "<body", "<p", "<div", "<!doctype", "<h1")
    )


def _explained(article: Article) -> str | None:
    return PROBLEMS.get(article.problem) if article.problem else None
