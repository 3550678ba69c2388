import hashlib
import pickle
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danvan_cli.model import Domain, Seed, SeedKind, Source
from danvan_cli.profiles.loader import load_profiles
from danvan_cli.profiles.schema import GENERIC, STEP_NAMES, ArticleRules, Profile, Version

Write = Callable[..., Path]


def profile(**changes: Any) -> Profile:
    source = Source(id="baosonha", name="Báo Sơn Hà", home_url="https://baosonha.example/")
    return Profile(**{"id": "baosonha", "source": source, "article": ArticleRules(body=("#body",)), **changes})


def designs(*days: date) -> tuple[Version, ...]:
    return tuple(Version(until=day, article=ArticleRules(body=(f"#until-{day}",))) for day in days)


# --- what an older capture is read with ---------------------------------------------------------

OLD, MIDDLE = date(2015, 12, 31), date(2021, 6, 30)


@pytest.mark.parametrize(
    ("captured_on", "body"),
    [
        (None, "#body"),
        (date(2010, 1, 1), f"#until-{OLD}"),
        (OLD, f"#until-{OLD}"),
        (date(2016, 1, 1), f"#until-{MIDDLE}"),
        (MIDDLE, f"#until-{MIDDLE}"),
        (date(2021, 7, 1), "#body"),
    ],
)
def test_a_capture_is_read_with_the_design_of_its_day(captured_on: date | None, body: str) -> None:
    assert profile(versions=designs(OLD, MIDDLE)).rules_for(captured_on).body == (body,)


@given(days=st.lists(st.dates(), unique=True).map(sorted), captured_on=st.dates())
def test_the_design_chosen_is_the_oldest_that_had_not_ended(days: Sequence[date], captured_on: date) -> None:
    wanted = next((f"#until-{day}" for day in days if captured_on <= day), "#body")
    assert profile(versions=designs(*days)).rules_for(captured_on).body == (wanted,)


# --- the digest ---------------------------------------------------------------------------------


def test_the_digest_is_sha256_and_the_same_for_the_same_rules() -> None:
    assert len(profile().digest) == 64
    assert int(profile().digest, 16) >= 0
    assert profile().digest == profile().digest


def test_the_digest_is_of_canonical_json_without_what_is_not_said() -> None:
    assert GENERIC.digest == hashlib.sha256(b'{"id":"generic"}').hexdigest()
    assert profile(id="b", source=None).digest == profile(id="b", source=None, versions=()).digest


@pytest.mark.parametrize(
    "changed",
    [
        {"article": ArticleRules(body=("#other",))},
        {"article": ArticleRules(body=("#body",), drop=(".ad",))},
        {"article": ArticleRules(body=("#body",), encoded=True)},
        {"versions": designs(OLD)},
        {"clean": {"steps": ("captions",)}},
        {"id": "other"},
    ],
)
def test_the_digest_changes_with_the_rules(changed: dict[str, Any]) -> None:
    assert profile(**changed).digest != profile().digest


def test_the_order_of_selectors_is_part_of_the_digest() -> None:
    one, other = ArticleRules(body=("#a", "#b")), ArticleRules(body=("#b", "#a"))
    assert profile(article=one).digest != profile(article=other).digest


def test_a_familys_change_reaches_the_papers_digest(write: Write, folder: Path) -> None:
    family = folder / "families" / "G1.toml"
    write(head='family = "G1"')
    digests = set()
    for selector in ("#a", "#b"):
        family.write_text(f'[article]\nbody = ["{selector}"]', encoding="utf-8")
        digests.add(load_profiles(folder).get("baosonha").digest)
    assert len(digests) == 2


# --- what a profile is --------------------------------------------------------------------------


def test_a_profile_crosses_a_process_unchanged() -> None:
    for one in load_profiles().all:
        again = pickle.loads(pickle.dumps(one))  # noqa: S301 (our own bytes)
        assert again == one
        assert again.digest == one.digest


def test_a_profile_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        GENERIC.article.title = ("h1",)  # type: ignore[misc]


def test_the_generic_profile_says_nothing() -> None:
    assert Profile(id="generic") == GENERIC
    assert GENERIC.source is None
    assert GENERIC.article == ArticleRules()


def test_the_steps_of_cleaning_have_these_names() -> None:
    assert STEP_NAMES == ("captions", "lead", "byline", "boilerplate", "related", "duplicates")


def test_every_table_of_a_file_reaches_the_profile(write: Write, folder: Path, source: str) -> None:
    dated = source.replace("[source]", '[source]\nprovince = "Lào Cai"\nprovince_before = "Yên Bái"')
    write(
        source=dated,
        rest="""
[[source.domain]]
host = "sonha.example"
since = 2010-05-01
until = 2019-12-31

[pace]
delay_s = 5

[[seed]]
url = "https://baosonha.example/rss/home.rss"
kind = "feed"

[clean]
steps = ["captions", "duplicates"]

[article]
encoded = true
""",
    )
    made = load_profiles(folder).get("baosonha")
    assert made.source == Source(
        id="baosonha",
        name="Báo Sơn Hà",
        province="Lào Cai",
        province_before="Yên Bái",
        home_url="https://baosonha.example/",
        domains=(
            Domain(host="baosonha.example"),
            Domain(host="sonha.example", since=date(2010, 5, 1), until=date(2019, 12, 31)),
        ),
    )
    assert made.pace.delay_s == 5
    assert made.seeds == (Seed(url="https://baosonha.example/rss/home.rss", kind=SeedKind.FEED),)
    assert made.clean.steps == ("captions", "duplicates")
    assert made.article.encoded


SECTION = Seed(url="https://baosonha.example/thoi-su/", kind=SeedKind.SECTION)
GUESS = Seed(url="https://baosonha.example/rss", kind=SeedKind.FEED, verified=False)
HOME = Seed(url="https://baosonha.example/", kind=SeedKind.SECTION)


@pytest.mark.parametrize(
    ("seeds", "starts"),
    [((), (HOME,)), ((SECTION,), (SECTION,)), ((GUESS,), (HOME, GUESS)), ((GUESS, SECTION), (GUESS, SECTION))],
)
def test_a_crawl_starts_at_the_home_page_where_no_seed_is_verified(
    seeds: tuple[Seed, ...], starts: tuple[Seed, ...]
) -> None:
    assert profile(seeds=seeds).starts() == starts
    assert GENERIC.starts() == ()


def test_a_seeds_options_twin_hosts_and_hosts_of_old_encryption_reach_the_profile(write: Write, folder: Path) -> None:
    write(
        rest="""
[[seed]]
url = "https://baosonha.example/rss/home.rss"
kind = "feed"
month_first = true
verified = false

[urls]
twin_hosts = ["m.baosonha.example"]

[connection]
old_tls = ["baosonha.example"]
"""
    )
    made = load_profiles(folder).get("baosonha")
    assert made.seeds[0].month_first is True
    assert not made.seeds[0].verified
    assert made.twin_hosts == {"m.baosonha.example": "baosonha.example"}
    assert made.connection.old_tls == ("baosonha.example",)


def test_a_key_that_danvan_learns_changes_no_digest_by_itself() -> None:
    plain = profile(seeds=(Seed(url="https://baosonha.example/", kind=SeedKind.SECTION),))
    said = profile(
        seeds=(Seed(url="https://baosonha.example/", kind=SeedKind.SECTION, month_first=None, verified=True),)
    )
    assert plain.digest == said.digest
