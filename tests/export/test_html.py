import io
import re

from danvan_cli.export import html
from danvan_cli.model import StoredArticle
from tests.support.hostile import ATTACKS, HOSTILE
from tests.support.pages import check_harmless
from tests.support.shelves import ListShelf


def written(*articles: StoredArticle) -> str:
    out = io.StringIO()
    assert html.write(ListShelf(*articles), out, title="Kho <tin>") == len(articles)
    return out.getvalue()


def test_one_article_is_a_page_of_its_own(stored: StoredArticle) -> None:
    page = written(stored)
    assert page == html.page(stored)
    tree = check_harmless(page)
    assert tree.get("lang") == "vi"
    assert [heading.text for heading in tree.iter("h1")] == ["Khánh thành cầu Đồng Mận"]
    assert not list(tree.iter("nav"))


def test_many_articles_have_a_list_of_contents_that_leads_to_each(stored: StoredArticle) -> None:
    tree = check_harmless(written(*HOSTILE, stored))
    targets = [link.get("href") for link in tree.xpath("//nav//a")]
    assert targets == [f"#{article.get('id')}" for article in tree.iter("article")]
    assert len(targets) == len(HOSTILE) + 1
    assert [heading.text for heading in tree.iter("h1")] == ["Kho <tin>"]


def test_hostile_text_is_shown_as_text() -> None:
    page = written(*HOSTILE)
    tree = check_harmless(page)
    shown = " ".join(tree.text_content().split())
    for attack in ATTACKS:
        if attack.isprintable():
            assert " ".join(attack.split()) in shown
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", page)


def test_nothing_is_loaded_from_anywhere(stored: StoredArticle) -> None:
    tree = check_harmless(written(stored, *HOSTILE))
    assert not list(tree.iter("link"))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'"]


def test_an_empty_export_is_a_page() -> None:
    assert "0 bài" in check_harmless(written()).text_content()
