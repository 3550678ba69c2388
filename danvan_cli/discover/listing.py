"""What a feed, a sitemap or a section page lists, and how far a crawl follows it."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date

from danvan_cli.discover.dates import VIETNAM
from danvan_cli.model import Link, SeedKind

MOST_LINKS = 50_000
"""Of one listing: the bound of sitemaps.org. More are left out, and the listing says so."""
MOST_PAGES = 50
"""How many pages of one section are turned at most, where nobody says otherwise."""
MOST_MAPS = 3
"""How many sitemaps stand one in another at most: the protocol knows two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The links of one feed, sitemap or page, in its order, each once. Empty where it lists nothing."""

    links: tuple[Link, ...] = ()
    left_out: int = 0
    """Entries that are no link of this newspaper to an article: other sites, sections, twins, what is no URL."""
    doubt: str | None = None
    """What speaks against this being all of it, for people; None where nothing does."""

    @property
    def articles(self) -> tuple[Link, ...]:
        """The links to articles."""
        return self._of(SeedKind.ARTICLE)

    @property
    def pages(self) -> tuple[Link, ...]:
        """Further pages of the same section, the nearest first."""
        return self._of(SeedKind.SECTION)

    @property
    def sitemaps(self) -> tuple[Link, ...]:
        """The sitemaps that an index names."""
        return self._of(SeedKind.SITEMAP)

    @property
    def feeds(self) -> tuple[Link, ...]:
        """The feeds that a page declares as its own."""
        return self._of(SeedKind.FEED)

    def _of(self, kind: SeedKind) -> tuple[Link, ...]:
        return tuple(link for link in self.links if link.kind is kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadListing:
    """A feed, sitemap or page that cannot be read: never to be taken for one that lists nothing."""

    reason: str
    """``bad-feed``, ``too-large``, ``too-complex`` or ``empty-body``."""
    detail: str
    """For people: what is wrong, and where."""


Listed = Listing | BadListing


def next_page(
    listing: Listing, *, seen: Container[str], since: date | None = None, most_pages: int = MOST_PAGES
) -> Link | None:
    """The page of a section to turn to after this one; None where turning on gains nothing.

    ``seen`` has the keys of the articles on the pages before this one. It ends where nothing on this page is new
    (a pager that shows its last page for ever), where everything new on it is older than ``since``, a day in Vietnam,
    and after ``most_pages`` pages (a calendar that can be turned for ever).
    """
    new = [link for link in listing.articles if link.key not in seen]
    if not new or (since is not None and all_older(new, since)):
        return None
    return next((page for page in listing.pages if page.depth < most_pages), None)


def all_older(links: Iterable[Link], day: date) -> bool:
    """Whether everything dated among the links was published before that day in Vietnam; False where nothing is.

    What boxes beside a list show is on every page of it: ask about the links that are new on a page.
    """
    found = [link.published_at for link in links if link.published_at is not None]
    return bool(found) and all(at.astimezone(VIETNAM).date() < day for at in found)
