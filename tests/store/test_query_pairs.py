"""Recall and exactness of the search over queries that people type, judged by hand."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from danvan_cli.model import Selection
from danvan_cli.snapshot import codec
from danvan_cli.store.database import Archive
from danvan_cli.store.search import search
from danvan_cli.vietnamese import has_marks, strip_marks
from tests.support.query_pairs import PAIRS, TITLES, typed


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, pages: Any) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("titles") / "archive.db", codec=codec) as archive:
        for number, title in TITLES.items():
            pages.save(
                archive,
                url=f"https://baolangxa.example/{number}",
                title=title,
                sapo=None,
                all_blocks=(),
                captions=(),
                published_at=datetime(2025, 3, 1 + number % 28, 3, tzinfo=UTC),
            )
        yield archive


def found(archive: Archive, query: str) -> set[int]:
    return {hit.article.id for hit in search(archive, query, Selection())}


@pytest.mark.parametrize(("query", "expected"), PAIRS, ids=[query for query, _ in PAIRS])
def test_a_query_finds_these_and_no_other(library: Archive, query: str, expected: set[int]) -> None:
    assert found(library, query) == expected


def test_whoever_types_it_otherwise_finds_the_same(library: Archive) -> None:
    """Capitals, letters apart from their marks, the other tone style: recall and exactness are 100 of 100."""
    wrong = [(query, found(library, query), expected) for query, expected in typed()]
    assert len(wrong) >= 400
    assert [entry for entry in wrong if entry[1] != entry[2]] == []


def test_a_query_without_marks_finds_what_the_same_with_marks_finds(library: Archive) -> None:
    for query, expected in PAIRS:
        if has_marks(query) and "NOT" not in query:
            assert expected <= found(library, strip_marks(query)), query
