from collections.abc import Iterator
from pathlib import Path

import pytest

from danvan_cli.settings import ArchiveSettings, FetchSettings, Settings
from danvan_cli.store.database import Archive
from danvan_cli.workflows.archive import open_archive


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An archive of the test's own, and leave to fetch from loopback without a pause."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return Settings(
        archive=ArchiveSettings(db=tmp_path / "archive.db"),
        fetch=FetchSettings(allow_private=True, delay_s=0),
    )


@pytest.fixture
def archive(settings: Settings) -> Iterator[Archive]:
    """An open archive with nothing in it."""
    with open_archive(settings, create=True) as archive:
        yield archive
