import pytest

from danvan_cli.parse.challenge import is_challenge, shows_challenge
from tests.support.raw import PARAGRAPHS, page


@pytest.mark.parametrize(
    "html",
    [
        "<title>Just a moment...</title><script>window._cf_chl_opt={};</script>",
        "<title>Attention Required! | Cloudflare</title><p>You have been blocked</p>",
        '<iframe src="/_Incapsula_Resource?SWUDNSAI=31"></iframe>',
        "<p>Vui lòng xác nhận bạn không phải là robot</p>",
        "<p>Hệ thống đang kiểm tra trình duyệt của bạn, vui lòng chờ 5 giây</p>",
        '<script>document.cookie="D1N=abc; path=/";window.location.reload(true);</script>',
        '<script>document.cookie="k=1";location.href="/tin"</script>',
    ],
)
def test_a_firewalls_page_is_told(html: str) -> None:
    assert shows_challenge(html)


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Báo Sơn Hà</p>",
        "<script>document.cookie='seen=1'</script><p>Báo Sơn Hà</p>",
        '<div id="app"></div><script src="/js/app.js"></script>',
        # Put into every page by the firewall, challenge or not.
        '<p>Tin mới</p><script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
    ],
)
def test_a_page_that_is_short_or_has_their_script_is_none(html: str) -> None:
    assert not shows_challenge(html)


def test_an_article_about_one_is_none() -> None:
    html = page("Trang báo yêu cầu: xác nhận bạn không phải là robot.", *PARAGRAPHS * 6)
    assert not shows_challenge(html)


def test_a_long_text_is_never_a_challenge() -> None:
    assert not is_challenge("_cf_chl_opt", "Xã mở lớp học bơi. " * 200)
