import pytest

from danvan_cli.model import Redirect
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.workflows.answers import NO_ARTICLE, PROBLEMS, is_home, no_page
from danvan_cli.workflows.understand import understand
from tests.support.raw import PARAGRAPHS, page
from tests.workflows.test_understand import snapshot

CHALLENGE = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>"
ASKED = "https://baosonha.example/xa-hoi/khanh-thanh-cau-a1.html"


def led_to(url: str, requested_url: str = ASKED) -> str | None:
    hop = Redirect(url=requested_url, status=302, location=url)
    found = no_page(snapshot(url=url, requested_url=requested_url, redirects=(hop,)))
    return found[0] if found else None


@pytest.mark.parametrize("status", [403, 429, 503, 200])
def test_a_challenge_is_one_with_any_status_firewalls_send(status: int) -> None:
    found = understand(snapshot(CHALLENGE, status=status), load_profiles())
    assert (found.problem, found.is_article, found.blocked) == ("challenge", False, True)


def test_other_refusals_keep_their_status() -> None:
    assert no_page(snapshot("<h1>Forbidden</h1>", status=403)) == (
        "http-403",
        "the host answered 403; the answer is archived, no article is made of it",
    )
    assert (no_page(snapshot(CHALLENGE, status=404)) or ("",))[0] == "http-404"


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("https://baosonha.example/", "redirect-home"),
        ("https://www.baosonha.example/?utm_source=x", "redirect-home"),
        ("https://baosonha.example/dang-nhap?returnUrl=a", "redirect-login"),
        ("https://id.baosonha.example/login", "redirect-login"),
        ("https://baosonha.example/404.html", "soft-404"),
        ("https://baosonha.example/error/404", "soft-404"),
        ("https://baosonha.example/xa-hoi/khanh-thanh-cau-moi-a1.html", None),
        ("https://m.baosonha.example/xa-hoi/khanh-thanh-cau-a1.html", None),
    ],
)
def test_a_redirect_tells_where_it_led(url: str, problem: str | None) -> None:
    assert led_to(url) == problem


@pytest.mark.parametrize("url", ["https://baosonha.example/", "https://baosonha.example/dang-nhap"])
def test_what_was_asked_for_by_name_is_what_it_is(url: str) -> None:
    assert led_to(url, requested_url=url.replace("https", "http")) is None


def test_a_front_door_is_known_in_every_spelling() -> None:
    assert all(map(is_home, ("http://a.vn", "https://www.a.vn/", "https://a.vn/index.html", "https://a.vn/?fbclid=1")))
    assert not any(map(is_home, ("https://a.vn/tin", "https://a.vn/?p=7")))


def test_every_problem_that_is_no_article_says_what_it_means() -> None:
    assert PROBLEMS.keys() >= NO_ARTICLE
    assert no_page(snapshot(page(*PARAGRAPHS))) is None
