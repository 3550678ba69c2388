from collections.abc import Mapping
from pathlib import Path

import pytest

from danvan_cli.errors import ConfigError, ProfileError
from danvan_cli.settings import ENVIRONMENT, Settings, load_settings, read_toml


@pytest.fixture
def toml(tmp_path: Path) -> Path:
    return tmp_path / "danvan.toml"


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No danvan.toml of whoever runs the tests, and none of their variables."""
    monkeypatch.chdir(tmp_path)
    for variable in ENVIRONMENT:
        monkeypatch.delenv(variable, raising=False)


def complaint(path: Path | None = None, *, environment: Mapping[str, str] | None = None) -> str:
    with pytest.raises(ConfigError) as caught:
        load_settings(path, environment=environment or {})
    return caught.value.message


def test_without_a_file_or_a_variable_the_defaults_hold() -> None:
    assert load_settings() == Settings()
    assert Settings().fetch.delay_s == 2.0
    assert Settings().archive.db == Path("archive.db")
    assert not Settings().fetch.allow_private


def test_a_danvan_toml_in_the_working_folder_is_read_unasked(toml: Path) -> None:
    toml.write_text('[archive]\ndb = "xã.db"\n', "utf-8")
    assert load_settings().archive.db == Path("xã.db")


def test_a_flag_beats_the_environment_which_beats_the_file_which_beats_the_default(toml: Path) -> None:
    toml.write_text("[fetch]\ndelay_s = 3\nretries = 3\nhosts_at_once = 3\n", "utf-8")
    settings = load_settings(
        toml,
        environment={"DANVAN_DELAY_S": "4", "DANVAN_RETRIES": "4"},
        flags={("fetch", "delay_s"): 5, ("fetch", "retries"): None},
    )
    assert (settings.fetch.delay_s, settings.fetch.retries, settings.fetch.hosts_at_once) == (5, 4, 3)
    assert settings.fetch.total_timeout_s == Settings().fetch.total_timeout_s


def test_a_flag_that_says_no_is_a_flag_that_was_given(toml: Path) -> None:
    toml.write_text("[fetch]\nallow_private = true\n", "utf-8")
    assert not load_settings(toml, flags={("fetch", "allow_private"): False}).fetch.allow_private


def test_an_empty_variable_was_not_set() -> None:
    assert load_settings(environment={"DANVAN_DB": ""}).archive.db == Path("archive.db")


@pytest.mark.parametrize(("variable", "place"), ENVIRONMENT.items())
def test_every_variable_names_a_setting_that_exists(variable: str, place: tuple[str, str]) -> None:
    table, key = place
    assert key in type(getattr(Settings(), table)).model_fields
    assert variable.startswith("DANVAN_")


def test_an_unknown_key_is_named_with_its_file_and_the_nearest_known_key(toml: Path) -> None:
    toml.write_text("[fetch]\ndelay = 3\n", "utf-8")
    message = complaint(toml)
    assert str(toml) in message
    assert "fetch.delay" in message
    assert "delay_s" in message


def test_an_unknown_table_is_an_error_too(toml: Path) -> None:
    toml.write_text("[archiv]\ndb = 'a.db'\n", "utf-8")
    assert "did you mean archive?" in complaint(toml)


def test_every_complaint_of_a_file_is_printed_at_once(toml: Path) -> None:
    toml.write_text("[fetch]\ndelay_s = -1\nretries = 'many'\n", "utf-8")
    lines = complaint(toml).splitlines()
    assert len(lines) == 2
    assert any("fetch.delay_s" in line and "-1" in line for line in lines)
    assert any("fetch.retries" in line and "many" in line for line in lines)


@pytest.mark.parametrize(
    ("variable", "value"),
    [("DANVAN_DELAY_S", "-1"), ("DANVAN_DELAY_S", "nan"), ("DANVAN_RETRIES", "x"), ("DANVAN_DURABILITY", "often")],
)
def test_an_unusable_variable_is_named(variable: str, value: str) -> None:
    message = complaint(environment={variable: value})
    assert variable in message
    assert value in message


def test_an_unusable_flag_is_named_as_it_is_typed() -> None:
    with pytest.raises(ConfigError, match="--delay-s"):
        load_settings(environment={}, flags={("fetch", "delay_s"): 4000})


def test_a_file_that_was_named_and_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert "nowhere.toml" in complaint(tmp_path / "nowhere.toml")


def test_a_folder_in_the_place_of_a_file_is_an_error(tmp_path: Path) -> None:
    assert str(tmp_path) in complaint(tmp_path)


def test_a_file_that_is_no_toml_is_named_with_the_place(toml: Path) -> None:
    toml.write_text("[fetch\n", "utf-8")
    message = complaint(toml)
    assert str(toml) in message
    assert "line 1" in message


def test_a_file_that_is_no_utf_8_says_at_which_byte(toml: Path) -> None:
    toml.write_bytes(b'[archive]\ndb = "' + b'x\xe3.db"\n')
    with pytest.raises(ConfigError, match="byte 17") as caught:
        load_settings(toml)
    assert caught.value.hint


def test_a_file_is_read_with_the_error_of_whoever_asks(toml: Path) -> None:
    toml.write_text("x = ", "utf-8")
    with pytest.raises(ProfileError, match="not valid TOML"):
        read_toml(toml, ProfileError)
