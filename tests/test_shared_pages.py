"""Real pages with hand-made labels, which are not the project's to give away: skipped where they are not at hand."""

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from danvan_cli import extract
from danvan_cli.model import Article
from danvan_cli.workflows.understand import extract_printed
from tests.support.raw import texts

SHARED = Path(__file__).parents[2] / "shared"
LABELS = sorted((SHARED / "pages" / "vn" / "gold").glob("*.json"))
DUMP = SHARED / "seed" / "article-dump.txt"

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not LABELS or not DUMP.exists(), reason="the saved pages are not here"),
]


def squeezed(text: str | None) -> str:
    """NFC, nothing invisible, every run of white space one space."""
    visible = re.sub("[\u200b-\u200d\u2060\ufeff\u00ad]", "", unicodedata.normalize("NFC", text or ""))
    return re.sub(r"\s+", " ", visible).strip()


@cache
def article_of(path: Path) -> Article:
    label = json.loads(path.read_text("utf-8"))
    return extract((path.parent.parent / label["file"]).read_bytes(), url=label["url"])


@pytest.fixture(params=LABELS, ids=lambda path: path.stem)
def page(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Article]:
    return json.loads(request.param.read_text("utf-8")), article_of(request.param)


def test_title_sapo_and_byline_are_the_labels(page: tuple[dict[str, Any], Article]) -> None:
    label, article = page
    assert squeezed(article.title) == squeezed(label["title"])
    assert squeezed(article.sapo) == squeezed(label["sapo"])
    assert list(article.byline) == label["byline"]
    assert article.problem is None


def test_the_minute_of_publication_is_the_labels(page: tuple[dict[str, Any], Article]) -> None:
    label, article = page
    assert article.published_at is not None
    assert article.published_at.isoformat()[:16] == label["published_at"][:16]
    assert article.published_at.isoformat()[-6:] == "+07:00"


def test_no_paragraph_is_lost(page: tuple[dict[str, Any], Article]) -> None:
    label, article = page
    body = squeezed(article.text)
    assert [paragraph for paragraph in label["paragraphs"] if squeezed(paragraph) not in body] == []


def test_nothing_is_in_the_text_that_must_not_be(page: tuple[dict[str, Any], Article]) -> None:
    label, article = page
    body = squeezed(article.text)
    assert [text for text in label["must_not"] if squeezed(text) in body] == []


def test_every_caption_is_found_with_its_credit_and_none_is_left_in_the_text(
    page: tuple[dict[str, Any], Article],
) -> None:
    label, article = page
    body, found = squeezed(article.text), {(squeezed(item.text), item.credit) for item in article.captions}
    for caption in label["captions"]:
        assert squeezed(caption["text"]) not in body
        assert (squeezed(caption["text"]), caption["credit"]) in found


def test_every_block_of_the_body_is_kept_or_removed_for_a_reason(page: tuple[dict[str, Any], Article]) -> None:
    _, article = page
    assert len(article.blocks) + len(article.removed) == len(article.all_blocks)
    assert all(block.removed for block in article.removed)


def test_the_page_this_tool_was_made_for() -> None:
    dump = DUMP.read_text("utf-8")
    lines = [line for line in dump.splitlines() if line.strip()]
    article = extract_printed(dump)
    assert article.title == squeezed(lines[0])
    (caption,) = article.captions
    assert caption.credit == "LH"
    assert lines[1].startswith(caption.text)
    assert len(texts(article)) == 4
    assert texts(article) == [squeezed(line) for line in lines[3:7]]
    assert not {"Phản hồi", "Các tin khác", caption.text} & {*texts(article)}
    assert texts(article)[0].startswith("Để triển khai thực hiện tốt nhiệm vụ")
    assert texts(article)[-1].endswith("đã đề ra./.")
    assert article.problem is None


@pytest.mark.parametrize("around", ["<div>", "<div></b>", "<ul><li>"])
def test_a_real_page_inside_hostile_nesting_comes_to_an_end(around: str) -> None:
    html = (LABELS[0].parent.parent / json.loads(LABELS[0].read_text("utf-8"))["file"]).read_text("utf-8", "replace")
    article = extract(around * 10_000 + html)
    assert article.problem or article.text
