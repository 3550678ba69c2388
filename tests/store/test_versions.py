import itertools
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from danvan_cli.model import Article, Block, BlockKind
from danvan_cli.store.articles import find_article
from danvan_cli.store.columns import storable
from danvan_cli.store.database import Archive
from danvan_cli.store.versions import content_digest
from tests.support.strategies import ARTICLES

Make = Callable[..., Article]
NUMBERS = itertools.count()


@given(article=ARTICLES)
def test_a_saved_article_comes_back_the_same(shared_archive: Archive, pages: Any, article: Article) -> None:
    saved = pages.save(shared_archive, url=f"https://baolangxa.example/{next(NUMBERS)}", article=article)
    assert find_article(shared_archive, saved.id).article == storable(article)


@settings(max_examples=40)
@given(
    history=st.lists(ARTICLES, min_size=1, max_size=3).flatmap(lambda pool: st.lists(st.sampled_from(pool), max_size=6))
)
def test_versions_are_the_runs_of_equal_content_and_each_comes_back_as_last_saved(
    shared_archive: Archive, pages: Any, history: list[Article]
) -> None:
    url = f"https://baolangxa.example/lich-su/{next(NUMBERS)}"
    expected: list[Article] = []
    for article in history:
        clean = storable(article)
        if expected and content_digest(expected[-1]) == content_digest(clean):
            expected[-1] = clean
        else:
            expected.append(clean)
        saved = pages.save(shared_archive, url=url, article=article)
        assert saved.version == len(expected)
    stored = [find_article(shared_archive, url, version=number + 1) for number in range(len(expected))]
    assert [version.article for version in stored] == expected


EDITS: dict[str, Any] = {
    "title": "Tựa khác",
    "sapo": None,
    "lead_prefix": "(TTXVN) - ",
    "byline": ("Trần Thúy", "Lê Hoa"),
    "published_at": datetime(2025, 3, 6, tzinfo=UTC),
    "problem": "no-readable-body",
    "captions": (),
}


@pytest.mark.parametrize("field", EDITS)
def test_an_edit_changes_the_digest(make_article: Make, field: str) -> None:
    assert content_digest(make_article()) != content_digest(make_article(**{field: EDITS[field]}))


def test_an_edit_of_a_block_or_a_caption_changes_the_digest(make_article: Make) -> None:
    article = make_article()
    paragraph, *rest = article.all_blocks
    edits = [
        replace(article, all_blocks=(replace(paragraph, text="Cây cầu dài 130 m."), *rest)),
        replace(article, all_blocks=(replace(paragraph, kind=BlockKind.HEADING), *rest)),
        replace(article, all_blocks=tuple(rest)),
        replace(article, captions=(replace(article.captions[0], text="Cầu mới."),)),
        replace(article, captions=(replace(article.captions[0], credit=None),)),
    ]
    assert len({content_digest(version) for version in (article, *edits)}) == 6


NO_EDITS: dict[str, Any] = {
    "tags": ("cầu", "giao thông"),
    "section_path": ("Xã hội",),
    "updated_at": datetime(2025, 3, 6, tzinfo=UTC),
    "canonical_url": "https://baolangxa.example/khac",
    "byline_raw": "Trần Thúy (ghi)",
    "provenance": (),
    "profile": "generic",
    "language": None,
}


@pytest.mark.parametrize("field", NO_EDITS)
def test_what_nobody_edited_leaves_the_digest(make_article: Make, field: str) -> None:
    assert content_digest(make_article()) == content_digest(make_article(**{field: NO_EDITS[field]}))


def test_an_image_address_a_selector_and_a_removed_block_are_no_edit(make_article: Make) -> None:
    article = make_article()
    moved = replace(article, captions=(replace(article.captions[0], image_url="https://cdn.example/2.jpg", raw="x"),))
    found_elsewhere = replace(article, all_blocks=tuple(replace(b, selector="div>p") for b in article.all_blocks))
    cleaner = replace(
        article,
        all_blocks=(
            *article.all_blocks,
            Block(kind=BlockKind.PARAGRAPH, text="Tin liên quan", removed="related"),
        ),
    )
    assert {content_digest(version) for version in (article, moved, found_elsewhere, cleaner)} == {
        content_digest(article)
    }


def respelled(article: Article, spell: Callable[[str], str]) -> Article:
    """The article with all its texts spelled otherwise."""
    return replace(
        article,
        title=spell(article.title or ""),
        sapo=spell(article.sapo or ""),
        lead_prefix=spell(article.lead_prefix or ""),
        all_blocks=tuple(replace(block, text=spell(block.text)) for block in article.all_blocks),
        captions=tuple(
            replace(caption, text=spell(caption.text), credit=spell(caption.credit or ""))
            for caption in article.captions
        ),
        byline=tuple(map(spell, article.byline)),
    )


SPELLINGS: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "padded": lambda text: f" {text}\n",
    "no-break spaces": lambda text: text.replace(" ", "\N{NO-BREAK SPACE} "),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_decomposed_letters_and_other_white_space_are_no_edit(make_article: Make, spelling: str) -> None:
    article = make_article()
    other = respelled(article, SPELLINGS[spelling])
    assert other != article
    assert content_digest(other) == content_digest(article)
