"""A profile's file as it is written: keys may be absent, and ``_more`` keys append to what is inherited.

An unknown key is an error, and so is a selector or a regular expression that cannot be read: a crawl never
meets one.
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from danvan_cli.model import Domain, Seed, SeedKind, Source
from danvan_cli.profiles.fields import (
    Elements,
    Host,
    Id,
    Patterns,
    Province,
    Selectors,
    Table,
    WebUrl,
    complaint,
)
from danvan_cli.profiles.schema import ArticleRules, CleanRules, Connection, Pace, Profile, Urls, Version


class DomainTable(Table):
    """``[[source.domain]]``: a host with the days it answered under that name."""

    host: Host
    since: date | None = None
    until: date | None = None


class SourceTable(Table):
    """``[source]``: the newspaper itself."""

    id: Id | None = None
    """None: the file's name without ``.toml``."""
    name: Annotated[str, Field(min_length=1)]
    province: Province | None = None
    province_before: str | None = None
    home_url: WebUrl
    domain: tuple[DomainTable, ...] = ()
    hosts: Annotated[tuple[Host, ...], Field(validate_default=True)] = ()

    @field_validator("hosts")
    @classmethod
    def _at_least_one(cls, hosts: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if not hosts and not info.data.get("domain"):
            raise complaint('say which addresses are this paper, such as hosts = ["baocantho.com.vn"]')
        return hosts

    def source(self, profile_id: str) -> Source:
        """The newspaper as the archive records it."""
        plain = (Domain(host=host) for host in self.hosts)
        dated = (Domain(host=item.host, since=item.since, until=item.until) for item in self.domain)
        return Source(
            id=profile_id,
            name=self.name,
            province=self.province,
            province_before=self.province_before,
            home_url=self.home_url,
            domains=(*plain, *dated),
        )


class UrlsTable(Table):
    """``[urls]``."""

    article: Patterns | None = None
    article_more: Patterns = ()
    other: Patterns | None = None
    other_more: Patterns = ()
    twin_hosts: tuple[Host, ...] = ()

    def over(self, base: Urls) -> Urls:
        """These keys in place of the base's; the ``_more`` keys after it. Twin hosts are a paper's own."""
        return Urls.model_construct(twin_hosts=self.twin_hosts, **_merged(self, base, ("article", "other")))


class SeedTable(Table):
    """``[[seed]]``: a URL where a crawl of this newspaper starts."""

    url: WebUrl
    kind: SeedKind
    month_first: bool | None = None
    verified: bool = True

    def seed(self) -> Seed:
        """The seed, as a crawl takes it."""
        return Seed(url=self.url, kind=self.kind, month_first=self.month_first, verified=self.verified)


class ArticleTable(Table):
    """``[article]``: see ``ArticleRules`` for what each key means."""

    title: Selectors | None = None
    title_more: Selectors = ()
    sapo: Selectors | None = None
    sapo_more: Selectors = ()
    lead_prefix: Selectors | None = None
    lead_prefix_more: Selectors = ()
    body: Selectors | None = None
    body_more: Selectors = ()
    byline: Selectors | None = None
    byline_more: Selectors = ()
    published: Selectors | None = None
    published_more: Selectors = ()
    updated: Selectors | None = None
    updated_more: Selectors = ()
    section: Selectors | None = None
    section_more: Selectors = ()
    tags: Selectors | None = None
    tags_more: Selectors = ()
    drop: Elements | None = None
    drop_more: Elements = ()
    keep: Elements | None = None
    keep_more: Elements = ()
    caption: Elements | None = None
    caption_more: Elements = ()
    lead_photo: Elements | None = None
    lead_photo_more: Elements = ()
    signature: Elements | None = None
    signature_more: Elements = ()
    encoded: bool | None = None

    def over(self, base: ArticleRules) -> ArticleRules:
        """These keys in place of the base's; the ``_more`` keys after it."""
        lists = tuple(name for name in ArticleRules.model_fields if name != "encoded")
        encoded = base.encoded if self.encoded is None else self.encoded
        return ArticleRules.model_construct(encoded=encoded, **_merged(self, base, lists))


def _merged(own: Table, base: Table, names: Sequence[str]) -> dict[str, Any]:
    """For each name the own list, or the base's where the file does not name it, and then ``name_more``.

    Both sides were checked when they were read, so what is made of them is constructed unchecked.
    """
    merged: dict[str, Any] = {}
    for name in names:
        given = getattr(own, name)
        merged[name] = (*(getattr(base, name) if given is None else given), *getattr(own, f"{name}_more"))
    return merged


class VersionTable(Table):
    """``[[version]]``: an older design; keys it does not name are today's."""

    until: date
    article: ArticleTable = ArticleTable()


class FamilyFile(Table):
    """``families/F4.toml``: what every paper on one publishing system shares."""

    pace: Pace | None = None
    urls: UrlsTable = UrlsTable()
    article: ArticleTable = ArticleTable()
    clean: CleanRules | None = None
    version: tuple[VersionTable, ...] | None = None

    @field_validator("version")
    @classmethod
    def _in_order(cls, versions: tuple[VersionTable, ...] | None) -> tuple[VersionTable, ...] | None:
        for earlier, later in zip(versions or (), (versions or ())[1:], strict=False):
            if earlier.until >= later.until:
                raise complaint(
                    f"the oldest design comes first: until {later.until} stands after until {earlier.until}"
                )
        return versions


class ProfileFile(FamilyFile):
    """A newspaper's file."""

    family: str | None = None
    source: SourceTable
    connection: Connection = Connection()
    seed: tuple[SeedTable, ...] = ()

    def resolved(self, profile_id: str, family: FamilyFile | None) -> Profile:
        """The profile: the family's keys first, this file's over them."""
        below = family or FamilyFile()
        article = self.article.over(below.article.over(ArticleRules()))
        versions = below.version if self.version is None else self.version
        return Profile(
            id=profile_id,
            family=self.family,
            source=self.source.source(profile_id),
            pace=self.pace or below.pace or Pace(),
            connection=self.connection,
            urls=self.urls.over(below.urls.over(Urls())),
            seeds=tuple(table.seed() for table in self.seed),
            article=article,
            clean=self.clean or below.clean or CleanRules(),
            versions=tuple(Version(until=item.until, article=item.article.over(article)) for item in versions or ()),
        )
