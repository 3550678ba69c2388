import io
from dataclasses import replace

from lxml import etree

from danvan_cli.export import dublincore
from danvan_cli.model import Article, StoredArticle
from tests.support.hostile import HOSTILE

DC = "{http://purl.org/dc/elements/1.1/}"
OAI = "{http://www.openarchives.org/OAI/2.0/oai_dc/}"
ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format", "identifier",
    "source", "language", "relation", "coverage", "rights",
}  # fmt: skip


def parsed(*articles: StoredArticle) -> etree._Element:
    out = io.StringIO()
    assert dublincore.write(articles, out) == len(articles)
    return etree.fromstring(out.getvalue().encode())


def values(record: etree._Element, name: str) -> list[str | None]:
    return [element.text for element in record.findall(f"{DC}{name}")]


def test_a_record_says_who_what_when_and_where(stored: StoredArticle) -> None:
    (record,) = parsed(stored)
    assert record.tag == f"{OAI}dc"
    assert values(record, "title") == ["Khánh thành cầu Đồng Mận"]
    assert values(record, "creator") == ["Trần Minh", "Lê Hạ"]
    assert values(record, "subject") == ["Giao thông", "cầu", "vùng cao"]
    assert values(record, "publisher") == ["Báo Sơn Hà"]
    assert values(record, "contributor") == ["Lê Hạ"]
    assert values(record, "date") == ["2026-03-05T08:15:00+07:00"]
    assert values(record, "identifier") == [stored.url, f"sha256:{stored.sha256}"]
    assert values(record, "relation") == ["https://baosonha.example/anh/cau.jpg"]
    assert values(record, "coverage") == ["Sơn Hà"]


def test_hostile_text_stays_text_and_only_the_fifteen_elements_are_used() -> None:
    records = parsed(*HOSTILE)
    assert len(records) == len(HOSTILE)
    for record in records:
        assert {etree.QName(element).localname for element in record} <= ELEMENTS
        assert not [child for element in record for child in element]


def test_nothing_is_said_that_the_page_does_not_say(stored: StoredArticle) -> None:
    (record,) = parsed(replace(stored, article=Article(url=None), source=None))
    assert {etree.QName(element).localname for element in record} == {"type", "format", "identifier"}


def test_an_empty_export_is_well_formed() -> None:
    root = parsed()
    assert len(root) == 0
    assert root.get("version") == dublincore.SCHEMA_VERSION
