"""Every format opened by a program of others. Those that are no Python packages are skipped where they are missing."""

import csv as standard_csv
import io
import shutil
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from lxml import etree, html
from markdown_it import MarkdownIt

from danvan_cli.export import csv, dublincore, epub, markdown, tsv
from danvan_cli.export import html as html_page
from danvan_cli.export.record import KEYS, record
from danvan_cli.model import StoredArticle
from tests.support.articles import STORED
from tests.support.browser import needs_chromium, opened
from tests.support.hostile import HOSTILE
from tests.support.shelves import ListShelf

ARTICLES = (STORED, *(stored for stored in HOSTILE if stored.id != STORED.id))
SHELF = ListShelf(*ARTICLES)
EPUBCHECK = shutil.which("epubcheck")
JAVA = shutil.which("java")
TIDY = shutil.which("tidy")


def text_file(path: Path, write: Callable[[Iterable[StoredArticle], Any], int]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        write(SHELF, out)
    return path


# --- tables --------------------------------------------------------------------------------------


def in_duckdb(path: Path, options: str) -> list[dict[str, Any]]:
    query = f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true, {options})"  # noqa: S608 our own path
    relation = duckdb.sql(query)
    assert relation.columns == list(KEYS)
    return [dict(zip(KEYS, row, strict=True)) for row in relation.fetchall()]


def test_duckdb_reads_the_csv_cell_by_cell(tmp_path: Path) -> None:
    path = text_file(tmp_path / "bao.csv", csv.write)
    rows = in_duckdb(path, "delim = ',', quote = '\"', escape = '\"', nullstr = '\\N'")
    with path.open(encoding="utf-8", newline="") as file:
        expected = list(standard_csv.DictReader(file))
    assert [{key: value or "" for key, value in row.items()} for row in rows] == expected
    assert len(rows) == len(ARTICLES)


def test_duckdb_reads_the_tsv_as_lines_of_cells(tmp_path: Path) -> None:
    path = text_file(tmp_path / "bao.tsv", tsv.write)
    rows = in_duckdb(path, "delim = '\\t', quote = '', escape = '', nullstr = '\\N'")
    for row, stored in zip(rows, SHELF, strict=True):
        said = {key: tsv.restore(value or "") for key, value in row.items()}
        assert said == {key: tsv.restore(tsv.cell(csv.flat(value))) for key, value in record(stored).items()}


# --- text with markup ----------------------------------------------------------------------------


def test_yaml_reads_the_front_matter_and_commonmark_finds_no_html_in_the_rest() -> None:
    for stored in SHELF:
        _, front, rest = markdown.page(stored).split("---\n", 2)
        said = yaml.safe_load(front)
        assert said["id"] == stored.id
        assert said.get("title", "") == (stored.article.title or "")
        shown = html.document_fromstring(f"<body>{MarkdownIt('commonmark').render(rest)}</body>")
        assert not list(shown.iter("script"))
        for link in shown.xpath("//@href | //@src"):
            assert str(link).startswith(("http://", "https://"))


def test_a_schema_of_oai_dc_finds_every_record_valid() -> None:
    out = io.StringIO()
    dublincore.write(SHELF, out)
    schema = etree.XMLSchema(etree.fromstring(OAI_DC))
    records = etree.fromstring(out.getvalue().encode())
    assert len(records) == len(ARTICLES)
    for found in records:
        schema.assertValid(found)


OAI_DC = b"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
  targetNamespace="http://www.openarchives.org/OAI/2.0/oai_dc/" elementFormDefault="qualified">
<xs:element name="dc"><xs:complexType><xs:sequence>
<xs:any namespace="http://purl.org/dc/elements/1.1/" processContents="skip" minOccurs="0" maxOccurs="unbounded"/>
</xs:sequence></xs:complexType></xs:element>
</xs:schema>"""
"""What oai_dc.xsd says of a record: elements of that one namespace, any number of each, in any order."""


# --- pages and books -----------------------------------------------------------------------------


def tidy_complaints(page: Path) -> list[str]:
    assert TIDY is not None
    done = subprocess.run([TIDY, "-e", "-q", "-utf8", str(page)], capture_output=True, text=True, check=False)
    return done.stderr.splitlines()


@pytest.mark.skipif(TIDY is None, reason="needs tidy")
def test_tidy_finds_nothing_wrong_with_a_page_or_a_site(tmp_path: Path, foreign_site: Path) -> None:
    page = tmp_path / "bao.html"
    with page.open("w", encoding="utf-8") as out:
        html_page.write(SHELF, out, title="Kho tin")
    broken = tmp_path / "hong.html"
    broken.write_text(page.read_text(encoding="utf-8").replace("</article>", "</div>", 1), encoding="utf-8")
    assert tidy_complaints(broken), "tidy sees a fault that is there"
    for path in (page, *foreign_site.rglob("*.html")):
        assert tidy_complaints(path) == [], path


@pytest.mark.skipif(EPUBCHECK is None or JAVA is None, reason="needs epubcheck")
def test_epubcheck_finds_nothing_wrong_with_a_book(tmp_path: Path) -> None:
    assert JAVA is not None
    assert EPUBCHECK is not None
    path = tmp_path / "bao.epub"
    with path.open("wb") as out:
        epub.write(SHELF, out, title="Kho <tin>")
    command = [JAVA, "-jar", EPUBCHECK, "--failonwarnings", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@needs_chromium
def test_a_browser_shows_a_page_and_runs_nothing_of_it(tmp_path: Path) -> None:
    page = tmp_path / "bao.html"
    with page.open("w", encoding="utf-8") as out:
        html_page.write(SHELF, out, title="Kho tin")
    shown = html.document_fromstring(opened(page, tmp_path / "profile"))
    assert len(list(shown.iter("article"))) == len(ARTICLES)
    assert not list(shown.iter("script"))


@pytest.fixture
def foreign_site(tmp_path: Path) -> Path:
    from danvan_cli.export.site import builder  # noqa: PLC0415 its name is common

    folder = tmp_path / "site"
    folder.mkdir()
    builder.write(SHELF, folder, title="Kho <tin>")
    return folder
