"""A mapping of pages served on this machine, for the tour and for tests."""

import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from danvan_cli.demo.site import DemoSite, Page

HOST = "127.0.0.1"
_IDLE_S = 5.0
_NOT_FOUND = Page(status=404, headers=(("Content-Type", "text/plain; charset=utf-8"),), body=b"404\n")


@contextmanager
def serve(site: DemoSite | Mapping[str, Page], *, port: int = 0) -> Iterator[str]:
    """The base URL, ``http://127.0.0.1:PORT``, under which the site answers until the block ends.

    ``port`` 0 takes a free one; raises ``OSError`` where a given port is taken. A mapping is looked up at
    every request, so that a test may change it while it is served.
    """
    pages = site.pages() if isinstance(site, DemoSite) else site
    handler = type("Handler", (_Handler,), {"pages": pages})
    server = _Server((HOST, port), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Anything but a client that hung up, or fell silent, is a bug and is reported."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD with conditional requests (RFC 9110, 13.1).

    It sends neither Date nor Server, as a server without a clock must (RFC 9110, 6.6.1): the same request
    gets the same bytes on every day.
    """

    protocol_version = "HTTP/1.1"
    timeout = _IDLE_S
    wbufsize = -1  # header and body leave together: apart, the client's delayed ACK costs 40 ms a page
    pages: Mapping[str, Page] = {}

    def do_GET(self) -> None:
        self._send(self._answer(), with_body=True)

    def do_HEAD(self) -> None:
        self._send(self._answer(), with_body=False)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Quiet."""

    def _answer(self) -> Page:
        parts = urlsplit(self.path)  # absolute-form too, which a server must accept (RFC 9112, 3.2.2)
        page = self.pages.get(f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/", _NOT_FOUND)
        return _not_modified(page) if page.status == 200 and self._is_current(page) else page

    def _is_current(self, page: Page) -> bool:
        """Whether the client has this representation; If-None-Match overrules the date."""
        wanted = self.headers.get("If-None-Match")
        if wanted is not None:
            tags = {tag.strip().removeprefix("W/") for tag in wanted.split(",")}
            return "*" in tags or page.header("ETag") in tags
        since, changed = _date(self.headers.get("If-Modified-Since")), _date(page.header("Last-Modified"))
        return since is not None and changed is not None and changed <= since

    def _send(self, page: Page, *, with_body: bool) -> None:
        self.send_response_only(page.status)
        for name, value in page.headers:
            self.send_header(name, value)
        if page.status != 304:
            self.send_header("Content-Length", str(len(page.body)))
        self.end_headers()
        if with_body:
            self.wfile.write(page.body)


def _not_modified(page: Page) -> Page:
    """A 304 with the validators alone."""
    kept = tuple((name, value) for name, value in page.headers if name in ("ETag", "Last-Modified"))
    return Page(status=304, headers=kept, body=b"")


def _date(text: str | None) -> datetime | None:
    """An HTTP date; None where there is none or it cannot be read, which counts as not sent."""
    try:
        found = parsedate_to_datetime(text) if text else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
