import ast
import gettext
import string
from pathlib import Path

import pytest

from danvan_cli import language
from danvan_cli.language import LANGUAGES, N_, _, ngettext


@pytest.fixture(autouse=True)
def english_again() -> object:
    yield
    language.use("en")


def test_a_message_is_filled_in_its_own_language() -> None:
    assert _("{path}: no such archive", path="a.db") == "a.db: no such archive"
    language.use("vi")
    assert _("{path}: no such archive", path="a.db") == "a.db: không có kho này"
    assert ngettext("{count} article", "{count} articles", 2) == "2 bài"
    assert N_("new") == "new"
    assert _("new") == "mới"


def test_what_nobody_translated_is_english_and_braces_of_a_text_without_values_are_its_own() -> None:
    language.use("vi")
    assert _("khong co trong {danh muc}") == "khong co trong {danh muc}"
    language.use("xx")
    assert _("new") == "new"


def test_values_are_data() -> None:
    assert _("{path}: no such archive", path="{path} %s {0}") == "{path} %s {0}: no such archive"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, None),
        ({"LANG": "vi_VN.UTF-8"}, "vi"),
        ({"LANG": "vi"}, "vi"),
        ({"LANG": "C.UTF-8"}, None),
        ({"LANG": "vi_VN", "LC_ALL": "de_DE"}, None),
        ({"LANG": "de_DE", "LC_MESSAGES": "vi_VN"}, "vi"),
        ({"LANG": "vi_VN", "LC_ALL": ""}, "vi"),
        ({"LANG": "vi_VN", "DANVAN_LANG": "en"}, "en"),
        ({"DANVAN_LANG": "vi-VN"}, "vi"),
    ],
)
def test_the_environment_names_a_language(environment: dict[str, str], expected: str | None) -> None:
    assert language.of_environment(environment) == expected


def catalogue(code: str) -> dict[str, str]:
    with (language.CATALOGUES / code / "LC_MESSAGES" / "danvan.mo").open("rb") as file:
        found: dict[object, str] = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
    return {(key[0] if isinstance(key, tuple) else str(key)): text for key, text in found.items() if key}


@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_every_translation_has_the_same_names_in_braces(code: str) -> None:
    for message, text in catalogue(code).items():
        assert named(text) == named(message), message


def named(text: str) -> set[tuple[str, str | None]]:
    return {(name, conversion) for _, name, _, conversion in string.Formatter().parse(text) if name is not None}


def test_no_loop_of_a_function_that_speaks_calls_its_variable_underscore() -> None:
    """``for _ in …`` would make ``_("…")`` fail in that function, and only there."""
    for path in Path(language.__file__).parent.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                names = [node for node in ast.walk(function) if isinstance(node, ast.Name) and node.id == "_"]
                called = any(
                    isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
                    for node in ast.walk(function)
                )
                assigned = any(
                    isinstance(target, ast.Name) and target.id == "_"
                    for node in ast.walk(function)
                    if isinstance(node, ast.For | ast.Assign)
                    for target in ast.walk(node.target if isinstance(node, ast.For) else node.targets[0])
                )
                assert not (called and assigned and names), f"{path}: {function.name}"
