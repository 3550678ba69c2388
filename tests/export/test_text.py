import io
from collections.abc import Callable

from danvan_cli.export import text
from danvan_cli.model import Caption, Precision, StoredArticle


def test_a_page_reads_title_byline_sapo_body_captions(stored: StoredArticle) -> None:
    assert text.page(stored) == (
        "Khánh thành cầu Đồng Mận\n\n"
        "Trần Minh, Lê Hạ · 05/03/2026 08:15 · Báo Sơn Hà\n\n"
        "Sáng 5/3, cầu Đồng Mận nối hai xã vùng cao được đưa vào sử dụng.\n\n"
        "Cầu dài 120 m, rộng 7 m.\n\n"
        "Niềm vui của bà con\n\n"
        "Từ nay các cháu đến trường không phải lội suối.\n\n"
        "[Ảnh] Cầu Đồng Mận nhìn từ trên cao (Lê Hạ)\n"
    )


def test_what_a_page_does_not_say_leaves_no_gap(changed: Callable[..., StoredArticle]) -> None:
    page = text.page(changed(sapo=None, byline=(), published_at=None, captions=()))
    assert page.startswith("Khánh thành cầu Đồng Mận\n\nBáo Sơn Hà\n\nCầu dài")
    assert "\n\n\n" not in page


def test_a_day_without_a_time_shows_no_midnight(changed: Callable[..., StoredArticle]) -> None:
    assert "05/03/2026 ·" in text.page(changed(published_precision=Precision.DAY))


def test_a_credit_alone_is_shown(changed: Callable[..., StoredArticle]) -> None:
    assert text.page(changed(captions=(Caption(text="", credit="LH"),))).endswith("[Ảnh] LH\n")


def test_escape_sequences_do_not_reach_the_reader(changed: Callable[..., StoredArticle]) -> None:
    assert "\x1b" not in text.page(changed(title="\x1b[2Jxóa màn hình", sapo="\x9b31m"))


def test_articles_are_kept_apart_by_a_line(stored: StoredArticle) -> None:
    out = io.StringIO()
    assert text.write([stored, stored], out) == 2
    assert out.getvalue().split(text.BETWEEN) == [text.page(stored)] * 2
