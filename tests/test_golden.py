"""Every golden case, field by field: the report says which field of which page moved."""

import json
import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import danvan_cli
from danvan_cli.model import Article, Block, BlockKind
from danvan_cli.workflows.understand import extract_printed

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(folder for folder in GOLDEN.iterdir() if folder.is_dir())
PAGES = ("page.html", "page.bin", "page.txt")


@cache
def expected_of(folder: Path) -> Mapping[str, Any]:
    labels: dict[str, Any] = json.loads((folder / "expected.json").read_bytes())
    profile = meta_of(folder).get("profile")
    return labels | ({"profile": profile} if profile else {})


@cache
def meta_of(folder: Path) -> Mapping[str, Any]:
    return tomllib.loads((folder / "meta.toml").read_text("utf-8"))


def page_of(folder: Path) -> Path:
    return next(folder / name for name in PAGES if (folder / name).exists())


@cache
def article_of(folder: Path) -> Article:
    page = page_of(folder)
    if page.suffix == ".txt":
        return extract_printed(page.read_bytes().decode("utf-8"))
    return danvan_cli.extract(page.read_bytes(), url=meta_of(folder)["url"])


def texts(article: Article, kind: BlockKind | None = None) -> list[str]:
    """The text of the blocks that stay, of one kind or of all; figure references have none."""
    return [block.text for block in article.blocks if block.text and kind in (None, block.kind)]


def check_published(article: Article, label: str | None) -> None:
    """A label of ten characters is a day; a longer one is the whole time, offset included."""
    found = article.published_at.isoformat() if article.published_at else None
    if label is not None and len(label) == len("2026-03-10") and found is not None:
        found = found[:10]
    assert found == label


def check_captions(article: Article, labels: list[dict[str, Any]]) -> None:
    """Text and credit of every caption, in order; the image where the label names one."""
    found = [{"text": caption.text, "credit": caption.credit} for caption in article.captions]
    assert found == [{"text": label["text"], "credit": label["credit"]} for label in labels]
    images = [caption.image_url for caption in article.captions]
    named = [label.get("image_url", image) for label, image in zip(labels, images, strict=True)]
    assert images == named


def check_removed(article: Article, labels: list[dict[str, str]]) -> None:
    def taken(label: dict[str, str], block: Block) -> bool:
        return label["text_contains"] in block.text and block.removed == label["reason"]

    missing = [label for label in labels if not any(taken(label, block) for block in article.removed)]
    reasons = [(block.removed, block.text[:60]) for block in article.removed]
    assert not missing, f"removed were {reasons}"


def check_must_not(article: Article, labels: list[str]) -> None:
    assert [label for label in labels if label in article.text] == []


def equals(read: Callable[[Article], object]) -> Callable[[Article, Any], None]:
    def check(article: Article, label: object) -> None:
        assert read(article) == label

    return check


FIELDS: Mapping[str, Callable[[Article, Any], None]] = {
    "title": equals(lambda article: article.title),
    "sapo": equals(lambda article: article.sapo),
    "lead_prefix": equals(lambda article: article.lead_prefix),
    "byline": equals(lambda article: list(article.byline)),
    "published_at": check_published,
    "published_raw": equals(lambda article: article.published_raw),
    "section_path": equals(lambda article: list(article.section_path)),
    "tags": equals(lambda article: list(article.tags)),
    "paragraphs": equals(texts),
    "headings": equals(lambda article: texts(article, BlockKind.HEADING)),
    "quotes": equals(lambda article: texts(article, BlockKind.QUOTE)),
    "captions": check_captions,
    "caption_count": equals(lambda article: len(article.captions)),
    "credits": equals(lambda article: [caption.credit for caption in article.captions]),
    "removed": check_removed,
    "must_not": check_must_not,
    "profile": equals(lambda article: article.profile),
    "problem": equals(lambda article: article.problem),
}


LABELLED = [pytest.param(folder, name, id=f"{folder.name}-{name}") for folder in CASES for name in expected_of(folder)]


@pytest.mark.parametrize(("folder", "field"), LABELLED)
def test_a_page_is_understood_as_its_label_says(folder: Path, field: str) -> None:
    FIELDS[field](article_of(folder), expected_of(folder)[field])


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_no_caption_is_left_in_the_text(folder: Path) -> None:
    article = article_of(folder)
    leaked = [caption.text for caption in article.captions if caption.text in article.text]
    assert leaked == []


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_text_comes_out_in_nfc(folder: Path) -> None:
    article = article_of(folder)
    shown = [article.title, article.sapo, *article.byline, *article.tags, *article.section_path, article.text]
    shown += [part for caption in article.captions for part in (caption.text, caption.credit)]
    assert [part for part in shown if part and not unicodedata.is_normalized("NFC", part)] == []


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_page_is_understood_the_same_twice(folder: Path) -> None:
    first = article_of(folder)
    article_of.cache_clear()
    assert article_of(folder) == first


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_case_is_well_formed(folder: Path) -> None:
    """Labels are NFC and use known fields only; a case has one page and says what it is about."""
    raw = (folder / "expected.json").read_text("utf-8")
    assert unicodedata.is_normalized("NFC", raw)
    assert expected_of(folder).keys() <= FIELDS.keys()
    assert {"about", "captured_at"} <= meta_of(folder).keys()
    assert sum((folder / name).exists() for name in PAGES) == 1
