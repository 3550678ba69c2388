import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from lxml import etree

from danvan_cli.export import epub
from danvan_cli.model import Block, BlockKind, Order, Source, StoredArticle
from tests.support.hostile import HOSTILE
from tests.support.shelves import ListShelf

X = "{http://www.w3.org/1999/xhtml}"
OTHER = Source(id="alangxa", name="Báo Làng Xa", home_url="https://baolangxa.example/")


def written(*articles: StoredArticle) -> bytes:
    out = io.BytesIO()
    assert epub.write(ListShelf(*articles), out, title="Kho tin") == len(articles)
    return out.getvalue()


def files(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def many(stored: StoredArticle, count: int) -> list[StoredArticle]:
    """Articles of two newspapers over several days, long enough to fill several files."""
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text="chợ phiên " * 300) for _ in range(4))
    articles = []
    for number in range(1, count + 1):
        published = stored.article.published_at
        assert published is not None
        article = replace(stored.article, all_blocks=blocks, published_at=published + timedelta(hours=7 * number))
        source = OTHER if number % 3 else stored.source
        articles.append(replace(stored, id=number, url=f"https://a.example/{number}", article=article, source=source))
    return articles


def test_its_type_can_be_read_off_its_first_bytes(stored: StoredArticle) -> None:
    assert written(stored)[30:58] == b"mimetypeapplication/epub+zip"


def test_every_document_is_well_formed_and_listed_once_and_read_in_order(stored: StoredArticle) -> None:
    book = files(written(*many(stored, 60), *HOSTILE))
    package = etree.fromstring(book["EPUB/package.opf"])
    listed = {item.get("id"): f"EPUB/{item.get('href')}" for item in package.iterfind(".//{*}item")}
    assert sorted([*listed.values(), "mimetype", "META-INF/container.xml", "EPUB/package.opf"]) == sorted(book)
    spine = [listed[reference.get("idref")] for reference in package.iterfind(".//{*}itemref")]
    assert spine == sorted(name for name in book if "/text/" in name)
    assert len(spine) > 3
    for name, content in book.items():
        if name.endswith((".xhtml", ".xml", ".opf")):
            etree.fromstring(content)


def test_the_contents_lead_by_day_and_newspaper_to_every_article_in_reading_order(stored: StoredArticle) -> None:
    articles = many(stored, 60)
    book = files(written(*articles))
    nav = etree.fromstring(book["EPUB/nav.xhtml"])
    leaves = [link for link in nav.iter(f"{X}a") if link.getnext() is None][1:]
    targets = [link.get("href") for link in leaves]
    shelf = ListShelf(*articles)
    assert [target.partition("#a")[2] for target in targets] == [str(s.id) for s in shelf.articles(Order.DAY)]
    for target in targets:
        name, _, anchor = target.partition("#")
        tree = etree.fromstring(book[f"EPUB/{name}"])
        assert len([section for section in tree.iter(f"{X}section") if section.get("id") == anchor]) == 1
    days = [link.text for link in nav.iterfind(f".//{X}nav/{X}ol/{X}li/{X}a")][1:]
    assert days == list(dict.fromkeys(f"{heading.day:%d/%m/%Y}" for heading in shelf.headings(Order.DAY)))
    papers = [link.text for link in nav.iterfind(f".//{X}nav/{X}ol/{X}li/{X}ol/{X}li/{X}a")]
    assert set(papers) == {"Báo Sơn Hà", "Báo Làng Xa"}


def test_no_file_grows_long(stored: StoredArticle) -> None:
    texts = [content for name, content in files(written(*many(stored, 60))).items() if "/text/" in name]
    assert max(len(content.decode()) for content in texts) < 130_000


def test_it_is_the_same_book_whenever_it_is_made_and_another_for_other_articles(stored: StoredArticle) -> None:
    assert written(stored) == written(stored)
    with zipfile.ZipFile(io.BytesIO(written(stored))) as book:
        assert {entry.date_time for entry in book.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    package = files(written(stored))["EPUB/package.opf"].decode()
    assert "2026-03-05T02:00:00Z</meta>" in package
    other = files(written(replace(stored, url="https://a.example/khac")))["EPUB/package.opf"].decode()
    identities = {re.search(r"urn:uuid:[0-9a-f-]{36}", said) for said in (package, other)}
    assert len({found[0] for found in identities if found}) == 2


def test_a_new_edition_of_the_same_articles_keeps_its_identity(
    changed: Callable[..., StoredArticle], stored: StoredArticle
) -> None:
    edited = replace(changed(title="Tựa mới"), captured_at=datetime(2026, 4, 1, tzinfo=UTC))
    before, after = (files(written(article))["EPUB/package.opf"].decode() for article in (stored, edited))
    assert re.findall("urn:uuid:[^<]+", before) == re.findall("urn:uuid:[^<]+", after)
    assert "2026-04-01T00:00:00Z" in after


def test_an_empty_selection_is_a_book_with_a_title_page() -> None:
    book = files(written())
    assert "0 bài" in book["EPUB/text/00000.xhtml"].decode()
    etree.fromstring(book["EPUB/nav.xhtml"])
