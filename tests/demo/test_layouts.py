"""Stories as pages of four layouts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.demo.layouts import encode_body, story_page
from danvan_cli.demo.paper import Story, load_paper

PAPER = load_paper()


def story_of(layout: str) -> Story:
    return next(story for story in PAPER.stories if story.layout == layout and not story.encoded)


@pytest.mark.parametrize("story", PAPER.stories, ids=lambda story: str(story.id))
def test_a_page_says_everything_its_story_says(story: Story) -> None:
    shown = story_page(story, PAPER)
    told = [story.title, story.byline, *(photo.caption for photo in story.photos)]
    told += [] if story.encoded else [text for _, text in story.blocks]
    assert [text for text in told if text not in shown] == []
    assert "$" not in shown


def test_the_journal_prints_a_caption_twice_and_both_headings_of_the_complaint() -> None:
    story = story_of("journal")
    shown = story_page(story, PAPER)
    assert shown.count(story.photos[0].caption) == 2
    assert ">Phản hồi<" in shown
    assert ">Các tin khác<" in shown


def test_the_old_layout_has_no_paragraphs() -> None:
    shown = story_page(story_of("old"), PAPER)
    assert "<p" not in shown.partition("noidung")[2].partition("</TD>")[0]
    assert "<BR><BR>" in shown


def test_the_mark_of_the_newsroom_stands_in_a_strong_of_its_own() -> None:
    story = next(story for story in PAPER.stories if story.lead_prefix)
    assert f"<strong>(BSH)</strong> - {story.blocks[0][1]}" in story_page(story, PAPER)


def test_an_encoded_body_shows_no_sentence_of_it() -> None:
    story = next(story for story in PAPER.stories if story.encoded)
    shown = story_page(story, PAPER)
    assert [text for _, text in story.blocks if text in shown] == []
    assert encode_body(story.blocks[0][1], story.slug) in shown


@given(st.text(alphabet="aăâđêôơưAĐ Ệệ,.1"), st.text(max_size=5))
def test_encoding_exchanges_letters_and_keeps_everything_else(text: str, key: str) -> None:
    encoded = encode_body(text, key)
    assert len(encoded) == len(text)
    kept = [(a, b) for a, b in zip(text, encoded, strict=True) if not a.isalpha() and a != b]
    assert kept == []
    assert [a.isupper() for a in text if a.isalpha()] == [b.isupper() for b in encoded if b.isalpha()]
