from collections.abc import Callable
from dataclasses import replace

from danvan_cli.export.record import KEYS, SCHEMA_VERSION, record
from danvan_cli.model import Article, StoredArticle


def test_the_keys_are_the_documented_ones_in_their_order(stored: StoredArticle) -> None:
    documented = (
        "schema_version url canonical_url source province title sapo lead_prefix text captions byline "
        "published_at published_raw updated_at section tags language problem status versions captured_at "
        "sha256 id"
    )
    assert " ".join(record(stored)) == documented
    assert tuple(record(stored)) == KEYS


def test_a_full_article_says_everything(stored: StoredArticle) -> None:
    assert record(stored) == {
        "schema_version": SCHEMA_VERSION,
        "url": "https://baosonha.example/khanh-thanh-cau-a1.html",
        "canonical_url": "https://baosonha.example/khanh-thanh-cau-a1.html",
        "source": "baosonha",
        "province": "Sơn Hà",
        "title": "Khánh thành cầu Đồng Mận",
        "sapo": "Sáng 5/3, cầu Đồng Mận nối hai xã vùng cao được đưa vào sử dụng.",
        "lead_prefix": "(BSH) - ",
        "text": "Cầu dài 120 m, rộng 7 m.\n\nNiềm vui của bà con\n\nTừ nay các cháu đến trường không phải lội suối.",
        "captions": [
            {
                "text": "Cầu Đồng Mận nhìn từ trên cao",
                "credit": "Lê Hạ",
                "image_url": "https://baosonha.example/anh/cau.jpg",
                "position": 1,
            }
        ],
        "byline": ["Trần Minh", "Lê Hạ"],
        "published_at": "2026-03-05T08:15:00+07:00",
        "published_raw": "Thứ Năm, 05/03/2026 - 08:15",
        "updated_at": None,
        "section": "Giao thông",
        "tags": ["cầu", "vùng cao"],
        "language": "vi",
        "problem": None,
        "status": "live",
        "versions": 2,
        "captured_at": "2026-03-05T02:00:00+00:00",
        "sha256": "ab" * 32,
        "id": 12,
    }


def test_an_empty_article_has_every_key_too(stored: StoredArticle) -> None:
    bare = record(replace(stored, article=Article(url=None), source=None))
    assert tuple(bare) == KEYS
    assert bare["title"] is None
    assert bare["source"] is None
    assert bare["captions"] == bare["byline"] == bare["tags"] == []
    assert bare["text"] == ""


def test_the_removed_caption_is_not_in_the_text(changed: Callable[..., StoredArticle]) -> None:
    assert "Ảnh: Lê Hạ" not in record(changed())["text"]
