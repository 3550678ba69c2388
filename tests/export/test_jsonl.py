import io
import json
from collections.abc import Callable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export import jsonl
from danvan_cli.export.record import record
from danvan_cli.model import StoredArticle

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_JSON)
def test_every_value_is_one_printable_line_and_comes_back(value: object) -> None:
    text = jsonl.line(value)
    assert len(text.splitlines()) == 1
    assert not [letter for letter in text if ord(letter) < 32 or 0x7F <= ord(letter) <= 0x9F]
    assert json.loads(text) == value


def test_articles_are_written_one_a_line_with_letters_as_they_are(stored: StoredArticle) -> None:
    out = io.StringIO()
    assert jsonl.write([stored, stored], out) == 2
    lines = out.getvalue().splitlines()
    assert [json.loads(line) for line in lines] == [record(stored)] * 2
    assert "Khánh thành cầu Đồng Mận" in lines[0]


def test_nothing_selected_writes_nothing() -> None:
    out = io.StringIO()
    assert jsonl.write([], out) == 0
    assert out.getvalue() == ""


def test_an_article_is_out_before_the_next_is_asked_for(changed: Callable[..., StoredArticle]) -> None:
    out = io.StringIO()
    seen: list[int] = []

    def articles() -> Iterator[StoredArticle]:
        for number in range(3):
            seen.append(out.getvalue().count("\n"))
            yield changed(title=f"Tin số {number}")

    jsonl.write(articles(), out)
    assert seen == [0, 1, 2]
