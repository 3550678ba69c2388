"""The commands in the language of the run: their help, its headings, and the sentences that Typer itself has.

Help texts stand in English in the code, a command's as its docstring. They are looked up paragraph by paragraph when
the command line is read, so that nobody who writes a command has to think of it.
"""

import gettext
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from danvan_cli import language
from danvan_cli.language import N_, _

Function = TypeVar("Function", bound=Callable[..., Any])

_VERBATIM = "\b\n"
"""Before a paragraph whose lines are not joined."""
_OWN = (
    N_("Install completion for the current shell."),
    N_("Show completion for the current shell, to copy it or customize the installation."),
)
"""Help of options that Typer adds."""
_HEADINGS = (N_("Arguments"), N_("Options"), N_("Commands"), N_("required"), N_("default: {default}"))
"""Typer asks gettext for these."""
_SENTENCES = (
    N_("Invalid value for {name}: {problem}"),
    N_("Missing argument {name}. Choose from:{names}"),
    N_("Missing argument {name}."),
    N_("Missing option {name}."),
    N_("Missing command."),
    N_("No such option: {name} (Possible options: {names})"),
    N_("No such option: {name}"),
    N_("Option {name} does not take a value."),
    N_("Option {name} requires an argument."),
    N_("Got unexpected extra argument(s) ({names})"),
    N_("No such command {name}. Did you mean {names}?"),
    N_("No such command {name}."),
    N_("Value {value} is not a valid {kind}."),
    N_("{value} is not one of {names}."),
    N_("Input should be greater than or equal to {least}"),
    N_("Input should be less than or equal to {most}"),
    N_("Input should be a valid integer, unable to parse string as an integer"),
    N_("Input should be a valid number, unable to parse string as a number"),
)
"""What Typer says of a command line it cannot read, the longer of two that begin alike first."""


class Commands(typer.Typer):
    """A Typer app whose commands speak the language of the run. Use it in place of ``typer.Typer``."""

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Function], Function]:
        """As ``typer.Typer.command``."""
        return super().command(name, cls=SpokenCommand, **settings)


class _Spoken:
    """What a command and a group have in common."""

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The line of the help that says how it is typed."""
        pieces = ctx.command.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))

    def get_help_option(self, ctx: Any) -> Any:
        """Typer makes it when it is needed."""
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class SpokenCommand(_Spoken, TyperCommand):
    """A command."""


class SpokenGroup(_Spoken, TyperGroup):
    """A group of commands."""


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of this run: ``--lang``, else ``DANVAN_LANG``, else the locale's, else English.

    A value that is none is left for Typer to complain about, in English.
    """
    asked = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            asked = value if equals else next(iter(arguments[place + 1 :]), None)
    return asked or language.of_environment(environment) or "en"


def speak(root: TyperGroup, chosen: str) -> None:
    """Everything that is said from now on is in ``chosen``, and so is the help of ``root`` and of all below it."""
    language.use(chosen)
    domain = language.DOMAIN if language.has_catalogue(chosen) else "messages"
    gettext.bindtextdomain(language.DOMAIN, language.CATALOGUES)
    gettext.textdomain(domain)
    os.environ["LANGUAGE"] = chosen  # gettext itself asks no one else
    if domain == language.DOMAIN:
        _translate(root)


def _translate(command: Any) -> None:
    for attribute in ("help", "epilog", "short_help"):
        setattr(command, attribute, translated(getattr(command, attribute)))
    for param in command.params:
        param.help = translated(param.help)
    for inner in getattr(command, "commands", {}).values():
        _translate(inner)


def translated(text: str | None) -> str | None:
    """A help text, each paragraph translated by itself, each line of one whose lines are not joined."""
    if not text:
        return text
    return "\n\n".join(_paragraph(part) for part in re.split(r"\n\s*\n", text.strip("\n")))


def _paragraph(text: str) -> str:
    if text.startswith(_VERBATIM):
        return _VERBATIM + "\n".join(map(_line, text.removeprefix(_VERBATIM).split("\n")))
    return _(" ".join(text.split()))


def _line(text: str) -> str:
    """A line of a table: what is typed stays as it is, what it means is translated."""
    typed, meaning = split_line(text)
    return typed + (_(meaning) if meaning else "")


def split_line(text: str) -> tuple[str, str]:
    """What is typed, with the white space around it, and what it means; the latter empty on a line of one alone.

    >>> split_line("csv      the same columns"), split_line("  danvan demo"), split_line("Examples:")
    (('csv      ', 'the same columns'), ('  danvan demo', ''), ('', 'Examples:'))
    """
    table = re.match(r"(\s*\S.*?\s{2,}|\s{4,})(?=\S)", text)
    if table:
        return table[0], text[table.end() :]
    return (text, "") if text.startswith(" ") else ("", text)


def messages(command: Any) -> Iterator[str]:
    """Every message of the help of ``command`` and of all below it: what the catalogue needs."""
    for text in (command.help, command.epilog, *(param.help for param in command.params)):
        for part in re.split(r"\n\s*\n", (text or "").strip("\n")):
            if part.startswith(_VERBATIM):
                yield from filter(None, (split_line(line)[1] for line in part.removeprefix(_VERBATIM).split("\n")))
            elif part.strip():
                yield " ".join(part.split())
    for inner in getattr(command, "commands", {}).values():
        yield from messages(inner)


def complaint(error: Any) -> Iterator[str]:
    """The lines that tell of a command line which cannot be read."""
    if error.ctx is not None:
        yield error.ctx.get_usage()
        help_option = error.ctx.help_option_names[0]
        yield _("Try '{command} {option}' for help.", command=error.ctx.command_path, option=help_option)
        yield ""
    yield _("Error: {problem}", problem=_sentence(error.format_message()))


def _sentence(text: str) -> str:
    """One of Typer's sentences in the language of the run; another one as it is."""
    text = text.removeprefix("Value error, ")  # pydantic's own words, of no use to anybody
    for message in _SENTENCES:
        pattern = re.escape(message)
        found = re.fullmatch(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+)", pattern), text, re.DOTALL)
        if found:
            values = found.groupdict()
            if "problem" in values:
                values["problem"] = _sentence(values["problem"])
            return _(message, **values)
    return text
