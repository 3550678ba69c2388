"""The catalogues say what the program says: nothing is missing, nothing is left over, nothing was not compiled."""

import gettext
from pathlib import Path

import pytest

from danvan_cli import language
from danvan_cli.cli import catalogue

OTHERS = language.LANGUAGES[1:]
HOW = "run: python -m danvan_cli.cli.catalogue"


def ids(of: object) -> set[str]:
    return {str(message.id) for message in of if message.id}  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_of_the_program_is_in_the_catalogue_and_no_other(code: str) -> None:
    wanted = {str(message) for message in catalogue.said()}
    assert ids(catalogue.load(code)) == wanted, HOW


@pytest.mark.parametrize("code", OTHERS)
def test_every_message_is_translated(code: str) -> None:
    assert list(catalogue.untranslated(catalogue.load(code))) == []


@pytest.mark.parametrize("code", OTHERS)
def test_what_the_program_reads_is_what_people_edit(code: str) -> None:
    with catalogue.path_of(code).with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    for message in catalogue.load(code):
        if isinstance(message.id, tuple):
            assert compiled.ngettext(*message.id, 2) == message.string[0], HOW
        elif message.id:
            assert compiled.gettext(message.id) == message.string, HOW


@pytest.mark.parametrize("code", OTHERS)
def test_a_catalogue_that_is_up_to_date_stays_as_it_is(
    code: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    before, made = catalogue.path_of(code).read_bytes(), catalogue.updated(code)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path)
    catalogue.write(code, made)
    after = catalogue.path_of(code).read_bytes()
    assert _without_maker(after) == _without_maker(before), HOW
    assert language.has_catalogue(code)


def _without_maker(text: bytes) -> list[bytes]:
    return [line for line in text.splitlines() if not line.startswith(b'"Generated-By')]


def test_nothing_that_people_read_bypasses_the_catalogue() -> None:
    assert list(catalogue.unmarked()) == []


def test_a_string_that_bypasses_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = 'raise UsageError(f"{path}: holds no article", hint="try again")\nrender.talk("danvan --help")\n'
    (tmp_path / "vd.py").write_text(code, encoding="utf-8")
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    place = f"{tmp_path.name}/vd.py:1: "
    assert list(catalogue.unmarked()) == [f"{place}: holds no article", f"{place}try again"]


def test_a_new_message_comes_in_empty_and_keeps_its_translation_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "vd.py").write_text(
        '_("a new message")\nngettext("{count} bag", "{count} bags", 2)\n', encoding="utf-8"
    )
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    monkeypatch.setattr(language, "CATALOGUES", tmp_path / "locale")
    made = catalogue.updated("vi")
    missing = list(catalogue.untranslated(made))
    assert {"a new message", "('{count} bag', '{count} bags')"} <= set(missing)
    for message in made:
        message.string = "một thông báo mới" if message.id == "a new message" else message.string
    catalogue.write("vi", made)
    again = catalogue.updated("vi")
    assert "a new message" not in list(catalogue.untranslated(again))
    assert again["a new message"].string == "một thông báo mới"
