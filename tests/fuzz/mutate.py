"""Broken pages out of whole ones: what editors, proxies, old systems and attackers do to markup. Deterministic."""

import random
import re
from collections.abc import Callable, Sequence

_TAG = re.compile(rb"<[^>]{0,300}>")
_JUNK = (
    b"\x00",
    b"\xff\xfe",
    b"\xc3",
    b"\xed\xa0\x80",
    b"&#0;",
    b"&#xD800;",
    b"&amp",
    b"<",
    b">",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<script>",
    b"</p>",
    b"<table>",
    b"<svg><title>",
    b"<template>",
    b"<plaintext>",
    b"\xe2\x80\x8b",
    b"\xef\xbb\xbf",
    b"{{ x }}",
    b'<img src="data:image/png;base64,AAAA">',
    b"<p><p><p>",
    b"</body></html>",
    b"<b><i><u>",
    b"\r\n\r\n",
    b'"',
    b"'",
    b"<noscript>",
    b"<figure><figcaption>",
    b'<meta charset="utf-16">',
    b'<base href="http://[::1">',
)

Mutation = Callable[[random.Random, bytes], bytes]


def _span(chance: random.Random, page: bytes, most: int = 2000) -> tuple[int, int]:
    start = chance.randrange(len(page) + 1)
    return start, min(len(page), start + chance.randrange(1, most))


def cut(chance: random.Random, page: bytes) -> bytes:
    """A transfer that broke off."""
    return page[: chance.randrange(len(page) + 1)]


def drop(chance: random.Random, page: bytes) -> bytes:
    """A piece that is missing."""
    start, end = _span(chance, page)
    return page[:start] + page[end:]


def repeat(chance: random.Random, page: bytes) -> bytes:
    """A piece that stands several times."""
    start, end = _span(chance, page)
    return page[:end] + page[start:end] * chance.randrange(1, 8) + page[end:]


def move(chance: random.Random, page: bytes) -> bytes:
    """A piece that stands elsewhere."""
    start, end = _span(chance, page)
    rest = page[:start] + page[end:]
    there = chance.randrange(len(rest) + 1)
    return rest[:there] + page[start:end] + rest[there:]


def insert_junk(chance: random.Random, page: bytes) -> bytes:
    """What should not be there, in several places."""
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(page) + 1)
        page = page[:at] + chance.choice(_JUNK) + page[at:]
    return page


def flip_bytes(chance: random.Random, page: bytes) -> bytes:
    """Bytes that changed on the way."""
    damaged = bytearray(page)
    for _ in range(min(len(damaged), chance.randrange(1, 20))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def drop_tags(chance: random.Random, page: bytes) -> bytes:
    """Elements that were never opened, or never closed."""
    share = chance.random() * 0.5
    return _TAG.sub(lambda tag: b"" if chance.random() < share else tag[0], page)


def swap_tags(chance: random.Random, page: bytes) -> bytes:
    """Tags in the place of other tags: every nesting rule broken."""
    tags = _TAG.findall(page) or [b"<p>"]
    share = chance.random() * 0.3
    return _TAG.sub(lambda tag: chance.choice(tags) if chance.random() < share else tag[0], page)


def nest(chance: random.Random, page: bytes) -> bytes:
    """One tag hundreds of times."""
    at = chance.randrange(len(page) + 1)
    tag = chance.choice([b"<div>", b"<b>", b"<table><tr><td>", b"<blockquote>", b"<ul><li>", b"<a href=x>", b"<font>"])
    return page[:at] + tag * chance.randrange(1, 400) + page[at:]


def recode(chance: random.Random, page: bytes) -> bytes:
    """Another encoding than the page says."""
    text = page.decode("utf-8", "replace")
    return text.encode(chance.choice(["utf-16", "utf-16-le", "cp1258", "cp1252", "utf-8-sig", "ascii"]), "replace")


MUTATIONS: Sequence[Mutation] = (
    cut,
    drop,
    repeat,
    move,
    insert_junk,
    flip_bytes,
    drop_tags,
    swap_tags,
    nest,
    recode,
)


def mutated(page: bytes, seed: int) -> bytes:
    """The page after one to four mutations; the same seed gives the same page."""
    chance = random.Random(seed)
    for _ in range(chance.randrange(1, 5)):
        page = chance.choice(MUTATIONS)(chance, page)[:2_000_000]
    return page
