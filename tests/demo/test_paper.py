"""The content of the invented newspaper."""

import unicodedata

import pytest

from danvan_cli.demo.paper import EDITIONS, load_paper, read_data
from danvan_cli.model import BlockKind


def test_an_edition_that_was_never_printed_is_refused() -> None:
    with pytest.raises(ValueError, match="no edition 3"):
        load_paper(3)


@pytest.mark.parametrize("edition", EDITIONS)
def test_stories_stand_newest_first_under_addresses_of_their_own(edition: int) -> None:
    stories = load_paper(edition).stories
    assert [story.published for story in stories] == sorted((s.published for s in stories), reverse=True)
    assert len({story.path for story in stories}) == len(stories)


def test_four_layouts_are_in_use_and_each_story_has_aware_times() -> None:
    stories = load_paper().stories
    assert {story.layout for story in stories} == {"modern", "provincial", "journal", "old"}
    assert all(story.published.utcoffset() is not None for story in stories)


def test_the_second_edition_corrects_one_story_and_takes_one_away() -> None:
    first = {story.id: story for story in load_paper(1).stories}
    second = {story.id: story for story in load_paper(2).stories}
    assert first.keys() - second.keys() == {196240}
    changed = [first[key] for key in second if first[key].blocks != second[key].blocks]
    assert [story.id for story in changed] == [120098]
    assert second[120098].updated > second[120098].published == second[120098].published
    assert second[120098].title == first[120098].title


def test_a_body_is_read_into_kinds_of_blocks() -> None:
    story = next(story for story in load_paper().stories if story.id == 120121)
    kinds = [kind for kind, _ in story.blocks]
    assert kinds.count(BlockKind.LIST_ITEM) == 3
    assert [text for kind, text in story.blocks if kind is BlockKind.HEADING] == ["Người dân cần mang theo"]
    assert not any(text.startswith(("#", ">", "- ")) for _, text in story.blocks)


def test_a_photo_stands_within_its_story() -> None:
    for story in load_paper().stories:
        assert all(0 <= photo.after <= len(story.blocks) for photo in story.photos)


def test_all_text_is_nfc() -> None:
    assert unicodedata.is_normalized("NFC", read_data("articles.toml"))
