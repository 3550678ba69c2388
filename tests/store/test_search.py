import random
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.model import Block, BlockKind, Caption, Hit, Part, Selection, Sort
from danvan_cli.snapshot import codec
from danvan_cli.store import search as searching
from danvan_cli.store.articles import iter_articles
from danvan_cli.store.database import Archive
from danvan_cli.store.search import matching_ids, search
from tests.support import generated

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


FRAGMENTS = (
    *"\"*()^:+-{}[]'\\;,./|&~%_\0\t\n\x1b\u200b\u0301\u0323\ud800\uffff😀đĐÐáạoaoáyuý ",
    *("AND", "OR", "NOT", "NEAR", "NEAR(", " AND ", " OR ", " NOT ", "ban", "bán", "hoà", "dd", "title:", "{title} :"),
    *(
        "rank",
        "articles_fts",
        "-bm25(",
        "--",
        "/*",
        "UNION SELECT",
        "MATCH",
        '""',
        "((((",
        "))))",
        "a" * 300,
        "đ" * 200,
    ),
)


def test_ten_thousand_hostile_queries_are_answered(library: Archive) -> None:
    chance = random.Random(6)
    for _ in range(10_000):
        query = "".join(chance.choices(FRAGMENTS, k=chance.randint(1, 14)))
        found = search(library, query, Selection(), sort=chance.choice(list(Sort)), parts=chance.sample(list(Part), 2))
        assert {number for number, _ in found.scored} <= set(TITLES), query
        assert found.total == len(found.scored)


@pytest.mark.parametrize(
    "query", ["(" * 500 + "ban" + ")" * 500, "NOT " * 200 + "ban", "ban OR " * 140, "(ban OR " * 120]
)
def test_a_query_may_nest_and_repeat_as_it_likes(library: Archive, query: str) -> None:
    assert ids(library, query) <= {1, 2, 3}


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


# --- where, how many, in which order --------------------------------------------------------------


@pytest.mark.parametrize(("part", "number"), [(Part.BODY, 1), (Part.CAPTION, 2), (Part.SAPO, 3), (Part.TITLE, 4)])
def test_only_the_named_parts_are_searched(columns: Archive, part: Part, number: int) -> None:
    for query in ("dua thuyen", "đua thuyền", '"đua thuyền" OR khongco', "dua NOT khongco"):
        assert [hit.article.id for hit in search(columns, query, Selection(), parts=[part])] == [number]
    both = search(columns, "dua thuyen", Selection(), parts=[part, Part.TITLE])
    assert {hit.article.id for hit in both} == {number, 4}


def test_words_of_one_query_stand_in_the_named_parts_all_of_them(columns: Archive) -> None:
    assert search(columns, "thuyen le", Selection(), parts=[Part.CAPTION]).total == 1
    assert search(columns, "thuyen le", Selection(), parts=[Part.SAPO, Part.BODY]).total == 0


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    path = tmp_path_factory.mktemp("many") / "archive.db"
    generated.fill(path, 300, searchable=True)
    with Archive.open(path, codec=codec, read_only=True) as archive:
        yield archive


def newest_first(archive: Archive, numbers: set[int]) -> list[int]:
    found = [stored for stored in iter_articles(archive, Selection()) if stored.id in numbers]
    found.sort(key=lambda stored: (stored.article.published_at, stored.id), reverse=True)
    return [stored.id for stored in found]


QUERIES = ("cua", "của", "cua NOT hon", '"khanh thanh"', "so 17", "ngh*", "khongcotunay", "của OR các")
FILTERS = (
    Selection(),
    Selection(source="bao02"),
    Selection(since=date(2019, 1, 2), until=date(2019, 1, 3)),
    Selection(source="bao03", since=date(2019, 1, 2)),
    Selection(province="son ha"),
)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("chosen", FILTERS)
def test_every_way_to_find_finds_the_same(many: Archive, query: str, chosen: Selection) -> None:
    everything = matching_ids(many, query, chosen)
    best, newest = search(many, query, chosen), search(many, query, chosen, sort=Sort.NEWEST)
    assert best.total == newest.total == len(everything)
    assert sorted(number for number, _ in best.scored) == everything
    assert [number for number, _ in newest.scored] == newest_first(many, set(everything))


@pytest.mark.parametrize("probe", [0, 10_000])
def test_walking_through_the_days_and_sorting_give_the_same_newest(
    many: Archive, monkeypatch: pytest.MonkeyPatch, probe: int
) -> None:
    monkeypatch.setattr(searching, "_LOOKUPS_A_PROBE", probe)
    for query in QUERIES:
        for chosen in FILTERS:
            some = Selection(since=chosen.since, until=chosen.until, source=chosen.source, limit=7)
            newest = search(many, query, some, sort=Sort.NEWEST)
            expected = newest_first(many, set(matching_ids(many, query, Selection(**{**_fields(some), "limit": None}))))
            assert [number for number, _ in newest.scored] == expected[:7]


def _fields(selection: Selection) -> dict[str, Any]:
    return {name: getattr(selection, name) for name in ("since", "until", "source", "province", "limit")}


def test_a_limit_keeps_the_best_and_counts_all(many: Archive) -> None:
    everything = search(many, "của", Selection())
    best = search(many, "của", Selection(limit=5))
    assert best.scored == everything.scored[:5]
    assert best.total == best.ranked == everything.total > 100


def test_of_a_very_common_word_those_archived_last_are_ranked_and_the_rest_follows(
    many: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = search(many, "của", Selection())
    monkeypatch.setattr(searching, "MOST_RANKED", 50)
    found = search(many, "của", Selection())
    assert (found.total, found.ranked) == (everything.total, 50)
    last = sorted((number for number, _ in everything.scored), reverse=True)
    ranked, rest = found.scored[:50], found.scored[50:]
    assert {number for number, _ in ranked} == set(last[:50])
    assert [score for _, score in ranked] == sorted(map(itemgetter(1), ranked), reverse=True)
    assert rest == [(number, 0.0) for number in last[50:]]
    assert search(many, "của", Selection(limit=60)).scored == found.scored[:60]
    assert search(many, "của", Selection(limit=3)).scored == found.scored[:3]
    filtered = search(many, "của", Selection(source="bao02"))
    assert filtered.ranked == filtered.total < 50


def test_no_query_lists_the_newest_of_the_selected_with_their_sapo(many: Archive) -> None:
    listed = search(many, None, Selection(source="bao02", limit=3))
    hits = list(listed)
    everything = {stored.id for stored in iter_articles(many, Selection(source="bao02"))}
    assert [hit.article.id for hit in hits] == newest_first(many, everything)[:3]
    assert [hit.snippet for hit in hits] == [hit.article.article.sapo for hit in hits]
    assert (listed.total, listed.ranked) == (len(everything), 0)


def test_an_article_deleted_between_finding_and_reading_is_left_out(archive: Archive, pages: Any) -> None:
    for number in range(3):
        pages.save(archive, url=f"https://baolangxa.example/{number}")
    found = search(archive, "cầu", Selection())
    with archive.write():
        archive.db.execute("UPDATE articles SET title = '', sapo = '', body = '', captions_text = '' WHERE id = 2")
    assert [hit.article.id for hit in found] == [1, 3]
