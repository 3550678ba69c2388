from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export.verify.ledger import Marks, mark


@given(values=st.lists(st.integers(0, 20)), asked=st.integers(1, 20))
def test_marks_are_a_set_that_knows_what_came_twice(values: list[int], asked: int) -> None:
    marks = Marks()
    for value in values:
        marks.add(value)
    assert (asked in marks) is (asked in values)
    assert set(marks.twice()) == {value for value, count in Counter(values).items() if count > 1 and value}


@given(left=st.lists(st.text(max_size=3), max_size=3), right=st.lists(st.text(max_size=3), max_size=3))
def test_a_mark_stands_for_its_texts(left: list[str], right: list[str]) -> None:
    if "\n".join(left) == "\n".join(right):
        assert mark(*left) == mark(*right)
    else:
        assert mark(*left) != mark(*right)
    assert mark(*left, None) == 0 != mark(*left)
