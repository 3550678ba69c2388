"""docs/exports.md says what the code does, format by format."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from danvan_cli.export import dublincore, jsonld, markdown
from danvan_cli.export.parquet import schema
from danvan_cli.export.record import KEYS
from danvan_cli.model import StoredArticle
from danvan_cli.workflows.exporting import FORMATS
from danvan_cli.workflows.placing import MARK

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", DOCUMENT, re.DOTALL | re.MULTILINE)
    assert found is not None, title
    return found[1]


def rows(text: str) -> Iterator[list[str]]:
    """The cells of a table without its head; words in backquotes bare."""
    table = [line for line in text.splitlines() if line.startswith("|")]
    for line in table[2:]:
        yield [cell.strip().strip("`") for cell in re.split(r"(?<!\\)\|", line.strip("|"))]


def test_every_format_is_listed_with_its_version_and_has_a_section() -> None:
    listed = {row[0]: row[2] for row in rows(DOCUMENT.partition("\n## ")[0])}
    assert listed == {name: form.version for name, form in FORMATS.items()}
    for name in FORMATS:
        assert section(f"`{name}`").strip()


def test_the_fields_are_those_of_the_record_with_the_types_of_parquet() -> None:
    fields = list(rows(section("Fields")))
    assert [row[0] for row in fields] == list(KEYS)
    assert [row[1] for row in fields] == [str(field.type) for field in schema()]


def test_readme_lists_the_same_fields() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## The export's fields")[2].partition("\n### ")[0]
    names = [
        name for line in table.splitlines() if line.startswith("| `") for name in line.split("|")[1].split("`")[1::2]
    ]
    assert sorted(names) == sorted(KEYS)


def test_the_front_matter_is_the_documented_one() -> None:
    listed = re.search(r"left out:\s(.*?)\. Then", section("`md`"), re.DOTALL)
    assert listed is not None
    assert re.findall("`([a-z0-9_]+)`", listed[1]) == [*markdown.IN_FRONT_MATTER, "schema"]


def test_the_properties_are_those_of_a_full_article(stored: StoredArticle) -> None:
    full = replace(stored, article=replace(stored.article, updated_at=stored.captured_at))
    assert [row[0] for row in rows(section("`jsonld`"))] == list(jsonld.node(full))


def test_the_elements_are_those_of_a_full_article(stored: StoredArticle) -> None:
    written = dict.fromkeys(name for name, _ in dublincore.elements(stored))
    assert [row[0] for row in rows(section("`dc`"))] == list(written)


@pytest.mark.parametrize(
    "name", ["index.html", "days/", "papers/", "sections/", "articles/", "search/", "assets/", MARK]
)
def test_the_files_of_the_site_are_the_documented_ones(name: str) -> None:
    assert name in [row[0] for row in rows(section("`site`"))]


def test_the_site_holds_nothing_that_is_not_documented(tmp_path: Path, stored: StoredArticle) -> None:
    from danvan_cli.export.site import builder  # noqa: PLC0415 its name is common
    from tests.support.shelves import ListShelf  # noqa: PLC0415

    builder.write(ListShelf(stored), tmp_path, title="Kho tin")
    documented = {row[0].strip("/") for row in rows(section("`site`"))}
    assert {path.name for path in tmp_path.iterdir()} == documented - {MARK}
