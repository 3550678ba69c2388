"""Photos drawn from their names."""

import struct
import zlib

from danvan_cli.demo.photos import draw_png


def chunks(png: bytes) -> dict[bytes, bytes]:
    found = {}
    at = 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        kind, data = png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        (checksum,) = struct.unpack(">I", png[at + 8 + size : at + 12 + size])
        assert checksum == zlib.crc32(kind + data)
        found[kind] = data
        at += 12 + size
    return found


def test_a_photo_is_a_whole_png() -> None:
    png = draw_png("dan-van.png")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    parts = chunks(png)
    width, height, depth, colour_type = struct.unpack(">IIBB", parts[b"IHDR"][:10])
    assert (depth, colour_type) == (8, 3)
    pixels = zlib.decompress(parts[b"IDAT"])
    assert len(pixels) == height * (width + 1)
    assert max(pixels) < len(parts[b"PLTE"]) // 3
    assert parts[b"IEND"] == b""


def test_the_same_name_gives_the_same_bytes_and_another_name_others() -> None:
    assert draw_png("mia.png") == draw_png("mia.png")
    assert draw_png("mia.png") != draw_png("trong-cay.png")
