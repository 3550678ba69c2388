import csv as standard_csv
import io
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export import csv
from danvan_cli.export.record import KEYS
from danvan_cli.model import Caption, StoredArticle


def rows(text: str) -> list[dict[str, str]]:
    return list(standard_csv.DictReader(io.StringIO(text, newline="")))


def written(*articles: StoredArticle, bom: bool = False) -> str:
    out = io.StringIO(newline="")
    assert csv.write(articles, out, bom=bom) == len(articles)
    return out.getvalue()


@given(st.text())
def test_no_cell_can_run_and_every_cell_can_be_restored(text: str) -> None:
    cell = csv.harmless(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert csv.restore(cell) == text


@pytest.mark.parametrize("title", ["=1+1", "+84 912", "-5 độ", "@ban_doc", "\tthụt", "'trích dẫn'"])
def test_a_formula_like_title_gets_an_apostrophe(changed: Callable[..., StoredArticle], title: str) -> None:
    cell = rows(written(changed(title=title)))[0]["title"]
    assert cell == f"'{title}"
    assert csv.restore(cell) == title


def test_every_cell_is_quoted_so_that_no_other_separator_starts_a_cell(
    changed: Callable[..., StoredArticle],
) -> None:
    text = written(changed(title="một;=cmd|' /C calc'!A0", tags=("a;b", 'c"d')))
    assert '"một;=cmd|' in text
    assert rows(text)[0]["tags"] == 'a;b; c"d'


def test_lists_are_readable_and_captions_carry_their_credit(stored: StoredArticle) -> None:
    row = rows(written(stored))[0]
    assert list(row) == list(KEYS)
    assert row["byline"] == "Trần Minh; Lê Hạ"
    assert row["captions"] == "Cầu Đồng Mận nhìn từ trên cao (Lê Hạ)"
    assert row["updated_at"] == ""
    assert row["id"] == "12"


def test_a_caption_without_text_or_credit_leaves_no_debris(changed: Callable[..., StoredArticle]) -> None:
    article = changed(captions=(Caption(text="", credit="LH"), Caption(text="Chợ phiên")))
    assert rows(written(article))[0]["captions"] == "(LH); Chợ phiên"


def test_rows_end_with_crlf_and_a_body_keeps_its_line_feeds(stored: StoredArticle) -> None:
    text = written(stored)
    assert text.endswith("\r\n")
    assert rows(text)[0]["text"] == stored.article.text


def test_the_mark_stands_in_front_only_where_it_is_asked_for(stored: StoredArticle) -> None:
    assert written(stored, bom=True).encode().startswith(b"\xef\xbb\xbf")
    assert not written(stored).encode().startswith(b"\xef\xbb\xbf")


def test_an_empty_export_has_its_head_line() -> None:
    assert written().count("\r\n") == 1
