"""A stored article as the archive hands it out, of an invented newspaper, with everything a page can say."""

from datetime import UTC, datetime, timedelta, timezone

from danvan_cli.model import (
    Article,
    Block,
    BlockKind,
    Caption,
    Domain,
    Precision,
    Source,
    StoredArticle,
)

VIETNAM = timezone(timedelta(hours=7))

SOURCE = Source(
    id="baosonha",
    name="Báo Sơn Hà",
    province="Sơn Hà",
    home_url="https://baosonha.example/",
    domains=(Domain(host="baosonha.example"),),
)

ARTICLE = Article(
    url="https://baosonha.example/khanh-thanh-cau-a1.html",
    canonical_url="https://baosonha.example/khanh-thanh-cau-a1.html",
    title="Khánh thành cầu Đồng Mận",
    sapo="Sáng 5/3, cầu Đồng Mận nối hai xã vùng cao được đưa vào sử dụng.",
    lead_prefix="(BSH) - ",
    all_blocks=(
        Block(kind=BlockKind.PARAGRAPH, text="Cầu dài 120 m, rộng 7 m."),
        Block(kind=BlockKind.PARAGRAPH, text="Cầu Đồng Mận. Ảnh: Lê Hạ", removed="caption"),
        Block(kind=BlockKind.HEADING, text="Niềm vui của bà con"),
        Block(kind=BlockKind.QUOTE, text="Từ nay các cháu đến trường không phải lội suối."),
    ),
    captions=(
        Caption(
            text="Cầu Đồng Mận nhìn từ trên cao",
            credit="Lê Hạ",
            image_url="https://baosonha.example/anh/cau.jpg",
            position=1,
        ),
    ),
    byline=("Trần Minh", "Lê Hạ"),
    published_at=datetime(2026, 3, 5, 8, 15, tzinfo=VIETNAM),
    published_raw="Thứ Năm, 05/03/2026 - 08:15",
    published_precision=Precision.MINUTE,
    section_path=("Kinh tế", "Giao thông"),
    tags=("cầu", "vùng cao"),
    language="vi",
)

STORED = StoredArticle(
    id=12,
    url="https://baosonha.example/khanh-thanh-cau-a1.html",
    article=ARTICLE,
    source=SOURCE,
    versions=2,
    version=2,
    snapshot_id=31,
    captured_at=datetime(2026, 3, 5, 2, 0, 0, 123456, tzinfo=UTC),
    sha256="ab" * 32,
)
