import csv as standard_csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export import csv, tsv
from danvan_cli.export.inert import inert
from danvan_cli.export.record import KEYS, record
from danvan_cli.model import StoredArticle
from tests.support.hostile import ATTACKS, HOSTILE

TEXT = st.text() | st.sampled_from(ATTACKS)


def written(*articles: StoredArticle) -> str:
    out = io.StringIO(newline="")
    assert tsv.write(articles, out) == len(articles)
    return out.getvalue()


@given(TEXT)
def test_a_cell_is_one_cell_of_one_line_that_cannot_run_and_comes_back(text: str) -> None:
    cell = tsv.cell(text)
    assert len(cell.splitlines()) <= 1
    assert "\t" not in cell
    assert not cell.startswith(("=", "+", "-", "@", '"'))
    assert tsv.restore(cell) == inert(text)


def test_readers_with_and_without_quoting_see_the_same_cells(stored: StoredArticle) -> None:
    text = written(*HOSTILE, stored)
    plain = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    assert plain == list(standard_csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    assert {len(cells) for cells in plain} == {len(KEYS)}
    assert plain[0] == list(KEYS)


def test_a_row_says_what_the_csv_says(stored: StoredArticle) -> None:
    cells = written(stored).split("\n")[1].split("\t")
    assert [tsv.restore(cell) for cell in cells] == [csv.flat(value) for value in record(stored).values()]


@pytest.mark.parametrize("quoted", ['"Vua" mận', '"', '""'])
def test_a_leading_quotation_mark_is_guarded(changed: Callable[..., StoredArticle], quoted: str) -> None:
    assert f"\t'{quoted}\t" in written(changed(title=quoted))


def test_an_empty_export_has_its_head_line() -> None:
    assert written() == "\t".join(KEYS) + "\n"
