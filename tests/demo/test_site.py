"""The site: every path and its answer."""

import hashlib
import re
import subprocess
import sys

import pytest

from danvan_cli.demo.site import MISSING_PATH, MOVED_PATH, PRINT_PATH, DemoSite

DIGEST = """
import hashlib
from danvan_cli.demo.site import DemoSite
print(hashlib.sha256(repr(DemoSite({}).pages()).encode()).hexdigest())
"""


@pytest.mark.parametrize("edition", [1, 2])
def test_another_process_makes_the_same_bytes(edition: int) -> None:
    code = DIGEST.format(edition)
    elsewhere = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"}
    )
    own = hashlib.sha256(repr(DemoSite(edition).pages()).encode()).hexdigest()
    assert elsewhere.stdout.strip() == own


def test_no_page_knows_host_or_port_of_the_server() -> None:
    for page in DemoSite().pages().values():
        assert b"127.0.0.1" not in page.body
        assert b"localhost" not in page.body


def test_every_link_to_the_site_is_answered_but_the_one_that_is_gone() -> None:
    pages = DemoSite().pages()
    linked = set()
    for page in pages.values():
        if (page.header("Content-Type") or "").startswith("text/html"):
            linked |= {link.decode() for link in re.findall(rb'(?:href|src)="(/[^"]*)"', page.body)}
    unanswered = {link for link in linked if pages.get(link, pages[MISSING_PATH]).status != 200}
    assert {link for link in unanswered if not link.startswith("/tim-kiem")} == {MISSING_PATH}


def test_one_address_has_moved_and_one_is_gone() -> None:
    pages = DemoSite().pages()
    assert pages[MOVED_PATH].status == 301
    assert pages[pages[MOVED_PATH].header("location") or ""].status == 200
    assert pages[MISSING_PATH].status == 404


def test_a_long_section_goes_on_on_a_second_page() -> None:
    site = DemoSite()
    pages = site.pages()
    assert b'href="/dan-van/?p=2"' in pages["/dan-van/"].body
    section = next(section for section in site.paper.sections if section.slug == "dan-van")
    shown = pages["/dan-van/"].body + pages["/dan-van/?p=2"].body
    assert all(story.path.encode() in shown for story in site.paper.in_section(section))


def test_two_editions_differ_in_the_story_that_was_corrected_and_the_one_withdrawn() -> None:
    first, second = DemoSite(1), DemoSite(2)
    gone = set(first.article_paths()) - set(second.article_paths())
    assert gone == {"/tam-dung-pha-ben-da-de-sua-chua-a196240.html"}
    assert gone.isdisjoint(second.pages())
    path = "/che-co-thu-phieng-bua-tim-duong-ra-thi-truong-post120098.html"
    assert "1,8 tấn chè khô" in first.pages()[path].body.decode()
    assert "1,6 tấn chè khô" in second.pages()[path].body.decode()


def test_validators_follow_the_body() -> None:
    first, second = DemoSite(1).pages(), DemoSite(2).pages()
    for path in first.keys() & second.keys():
        same = first[path].body == second[path].body
        assert (first[path].header("ETag") == second[path].header("ETag")) is same


def test_the_print_page_tells_the_same_story() -> None:
    pages = DemoSite().pages()
    assert "Lớp học bên bếp lửa ở bản Nà Sang" in pages[PRINT_PATH].body.decode()


def test_pages_cannot_be_changed_by_who_reads_them() -> None:
    with pytest.raises(TypeError):
        DemoSite().pages()["/"] = None  # type: ignore[index]
