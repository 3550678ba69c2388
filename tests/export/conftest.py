from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from danvan_cli.model import StoredArticle
from tests.support.articles import ARTICLE, STORED


@pytest.fixture
def stored() -> StoredArticle:
    """One article with everything a page can say."""
    return STORED


@pytest.fixture
def changed() -> Callable[..., StoredArticle]:
    """The same article with some of its fields changed."""

    def make(**fields: Any) -> StoredArticle:
        return replace(STORED, article=replace(ARTICLE, **fields))

    return make
