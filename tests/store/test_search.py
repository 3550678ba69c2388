import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.model import Block, BlockKind, Caption, Hit, Selection
from danvan_cli.snapshot import codec
from danvan_cli.store.database import Archive
from danvan_cli.store.search import matching_ids, search

TITLES = {
    1: "Bán hàng rong ở Thanh Hóa",
    2: "Bàn về chuyện học",
    3: "Ban chấp hành họp tại Thanh Hoá",
    4: "ĐẠI HỘI ĐẢNG BỘ TỈNH ĐẮK LẮK",
    5: "Người trồng dâu ở Krông Pắc",
    6: "Quý III: sản lượng C++ tăng 08/03",
    7: "Sức khỏe người già",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, pages: Any) -> Iterator[Archive]:
    with Archive.open(tmp_path_factory.mktemp("library") / "archive.db", codec=codec) as archive:
        for number, title in TITLES.items():
            pages.save(
                archive,
                url=f"https://baolangxa.example/{number}",
                title=title,
                sapo=None,
                all_blocks=(),
                captions=(),
                published_at=datetime(2025, 3, number, 3, tzinfo=UTC),
            )
        yield archive


def ids(archive: Archive, query: str, selection: Selection | None = None) -> set[int]:
    return {hit.article.id for hit in search(archive, query, selection or Selection())}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("bán", {1}),
        ("ban", {1, 2, 3}),
        ("BÁN", {1}),
        ("bàn", {2}),
        (unicodedata.normalize("NFD", "bán"), {1}),
        ("thanh hoá", {1, 3}),
        ("Thanh Hóa", {1, 3}),
        ('"thanh hóa"', {1, 3}),
        ('"hóa thanh"', set()),
        ("thanh hoa", {1, 3}),
        ('"thanh hoa', {1, 3}),
        ("khoẻ", {7}),
        ("dang bo", {4}),
        ('"dang bo tinh dak"', {4}),
        ("đảng", {4}),
        ("đang", set()),
        ("dak", {4}),
        ("Đắk", {4}),
        ("Ðắk", {4}),
        ("dau", {5}),
        ("nguoi", {5, 7}),
        ("người", {5, 7}),
        ("ngu*", {5, 7}),
        ("đ*", {4}),
        ('"krong pa"*', {5}),
        ("qúy", {6}),
        ("quý", {6}),
        ("C++", {6}),
        ("08/03", {6}),
        ("03/08", set()),
        ("người dâu", {5}),
        ("người bán", set()),
        ("ban NOT thanh", set()),
        ("title:ban", set()),
    ],
)
def test_the_query_rule(library: Archive, query: str, found: set[int]) -> None:
    assert ids(library, query) == found


@pytest.mark.parametrize(
    "query",
    [
        "", " ", '"', '""', '"" ban', "*", "AND", "NOT", "OR OR", "NEAR(", "ban AND", "(", ")", "{", "^ban",
        "-ban", "ban +", "title:", "a:b:c", "'; DROP TABLE articles; --", "\0", "\ud800", "x" * 100_000,
        "ban " * 5_000, '"' + "hoà " * 300 + '"', '"' + "da " * 300 + '"', "😀", "ban 😀", "!!!", "\\", "%",
        "_", "a\u0301", "\u0301", "ban*thanh", "***", '"ban*"', "https://baolangxa.example/1?a=b&c=d#e", "ߦ",
        "Ⅷ", "①",
    ],
)  # fmt: skip
def test_whatever_a_person_types_is_data(library: Archive, query: str) -> None:
    assert ids(library, query) <= set(TITLES)


@given(
    query=st.text(st.characters(exclude_categories=()), max_size=40) | st.text("\"*()^:+-{}'ANDORT đoáy\0", max_size=30)
)
def test_no_query_is_an_error(library: Archive, query: str) -> None:
    assert ids(library, query) <= set(TITLES)


@pytest.mark.parametrize("query", ["", "  ", '""', "!!! ...", "*"])
def test_a_query_without_a_word_finds_nothing(library: Archive, query: str) -> None:
    assert ids(library, query) == set()


@given(title=st.sampled_from(sorted(TITLES.values())), data=st.data())
def test_every_phrase_of_a_title_finds_it(library: Archive, title: str, data: st.DataObject) -> None:
    words = title.split()
    start = data.draw(st.integers(0, len(words) - 1))
    phrase = " ".join(words[start : data.draw(st.integers(start + 1, len(words)))])
    assert title in {hit.article.article.title for hit in search(library, f'"{phrase}"', Selection())}


def test_the_filters_and_the_limit_apply(library: Archive) -> None:
    assert ids(library, "ban", Selection(since=date(2025, 3, 2), until=date(2025, 3, 2))) == {2}
    assert ids(library, "ban", Selection(source="khong-co")) == set()
    assert ids(library, "ban", Selection(province="Đắk Lắk")) == {1, 2, 3}
    assert len(ids(library, "ban", Selection(limit=2))) == 2
    assert ids(library, "ban", Selection(limit=0)) == set()


@pytest.fixture
def columns(archive: Archive, pages: Any) -> Archive:
    """The same word in the body, a caption, the sapo and the title of four articles of equal length."""
    nothing: dict[str, Any] = {"title": "Tin", "sapo": "Tóm tắt", "all_blocks": (), "captions": ()}
    holders: list[dict[str, Any]] = [
        {"all_blocks": (Block(kind=BlockKind.PARAGRAPH, text="Đua thuyền"),)},
        {"captions": (Caption(text="Đua thuyền", credit="Lê Hoa"),)},
        {"sapo": "Đua thuyền"},
        {"title": "Đua thuyền"},
    ]
    for number, holder in enumerate(holders, start=1):
        pages.save(archive, url=f"https://baolangxa.example/{number}", **nothing | holder)
    return archive


def hits(archive: Archive, query: str) -> list[Hit]:
    return list(search(archive, query, Selection()))


def test_title_counts_most_then_sapo_then_captions_then_body(columns: Archive) -> None:
    found = hits(columns, "đua thuyền")
    assert [hit.article.id for hit in found] == [4, 3, 2, 1]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)
    assert all(hit.score > 0 for hit in found)


def test_a_snippet_is_original_text_with_the_words_marked(columns: Archive) -> None:
    phrase, words = "\x02Đua thuyền\x03", "\x02Đua\x03 \x02thuyền\x03"
    assert {hit.snippet for hit in hits(columns, '"dua thuyen"')} == {phrase, f"{phrase} Lê Hoa"}
    assert {hit.snippet for hit in hits(columns, "dua thuyen")} == {words, f"{words} Lê Hoa"}


def test_the_newer_of_two_equal_matches_comes_first(archive: Archive, pages: Any) -> None:
    for day in (1, 3, 2):
        published = datetime(2025, 3, day, tzinfo=UTC)
        pages.save(archive, url=f"https://baolangxa.example/{day}", published_at=published)
    assert [hit.article.url[-1] for hit in hits(archive, "khánh thành")] == ["3", "2", "1"]


def test_only_the_current_version_is_searched(archive: Archive, pages: Any) -> None:
    pages.save(archive, title="Tựa ban đầu")
    pages.save(archive, title="Tựa đã sửa")
    assert hits(archive, '"ban đầu"') == []
    assert [hit.article.version for hit in hits(archive, '"đã sửa"')] == [2]


@pytest.mark.parametrize("typed", [unicodedata.normalize("NFD", "Lễ hội Đồng Nai"), "Lễ hội Ðồng Nai"])
def test_a_page_that_spells_letters_otherwise_is_found_and_kept_as_it_is(
    archive: Archive, pages: Any, typed: str
) -> None:
    pages.save(archive, title=typed)
    for query in ('"hội đồng nai"', "dong nai"):
        assert [hit.article.article.title for hit in hits(archive, query)] == [typed]


def test_hits_come_in_pages_without_an_end_to_them(archive: Archive, pages: Any) -> None:
    for number in range(45):
        pages.save(archive, url=f"https://baolangxa.example/{number}")
    found = hits(archive, "cầu")
    assert len({hit.article.id for hit in found}) == len(found) == 45


def test_matching_numbers_are_those_of_the_hits_in_their_order(library: Archive) -> None:
    for query in ("ban", "bán", '"thanh hoa"', "khong co gi", "", "AND (", "dak*"):
        assert matching_ids(library, query, Selection()) == sorted(ids(library, query))
    best = ids(library, "ban", Selection(limit=2))
    assert matching_ids(library, "ban", Selection(limit=2)) == sorted(best)
    assert matching_ids(library, "ban", Selection(limit=0)) == []
