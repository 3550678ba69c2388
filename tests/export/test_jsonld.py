import io
import json
from dataclasses import replace
from typing import Any

import pytest
from pyld import jsonld as processor

from danvan_cli.export import jsonld
from danvan_cli.model import Article, StoredArticle
from tests.support.hostile import HOSTILE

SCHEMA = "http://schema.org/"


def written(*articles: StoredArticle) -> str:
    out = io.StringIO()
    assert jsonld.write(articles, out) == len(articles)
    return out.getvalue()


@pytest.fixture
def offline() -> None:
    """A processor that may load nothing."""

    def refuse(url: str, options: dict[str, Any]) -> None:
        raise AssertionError(f"{url} is asked for")

    processor.set_document_loader(refuse)


@pytest.mark.usefixtures("offline")
def test_a_processor_reads_news_articles_of_schema_org_without_a_network(stored: StoredArticle) -> None:
    (article,) = processor.expand(json.loads(written(stored)))
    assert article["@type"] == [f"{SCHEMA}NewsArticle"]
    assert article["@id"] == stored.url
    assert article[f"{SCHEMA}headline"] == [{"@value": stored.article.title}]
    assert article[f"{SCHEMA}datePublished"] == [{"@type": f"{SCHEMA}DateTime", "@value": "2026-03-05T08:15:00+07:00"}]
    assert [author[f"{SCHEMA}name"][0]["@value"] for author in article[f"{SCHEMA}author"]] == ["Trần Minh", "Lê Hạ"]
    (image,) = article[f"{SCHEMA}image"]
    assert image[f"{SCHEMA}contentUrl"] == [{"@id": "https://baosonha.example/anh/cau.jpg"}]
    assert image[f"{SCHEMA}creditText"] == [{"@value": "Lê Hạ"}]
    (publisher,) = article[f"{SCHEMA}publisher"]
    assert publisher[f"{SCHEMA}name"] == [{"@value": "Báo Sơn Hà"}]
    assert article[f"{SCHEMA}schemaVersion"] == [{"@value": jsonld.SCHEMA_VERSION}]


@pytest.mark.usefixtures("offline")
def test_every_article_becomes_rdf(stored: StoredArticle) -> None:
    dataset = processor.to_rdf(json.loads(written(stored, *HOSTILE)))
    subjects = {
        triple["subject"]["value"]
        for triple in dataset["@default"]
        if triple["object"]["value"] == f"{SCHEMA}NewsArticle"
    }
    assert stored.url in subjects
    assert "urn:danvan:article:1" in subjects


def test_an_article_is_on_a_line_of_its_own(stored: StoredArticle) -> None:
    lines = written(stored, stored).splitlines()
    assert [json.loads(line.removesuffix(","))["@type"] for line in lines[2:4]] == ["NewsArticle"] * 2


def test_nothing_is_said_that_the_page_does_not_say(stored: StoredArticle) -> None:
    said = jsonld.node(replace(stored, article=Article(url=None), source=None))
    assert set(said) == {"@type", "@id", "url", "identifier", "schemaVersion"}


def test_an_empty_export_is_a_document_with_an_empty_graph() -> None:
    assert json.loads(written())["@graph"] == []
