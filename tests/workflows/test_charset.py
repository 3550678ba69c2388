"""A page in an encoding from before Unicode, or in one that cannot be told: what is stored of it."""

from datetime import UTC, datetime

import pytest

import danvan_cli
from danvan_cli.model import Origin, Snapshot
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.workflows.understand import Understanding, understand
from tests.support.legacy import as_western, tcvn3, vni
from tests.support.raw import PARAGRAPHS

TITLE = "Cầu Đồng Mận đã khánh thành sau ba mùa lũ"
MENU = "<a href='/'>Trang chủ</a> <a href='/xh'>Xã hội</a> <a href='/kt'>Kinh tế</a> <a href='/vh'>Văn hóa</a>"


def page(title: str, paragraphs: tuple[str, ...]) -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return f"<html><head><title>{title}</title></head><body><div><h1>{title}</h1>{body}</div></body></html>"


def understood(body: bytes, content_type: str = "text/html") -> Understanding:
    url = "https://baosonha.example/xa-hoi/cau-dong-man-a1.html"
    snapshot = Snapshot(
        requested_url=url,
        url=url,
        captured_at=datetime(2026, 3, 7, 2, tzinfo=UTC),
        origin=Origin.HTTP,
        status=200,
        headers=(("Content-Type", content_type),),
        body=body,
        sha256="0" * 64,
    )
    return understand(snapshot, load_profiles())


def damaged(text: str) -> str:
    """UTF-8 encoded twice, by a program that lost what windows-1252 does not define."""
    wrong = as_western(text.encode())
    return "".join("?" if "\x80" <= char <= "\x9f" else char for char in wrong).replace("\xa0", " ")


@pytest.mark.parametrize("content_type", ["text/html", "text/html; charset=iso-8859-1", "text/html; charset=utf-8"])
def test_an_old_encoding_is_read_and_recorded(content_type: str) -> None:
    found = understood(vni(page(TITLE, PARAGRAPHS)), content_type)
    assert found.article is not None
    assert (found.article.title, found.problem, found.encoding) == (TITLE, None, "vni (syllables)")
    assert found.article.text == "\n\n".join(PARAGRAPHS)


def test_text_that_somebody_decoded_wrongly_is_read_right() -> None:
    html = page(TITLE, PARAGRAPHS)
    for wrong in (html.encode().decode("latin-1"), as_western(html.encode()), vni(html).decode("cp1252")):
        article = danvan_cli.extract(wrong)
        assert (article.title, article.text) == (TITLE, "\n\n".join(PARAGRAPHS))


def test_what_cannot_be_read_is_archived_but_no_text_is_made_of_it() -> None:
    found = understood(damaged(page(TITLE, PARAGRAPHS)).encode(), "text/html; charset=utf-8")
    assert found.problem == "charset"
    assert found.detail is not None
    assert found.encoding is not None
    assert "broken words" in found.encoding
    assert found.article is not None
    assert found.article.text == ""
    assert found.article.title is None
    assert not any(block.text for block in found.article.all_blocks)
    assert not any(trace.raw and "Ã" in trace.raw for trace in found.article.provenance)


def test_a_title_that_can_be_read_is_kept_beside_a_body_that_cannot() -> None:
    article = danvan_cli.extract(page(TITLE, tuple(map(damaged, PARAGRAPHS))))
    assert article.problem in {"charset", "no-readable-body"}
    assert (article.title, article.text) == (TITLE, "")


def test_broken_words_in_a_corner_do_not_spoil_an_article() -> None:
    html = page(TITLE, PARAGRAPHS).replace(
        "</body>", f"<footer>{damaged('Giấy phép số 12 của Sở Thông tin')}</footer></body>"
    )
    found = understood(html.encode())
    assert found.article is not None
    assert (found.problem, found.article.text) == (None, "\n\n".join(PARAGRAPHS))


def test_a_unicode_menu_and_an_old_font_go_together() -> None:
    small = tuple(text.lower() for text in PARAGRAPHS)
    body = "".join(f'<p><font face=".VnTime">{as_western(tcvn3(text))}</font></p>' for text in small)
    html = f'<body>{MENU}<div><h1><font face=".VnTimeH">{as_western(tcvn3(TITLE))}</font></h1>{body}</div></body>'
    page_in_references = html.encode("ascii", "xmlcharrefreplace")
    found = understood(page_in_references, "text/html; charset=utf-8")
    assert found.article is not None
    assert (found.article.title, found.encoding) == (TITLE.upper(), "tcvn3 (fonts)")
    assert found.article.text == "\n\n".join(small)
