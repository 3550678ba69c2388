import dataclasses
import pickle
from datetime import UTC, datetime
from typing import Any

import pytest

from danvan_cli import model
from danvan_cli.model import (
    Article,
    Block,
    BlockKind,
    Headers,
    Origin,
    Outcome,
    PageDone,
    RunReport,
    Snapshot,
    Validators,
)
from tests.support.articles import ARTICLE, SOURCE

VALUES = [item for item in vars(model).values() if isinstance(item, type) and dataclasses.is_dataclass(item)]
SNAPSHOT = Snapshot(
    requested_url="http://baosonha.example/a",
    url="https://baosonha.example/a",
    captured_at=datetime(2026, 3, 5, tzinfo=UTC),
    origin=Origin.HTTP,
    headers=(("Content-Type", "text/html"), ("content-type", "text/plain"), ("X-Empty", "")),
    body="Cầu Đồng Mận".encode() * 1000,
    sha256="0" * 64,
)


def block(text: str, removed: str | None = None, kind: BlockKind = BlockKind.PARAGRAPH) -> Block:
    return Block(kind=kind, text=text, removed=removed)


@pytest.mark.parametrize("value", VALUES, ids=lambda value: value.__name__)
def test_every_noun_is_frozen_slotted_and_made_by_name(value: Any) -> None:
    parameters = value.__dataclass_params__
    assert parameters.frozen
    assert "__slots__" in vars(value)
    assert all(field.kw_only for field in dataclasses.fields(value))


def test_a_value_cannot_be_changed_and_a_changed_one_is_another() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        ARTICLE.title = "Khác"  # type: ignore[misc]
    assert dataclasses.replace(ARTICLE, title="Khác").title == "Khác"
    assert ARTICLE.title != "Khác"


@pytest.mark.parametrize("value", [ARTICLE, SOURCE, SNAPSHOT], ids=lambda value: type(value).__name__)
def test_a_value_passes_between_processes_unchanged(value: object) -> None:
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301


def test_the_text_is_the_kept_blocks_that_have_any_with_an_empty_line_between() -> None:
    article = Article(
        url=None,
        all_blocks=(
            block("Một."),
            block("Ảnh: LH", removed="caption"),
            block("", kind=BlockKind.FIGURE),
            block("Hai.\nBa."),
        ),
    )
    assert article.text == "Một.\n\nHai.\nBa."
    assert [item.text for item in article.blocks] == ["Một.", "", "Hai.\nBa."]
    assert [item.text for item in article.removed] == ["Ảnh: LH"]


def test_kept_and_removed_blocks_are_all_blocks_each_once() -> None:
    both = [item for item in ARTICLE.all_blocks if item in ARTICLE.blocks or item in ARTICLE.removed]
    assert both == list(ARTICLE.all_blocks)
    assert len(ARTICLE.blocks) + len(ARTICLE.removed) == len(ARTICLE.all_blocks)


def test_an_article_without_blocks_has_an_empty_text_and_no_section() -> None:
    assert Article(url=None).text == ""
    assert Article(url=None).section is None


def test_the_section_is_the_innermost_one() -> None:
    assert Article(url=None, section_path=("Xã hội", "Giao thông")).section == "Giao thông"


def test_a_header_is_found_whatever_its_case_and_the_first_one_counts() -> None:
    assert SNAPSHOT.header("CONTENT-TYPE") == "text/html"
    assert SNAPSHOT.header("x-empty") == ""
    assert SNAPSHOT.header("etag") is None


def test_a_snapshot_prints_no_body() -> None:
    assert "Mận" not in repr(SNAPSHOT)
    assert len(repr(SNAPSHOT)) < 1000


def test_only_failed_pages_are_failures() -> None:
    pages = tuple(PageDone(url=str(outcome), outcome=outcome) for outcome in Outcome)
    report = RunReport(run_id=1, pages=pages)
    assert [page.url for page in report.failures()] == ["failed"]


@pytest.mark.parametrize(
    ("headers", "conditions"),
    [
        ((), None),
        ((("Etag", ""), ("Content-Type", "text/html")), None),
        ((("ETAG", 'W/"a"'),), (("If-None-Match", 'W/"a"'),)),
        ((("ETag", '"a"'), ("etag", '"b"')), (("If-None-Match", '"a"'),)),
        ((("ETag", '"a\r\nX: y"'),), None),
        ((("Last-Modified", "hôm qua"),), (("If-Modified-Since", "hôm qua"),)),
    ],
)
def test_validators_are_sent_back_as_they_came_or_not_at_all(headers: Headers, conditions: Headers | None) -> None:
    found = Validators.of("https://a.example/", headers)
    assert (found and found.conditions) == conditions
