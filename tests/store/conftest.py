"""An archive to test with, and builders of invented pages."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from danvan_cli.model import (
    Article,
    Block,
    BlockKind,
    Caption,
    Origin,
    Precision,
    Provenance,
    Snapshot,
    Source,
)
from danvan_cli.snapshot import codec
from danvan_cli.store.articles import ParserStamp, SavedArticle, save_article
from danvan_cli.store.database import Archive
from danvan_cli.store.snapshots import save_snapshot

HANOI = timezone(timedelta(hours=7))
URL = "https://baolangxa.example/tin/khanh-thanh-cau"


@pytest.fixture
def archive_path(tmp_path: Path) -> Path:
    return tmp_path / "kho báo #1%20?.db"  # a name that a careless URI would break on


@pytest.fixture
def archive(archive_path: Path) -> Iterator[Archive]:
    with Archive.open(archive_path, codec=codec) as opened:
        yield opened


@pytest.fixture(scope="module")
def shared_archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """One for all examples of a property: opening takes longer than saving."""
    with Archive.open(tmp_path_factory.mktemp("shared") / "archive.db", codec=codec) as opened:
        yield opened


@pytest.fixture(scope="session")
def source() -> Source:
    return Source(
        id="baolangxa",
        name="Báo Làng Xa",
        province="Đắk Lắk",
        province_before="Phú Yên",
        home_url="https://baolangxa.example/",
    )


@pytest.fixture(scope="session")
def stamp() -> ParserStamp:
    return ParserStamp(version="0.1.0", profile="baolangxa", profile_digest="d" * 64, encoding="utf-8")


@pytest.fixture(scope="session")
def make_snapshot() -> Callable[..., Snapshot]:
    def make(body: bytes = b"<html>trang</html>", **changes: Any) -> Snapshot:
        fields: dict[str, Any] = {
            "requested_url": URL,
            "url": URL,
            "captured_at": datetime(2025, 3, 5, 20, 30, 15, 123456, tzinfo=UTC),
            "origin": Origin.HTTP,
            "status": 200,
            "body": body,
            "sha256": hashlib.sha256(body).hexdigest(),
        }
        return Snapshot(**fields | changes)

    return make


@pytest.fixture(scope="session")
def make_article() -> Callable[..., Article]:
    def make(**changes: Any) -> Article:
        fields: dict[str, Any] = {
            "url": URL,
            "title": "Khánh thành cầu Làng Xa",
            "sapo": "Sáng 5/3, cầu mới được đưa vào sử dụng.",
            "lead_prefix": "(BLX) - ",
            "all_blocks": (
                Block(kind=BlockKind.PARAGRAPH, text="Cây cầu dài 120 m, nối hai bờ sông.", selector="p"),
                Block(kind=BlockKind.FIGURE, text="", caption=0),
                Block(kind=BlockKind.PARAGRAPH, text="Người dân đi bộ qua cầu.", removed="caption", caption=0),
                Block(kind=BlockKind.QUOTE, text="“Chúng tôi đợi đã lâu”, bà Hoa nói."),
            ),
            "captions": (
                Caption(
                    text="Người dân đi bộ qua cầu.",
                    credit="Lê Hoa",
                    image_url="https://baolangxa.example/cau.jpg",
                    position=1,
                    raw="Người dân đi bộ qua cầu. Ảnh: Lê Hoa",
                ),
            ),
            "byline": ("Trần Thúy",),
            "published_at": datetime(2025, 3, 5, 6, 30, tzinfo=HANOI),
            "published_precision": Precision.MINUTE,
            "section_path": ("Kinh tế", "Giao thông"),
            "tags": ("cầu",),
            "language": "vi",
            "provenance": (
                Provenance(field="title", selector="h1.title", raw=" Khánh thành cầu Làng Xa "),
                Provenance(field="sapo", selector="p.sapo"),
            ),
        }
        return Article(**fields | changes)

    return make


@dataclass(frozen=True)
class Pages:
    """Saves a capture and what it says, one after the other as a run does."""

    make_snapshot: Callable[..., Snapshot]
    make_article: Callable[..., Article]
    source: Source
    stamp: ParserStamp

    def save(
        self,
        archive: Archive,
        url: str = URL,
        body: bytes | None = None,
        article: Article | None = None,
        **changes: Any,
    ) -> SavedArticle:
        snapshot = self.make_snapshot(url.encode() if body is None else body, url=url, requested_url=url)
        saved = save_snapshot(archive, snapshot, run_id=None, source_id=None)
        return save_article(
            archive,
            article or self.make_article(url=url, **changes),
            url=url,
            snapshot_id=saved.id,
            source=self.source,
            parser=self.stamp,
        )


@pytest.fixture(scope="session")
def pages(
    make_snapshot: Callable[..., Snapshot],
    make_article: Callable[..., Article],
    source: Source,
    stamp: ParserStamp,
) -> Pages:
    return Pages(make_snapshot, make_article, source, stamp)


@pytest.fixture(scope="session")
def check_whole() -> Callable[[Archive], None]:
    """SQLite's own checks, and that both search indexes say what the articles say."""

    def check(archive: Archive) -> None:
        assert archive.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert archive.rows("PRAGMA foreign_key_check") == []
        for table in ("articles_fts", "articles_fts_exact"):
            # rank = 1 is the only form that compares the index with the content.
            archive.db.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608 - our own names

    return check
