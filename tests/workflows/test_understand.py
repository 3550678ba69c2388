from datetime import UTC, datetime
from typing import Any

import pytest

from danvan_cli.model import Origin, Snapshot
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import ArticleRules, Profile
from danvan_cli.workflows.understand import article_url, canonical_in, extract_article, extract_printed, understand
from tests.support.encodings import windows_1258
from tests.support.raw import PARAGRAPHS, page, texts

ONE, TWO, THREE, FOUR = PARAGRAPHS
TITLE = "Xã Tân Mỹ khánh thành cầu Đồng Mận"
URL = "https://baosonha.example/xa-hoi/khanh-thanh-cau-a1.html"
HTML = page(*PARAGRAPHS)
PROFILES = load_profiles()


def snapshot(
    body: bytes | str = HTML, *, content_type: str | None = "text/html; charset=utf-8", **fields: Any
) -> Snapshot:
    headers = (("Content-Type", content_type),) if content_type is not None else ()
    given: dict[str, Any] = {
        "requested_url": URL,
        "url": URL,
        "captured_at": datetime(2026, 3, 7, 2, tzinfo=UTC),
        "origin": Origin.HTTP,
        "status": 200,
        "headers": headers,
        "body": body.encode() if isinstance(body, str) else body,
        "sha256": "0" * 64,
    }
    return Snapshot(**given | fields)


def saved(body: bytes | str, url: str = "file:///tin/a.html") -> Snapshot:
    """A saved file: nobody saw the server's answer."""
    return snapshot(body, content_type=None, url=url, requested_url=url, origin=Origin.FILE, status=None)


def test_a_page_is_understood() -> None:
    found = understand(snapshot(), PROFILES)
    assert found.article is not None
    assert (found.article.title, texts(found.article)) == (TITLE, list(PARAGRAPHS))
    assert (found.problem, found.detail, found.encoding, found.blocked) == (None, None, "utf-8", False)
    assert found.profile.id == "generic"


def test_the_same_snapshot_gives_the_same_answer() -> None:
    assert understand(snapshot(), PROFILES) == understand(snapshot(), PROFILES)


@pytest.mark.parametrize("status", [301, 401, 403, 404, 410, 429, 451, 500, 503])
def test_an_answer_that_is_no_page_is_archived_and_no_article_made_of_it(status: int) -> None:
    found = understand(snapshot(status=status), PROFILES)
    assert (found.article, found.problem) == (None, f"http-{status}")
    assert str(status) in (found.detail or "")
    assert found.blocked is (status in (401, 403, 429, 451))


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_answer_without_a_body_says_so(body: bytes) -> None:
    found = understand(snapshot(body), PROFILES)
    assert (found.article, found.problem) == (None, "empty-body")


@pytest.mark.parametrize(
    ("body", "content_type", "kind"),
    [
        (b"%PDF-1.7\n...", "text/html", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n...", "text/html", "image/png"),
        (b"\xff\xd8\xff\xe0...", None, "image/jpeg"),
        (b"PK\x03\x04...", "application/octet-stream", "application/zip"),
        (b"\x1f\x8b\x08...", "text/html", "application/gzip"),
        (b'{"a": 1}', "application/json", "application/json"),
        (b"a,b\n1,2", "text/csv; charset=utf-8", "text/csv"),
    ],
)
def test_what_is_no_web_page_is_archived_and_named(body: bytes, content_type: str | None, kind: str) -> None:
    found = understand(snapshot(body, content_type=content_type), PROFILES)
    assert (found.article, found.problem) == (None, "not-html")
    assert kind in (found.detail or "")


@pytest.mark.parametrize(
    "content_type",
    ["text/html", "TEXT/HTML; charset=UTF-8", "application/xhtml+xml", "application/octet-stream", "", None],
)
def test_a_page_is_one_whatever_the_server_calls_it(content_type: str | None) -> None:
    assert understand(snapshot(content_type=content_type), PROFILES).problem is None


@pytest.mark.parametrize("declared", ["windows-1258", "iso-8859-1"])
def test_the_encoding_that_was_used_is_told(declared: str) -> None:
    body = page("Xã mở lớp học bơi, các em rất vui. " * 8, title="Lop hoc boi")
    found = understand(snapshot(windows_1258(body), content_type=f"text/html; charset={declared}"), PROFILES)
    assert (found.encoding or "").startswith("windows-1258")
    assert found.article is not None
    assert found.article.text.startswith("Xã mở lớp học bơi")


def test_a_profile_is_chosen_by_the_url_that_answered() -> None:
    found = understand(snapshot(url="https://www.baocantho.com.vn/a-a1.html"), PROFILES)
    assert found.profile.id == "baocantho"
    assert found.article is not None
    assert found.article.profile == "baocantho"


def test_a_saved_page_is_read_by_the_profile_of_the_url_it_names_for_itself() -> None:
    head = '<link rel="canonical" href="https://baocantho.com.vn/a-a1.html">'
    assert canonical_in(page(head=head)) == "https://baocantho.com.vn/a-a1.html"
    assert understand(saved(page(*PARAGRAPHS, head=head)), PROFILES).profile.id == "baocantho"
    assert understand(saved(HTML), PROFILES).profile.id == "generic"


def test_a_page_captured_before_a_date_it_shows_ignores_it() -> None:
    dated = HTML.replace("<div class=noidung>", "<span class=date>20/11/2026 10:00</span><div class=noidung>")
    early = understand(snapshot(dated), PROFILES).article
    late = understand(snapshot(dated, captured_at=datetime(2026, 12, 1, tzinfo=UTC)), PROFILES).article
    assert early is not None
    assert late is not None
    assert (early.published_at, late.published_at is not None) == (None, True)


@pytest.mark.parametrize("content_type", [None, "text/plain; charset=utf-8"])
def test_a_page_printed_as_text_is_read_as_one(content_type: str | None) -> None:
    caption = "Cầu Đồng Mận trong ngày khánh thành. (Ảnh: LH)."
    text = "\n\n".join([TITLE, caption, caption, *PARAGRAPHS, "Phản hồi"])
    found = understand(snapshot(text, content_type=content_type), PROFILES)
    assert found.article is not None
    assert found.article.profile == "printed"
    assert found.article.title == TITLE
    assert texts(found.article) == list(PARAGRAPHS)
    assert [item.credit for item in found.article.captions] == ["LH"]
    assert found.article == extract_printed(text, found.article.url)


def test_a_text_with_a_smaller_sign_in_it_is_still_a_print() -> None:
    article = understand(saved(f"{TITLE}\n\n{ONE} 3 < 5\n\n{TWO}"), PROFILES).article
    assert article is not None
    assert article.profile == "printed"


def test_a_paper_that_encodes_its_bodies_is_never_read() -> None:
    encoded = Profile(id="test", article=ArticleRules(body=("div.noidung",), encoded=True))

    class Only:
        def for_url(self, url: str | None) -> Profile:
            return encoded

    found = understand(snapshot(), Only())  # type: ignore[arg-type]
    assert found.problem == "no-readable-body"
    assert found.detail
    assert found.article is not None
    assert found.article.title == TITLE


@pytest.mark.parametrize(
    ("html", "problem"),
    [("<html><body></body></html>", "empty-body"), ("<html><body><p>Xin chào</p></body></html>", "not-article")],
)
def test_a_page_that_is_no_article_keeps_its_problem(html: str, problem: str) -> None:
    found = understand(snapshot(html), PROFILES)
    assert found.article is not None
    assert (found.problem, found.article.problem) == (problem, problem)


def test_the_public_function_and_a_capture_without_a_date_agree() -> None:
    found = understand(snapshot(), PROFILES)
    assert extract_article(HTML, URL) == extract_article(HTML.encode(), URL) == found.article


@pytest.mark.parametrize(
    ("canonical", "identity"),
    [
        (None, URL),
        ("https://www.baosonha.example/b/?utm_source=x", "https://baosonha.example/b"),
        ("https://dulich.baosonha.example/b", "https://dulich.baosonha.example/b"),
        ("https://baodongman.example/b", URL),
        ("https://baosonha.example/", URL),
        ("/b", URL),
        ("javascript:x", URL),
        ("http://[::1", URL),
    ],
)
def test_a_page_may_name_its_own_url_but_not_another_papers_and_not_the_front_page(
    canonical: str | None, identity: str
) -> None:
    head = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    found = snapshot(page(*PARAGRAPHS, head=head), url=f"{URL}?fbclid=x#top")
    article = understand(found, PROFILES).article
    assert article is not None
    assert article_url(article, found) == identity


def test_a_saved_page_is_known_by_the_url_it_names_or_by_its_file() -> None:
    named, unnamed = saved(page(*PARAGRAPHS, head=f'<link rel="canonical" href="{URL}">')), saved(HTML)
    for found, identity in ((named, URL), (unnamed, unnamed.url)):
        article = understand(found, PROFILES).article
        assert article is not None
        assert article_url(article, found) == identity
