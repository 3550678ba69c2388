"""A WARC as warcio writes it: SHA-1 in base 32, the request behind the response, a revisit.

``python -m tests.support.by_warcio FILE [plain] [chunked]``: a program of its own, for warcio leaves temporary files to
the garbage collector, and a warning about that would hit whatever test is running then.
"""

import io
import sys
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter


def main(path: Path, *options: str) -> None:
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip="plain" not in options, warc_version="WARC/1.1")
        writer.write_record(writer.create_warcinfo_record("a.warc.gz", {"software": "warcio"}))
        for number in range(3):
            write_page(writer, number, chunked="chunked" in options)


def write_page(writer: WARCWriter, number: int, *, chunked: bool) -> None:
    body = f"<html><body><p>trang {number}</p></body></html>".encode() * 20
    headers = [("Content-Type", "text/html"), ("Content-Length", str(len(body)))]
    if chunked:
        body = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        headers = [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")]
    head = StatusAndHeaders("200 OK", headers, protocol="HTTP/1.1")
    url = f"https://baolangxa.example/{number}"
    page = writer.create_warc_record(url, "response", payload=io.BytesIO(body), http_headers=head)
    ask = StatusAndHeaders("GET / HTTP/1.1", [("Host", "baolangxa.example")], is_http_request=True)
    request = writer.create_warc_record(url, "request", http_headers=ask)
    writer.write_request_response_pair(request, page)
    digest, date = (page.rec_headers.get_header(name) for name in ("WARC-Payload-Digest", "WARC-Date"))
    writer.write_record(writer.create_revisit_record(url, digest, url, date, http_headers=head))


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
