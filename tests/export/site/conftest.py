from dataclasses import replace
from pathlib import Path

import pytest

from danvan_cli.export.site import builder
from danvan_cli.model import StoredArticle
from tests.support import generated
from tests.support.articles import STORED
from tests.support.hostile import HOSTILE
from tests.support.shelves import ListShelf

GENERATED = sorted({*range(100), *range(0, 910, 7)})
"""More than a hundred of one section."""


def _generated(number: int) -> StoredArticle:
    article, source = generated.article(number)
    assert article.url is not None
    return replace(STORED, id=1_000 + number, url=article.url, article=article, source=source)


@pytest.fixture(scope="session")
def shelf() -> ListShelf:
    """Hostile articles and enough others for lists of several pages."""
    return ListShelf(STORED, *(replace(stored, id=stored.id + 100) for stored in HOSTILE), *map(_generated, GENERATED))


@pytest.fixture(scope="session")
def site(shelf: ListShelf, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of these articles."""
    folder = tmp_path_factory.mktemp("site") / "kho tin #1 %20"  # a name that a careless link would break on
    folder.mkdir()
    assert builder.write(shelf, folder, title="Kho <tin> & ảnh") == len(shelf)
    return folder
