"""The site on loopback."""

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from danvan_cli.demo.server import serve
from danvan_cli.demo.site import MISSING_PATH, MOVED_PATH, DemoSite, Page

STORY = "/xe-buyt-hanh-chinh-ve-tan-ban-post120121.html"


@pytest.fixture
def connection() -> Iterator[http.client.HTTPConnection]:
    with serve(DemoSite()) as base_url:
        connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
        yield connection
        connection.close()


def ask(
    connection: http.client.HTTPConnection, path: str, *, method: str = "GET", **headers: str
) -> tuple[http.client.HTTPResponse, bytes]:
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    return response, response.read()


def test_every_page_is_served_as_the_site_has_it(connection: http.client.HTTPConnection) -> None:
    for path, page in DemoSite().pages().items():
        response, body = ask(connection, path)
        assert (path, response.status, body) == (path, page.status, page.body)


def test_an_unknown_path_is_not_found(connection: http.client.HTTPConnection) -> None:
    assert ask(connection, "/khong-co")[0].status == 404
    assert ask(connection, "/dan-van/?p=9")[0].status == 404
    assert ask(connection, MISSING_PATH)[0].status == 404


def test_a_redirect_tells_where(connection: http.client.HTTPConnection) -> None:
    response, body = ask(connection, MOVED_PATH)
    assert (response.status, body) == (301, b"")
    assert response.headers["Location"] in DemoSite().pages()


def test_head_has_the_header_of_get_and_no_body(connection: http.client.HTTPConnection) -> None:
    got, whole = ask(connection, STORY)
    head, nothing = ask(connection, STORY, method="HEAD")
    assert nothing == b""
    assert head.getheaders() == got.getheaders()
    assert int(head.headers["Content-Length"]) == len(whole)


def test_the_same_request_gets_the_same_header_every_time(connection: http.client.HTTPConnection) -> None:
    assert ask(connection, STORY)[0].getheaders() == ask(connection, STORY)[0].getheaders()
    assert ask(connection, STORY)[0].headers["Date"] is None


def test_who_has_the_page_is_told_so(connection: http.client.HTTPConnection) -> None:
    response, _ = ask(connection, STORY)
    etag, changed = response.headers["ETag"], response.headers["Last-Modified"]
    for condition in (
        {"If_None_Match": etag},
        {"If_None_Match": f'"x", W/{etag}'},
        {"If_Modified_Since": changed},
    ):
        again, body = ask(connection, STORY, **condition)
        assert (again.status, body) == (304, b"")
        assert again.headers["ETag"] == etag


def test_who_has_another_page_gets_it_whole(connection: http.client.HTTPConnection) -> None:
    changed = ask(connection, STORY)[0].headers["Last-Modified"]
    for condition in (
        {"If_None_Match": '"another"'},
        {"If_None_Match": '"another"', "If_Modified_Since": changed},
        {"If_Modified_Since": "Mon, 01 Jan 2024 00:00:00 GMT"},
        {"If_Modified_Since": "hôm qua".encode().decode("latin-1")},
        {"If_Modified_Since": "Mon, 01 Jan 2029 00:00:00 -0000"},
    ):
        assert ask(connection, STORY, **condition)[0].status == 200


def test_a_request_in_absolute_form_is_answered(connection: http.client.HTTPConnection) -> None:
    assert ask(connection, f"http://baosonha.example{STORY}")[0].status == 200


def test_a_plain_mapping_can_be_served_and_changed_while_it_is() -> None:
    pages = {"/": Page(headers=(("Content-Type", "text/plain"),), body=b"one")}
    with serve(pages) as base_url:
        connection = http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10)
        assert ask(connection, "/")[1] == b"one"
        pages["/"] = Page(headers=(("Content-Type", "text/plain"),), body=b"two")
        assert ask(connection, "/")[1] == b"two"
        connection.close()


def test_a_port_in_use_is_an_error_and_a_free_one_is_found() -> None:
    with serve({}) as base_url, serve({}) as another:
        assert base_url != another
        port = urlsplit(base_url).port
        assert port is not None
        with pytest.raises(OSError, match="in use"), serve({}, port=port):
            pass


def test_nothing_answers_after_the_end() -> None:
    with serve({}) as base_url:
        pass
    with pytest.raises(ConnectionRefusedError):
        ask(http.client.HTTPConnection(urlsplit(base_url).netloc, timeout=10), "/")
