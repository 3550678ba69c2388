"""The newspaper's content as values: sections, stories and photos, out of ``data/articles.toml``."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from danvan_cli.model import BlockKind

EDITIONS = (1, 2)
"""The paper on two days: the second corrects one story and takes another off the site."""

_MARKS = {"## ": BlockKind.HEADING, "> ": BlockKind.QUOTE, "- ": BlockKind.LIST_ITEM}
_PATHS = {
    "modern": "/{slug}-post{id}.html",
    "provincial": "/{slug}-a{id}.html",
    "journal": "/{section}/{slug}-{id}",
    "old": "/tin/{id}.html",
}
"""Every layout came with its own scheme of addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the paper; its page stands at ``/slug/``."""

    slug: str
    name: str

    @property
    def path(self) -> str:
        """Where its first page stands."""
        return f"/{self.slug}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Photo:
    """A photo of a story. ``after`` counts the blocks before it; ``credit`` is None where nobody is named."""

    file: str
    caption: str
    credit: str | None
    after: int

    @property
    def path(self) -> str:
        """Where its bytes stand."""
        return f"/anh/{self.file}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a reader would say a page tells: the truth that an extraction can be compared with."""

    id: int
    slug: str
    section: Section
    layout: str
    title: str
    sapo: str | None
    lead_prefix: str | None
    byline: str
    """As printed: ``Tin, ảnh: P.Y``."""
    published: datetime
    updated: datetime
    """The publication time, until the text is changed."""
    tags: tuple[str, ...]
    blocks: tuple[tuple[BlockKind, str], ...]
    photos: tuple[Photo, ...]
    encoded: bool
    """Whether the paper prints the body encoded on purpose."""

    @property
    def path(self) -> str:
        """Where its page stands."""
        return _PATHS[self.layout].format(slug=self.slug, id=self.id, section=self.section.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One edition. ``stories`` are the newest first."""

    name: str
    origin: str
    """Scheme and host of canonical links: no such host exists (RFC 2606, ``.example``)."""
    tagline: str
    printed: datetime
    """What the clock at the head of every page shows."""
    sections: tuple[Section, ...]
    stories: tuple[Story, ...]

    def in_section(self, section: Section) -> tuple[Story, ...]:
        """The section's stories, the newest first."""
        return tuple(story for story in self.stories if story.section == section)


@cache
def load_paper(edition: int = 1) -> Paper:
    """An edition of the paper. Raises ``ValueError`` for one that was never printed."""
    if edition not in EDITIONS:
        raise ValueError(f"no edition {edition}; there are {', '.join(map(str, EDITIONS))}")
    content = tomllib.loads(read_data("articles.toml"))
    sections = {row["slug"]: Section(**row) for row in content["section"]}
    rows = (_in_edition(row, edition) for row in content["story"])
    stories = [_story(row, sections) for row in rows if not row.get("withdrawn")]
    paper = content["paper"]
    return Paper(
        name=paper["name"],
        origin=paper["origin"],
        tagline=paper["tagline"],
        printed=paper["printed"][edition - 1],
        sections=tuple(sections.values()),
        stories=tuple(sorted(stories, key=lambda story: story.published, reverse=True)),
    )


def read_data(name: str) -> str:
    """A file of the demo's data folder, as text."""
    return files("danvan_cli.demo").joinpath("data", *name.split("/")).read_text("utf-8")


def _in_edition(row: Mapping[str, Any], edition: int) -> Mapping[str, Any]:
    return {**row, **row.get("second", {})} if edition == 2 else row


def _story(row: Mapping[str, Any], sections: Mapping[str, Section]) -> Story:
    return Story(
        id=row["id"],
        slug=row["slug"],
        section=sections[row["section"]],
        layout=row["layout"],
        title=row["title"],
        sapo=row.get("sapo"),
        lead_prefix=row.get("lead_prefix"),
        byline=row["byline"],
        published=row["published"],
        updated=row.get("updated", row["published"]),
        tags=tuple(row["tags"]),
        blocks=tuple(_blocks(row["body"])),
        photos=tuple(Photo(credit=photo.pop("credit", None), **photo) for photo in map(dict, row.get("photo", ()))),
        encoded=row.get("encoded", False),
    )


def _blocks(body: str) -> Iterator[tuple[BlockKind, str]]:
    for line in filter(None, re.split(r"\n+", body)):
        kind = next((kind for mark, kind in _MARKS.items() if line.startswith(mark)), BlockKind.PARAGRAPH)
        yield kind, line if kind is BlockKind.PARAGRAPH else line.partition(" ")[2]
