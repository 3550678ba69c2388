"""A profile: everything danvan knows about one newspaper, resolved and checked.

A profile says *where things are* and *which named steps run*, never *how*. It is read from TOML: the file as
it is written is in ``tables.py``, and ``loader.py`` puts the family's keys and the paper's own together.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field

from danvan_cli.model import Seed, SeedKind, Source
from danvan_cli.profiles.fields import GENERIC_ID, Elements, Host, Patterns, Selectors, Table

StepName = Literal["captions", "lead", "byline", "boilerplate", "related", "duplicates"]
"""A step of cleaning, by the name under which ``clean/steps.py`` registers it."""
STEP_NAMES: tuple[str, ...] = get_args(StepName)


class Pace(Table):
    """How often this host is asked."""

    delay_s: Annotated[float, Field(ge=0, le=3600)] | None = None
    """Seconds between two requests; None where the user's own setting holds."""


class Connection(Table):
    """How this newspaper's hosts are talked to."""

    old_tls: tuple[Host, ...] = ()
    """Hosts that speak nothing above TLS 1.1; they must prove who they are all the same."""


class Urls(Table):
    """Which paths of the host are articles. Empty where nothing is established."""

    article: Patterns = ()
    other: Patterns = ()
    """What looks like an article and is none: tag, event and print pages. These win over ``article``."""
    twin_hosts: tuple[Host, ...] = ()
    """Hosts that show every article under the path it has at ``home_url``: the site for telephones."""


class ArticleRules(Table):
    """Where the fields of an article are. Ordered, the first non-empty wins; () means the generic way."""

    title: Selectors = ()
    sapo: Selectors = ()
    lead_prefix: Selectors = ()
    """Where the newsroom's mark before the lead stands apart from the sapo."""
    body: Selectors = ()
    byline: Selectors = ()
    published: Selectors = ()
    updated: Selectors = ()
    section: Selectors = ()
    tags: Selectors = ()
    drop: Elements = ()
    """Inside the body, no text of the article: advertisements, related boxes, the title once more."""
    keep: Elements = ()
    """Inside the body, text of the article though it looks like a caption or boilerplate."""
    caption: Elements = ()
    """Slots that hold a photo's caption."""
    lead_photo: Elements = ()
    """A photo with its caption that stands outside the body and belongs to the article."""
    signature: Elements = ()
    """Slots inside the body that hold who wrote the article."""
    encoded: bool = False
    """The site encodes its bodies on purpose: none is ever stored, the problem is ``no-readable-body``."""


class CleanRules(Table):
    """Which steps of cleaning run, in which order. None: the usual ones in the usual order."""

    steps: tuple[StepName, ...] | None = None


class Version(Table):
    """An older design: the rules for pages captured up to and on the day ``until``."""

    until: date
    article: ArticleRules


class Profile(Table):
    """Everything danvan knows about one newspaper. ``source`` is None for the generic profile alone."""

    id: str
    family: str | None = None
    source: Source | None = None
    pace: Pace = Pace()
    connection: Connection = Connection()
    urls: Urls = Urls()
    seeds: tuple[Seed, ...] = ()
    article: ArticleRules = ArticleRules()
    clean: CleanRules = CleanRules()
    versions: tuple[Version, ...] = ()

    def is_article_url(self, url: str | None) -> bool | None:
        """Whether a URL's path has the form of an article; None without a URL, or where no form is established."""
        if url is None or not self.urls.article:
            return None
        path = urlsplit(url).path
        other = any(re.search(pattern, path) for pattern in self.urls.other)
        return not other and any(re.search(pattern, path) for pattern in self.urls.article)

    @cached_property
    def twin_hosts(self) -> Mapping[str, str]:
        """Each twin host → the host of the newspaper's own that it stands for, without ``www.``."""
        if self.source is None:
            return {}
        home = (urlsplit(self.source.home_url).hostname or "").removeprefix("www.")
        return dict.fromkeys(self.urls.twin_hosts, home)

    def starts(self) -> tuple[Seed, ...]:
        """Where a crawl of the newspaper starts: its seeds, with its home page first where none of them is verified."""
        if self.source is None or any(seed.verified for seed in self.seeds):
            return self.seeds
        return (Seed(url=self.source.home_url, kind=SeedKind.SECTION), *self.seeds)

    def rules_for(self, captured_on: date | None) -> ArticleRules:
        """The rules for a page captured on that day in Vietnam; today's design where the day is None."""
        if captured_on is not None:
            for version in self.versions:
                if captured_on <= version.until:
                    return version.article
        return self.article

    @cached_property
    def digest(self) -> str:
        """SHA-256, lower-case hex, of the resolved profile as canonical JSON: which rules read a page.

        Keys at their default are left out, so that a key danvan learns later changes no digest by itself.
        """
        value = self.model_dump(mode="json", exclude_defaults=True)
        canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


GENERIC = Profile(id=GENERIC_ID)
"""For every host that no profile names: title, body and captions are found by structure alone."""
