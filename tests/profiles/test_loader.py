import re
from collections.abc import Callable
from pathlib import Path

import pytest

from danvan_cli.errors import ExitCode, ProfileError
from danvan_cli.profiles import loader
from danvan_cli.profiles.loader import Profiles, load_profiles
from danvan_cli.profiles.schema import GENERIC

Write = Callable[..., Path]


@pytest.fixture
def other(source: str) -> str:
    """The ``[source]`` of another newspaper."""
    return source.replace("Báo Sơn Hà", "Báo Khe Đá").replace("baosonha", "baokheda")


def refused(folder: Path) -> ProfileError:
    with pytest.raises(ProfileError) as caught:
        load_profiles(folder)
    return caught.value


# --- which newspaper a URL belongs to -----------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://baocantho.com.vn/thoi-su/mua-lua-a1.html",
        "http://www.baocantho.com.vn/",
        "https://m.baocantho.com.vn/x",
        "https://BaoCanTho.com.vn:443/x",
        "https://baocantho.com.vn./x",
        "https://user:secret@baocantho.com.vn/x",
    ],
)
def test_a_url_finds_its_newspaper_by_host(url: str) -> None:
    assert load_profiles().for_url(url).id == "baocantho"


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "baocantho.com.vn",
        "https://",
        "https://[::1",
        "mailto:a@baocantho.com.vn",
        "https://example.org/",
    ],
)
def test_what_no_newspaper_answers_is_generic(url: str | None) -> None:
    assert load_profiles().for_url(url) is GENERIC


@pytest.mark.parametrize("host", ["notbaocantho.com.vn", "baocantho.com.vn.example", "com.vn", "x.baocantho.com.vn"])
def test_a_host_is_matched_whole(host: str) -> None:
    assert load_profiles().for_url(f"https://{host}/") is GENERIC


def test_a_wildcard_is_every_host_below_and_not_the_host_itself() -> None:
    profiles = load_profiles()
    assert profiles.for_url("https://xasonlinh.hatinh.gov.vn/portal/").id == "hatinh-gov"
    assert profiles.for_url("https://a.b.hatinh.gov.vn/").id == "hatinh-gov"
    assert profiles.for_url("https://hatinh.gov.vn/") is GENERIC


def test_the_most_exact_host_wins(write: Write, folder: Path, source: str, other: str) -> None:
    wildcard = source.replace('"baosonha.example"', '"*.sonha.example", "*.bao.sonha.example"')
    write(source=wildcard)
    write("baokheda", source=other.replace('["baokheda.example"]', '["kheda.sonha.example"]'))
    profiles = load_profiles(folder)
    assert profiles.for_url("https://kheda.sonha.example/").id == "baokheda"
    assert profiles.for_url("https://m.kheda.sonha.example/").id == "baokheda"
    assert profiles.for_url("https://x.sonha.example/").id == "baosonha"


def test_www_in_a_profile_is_the_bare_host_too(write: Write, folder: Path, source: str) -> None:
    write(source=source.replace('["baosonha.example"]', '["www.baosonha.example"]'))
    assert load_profiles(folder).for_url("https://baosonha.example/").id == "baosonha"


def test_former_hosts_are_the_same_newspaper() -> None:
    profiles = load_profiles()
    assert profiles.for_url("http://baodongkhoi.vn/x-a1.html").id == "dongkhoi-baovinhlong"
    assert profiles.for_url("http://www.baohaiphong.com.vn/").id == "baohaiphong"


# --- by id --------------------------------------------------------------------------------------


def test_an_id_gives_its_profile_and_generic_is_one() -> None:
    assert load_profiles().get("baocantho").family == "F4"
    assert load_profiles().get("generic") is GENERIC


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(ProfileError, match=re.escape("no newspaper has the id 'baocanto'")) as caught:
        load_profiles().get("baocanto")
    assert caught.value.hint == "did you mean baocantho?"
    assert caught.value.exit_code is ExitCode.USAGE


def test_an_id_like_no_other_says_how_to_list_them() -> None:
    with pytest.raises(ProfileError) as caught:
        load_profiles().get("zzzzzz")
    assert caught.value.hint == "danvan sources list prints the ids"


def test_all_is_sorted_and_leaves_the_generic_out() -> None:
    ids = [profile.id for profile in load_profiles().all]
    assert ids == sorted(ids)
    assert "generic" not in ids


def test_the_built_in_set_is_read_once() -> None:
    assert load_profiles() is load_profiles()


# --- a user's own -------------------------------------------------------------------------------


def test_a_users_file_adds_a_newspaper(write: Write, folder: Path) -> None:
    write(head='family = "F4"', rest='[article]\ntitle = "h1.tieu-de"')
    profiles = load_profiles(folder)
    added = profiles.for_url("https://baosonha.example/a-a1.html")
    assert added.id == "baosonha"
    assert added.article.title == ("h1.tieu-de",)
    assert added.article.body == load_profiles().get("baocantho").article.body
    assert len(profiles.all) == len(load_profiles().all) + 1


def test_a_users_file_replaces_a_newspaper_by_id(write: Write, folder: Path) -> None:
    write("baocantho", rest='[article]\nbody = ["#mine"]')
    profiles = load_profiles(folder)
    assert profiles.get("baocantho").article.body == ("#mine",)
    assert profiles.for_url("https://baocantho.com.vn/") is GENERIC
    assert load_profiles().get("baocantho").article.body != ("#mine",)


def test_a_users_family_is_inherited(write: Write, folder: Path) -> None:
    (folder / "families" / "G1.toml").write_text('[article]\nbody = ["#g1"]', encoding="utf-8")
    write(head='family = "G1"')
    assert load_profiles(folder).get("baosonha").article.body == ("#g1",)


def test_an_empty_folder_leaves_the_built_in_set(folder: Path) -> None:
    assert load_profiles(folder).all == load_profiles().all


def test_other_files_in_the_folder_are_left_alone(write: Write, folder: Path) -> None:
    write()
    (folder / "notes.txt").write_text("not TOML [", encoding="utf-8")
    assert load_profiles(folder).get("baosonha").id == "baosonha"


def test_the_id_may_be_said_in_the_file(write: Write, folder: Path, source: str) -> None:
    write("bao_sonha_2026", source=source.replace("[source]", '[source]\nid = "son-ha"'))
    assert load_profiles(folder).get("son-ha").source.id == "son-ha"  # type: ignore[union-attr]


def test_the_users_folder_is_none_until_it_exists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_config_path", lambda *_, **__: tmp_path)
    assert loader.user_folder() is None
    (tmp_path / "profiles").mkdir()
    assert loader.user_folder() == tmp_path / "profiles"


# --- complaints ---------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "none").message == f"{tmp_path / 'none'}: no such folder"


def test_a_file_that_is_no_toml_is_named(folder: Path) -> None:
    path = folder / "baosonha.toml"
    path.write_text("[source", encoding="utf-8")
    assert refused(folder).message.startswith(f"{path}: not valid TOML: ")


@pytest.mark.parametrize(
    ("given", "nearest"),
    [("F44", "did you mean F4?"), ("vdoc", "known families: F1, F2, F3, F4, F5, F6, F7, F8, F9")],
)
def test_an_unknown_family_names_the_nearest_or_all(given: str, nearest: str, write: Write, folder: Path) -> None:
    path = write(head=f'family = "{given}"')
    assert refused(folder).message == f"{path}: family: no family is called {given!r}; {nearest}"


def test_two_files_with_one_id_are_both_named(write: Write, folder: Path, source: str, other: str) -> None:
    first = write("a", source=source.replace("[source]", '[source]\nid = "son-ha"'))
    second = write("son-ha", source=other)
    assert refused(folder).message == f"{second}: source.id: 'son-ha' is already the id of {first}"


def test_two_files_with_one_host_are_both_named(write: Write, folder: Path, source: str) -> None:
    first, second = write("a"), write("b", source=source.replace('"baosonha.', '"www.baosonha.'))
    assert refused(folder).message == f"{second}: source.hosts: 'baosonha.example' already belongs to a ({first})"


def test_a_host_of_a_built_in_paper_says_how_to_replace_it(write: Write, folder: Path, source: str) -> None:
    path = write(source=source.replace('"baosonha.example"', '"baocantho.com.vn"'))
    problem = refused(folder)
    assert problem.message.startswith(f"{path}: source.hosts: 'baocantho.com.vn' already belongs to baocantho (")
    assert problem.hint == "to replace that newspaper, call your file baocantho.toml"


def test_one_profile_may_name_a_host_twice(write: Write, folder: Path, source: str) -> None:
    write(source=source.replace('["baosonha.example"]', '["baosonha.example", "www.baosonha.example"]'))
    assert load_profiles(folder).get("baosonha").id == "baosonha"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Báo Sơn Hà", "not an id: small letters a-z, digits and single hyphens, such as baocantho"),
        ("bao_sonha", "not an id: small letters a-z, digits and single hyphens, such as baocantho"),
        ("generic", "'generic' is danvan's own fallback; take another id"),
    ],
)
def test_a_file_name_that_is_no_id_says_why(name: str, why: str, write: Write, folder: Path) -> None:
    path = write(name)
    assert refused(folder).message == f"{path}: the file's name is the id: {why}"


def test_a_family_files_mistake_names_the_family_file(folder: Path) -> None:
    path = folder / "families" / "G1.toml"
    path.write_text("[source]\nname = 'x'", encoding="utf-8")
    assert refused(folder).message == f"{path}: unknown key source; known keys: article, clean, pace, urls, version"


def test_profiles_of_ones_own_making_are_looked_up_alike() -> None:
    paper = load_profiles().get("baolaocai")
    assert Profiles([paper]).for_url("https://baolaocai.vn/") is paper
