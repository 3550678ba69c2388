from datetime import datetime
from urllib.parse import urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.collector import Collector, absolute
from danvan_cli.discover.dates import VIETNAM
from danvan_cli.discover.urls import parse_seed
from danvan_cli.model import Domain, Source
from danvan_cli.profiles.schema import GENERIC, Profile, Urls

HOME = "https://baosonha.example"
AT = datetime(2026, 3, 5, 12, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/a.html", f"{HOME}/a.html"),
        ("a.html", f"{HOME}/tin/a.html"),
        ("../a.html", f"{HOME}/a.html"),
        ("?p=2", f"{HOME}/tin/muc?p=2"),
        ("", None),
        ("#x", f"{HOME}/tin/muc"),
        ("//khac.example/a", "https://khac.example/a"),
        ("HTTP://Khac.example/a", "http://khac.example/a"),
        (" /a\n/b c.html ", f"{HOME}/a/b%20c.html"),
        ("/cầu-mới", f"{HOME}/c%E1%BA%A7u-m%E1%BB%9Bi"),
        ("https://a:b@khac.example/x", "https://khac.example/x"),
        *((bad, None) for bad in ("javascript:alert(1)", "data:text/html,x", "tel:1", "mailto:a@b.vn", "ftp://a.vn/x")),
        *(
            (bad, None)
            for bad in ("https://", "https://[::1", "http://a.vn:99999/", "https://a\x00.vn/", "/" + "a" * 3000)
        ),
    ],
)
def test_a_link_leads_to_a_page_or_nowhere(href: str, url: str | None) -> None:
    assert absolute(href, f"{HOME}/tin/muc") == url


@given(
    path=st.text("/ab.%2-", max_size=12),
    base=st.sampled_from([f"{HOME}/tin/muc", "http://www.baosonha.example:8080/?p=2#x", HOME, f"{HOME}/"]),
)
def test_the_short_cut_for_paths_from_the_root_changes_nothing(path: str, base: str) -> None:
    def by_the_book() -> str | None:
        try:
            return parse_seed(urljoin(base, f"/{path}".strip()))
        except ValueError:
            return None

    assert absolute(f"/{path}", base) == by_the_book()


@given(st.text(max_size=60))
def test_no_link_makes_it_raise(href: str) -> None:
    url = absolute(href, f"{HOME}/tin/")
    assert url is None or url.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("url", "own"),
    [
        (f"{HOME}/a", True),
        ("http://www.baosonha.example/a", True),
        ("https://m.baosonha.example:8080/a", True),
        ("https://dulich.baosonha.example/a", True),
        ("https://sonha.example/a", True),
        ("https://xa.sonha.example/a", True),
        ("https://xsonha.example/a", False),
        ("https://khac.example/a", False),
    ],
)
def test_a_newspapers_own_hosts_are_its_profiles_and_those_of_the_page(url: str, own: bool) -> None:  # noqa: FBT001
    source = Source(id="b", name="B", home_url=HOME, domains=(Domain(host="*.sonha.example"),))
    assert Collector(f"{HOME}/tin", Profile(id="b", source=source)).is_own(url) is own


def test_a_twin_host_of_the_profile_is_fetched_and_known_as_the_paper() -> None:
    source = Source(
        id="b", name="B", home_url="https://www.baosonha.example/", domains=(Domain(host="baosonha.example"),)
    )
    profile = Profile(id="b", source=source, urls=Urls(twin_hosts=("m.baosonha.example",)))
    found = Collector(f"{HOME}/tin", profile)
    found.add("https://m.baosonha.example/cau-moi-a1.html?utm_source=x")
    found.add("http://www.baosonha.example/duong-moi-a2.html")
    assert [(link.url, link.key) for link in found.listing().links] == [
        (f"{HOME}/cau-moi-a1.html", f"{HOME}/cau-moi-a1.html"),
        ("http://www.baosonha.example/duong-moi-a2.html", f"{HOME}/duong-moi-a2.html"),
    ]


def test_the_first_mention_has_the_place_and_every_mention_may_add() -> None:
    found = Collector(f"{HOME}/tin", GENERIC, depth=2)
    for url, title, published in (("a", None, None), ("b", "Hai", None), ("a", "Một", AT), ("a", "Khác", None)):
        found.add(f"{HOME}/{url}", title=title, published_at=published)
    first, second = found.listing().links
    assert (first.title, first.published_at, first.depth) == ("Một", AT, 3)
    assert second.title == "Hai"
