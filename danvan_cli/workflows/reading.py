"""What is in the archive, and which newspapers are known: nothing here writes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from danvan_cli.discover.urls import normalise
from danvan_cli.errors import NotFoundError, ProfileError
from danvan_cli.model import Part, Selection, Sort, StoredArticle
from danvan_cli.profiles.loader import Profiles
from danvan_cli.profiles.schema import GENERIC, Profile
from danvan_cli.settings import Settings
from danvan_cli.store import articles, search, snapshots
from danvan_cli.workflows.archive import open_archive, profiles_of


def find(settings: Settings, target: str, *, version: int | None = None) -> StoredArticle:
    """The article of that number or URL, in its current version or the one asked for.

    Raises ``NotFoundError`` where there is no such article, version or archive.
    """
    with open_archive(settings, read_only=True) as archive:
        try:
            return articles.find_article(archive, normalise(target), version=version)
        except NotFoundError:
            # The archive remembers every URL that led to an article, spelled as it was asked for.
            return articles.find_article(archive, target, version=version)


def captured_bytes(settings: Settings, stored: StoredArticle) -> bytes:
    """The body this version of the article was read from, checked against its digest.

    Raises ``IntegrityError`` where it does not match.
    """
    with open_archive(settings, read_only=True) as archive:
        return snapshots.load_snapshot(archive, stored.snapshot_id).body


@contextmanager
def search_archive(
    settings: Settings,
    query: str | None,
    selection: Selection,
    *,
    parts: Sequence[Part] = (),
    sort: Sort = Sort.RANK,
) -> Iterator[search.Found]:
    """What ``store.search`` finds, to be read while the archive is open; whatever a person types is data."""
    with open_archive(settings, read_only=True) as archive:
        yield search.search(archive, query, selection, parts=parts, sort=sort)


def known_profiles(settings: Settings) -> tuple[Profile, ...]:
    """Every newspaper, sorted by id. Raises ``ProfileError``."""
    return profiles_of(settings).all


def find_profile(settings: Settings, name: str) -> Profile:
    """The newspaper of that id, host or URL. Raises ``ProfileError`` naming the nearest id."""
    profiles = profiles_of(settings)
    try:
        return profiles.get(name)
    except ProfileError:
        by_host = _by_host(profiles, name)
        if by_host is None:
            raise
        return by_host


def _by_host(profiles: Profiles, name: str) -> Profile | None:
    found = profiles.for_url(name if "://" in name else f"https://{name}")
    return None if found is GENERIC else found
