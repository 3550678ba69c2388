"""Addresses of real papers, with invented slugs: which of them are articles by their form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.shape import address_of, is_article_address
from danvan_cli.discover.urls import parse_seed

HOST = "https://baosonha.example"


@pytest.mark.parametrize(
    "path",
    [
        "/le-hoi-que-toi-223581.htm",
        "/van-hoa/le-hoi-que-toi/152437.htm",
        "/le-hoi-que-toi-post255841.html",
        "/le-hoi-que-toi-postid412345.bbg",
        "/-le-hoi-que-toi--a196462.html",
        "/Van-hoa/Le-hoi-que-toi/59484.bcb",
        "/channel/5399/201004/le-hoi-que-toi-1987654/",
        "/van-hoa/202601/que-toi-3af0c1b/",
        "/van-hoa/202511/le-hoi-que-toi/",
        "/2024/03/01/le-hoi-que-toi/",
        "/portal/pages/2024-03-01/Le-hoi-que-toi-abc12.aspx",
        "/news/132275p24c32/le-hoi-que-toi.htm",
        "/van-hoa/le-hoi-que-toi-20260307080054340.htm",
        "/tin-bai/van-hoa/le-hoi-que-toi-nam-nay",
        "/tin/8841.html",
        "/Default.aspx?Organization=TU&ContentID=123",
        "/?p=8841",
        "/le-hoi---que-toi---2026-d488447.html",
        "/obama-post1612997.html",
    ],
)
def test_an_articles_address(path: str) -> None:
    assert is_article_address(HOST + path)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/van-hoa", "/van-hoa/", "/van-hoa.htm", "/kinh-doanh/tai-chinh.htm", "/dau-tu-tai-chinh-d6/"),
        *(
            "/Van-hoa/57.bcb",
            "/thoi-su-quoc-te-53.html",
            "/gia-vang-e592.htm",
            "/thoi-su?p=2",
            "/kinh-doanh/trang-2.htm",
        ),
        *("/kinh-doanh/trang2.html", "/page/12345", "/gia-vang-tag14642850852768478603.html", "/topic/son-ha-264833"),
        *(
            "/event/le-hoi-que-toi-83780.htm",
            "/video/le-hoi-que-toi-nam-nay-187983.htm",
            "/tac-gia/le-hoi-que-toi-12345",
        ),
        *("/tu-khoa/le-hoi-que-toi-nam-nay", "/rss/le-hoi-que-toi-123456.rss", "/anh/le-hoi-que-toi-123456.jpg"),
        "/le-hoi-que-toi.36.html",
    ],
)
def test_an_address_of_something_else(path: str) -> None:
    assert not is_article_address(HOST + path)


@pytest.mark.parametrize("host", ["video", "tv", "podcast"])
def test_a_host_of_recordings_has_no_articles(host: str) -> None:
    assert not is_article_address(f"https://{host}.baosonha.example/le-hoi-que-toi-post123456.html")


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("/le-hoi-a123456.html", "/khanh-thanh-cau-moi-a9876543.html"),
        ("/van-hoa/le-hoi-123456.html", "/kinh-te/cau-moi-1234567.html"),
        ("/van-hoa/202601/que-toi-3af0c1b/", "/kinh-te/202512/cau-moi-8244748/"),
        ("/van-hoa/202601/que-toi-3af0c1b", "/kinh-te/202512/cau-moi/"),
    ],
)
def test_articles_of_one_paper_have_one_shape(one: str, another: str) -> None:
    assert address_of(HOST + one).shape == address_of(HOST + another).shape


@pytest.mark.parametrize(
    ("one", "another"),
    [
        ("/le-hoi-a123456.html", "/le-hoi-tag123456.html"),
        ("/le-hoi-a123456.html", "/le-hoi-a12.html"),
        ("/le-hoi-123456.html", "/van-hoa/le-hoi-123456.html"),
        ("/le-hoi-123456.html", "/le-hoi-123456.chn"),
    ],
)
def test_other_forms_are_other_shapes(one: str, another: str) -> None:
    assert address_of(HOST + one).shape != address_of(HOST + another).shape


SLUG = st.from_regex(r"[a-z]{2,6}(-[a-z]{2,6}){2,8}", fullmatch=True)


@given(
    slug=SLUG, number=st.integers(10_000, 10**18), mark=st.sampled_from(["", "a", "d", "ar", "post", "tag", "event"])
)
def test_the_short_cut_for_the_commonest_form_changes_nothing(slug: str, number: int, mark: str) -> None:
    for ending in ("html", "htm"):
        url = f"{HOST}/{slug}-{mark}{number}.{ending}"
        address = address_of(url)
        assert address.shape.number == "long"
        assert is_article_address(url) is not address.is_list
        assert address.is_list is (mark in ("tag", "event"))
        assert address.words == tuple(re.findall(r"[a-z]+", slug))


@given(st.text(max_size=60))
def test_no_address_makes_it_raise(text: str) -> None:
    for candidate in (f"{HOST}/{text}", f"{HOST}/a?{text}"):
        try:
            url = parse_seed(candidate)
        except ValueError:
            continue
        is_article_address(url)
