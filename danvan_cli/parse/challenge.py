"""Pages a firewall shows in place of what was asked: a browser is to prove itself before it may go on.

Told by what the firewalls' own pages are made of, never by a script that they also put into real pages, and only
where the page shows hardly any text. danvan answers none of them.
"""

import re

from danvan_cli.html import Page

MOST_SHOWN = 2_000
"""Letters: a challenge shows a sentence or two."""
_MADE_OF = re.compile(
    r"_cf_chl_opt|cf-browser-verification|id=[\"']challenge-(?:form|running|error-text)|__cf_chl_|"
    r"/_Incapsula_Resource|incap_ses|sucuri_cloudproxy|_sucuri_|/__ddg|ddos-guard|"
    r"/\.well-known/ddos|aws-?waf-?(?:token|challenge)|AwsWafIntegration|_pxCaptcha|px-captcha|geo\.captcha-delivery|"
    r"challenges\.cloudflare\.com/turnstile|slowAES|toNumbers\(|_bm_sz|ak_bmsc_challenge",
)
_SETS_COOKIE_AND_RETURNS = re.compile(
    r"document\.cookie\s*=(?s:.{0,2000}?)(?:location\.(?:reload|replace|assign)\s*\(|location(?:\.href)?\s*=)"
)
_SAID = re.compile(
    r"just a moment|checking (?:your|if the site) |attention required|verify (?:that )?you are (?:a )?human|"
    r"are you (?:a )?(?:human|robot)|enable javascript and cookies to continue|ddos protection by|"
    r"(?:xác nhận|xác minh|chứng minh)(?: rằng)? bạn (?:không phải (?:là )?(?:robot|rô bốt|người máy)|là con người)|"
    r"(?:đang )?kiểm tra trình duyệt|truy cập (?:của bạn )?(?:đã |đang )?bị (?:chặn|từ chối) bởi tường lửa",
    re.IGNORECASE,
)


def is_challenge(html: str, shown: str) -> bool:
    """Whether a page is such a one: ``html`` is the whole of it, ``shown`` its text."""
    shown = " ".join(shown.split())
    if len(shown) > MOST_SHOWN:
        return False
    if _MADE_OF.search(html):
        return True
    if _SAID.search(shown) or _SAID.search(_title_of(html)):
        return True
    return not shown and _SETS_COOKIE_AND_RETURNS.search(html) is not None


def shows_challenge(html: str) -> bool:
    """The same of a page that was not parsed yet."""
    page = Page(html)
    page.strip_noise()
    return is_challenge(html, page.text)


def _title_of(html: str) -> str:
    found = re.search(r"<title[^>]*>([^<]{0,200})", html, re.IGNORECASE)
    return found[1] if found else ""
