"""The rules of the papers whose pages were saved, against those pages and their hand-made labels."""

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from danvan_cli.html import Page
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import Profile

PAGES = Path(__file__).parents[3] / "shared" / "pages" / "vn"
LABELS = sorted((PAGES / "gold").glob("*.json"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not LABELS, reason="the saved pages are not here"),
]


def folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text.replace("\ufeff", "")).split())


@pytest.fixture(params=LABELS, ids=lambda path: path.stem)
def label(request: pytest.FixtureRequest) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(request.param.read_text(encoding="utf-8"))
    return found


@pytest.fixture
def page(label: dict[str, Any]) -> Page:
    return Page((PAGES / label["file"]).read_text(encoding="utf-8"))


@pytest.fixture
def profile(label: dict[str, Any]) -> Profile:
    found = load_profiles().for_url(label["url"])
    assert found.id != "generic"
    return found


def body_of(page: Page, profile: Profile) -> str:
    node = next(node for selector in profile.article.body for node in page.nodes(selector))
    return folded(node.text())


def test_the_address_is_an_articles(label: dict[str, Any], profile: Profile) -> None:
    path = re.sub(r"^https?://[^/]+", "", label["url"])
    assert any(re.search(pattern, path) for pattern in profile.urls.article)
    assert not any(re.search(pattern, path) for pattern in profile.urls.other)


def test_title_and_sapo_are_the_labels(label: dict[str, Any], page: Page, profile: Profile) -> None:
    title, sapo = page.first(profile.article.title), page.first(profile.article.sapo)
    assert title
    assert folded(title.value) == label["title"]
    assert sapo
    # A mark before the lead stands in the same element, or in one of its own.
    assert folded(sapo.value) in {label["sapo"], folded(f"{label['lead_prefix']}{label['sapo']}")}


def test_the_day_stands_where_the_rules_look(label: dict[str, Any], page: Page, profile: Profile) -> None:
    found = page.first(profile.article.published)
    year, month, day = label["published_at"][:10].split("-")
    assert found
    assert f"{year}-{month}-{day}" in found.value or f"{day}/{month}/{year}" in found.value


def test_the_byline_stands_in_a_byline_or_a_signature(label: dict[str, Any], page: Page, profile: Profile) -> None:
    signed = [folded(node.text()) for selector in profile.article.signature for node in page.nodes(selector)]
    found = page.first(profile.article.byline)
    assert folded(label["byline_raw"]) in [*signed, folded(found.value) if found else None]


def test_the_body_has_every_paragraph_and_every_caption_its_slot(
    label: dict[str, Any], page: Page, profile: Profile
) -> None:
    body = body_of(page, profile)
    assert [text for text in label["paragraphs"] if folded(text) not in body] == []
    slots = {folded(node.text()) for selector in profile.article.caption for node in page.nodes(selector)}
    assert slots - {""} == {folded(caption["raw"]) for caption in label["captions"]}


def test_without_the_marked_slots_nothing_foreign_is_left(label: dict[str, Any], page: Page, profile: Profile) -> None:
    rules = profile.article
    for selector in (*rules.drop, *rules.caption, *rules.signature):
        for node in page.nodes(selector):
            node.decompose()
    body = body_of(page, profile)
    assert [text for text in label["must_not"] if folded(text) in body] == []
    assert [text for text in label["paragraphs"] if folded(text) not in body] == []
