"""A listing as it is captured: bytes of every kind, encoding and size."""

import gzip
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.discover.listing import BadListing, Listing
from danvan_cli.discover.reading import read_listing
from danvan_cli.model import SeedKind
from danvan_cli.snapshot.decode import decode_page

URL = "https://baosonha.example/danh-sach"
FEED = "<rss><channel><item><title>Cầu mới</title><link>/cau-moi-a123456.html</link></item></channel></rss>"
MAP = "<urlset><url><loc>/cau-moi-a123456.html</loc></url></urlset>"
PAGE = '<h3><a href="/khanh-thanh-cau-moi-a123456.html">Khánh thành cầu mới ở xã</a></h3>'
BY_KIND = {SeedKind.FEED: FEED, SeedKind.SITEMAP: MAP, SeedKind.SECTION: PAGE}
STATUS = Path("/proc/self/status")
"""Peak memory of the process's own address space; getrusage also counts what its parent had before exec."""


def decode(body: bytes) -> str:
    return decode_page(body).text


@pytest.mark.parametrize("kind", BY_KIND)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_every_kind_is_read_packed_or_not(kind: SeedKind, pack: Callable[[bytes], bytes]) -> None:
    found = read_listing(pack(BY_KIND[kind].encode()), URL, kind, decode=decode, depth=1)
    assert isinstance(found, Listing)
    (link,) = found.articles
    assert link.url.endswith("cau-moi-a123456.html")
    assert (link.found_on, link.depth) == (URL, 2)


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "us-ascii"),
        ("utf-8", "utf-16"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-8"),
        ("cp1258", "windows-1258"),
    ],
)
def test_a_wrong_declaration_of_the_encoding_does_no_harm(encoding: str, declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>' + FEED.replace("Cầu mới", "Đà Nẵng và Huế")
    if encoding == "cp1258":  # it has the letters in two parts
        text = text.replace("Nẵng", "Nă\u0303ng").replace("Huế", "Huê\u0301")
    found = read_listing(text.encode(encoding), URL, SeedKind.FEED, decode=decode)
    assert isinstance(found, Listing)
    assert found.links[0].title == "Đà Nẵng và Huế"


def test_options_reach_their_reader() -> None:
    feed = FEED.replace("</item>", "<pubDate>9/5/2026</pubDate></item>").encode()
    found = read_listing(feed, URL, SeedKind.FEED, decode=decode, month_first=True)
    assert isinstance(found, Listing)
    assert found.links[0].published_at
    assert found.links[0].published_at.month == 9
    page = f'<div>{PAGE}<span class="time">2 giờ trước</span></div>'.encode()
    found = read_listing(page, URL, SeedKind.SECTION, decode=decode, now=datetime(2026, 3, 7, 3, tzinfo=UTC))
    assert isinstance(found, Listing)
    assert found.links[0].published_at
    assert found.links[0].published_at.hour == 8


def test_a_packed_map_that_breaks_off_says_so_whether_or_not_something_is_left() -> None:
    entries = "".join(f"<url><loc>/cau-moi-a{n}.html</loc></url>" for n in range(100_000, 104_000))
    packed = gzip.compress(f"<urlset>{entries}</urlset>".encode())
    found = read_listing(packed[: len(packed) // 2], URL, SeedKind.SITEMAP, decode=decode)
    assert isinstance(found, Listing)
    assert 0 < len(found.links) < 4_000
    assert found.doubt
    assert "its gzip breaks off" in found.doubt
    assert "whole entries" in found.doubt
    nothing = read_listing(packed[:12], URL, SeedKind.SITEMAP, decode=decode)
    assert isinstance(nothing, BadListing)
    assert nothing.reason == "bad-feed"
    assert "its gzip breaks off after 0 bytes" in nothing.detail


@pytest.mark.parametrize("kind", BY_KIND)
def test_a_bomb_is_too_large_for_every_kind(kind: SeedKind) -> None:
    bomb = gzip.compress(bytes(60 * 2**20))
    found = read_listing(bomb, URL, kind, decode=lambda body: pytest.fail(f"{len(body)} bytes were decoded"))
    assert found == BadListing(reason="too-large", detail="unpacked, it passes 50 MiB")


def test_an_article_is_no_listing() -> None:
    with pytest.raises(ValueError, match="lists nothing"):
        read_listing(b"", URL, SeedKind.ARTICLE, decode=decode)


@given(body=st.binary(max_size=200), kind=st.sampled_from(list(BY_KIND)), packed=st.booleans())
def test_no_bytes_make_it_raise(body: bytes, kind: SeedKind, packed: bool) -> None:  # noqa: FBT001
    for wrapped in (body, BY_KIND[kind].encode() + body, body + BY_KIND[kind].encode()):
        found = read_listing(gzip.compress(wrapped) if packed else wrapped, URL, kind, decode=decode)
        assert isinstance(found, Listing | BadListing)


SCRIPT = """
import gzip, re
from pathlib import Path
from danvan_cli.discover.reading import read_listing
from danvan_cli.model import SeedKind
from danvan_cli.snapshot.decode import decode_page

levels = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))

def bodies():
    yield gzip.compress(bytes(20 * 2**20)) * 10
    yield f'<!DOCTYPE rss [<!ENTITY a0 "ha">{levels}]><rss><item><title>&a9;</title></item></rss>'.encode()
    yield b"<rss><channel>" + b"<b/>" * 3_000_000 + b"<item/></channel></rss>"
    yield b"<rss><channel>" + (b"<item>" + b"<b/>" * 400_000 + b"</item>") * 7 + b"</channel></rss>"
    yield b"<rss>" + b"<a>" * 4_000_000

def reason(body):
    listed = read_listing(body, "https://baosonha.example/x", SeedKind.FEED, decode=lambda body: decode_page(body).text)
    return getattr(listed, "reason", "listed")

reasons = [reason(body) for body in bodies()]
print(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1], *reasons)
"""


@pytest.mark.skipif(not STATUS.exists(), reason="peak memory is read from /proc")
def test_hostile_listings_stay_below_200_mb() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=300, check=True)
    peak_kb, *reasons = run.stdout.split()
    assert reasons == ["too-large", "bad-feed", "bad-feed", "listed", "bad-feed"]
    assert int(peak_kb) < 200 * 1000
