"""The public API, as somebody uses it who imports danvan: and as somebody who means it harm."""

import dataclasses
import os
import pickle
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import danvan_cli
from danvan_cli import Article, extract
from danvan_cli.profiles.loader import load_profiles
from tests.support.raw import PARAGRAPHS, page, texts

ONE, TWO, THREE, FOUR = PARAGRAPHS
TITLE = "Xã Tân Mỹ khánh thành cầu Đồng Mận"
STORY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
HTML = page(*PARAGRAPHS)
MANY = 100_000
SOME = 10_000
"""Enough for whatever grows with the square; the machine has other tests to run."""


def test_a_page_goes_in_and_an_article_comes_out() -> None:
    caption = "<figure><img src=/cau.jpg><figcaption>Cầu Đồng Mận ngày khánh thành. (Ảnh: LH).</figcaption></figure>"
    article = extract(
        page(ONE, caption, TWO, "Cầu Đồng Mận ngày khánh thành. (Ảnh: LH).", THREE, FOUR),
        url="https://baosonha.example/a1.html",
    )
    assert isinstance(article, Article)
    assert (article.title, article.text) == (TITLE, "\n\n".join(PARAGRAPHS))
    assert [(item.text, item.credit, item.image_url) for item in article.captions] == [
        ("Cầu Đồng Mận ngày khánh thành.", "LH", "https://baosonha.example/cau.jpg")
    ]


def test_bytes_and_text_are_one_page() -> None:
    assert extract(HTML.encode()) == extract(HTML)
    assert extract(HTML.encode("utf-16")) == extract(HTML)


def test_the_url_is_not_needed() -> None:
    article = extract(HTML)
    assert (article.url, article.profile, article.problem) == (None, "generic", None)
    assert texts(article) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "url", ["", "x", "http://[::1", "javascript:x", "https://baocantho.com.vn:99999/a", "https://" + "a" * 9999]
)
def test_a_url_that_is_none_does_no_harm(url: str) -> None:
    assert extract(HTML, url=url).title == TITLE


def test_an_article_is_a_value() -> None:
    article = extract(HTML, url="https://baosonha.example/a1.html")
    assert pickle.loads(pickle.dumps(article)) == article  # noqa: S301
    assert hash(article) == hash(extract(HTML, url="https://baosonha.example/a1.html"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        article.title = ""  # type: ignore[misc]


def test_the_package_names_what_it_offers() -> None:
    assert all(getattr(danvan_cli, name) is not None for name in danvan_cli.__all__)
    with pytest.raises(AttributeError, match="nothing"):
        _ = danvan_cli.nothing


HOSTILE: dict[str, Callable[[], str]] = {
    "nested elements": lambda: "<div>" * MANY + STORY + "</div>" * MANY,
    "nested elements never closed": lambda: "<div>" * MANY + STORY,
    "end tags of nothing": lambda: STORY + "</div>" * MANY,
    "end tags of something else": lambda: "<div></b>" * SOME + STORY,
    "end tags that reach through a block": lambda: "<span><div></span>" * SOME + STORY,
    "end tags in comments": lambda: "<div><!--</div>-->" * SOME + STORY,
    "end tags in scripts": lambda: "<div><script></div></script>" * SOME + STORY,
    "tags in attributes": lambda: '<div a="<">' * SOME + STORY,
    "nested tables": lambda: "<table><tr><td>" * SOME + STORY,
    "nested lists": lambda: "<ul><li>" * SOME + STORY,
    "nested formatting": lambda: "<b>" * SOME + STORY,
    "formatting every paragraph opens anew": lambda: "".join(f"<p><b id=b{n}></p>" for n in range(SOME // 2)) + STORY,
    "drawings that never end": lambda: "<svg>" * 1000 + "</svg>" * 1000 + STORY,
    "attributes": lambda: "<div " + " ".join(f"a{n}=1" for n in range(MANY * 2)) + ">" + STORY + "</div>",
    "an endless attribute": lambda: f"<div title='{'x' * 5_000_000}'>{STORY}</div>",
    "NUL bytes": lambda: "\0" * MANY + STORY.replace("<p>", "\0<p>\0") + "\0" * MANY,
    "surrogates without their half": lambda: f"<p>\ud800 \udfff</p>{STORY}\ud83d",
    "angle brackets": lambda: "<" * MANY + " " + STORY,
    "ampersands": lambda: "&" * MANY + STORY,
    "line breaks": lambda: "<p>" + "<br>" * 20_000 + "</p>" + STORY,
    "white space in the document's title": lambda: f"<title>{TITLE}{' ' * MANY * 3}x</title>" + STORY,
    "white space": lambda: f"<p>a{' ' * 2_000_000}b</p>" + STORY,
    "commas in a caption": lambda: f"<figure><img src=a><figcaption>{' ,' * SOME}x</figcaption></figure>" + STORY,
    "stops before a credit": lambda: f"<figure><img src=a><figcaption>{'. ' * SOME}Ảnh</figcaption></figure>" + STORY,
    "brackets in a caption": lambda: f"<figure><img src=a><figcaption>{'(Ảnh: ' * SOME}</figcaption></figure>" + STORY,
    "JSON without end": lambda: f'<script type="application/ld+json">{"[{" * MANY}"Article"</script>' + STORY,
    "JSON as deep as can be": lambda: (
        f'<script type="application/ld+json">{{"@type":"Article","author":{"[" * 900}{"]" * 900}}}</script>' + STORY
    ),
}
"""Pages that mean harm, each with a story of four paragraphs in it."""


@pytest.mark.parametrize("name", HOSTILE)
def test_a_page_that_means_harm_is_read_all_the_same(name: str) -> None:
    article = extract(f"<h1>{TITLE}</h1>" + HOSTILE[name]())
    assert article.title == TITLE
    assert texts(article)[-4:] == list(PARAGRAPHS)


def test_a_page_that_closes_nothing_has_a_problem_or_a_text() -> None:
    html = "<html><body><table><tr><td><div><p><b><i><a href='x'>" + STORY.replace("</p>", "")
    article = extract(html)
    assert article.problem or article.text


def test_a_page_of_five_megabytes_is_read_whole() -> None:
    paragraphs = [f"{number}. {' '.join(PARAGRAPHS * 40)}" for number in range(260)]
    html = page(*paragraphs)
    assert len(html.encode()) > 5_000_000
    assert texts(extract(html)) == paragraphs


@pytest.mark.parametrize(
    "html",
    [
        "",
        " ",
        "\n",
        "<",
        "<p>",
        "</p>",
        "<!doctype html>",
        "<html>",
        "<!--",
        "\0",
        "\ufeff",
        "\ud800",
        "x",
        b"",
        b"\x00" * 64,
        bytes(range(256)),
    ],
)
def test_a_page_that_is_none_has_a_problem(html: str | bytes) -> None:
    article = extract(html)
    assert article.problem
    assert (article.title, article.captions) == (None, ())


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes_have_an_article_or_a_problem(body: bytes) -> None:
    article = extract(body)
    assert article.problem or article.text


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_has_an_article_or_a_problem(text: str) -> None:
    article = extract(text)
    assert article.problem or article.text


@pytest.mark.parametrize("profile", load_profiles().all, ids=lambda profile: profile.id)
def test_every_papers_rules_cope_with_a_page_they_do_not_expect(profile: object) -> None:
    source = getattr(profile, "source")  # noqa: B009  # a profile of a paper has one
    host = source.domains[0].host.replace("*", "www") if source.domains else "baosonha.example"
    for html in (HTML, "", "<html><body><div></div></body></html>", "<h1>" * 50):
        article = extract(html, url=f"https://{host}/a1.html")
        assert article.profile == source.id
        assert article.problem or article.text


def test_every_text_that_comes_out_is_composed() -> None:
    html = unicodedata.normalize(
        "NFD", page(ONE, "<figure><img src=a><figcaption>Cầu. Ảnh: Lê Hạ</figcaption></figure>", TWO, THREE, FOUR)
    )
    assert unicodedata.is_normalized("NFD", html)
    article = extract(html)
    assert texts(article) == list(PARAGRAPHS)
    assert (article.title, article.captions[0].credit) == (TITLE, "Lê Hạ")


MEASURED = """
import re, sys
from pathlib import Path
import danvan_cli

def peak_kib():
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])

page = eval(sys.argv[1])
danvan_cli.extract("<p>Sáng 5/3, tỉnh khánh thành cầu mới.</p>")
before = peak_kib()
article = danvan_cli.extract(page)
print(len(page), (peak_kib() - before) * 1024, article.problem)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
@pytest.mark.parametrize(
    "page",
    [
        "'<p>Sáng 5/3, tỉnh khánh thành cầu.</p>' * 400_000",
        "'<br><br>' * 400_000",
        "'<h1>Tin</h1><p>' + 'Sáng 5/3, tỉnh khánh thành cầu mới. ' * 500_000",
        "'<div>' * 100_000 + 'x' + '</div>' * 100_000 + ' ' * 5_000_000",
    ],
)
def test_a_huge_page_costs_at_most_twelve_times_its_size_in_memory(page: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", MEASURED, page],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )
    size, cost, problem = run.stdout.split()
    assert int(cost) <= 12 * int(size), (size, cost, problem)
