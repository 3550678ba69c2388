import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.export import markdown
from danvan_cli.model import Block, BlockKind, Caption, StoredArticle
from tests.support.articles import ARTICLE, STORED


def test_a_page_has_front_matter_then_the_text_with_its_photo_in_place(stored: StoredArticle) -> None:
    assert markdown.page(stored) == (
        "---\n"
        'title: "Khánh thành cầu Đồng Mận"\n'
        'url: "https://baosonha.example/khanh-thanh-cau-a1.html"\n'
        'source: "baosonha"\n'
        'province: "Sơn Hà"\n'
        'byline: ["Trần Minh", "Lê Hạ"]\n'
        'published_at: "2026-03-05T08:15:00+07:00"\n'
        'section: "Giao thông"\n'
        'tags: ["cầu", "vùng cao"]\n'
        'captured_at: "2026-03-05T02:00:00+00:00"\n'
        f'sha256: "{"ab" * 32}"\n'
        "id: 12\n"
        'schema: "danvan-md/1"\n'
        "---\n\n"
        "# Khánh thành cầu Đồng Mận\n\n"
        "**Sáng 5/3, cầu Đồng Mận nối hai xã vùng cao được đưa vào sử dụng.**\n\n"
        "Cầu dài 120 m, rộng 7 m.\n\n"
        "![Cầu Đồng Mận nhìn từ trên cao](<https://baosonha.example/anh/cau.jpg>)\n\n"
        "*Cầu Đồng Mận nhìn từ trên cao* (Lê Hạ)\n\n"
        "## Niềm vui của bà con\n\n"
        "> Từ nay các cháu đến trường không phải lội suối.\n"
    )


@given(st.text())
def test_front_matter_holds_any_title_on_one_line_that_reads_back(title: str) -> None:
    page = markdown.page(replace(STORED, article=replace(ARTICLE, title=title)))
    line = next((row for row in page.split("\n") if row.startswith("title: ")), None)
    assert line is not None
    assert json.loads(line.removeprefix("title: ")) == title
    assert page.split("\n").count("---") == 2


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("---", r"\---"),
        ("# không phải tiêu đề", r"\# không phải tiêu đề"),
        ("1. Mục một", r"1\. Mục một"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("[x](javascript:alert)", r"\[x\](javascript:alert)"),
        ("    thụt bốn dấu cách", "thụt bốn dấu cách"),
        ("&lt;b&gt;", "&amp;lt;b&amp;gt;"),
        ("Giá 5.000 đồng - giảm 3%", "Giá 5.000 đồng - giảm 3%"),
        ("====", r"\===="),
    ],
)
def test_page_text_is_never_markup(changed: Callable[..., StoredArticle], said: str, shown: str) -> None:
    page = markdown.page(changed(all_blocks=(Block(kind=BlockKind.PARAGRAPH, text=said),), captions=()))
    assert page.endswith(f"**\n\n{shown}\n")


def test_only_web_images_are_shown_and_their_address_cannot_break_out(
    changed: Callable[..., StoredArticle],
) -> None:
    captions = (
        Caption(text="một", image_url="javascript:alert(1)"),
        Caption(text="hai", image_url="https://a.example/b> c.jpg"),
    )
    page = markdown.page(changed(captions=captions))
    assert "javascript" not in page
    assert "![hai](<https://a.example/b%3E%20c.jpg>)" in page


def test_articles_follow_one_another_with_their_own_front_matter(stored: StoredArticle) -> None:
    out = io.StringIO()
    assert markdown.write([stored, stored], out) == 2
    assert out.getvalue().count("\n---\n") + out.getvalue().startswith("---\n") == 4
