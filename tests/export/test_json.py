import io
import json as standard_json
from typing import Any

import pytest

from danvan_cli.export import json, jsonl
from danvan_cli.model import PassedArticle

PASSED = PassedArticle(
    id=12,
    url="https://baosonha.example/a1.html",
    canonical_url=None,
    source="baosonha",
    province="Sơn Hà",
    title='Cầu "mới"\x9b',
    sapo=None,
    lead_prefix=None,
    text_json="Một\\n\\nHai\u2028".encode(),
    captions=(("Chợ", None, "https://baosonha.example/a.jpg", 1),),
    byline_json='["Trần Minh","Lê Hạ"]',
    published_at="2026-03-05T08:15:00+07:00",
    published_raw=None,
    updated_at=None,
    section_path_json='["Kinh tế","Giao thông"]',
    tags_json="[]",
    language="vi",
    problem=None,
    status="live",
    versions=1,
    captured_at="2026-03-05T02:00:00+00:00",
    sha256="ab" * 32,
)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_the_array_holds_the_records_of_the_lines_each_on_its_own_line(count: int) -> None:
    out = io.BytesIO()
    articles = [PASSED._replace(id=number) for number in range(count)]
    assert json.write_passed(articles, out) == count
    lines = [standard_json.loads(jsonl.passed_line(article)) for article in articles]
    assert standard_json.loads(out.getvalue()) == lines
    assert out.getvalue().count(b"\n") == (count + 2 if count else 1)


def test_a_passed_line_is_safe_to_print() -> None:
    line = jsonl.passed_line(PASSED).decode()
    assert len(line.splitlines()) == 1
    assert line.isprintable()
    said: dict[str, Any] = standard_json.loads(line)
    assert (said["title"], said["text"]) == ('Cầu "mới"\x9b', "Một\n\nHai\u2028")
    assert said["section"] == "Giao thông"
