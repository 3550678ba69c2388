import itertools

import pytest

from danvan_cli.clean.article import clean_article
from danvan_cli.clean.draft import begin
from danvan_cli.clean.steps import STEPS
from danvan_cli.profiles.schema import STEP_NAMES
from tests.support.raw import PARAGRAPHS, found, image, line, photo, raw

ONE, TWO, THREE, FOUR = PARAGRAPHS
RAW = raw(
    "Xã khánh thành cầu",
    photo(),
    line("Cầu Đồng Mận. Ảnh: LH", "caption", figure=0),
    ONE,
    "Tin liên quan",
    ">> Hội chợ xuân",
    TWO,
    "Cầu Đồng Mận. Ảnh: LH",
    THREE,
    ONE,
    line("Minh Đức", "right"),
    "Phản hồi",
    figures=(image(),),
    titles=found(["Xã khánh thành cầu"]),
)


def test_the_steps_a_profile_may_name_are_the_steps_there_are() -> None:
    assert set(STEP_NAMES) == set(STEPS)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_done_twice_is_a_step_done_once(name: str) -> None:
    once = STEPS[name](begin(RAW))
    twice = STEPS[name](once)
    assert [item.removed for item in twice.lines] == [item.removed for item in once.lines]


@pytest.mark.parametrize("name", STEPS)
def test_a_step_removes_and_never_drops_or_moves_a_line(name: str) -> None:
    before = begin(RAW)
    after = STEPS[name](before)
    assert [item.raw for item in after.lines] == [item.raw for item in before.lines]


@pytest.mark.parametrize("name", STEPS)
def test_a_line_keeps_its_first_reason(name: str) -> None:
    before = begin(RAW).remove(dict.fromkeys(range(len(RAW.blocks)), "profile"))
    assert {item.removed for item in STEPS[name](before).lines} == {"profile"}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_copes_with_an_article_of_nothing(name: str) -> None:
    assert STEPS[name](begin(raw())).lines == ()


def test_no_steps_keep_every_line() -> None:
    article = clean_article(RAW, steps=())
    assert [block.text for block in article.blocks] == [block.text for block in RAW.blocks]
    assert (article.title, article.captions, article.byline) == (None, (), ())


@pytest.mark.parametrize(
    "order", [*itertools.permutations(("captions", "lead", "byline")), ("duplicates",), ("related", "captions")]
)
def test_a_profile_may_name_fewer_steps_in_another_order(order: tuple[str, ...]) -> None:
    article = clean_article(RAW, steps=order)
    assert len(article.all_blocks) == len(RAW.blocks)
    assert bool(article.captions) == ("captions" in order)
    assert bool(article.title) == ("lead" in order)


def test_an_unknown_step_is_a_bug_and_not_passed_over() -> None:
    with pytest.raises(KeyError):
        clean_article(RAW, steps=("polish",))
