import pytest

from danvan_cli.model import Article
from tests.fuzz.check import complaint, seeds, tried
from tests.fuzz.mutate import MUTATIONS, mutated

PAGES = 400


@pytest.mark.parametrize("batch", range(8))
def test_no_mutated_page_raises_or_gives_a_value_that_breaks_a_promise(batch: int) -> None:
    pages = seeds()
    step = PAGES // 8
    found = [tried(number, pages, first_seed=0) for number in range(batch * step, (batch + 1) * step)]
    assert [wrong for wrong in found if wrong] == []


def test_a_mutation_is_the_same_every_time_and_changes_the_page() -> None:
    page = seeds()[0]
    assert mutated(page, 7) == mutated(page, 7)
    assert sum(mutated(page, seed) != page for seed in range(50)) >= 45


def test_every_kind_of_mutation_is_tried() -> None:
    assert len(MUTATIONS) == len({mutation.__doc__ for mutation in MUTATIONS})


def test_the_check_can_fail() -> None:
    assert complaint(Article(url=None, title="a\0b"))
    assert complaint(Article(url=None, title="e\u0301"))
    assert complaint(Article(url=None))
