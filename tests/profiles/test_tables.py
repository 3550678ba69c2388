"""How a paper's keys and its family's come together."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import ArticleRules, Profile
from danvan_cli.profiles.tables import ArticleTable

Write = Callable[..., Path]

FAMILY = """
[pace]
delay_s = 3

[urls]
article = ['-a\\d+$']
other = ['^/tag/']

[clean]
steps = ["captions"]

[article]
title = ["h1.f"]
body = ["#f1", "#f2"]
drop = [".f"]

[[version]]
until = 2015-01-01
[version.article]
body = ["#f-old"]
"""


@pytest.fixture
def family(folder: Path) -> None:
    (folder / "families" / "G1.toml").write_text(FAMILY, encoding="utf-8")


def read(write: Write, folder: Path, rest: str = "") -> Profile:
    write(head='family = "G1"', rest=rest)
    return load_profiles(folder).get("baosonha")


@pytest.mark.usefixtures("family")
class TestInheritance:
    def test_what_the_paper_leaves_out_is_the_familys(self, write: Write, folder: Path) -> None:
        made = read(write, folder)
        assert made.family == "G1"
        assert made.article.title == ("h1.f",)
        assert made.urls.other == ("^/tag/",)
        assert made.pace.delay_s == 3
        assert made.clean.steps == ("captions",)

    def test_a_list_of_the_papers_replaces_the_familys(self, write: Write, folder: Path) -> None:
        made = read(write, folder, "[article]\nbody = ['#p']\n[urls]\narticle = ['-p']")
        assert made.article.body == ("#p",)
        assert made.article.title == ("h1.f",)
        assert (made.urls.article, made.urls.other) == (("-p",), ("^/tag/",))

    def test_more_is_tried_after_the_familys(self, write: Write, folder: Path) -> None:
        made = read(write, folder, "[article]\nbody_more = ['#p']\ndrop_more = ['.p']\n[urls]\nother_more = ['x']")
        assert made.article.body == ("#f1", "#f2", "#p")
        assert made.article.drop == (".f", ".p")
        assert made.urls.other == ("^/tag/", "x")

    def test_a_list_and_its_more_stand_together(self, write: Write, folder: Path) -> None:
        assert read(write, folder, "[article]\nbody = ['#p']\nbody_more = ['#q']").article.body == (
            "#p",
            "#q",
        )

    def test_an_empty_list_takes_the_familys_away(self, write: Write, folder: Path) -> None:
        assert read(write, folder, "[article]\ntitle = []").article.title == ()

    def test_pace_and_steps_of_the_papers_replace_the_familys(self, write: Write, folder: Path) -> None:
        made = read(write, folder, "[pace]\ndelay_s = 9\n[clean]\nsteps = []")
        assert (made.pace.delay_s, made.clean.steps) == (9, ())

    def test_an_older_design_takes_todays_keys_where_it_names_none(self, write: Write, folder: Path) -> None:
        rules = read(write, folder, "[article]\ntitle = 'h1.p'").rules_for(date(2014, 1, 1))
        assert rules.body == ("#f-old",)
        assert rules.title == ("h1.p",)

    def test_older_designs_of_the_papers_replace_the_familys(self, write: Write, folder: Path) -> None:
        made = read(write, folder, "[[version]]\nuntil = 2018-01-01\n[version.article]\nbody_more = ['#p-old']")
        assert made.rules_for(date(2014, 1, 1)).body == ("#f1", "#f2", "#p-old")
        assert len(made.versions) == 1


def test_a_paper_without_a_family_has_its_own_keys_only(write: Write, folder: Path) -> None:
    write(rest="[article]\nbody = '#p'\ntitle_more = 'h1'")
    made = load_profiles(folder).get("baosonha")
    assert made.article == ArticleRules(body=("#p",), title=("h1",))


def test_every_list_of_the_rules_may_be_replaced_and_added_to() -> None:
    lists = {name for name in ArticleRules.model_fields if name != "encoded"}
    assert set(ArticleTable.model_fields) == lists | {f"{name}_more" for name in lists} | {"encoded"}


def test_encoded_is_inherited_and_may_be_taken_back() -> None:
    encoded = ArticleRules(encoded=True)
    assert ArticleTable().over(encoded).encoded
    assert not ArticleTable(encoded=False).over(encoded).encoded


def test_a_dated_domain_alone_is_enough(write: Write, folder: Path, source: str) -> None:
    undated = source.replace('hosts = ["baosonha.example"]', "")
    write(source=undated, rest='[[source.domain]]\nhost = "baosonha.example"\nuntil = 2019-12-31')
    assert load_profiles(folder).for_url("https://baosonha.example/").id == "baosonha"
