"""The archive as the workflows open it: the store, the codec of its bodies, the user's settings."""

from collections.abc import Callable
from datetime import datetime

from danvan_cli.profiles.loader import Profiles, load_profiles, user_folder
from danvan_cli.settings import Settings
from danvan_cli.snapshot import codec
from danvan_cli.store.database import Archive, utc_now


def open_archive(
    settings: Settings,
    *,
    create: bool = False,
    read_only: bool = False,
    clock: Callable[[], datetime] | None = None,
) -> Archive:
    """The archive that the settings name. ``clock`` None: the system's, in UTC.

    Raises ``StorageError`` where there is none and ``create`` is off, or where the file cannot be opened or
    is no archive, ``IntegrityError`` where it is damaged.
    """
    return Archive.open(
        settings.archive.db,
        codec=codec,
        create=create,
        read_only=read_only,
        durability=settings.archive.durability,
        clock=clock or utc_now,
    )


def profiles_of(settings: Settings) -> Profiles:
    """The built-in newspapers and the user's own. Raises ``ProfileError``."""
    return load_profiles(settings.profiles.folder or user_folder())
