"""The catalogues of messages: brought up to date from the code and the help, compiled, and checked.

``python -m danvan_cli.cli.catalogue`` rewrites ``locale/vi/LC_MESSAGES/danvan.po`` (new messages come in empty, those
that nobody says any more go) and compiles it to the ``danvan.mo`` beside it. It prints what lacks a translation, and
which strings of the code reach people without passing through ``_``. Needs Babel, which is in the ``test`` extra.
"""

import ast
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from typer.main import get_command

from danvan_cli import errors, language
from danvan_cli.cli import speaking
from danvan_cli.cli.app import app

PACKAGE = Path(language.__file__).parent
_MARKS = {"_": 1, "N_": 1, "ngettext": 2}
"""Functions whose first arguments are messages, and how many."""
_ERRORS = {
    name
    for name, kind in vars(errors).items()
    if isinstance(kind, type) and issubclass(kind, errors.DanvanError) and kind is not errors.IntegrityError
}
"""What damage looks like is said in English, as it is in the records of a run."""
_SAYING = {"talk", "error_line"}
_WORDS = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,}|^[^\W\d_]{3,}$")
_TYPED = ("danvan ", "pip ")
"""A command line to copy."""
_NO_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Dates of a catalogue would change it whenever it is made."""

Message = str | tuple[str, str]


def path_of(code: str) -> Path:
    """The catalogue of a language as people edit it."""
    return language.CATALOGUES / code / "LC_MESSAGES" / f"{language.DOMAIN}.po"


def said() -> dict[Message, set[str]]:
    """Every message, and the files that say it; of singular and plural a pair."""
    found: dict[Message, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _MARKS:
                texts = _texts(node.args[: _MARKS[node.func.id]])
                if texts:
                    message: Message = (texts[0], texts[1]) if len(texts) > 1 else texts[0]
                    found.setdefault(message, set()).add(path.relative_to(PACKAGE.parent).as_posix())
    for help_text in speaking.messages(get_command(app)):
        found.setdefault(help_text, set()).add("help")
    return found


def _texts(arguments: list[ast.expr]) -> list[str]:
    texts = [part.value for part in arguments if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return texts if len(texts) == len(arguments) else []


def unmarked() -> Iterator[str]:
    """Strings with words in them that become an error's message or a line for people, and are never translated."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) in _ERRORS | _SAYING:
                hints = [keyword.value for keyword in node.keywords if keyword.arg == "hint"]
                for argument in (*node.args, *hints):
                    text = _text(argument)
                    if text and _WORDS.search(text) and not text.startswith(_TYPED):
                        yield f"{path.relative_to(PACKAGE.parent).as_posix()}:{argument.lineno}: {text}"


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _text(argument: ast.expr) -> str | None:
    """A string's words; of an f-string those that stand in it."""
    if isinstance(argument, ast.JoinedStr):
        return "".join(str(part.value) for part in argument.values if isinstance(part, ast.Constant))
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None


def load(code: str) -> Catalog:
    """The catalogue as it lies there; an empty one where there is none."""
    path = path_of(code)
    if not path.exists():
        return Catalog(locale=code, domain=language.DOMAIN)
    with path.open("rb") as file:
        return read_po(file, locale=code, domain=language.DOMAIN)


def updated(code: str) -> Catalog:
    """The catalogue with today's messages, each with the translation it had."""
    before = load(code)
    made = Catalog(
        locale=code,
        domain=language.DOMAIN,
        project="danvan",
        fuzzy=False,
        creation_date=_NO_DAY,
        revision_date=_NO_DAY,
        last_translator="the danvan maintainers",
        language_team=code,
        charset="utf-8",
        header_comment="# Messages of danvan. Edit the msgstr, then: python -m danvan_cli.cli.catalogue",
    )
    for message, places in sorted(said().items(), key=lambda entry: (sorted(entry[1]), str(entry[0]))):
        known = before.get(message[0] if isinstance(message, tuple) else message)
        text = known.string if known is not None and isinstance(known.id, str) is isinstance(message, str) else ""
        made.add(message, text, locations=[(place, 0) for place in sorted(places)])
    return made


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """The messages that have no translation."""
    for message in catalogue:
        texts = message.string if isinstance(message.string, (tuple, list)) else [message.string]
        if message.id and not all(texts):
            yield str(message.id)


def write(code: str, catalogue: Catalog) -> None:
    """Write the catalogue, and what the program reads of it."""
    path = path_of(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=120, include_lineno=False)
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, catalogue)


def main() -> int:
    """Bring every catalogue up to date; 1 where something lacks a translation."""
    missing = [*unmarked()]
    for code in language.LANGUAGES[1:]:
        catalogue = updated(code)
        write(code, catalogue)
        missing += [f"{code}: {message}" for message in untranslated(catalogue)]
    sys.stdout.writelines(f"{line}\n" for line in missing)
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
