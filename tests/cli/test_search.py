"""``danvan search`` as it is typed."""

import json

import pytest

from danvan_cli.export.record import KEYS
from tests.cli.conftest import Run


def numbers(run: Run, *arguments: str) -> list[int]:
    return [json.loads(line)["id"] for line in run("search", "--json", *arguments).stdout.splitlines()]


def test_it_finds_with_and_without_marks(run: Run, archived: object) -> None:
    for query in ("chợ phiên", "cho phien"):
        result = run("search", query)
        assert "#2" in result.stdout
        assert "Chợ phiên Cẩm Nham" in result.stdout
    hit = json.loads(run("search", "chợ phiên", "--json").stdout.splitlines()[0])
    assert tuple(hit)[: len(KEYS)] == KEYS
    assert "[" in hit["snippet"]


@pytest.mark.parametrize("query", ['"', "AND", "C++", "'; DROP TABLE articles; --", "NEAR(", "*", "", "a:b", "(", "-x"])
def test_it_takes_whatever_is_typed(run: Run, archived: object, query: str) -> None:
    assert run("search", "--", query).exit_code == 0


def test_words_may_be_joined_and_excluded(run: Run, archived: object) -> None:
    assert sorted(numbers(run, "cho OR cau")) == [1, 2]
    assert numbers(run, "(cau OR cho) NOT phien") == [1]


def test_parts_may_be_named(run: Run, archived: object) -> None:
    assert numbers(run, "phien", "--in", "title") == [2]
    assert numbers(run, "phien", "--in", "caption, sapo") == []
    result = run("search", "phien", "--in", "tựa")
    assert result.exit_code == 2
    assert "'tựa' is not some of title, sapo, body, caption" in result.stderr


def test_it_says_how_many_there_are_and_how_many_are_shown(run: Run, archived: object) -> None:
    assert run("search", "cau OR cho", "--limit", "1").stderr == "1 of 2 articles\n"
    assert run("search", "phien").stderr == "1 article\n"
    assert run("search", "khongcotunay").stderr == "Nothing found for 'khongcotunay'.\n"
    assert run("-q", "search", "cau OR cho").stderr == ""


def test_of_a_very_common_word_it_says_what_was_ranked(
    run: Run, archived: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("danvan_cli.store.search.MOST_RANKED", 1)
    said = run("search", "cau OR cho", "--limit", "1").stderr
    assert said == "1 of 2 articles; the best of the 1 that were archived last: it is a very common word\n"
    assert "archived last" not in run("search", "cau OR cho", "--sort", "newest").stderr


def test_count_prints_the_number_alone(run: Run, archived: object) -> None:
    for query, found in (("cau OR cho", "2\n"), ("khongcotunay", "0\n")):
        result = run("search", "--count", query)
        assert (result.stdout, result.stderr) == (found, "")


def test_without_a_query_it_lists_the_newest(run: Run, archived: object) -> None:
    assert sorted(numbers(run)) == [1, 2]
    assert len(numbers(run, "--limit", "1")) == 1
    result = run("search", "--source", "khongco")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "No article.\n")


def test_20_where_something_is_found_and_the_code_was_asked_for(run: Run, archived: object) -> None:
    assert run("search", "phien", "--exit-code").exit_code == 20
    assert run("search", "--count", "phien", "--exit-code").exit_code == 20
    assert run("search", "khongcotunay", "--exit-code").exit_code == 0
    assert run("search", "phien").exit_code == 0
