"""Archives of many invented articles, made by SQL in bulk: 200,000 in about four minutes.

Every article is unlike every other, and the same number gives the same article. The rows are those that
``save_article`` would have left, but that one empty body serves all captures, and that the search indexes are filled
only where they are asked for.
"""

import hashlib
import random
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from danvan_cli.model import Article, Block, BlockKind, Caption, Precision, Provenance, Source
from danvan_cli.snapshot import codec
from danvan_cli.store.columns import VIETNAM, utc_text
from danvan_cli.store.database import Archive, Row
from danvan_cli.store.in_place import article_columns
from danvan_cli.store.migrations import index_articles
from danvan_cli.store.migrations.search_index import _SEARCH_TRIGGERS
from danvan_cli.store.sources import put_source
from danvan_cli.store.versions import caption_rows, content_digest, removed_rows, version_columns
from tests.support.lexicon import lexicon, words_of_its_own

SOURCES = tuple(
    Source(
        id=f"bao{number:02}",
        name=f"Báo {name}",
        province=name,
        home_url=f"https://bao{number:02}.example/",
    )
    for number, name in enumerate(
        ("Sơn Hà", "Làng Xa", "Đồng Mận", "Thượng Lãm", "Cẩm Nham", "Nà Sang", "Hóa Khê", "Thúy Sơn"), start=1
    )
)
_SECTIONS = (
    ("Kinh tế", "Nông nghiệp"),
    ("Kinh tế", "Giao thông"),
    ("Xã hội", "Giáo dục"),
    ("Xã hội", "Y tế"),
    ("Văn hóa",),
    ("Thể thao",),
    ("Bạn đọc",),
)
_NAMES = ("Trần Minh", "Lê Hạ", "Nguyễn Thúy", "Đỗ Quyên", "Hoàng Ân", "Vừ Mí Sò", "Lò Thị Xuân")
_FIRST_DAY = datetime(2019, 1, 1, 6, 0, tzinfo=VIETNAM)
_YEARS = timedelta(days=7 * 365)
"""After so much time, 216,000 articles, a second collection of the same years is imported, and so on."""
_CAPTURED_AFTER = timedelta(hours=5)
_BATCH = 2_000
_EMPTY = hashlib.sha256(b"").hexdigest()


def article(number: int) -> tuple[Article, Source | None]:
    """The article of that number, about 2,500 letters long, and its newspaper."""
    chance = random.Random(number)

    vocabulary, weights = lexicon()
    own = words_of_its_own(chance, 30)

    def words(least: int, most: int) -> str:
        picked = chance.choices(vocabulary, cum_weights=weights, k=chance.randint(least, most))
        for at in range(0, len(picked), 2):
            picked[at] = chance.choice(own)
        if chance.random() < 0.1:  # what JSON must escape
            picked[3] = f'"{picked[3]}"'
        return " ".join(picked).capitalize()

    source = SOURCES[number % len(SOURCES)] if number % 97 else None
    url = f"{source.home_url if source else 'https://la.example/'}tin/{number}.html"
    paragraphs = [words(18, 42) + "." for _ in range(chance.randint(6, 12))]
    kinds = [BlockKind.HEADING if chance.random() < 0.08 else BlockKind.PARAGRAPH for _ in paragraphs]
    captions = tuple(
        Caption(
            text=words(5, 10),
            credit=chance.choice(_NAMES),
            image_url=f"{url.removesuffix('.html')}-{place}.jpg",
            position=place * 2,
            raw="",
        )
        for place in range(chance.randint(0, 3))
    )
    return (
        Article(
            url=url,
            canonical_url=url,
            title=f"{words(4, 7)} số {number}",
            sapo=words(12, 24) + ".",
            all_blocks=(
                *(
                    Block(kind=kind, text=text, selector="div.noi-dung > p")
                    for kind, text in zip(kinds, paragraphs, strict=True)
                ),
                *(
                    Block(kind=BlockKind.PARAGRAPH, text=caption.text, removed="caption", selector="div.noi-dung > p")
                    for caption in captions
                ),
            ),
            captions=captions,
            byline=(chance.choice(_NAMES),),
            published_at=_FIRST_DAY + timedelta(minutes=17 * number) % _YEARS,
            published_raw="Thứ Năm, 05/03/2026 - 08:15",
            published_source="time",
            published_precision=Precision.MINUTE,
            section_path=_SECTIONS[number % len(_SECTIONS)],
            tags=tuple(own[:3]),
            language="vi",
            profile=source.id if source else "generic",
            provenance=(Provenance(field="title", selector="h1", raw=None), Provenance(field="body", selector="div")),
        ),
        source,
    )


def fill(path: Path, count: int, *, searchable: bool = False) -> None:
    """A new archive of ``count`` articles at ``path``. ``searchable`` costs a millisecond and more an article."""
    with Archive.open(path, codec=codec) as archive:
        # Articles and versions point at each other, and a deferred check walks through all articles for each.
        archive.db.execute("PRAGMA foreign_keys = OFF")
        with archive.write():
            for event in ("insert", "delete", "update"):
                archive.db.execute(f"DROP TRIGGER articles_fts_{event}")
            for source in SOURCES:
                put_source(archive, source)
            kind, data = codec.encode(b"")
            archive.insert("bodies", {"sha256": _EMPTY, "size_bytes": 0, "codec": kind, "base": None, "data": data})
        for first in range(1, count + 1, _BATCH):
            with archive.write():
                _insert(archive, range(first, min(first + _BATCH, count + 1)))
        with archive.write():
            if searchable:
                index_articles(archive.db)
            else:
                archive.db.executescript(_SEARCH_TRIGGERS)
        # Not the tables of an index that may still be empty: SQLite would take them for small ever after, and fill
        # them by walking through the whole index again and again.
        for table in ("articles", "versions", "snapshots", "captions", "removed_blocks", "parses", "provenance"):
            archive.db.execute(f"ANALYZE {table}")


def _insert(archive: Archive, numbers: Sequence[int]) -> None:
    """Article, version, snapshot and parse of one number have that number as their id."""
    rows: dict[str, list[Row]] = {}
    for number in numbers:
        for table, row in _rows(number):
            rows.setdefault(table, []).append(row)
    for table in ("snapshots", "articles", "versions", "captions", "removed_blocks", "parses", "provenance"):
        names = list(rows[table][0])
        values = ", ".join("?" * len(names))
        sql = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({values})"  # noqa: S608 our own names
        archive.db.conn.executemany(sql, [tuple(row.values()) for row in rows[table]])


def _rows(number: int) -> Iterator[tuple[str, Row]]:
    made, source = article(number)
    assert made.published_at is not None
    captured_at = utc_text(made.published_at + _CAPTURED_AFTER)
    yield (
        "snapshots",
        {
            "id": number,
            "requested_url": made.url,
            "url": made.url,
            "captured_at": captured_at,
            "origin": "http",
            "status": 200,
            "headers": "[]",
            "redirects": "[]",
            "body_sha256": _EMPTY,
        },
    )
    own = {
        "id": number,
        "url": made.url,
        "versions": 1,
        "version_id": number,
        "first_captured_at": captured_at,
        "captured_at": captured_at,
        "sha256": _EMPTY,
        "source_id": None,
    }
    yield "articles", own | article_columns(made, captured_at, source)
    version = {
        "id": number,
        "article_id": number,
        "number": 1,
        "snapshot_id": number,
        "content_digest": content_digest(made),
        "stored_at": captured_at,
    }
    yield "versions", version | version_columns(made)
    yield from (("captions", row) for row in caption_rows(number, made))
    yield from (("removed_blocks", row) for row in removed_rows(number, made))
    parse = {
        "id": number,
        "snapshot_id": number,
        "version_id": number,
        "parsed_at": captured_at,
        "parser_version": "0",
        "profile": made.profile,
        "profile_digest": "0",
    }
    yield "parses", parse
    for position, found in enumerate(made.provenance):
        yield (
            "provenance",
            {
                "parse_id": number,
                "position": position,
                "field": found.field,
                "selector": found.selector,
                "raw": found.raw,
            },
        )
