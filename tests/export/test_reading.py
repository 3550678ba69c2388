from collections.abc import Callable
from dataclasses import replace

from danvan_cli.export import reading
from danvan_cli.model import Block, BlockKind, Caption, StoredArticle
from tests.support.shelves import heading


def body(stored: StoredArticle) -> list[str]:
    return list(reading.body(stored, level=2))


def test_an_article_opens_with_title_about_and_sapo(stored: StoredArticle) -> None:
    assert list(reading.opening(stored, level=1)) == [
        "<h1>Khánh thành cầu Đồng Mận</h1>",
        '<p class="about">Báo Sơn Hà · 05/03/2026 08:15 · Giao thông · Trần Minh, Lê Hạ</p>',
        '<p class="sapo">Sáng 5/3, cầu Đồng Mận nối hai xã vùng cao được đưa vào sử dụng.</p>',
    ]


def test_blocks_and_captions_come_in_page_order(stored: StoredArticle) -> None:
    assert body(stored) == [
        "<p>Cầu dài 120 m, rộng 7 m.</p>",
        '<figure><figcaption><a href="https://baosonha.example/anh/cau.jpg"'
        ' rel="noopener noreferrer nofollow">Ảnh</a>: '
        'Cầu Đồng Mận nhìn từ trên cao <span class="credit">(Lê Hạ)</span></figcaption></figure>',
        "<h2>Niềm vui của bà con</h2>",
        "<blockquote><p>Từ nay các cháu đến trường không phải lội suối.</p></blockquote>",
    ]


def test_list_items_that_follow_one_another_are_one_list(changed: Callable[..., StoredArticle]) -> None:
    kinds = (BlockKind.LIST_ITEM, BlockKind.LIST_ITEM, BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)
    blocks = tuple(Block(kind=kind, text=kind.value) for kind in kinds)
    assert "".join(body(changed(all_blocks=blocks, captions=()))) == (
        "<ul><li>list-item</li><li>list-item</li></ul><p>paragraph</p><ul><li>list-item</li></ul>"
    )


def test_line_feeds_inside_a_block_are_kept(changed: Callable[..., StoredArticle]) -> None:
    blocks = (
        Block(kind=BlockKind.PARAGRAPH, text="Một\nHai"),
        Block(kind=BlockKind.CODE, text="a\n  b"),
        Block(kind=BlockKind.TABLE_ROW, text="Lúa | 5 tạ"),
    )
    assert body(changed(all_blocks=blocks, captions=())) == [
        "<p>Một<br/>Hai</p>",
        "<pre>a\n  b</pre>",
        '<p class="row">Lúa | 5 tạ</p>',
    ]


def test_a_photo_without_an_address_of_the_web_is_a_caption_alone(changed: Callable[..., StoredArticle]) -> None:
    captions = (Caption(text="Chợ", image_url="javascript:alert(1)"),)
    assert body(changed(all_blocks=(), captions=captions)) == ["<figure><figcaption>Ảnh: Chợ</figcaption></figure>"]


def test_an_unread_body_says_why(changed: Callable[..., StoredArticle]) -> None:
    assert body(changed(all_blocks=(), captions=(), problem="no-readable-body")) == [
        '<p class="problem">Không đọc được nội dung (no-readable-body).</p>'
    ]


def test_provenance_says_url_time_digest_and_version(stored: StoredArticle) -> None:
    shown = reading.provenance(stored)
    for said in (stored.url, "02:00:00 05/03/2026 UTC", stored.sha256, "bài số 12, bản 2/2"):
        assert said in shown


def test_an_untitled_article_has_something_to_click_on(changed: Callable[..., StoredArticle]) -> None:
    untitled = changed(title=" \x1b ")
    assert reading.title(untitled) == reading.title(heading(untitled)) == reading.UNTITLED


def test_a_time_is_shown_as_exactly_as_it_is_known(stored: StoredArticle) -> None:
    listed = heading(stored)
    assert reading.when(listed) == "05/03/2026 08:15"
    assert reading.when(replace(listed, published_at=None)) == "05/03/2026"
    assert reading.time_of(replace(stored, article=replace(stored.article, published_at=None))) == "05/03/2026"
