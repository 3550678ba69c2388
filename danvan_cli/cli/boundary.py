"""Where exceptions end: a message, a hint and an exit code; never a traceback unless it was asked for."""

import contextlib
import itertools
import os
import sys
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperOption

from danvan_cli.cli import speaking
from danvan_cli.errors import DanvanError, ExitCode
from danvan_cli.language import _

READER_GONE = 141
"""128 + SIGPIPE: what a shell reports of any tool whose reader went away (``danvan export jsonl | head``)."""

ARGUMENTS = "danvan.arguments"
"""Where the context keeps the command line as it was typed."""


class DanvanGroup(speaking.SpokenGroup):
    """The root of the commands: global options may stand on either side of a command's name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Bring the global options to the front, choose the language, then parse as always."""
        ctx.meta[ARGUMENTS] = tuple(args)
        args = self._globals_first(args)
        speaking.speak(self, speaking.choose(args, os.environ))
        with _complaining():
            return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run the command; every exception becomes an exit code here and nowhere else."""
        try:
            with _complaining():
                result = super().invoke(ctx)
            sys.stdout.flush()
        except DanvanError as error:
            _tell(
                _("danvan: error: {problem}", problem=error.message),
                _("hint: {hint}", hint=error.hint) if error.hint else None,
            )
            raise typer.Exit(error.exit_code) from None
        except BrokenPipeError:
            _silence_stdout()
            raise typer.Exit(READER_GONE) from None
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except Exception as bug:
            if ctx.params.get("debug"):
                raise
            _tell(
                _("danvan: unexpected error: {kind}: {problem}", kind=type(bug).__name__, problem=bug),
                _("This is a bug. Please report it with the command you ran and what --debug prints."),
            )
            raise typer.Exit(ExitCode.ERROR) from bug
        return result

    def _globals_first(self, args: list[str]) -> list[str]:
        """``args`` with the global options of after the command's name moved before it; ``--`` ends them."""
        options = [option for option in self.params if isinstance(option, TyperOption) and not option.is_eager]
        flags = {name for option in options if option.is_flag or option.count for name in option.opts}
        valued = {name for option in options for name in option.opts} - flags
        front, rest = list[str](), list[str]()
        remaining = iter(args)
        for argument in remaining:
            if argument == "--":
                rest += [argument, *remaining]
            elif argument in valued:
                front += [argument, *itertools.islice(remaining, 1)]
            elif argument in flags or _are_short(argument, flags) or argument.partition("=")[0] in valued:
                front.append(argument)
            else:
                rest.append(argument)
        return front + rest


@contextlib.contextmanager
def _complaining() -> Iterator[None]:
    """A command line that cannot be read is told about in the language of the run."""
    try:
        yield
    except typer.TyperException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # a group without a command: its help
            raise
        for line in speaking.complaint(error):
            typer.echo(line, err=True)
        raise typer.Exit(error.exit_code) from None


def _are_short(argument: str, flags: set[str]) -> bool:
    """Whether ``argument`` is several one-letter flags in one, as ``-vv``."""
    letters = argument[1:] if argument[:1] == "-" else ""
    return len(letters) > 1 and all(f"-{letter}" in flags for letter in letters)


def _tell(*lines: str | None) -> None:
    from danvan_cli.export.inert import inert

    for line in lines:
        if line:
            typer.echo(inert(line), err=True)


def _silence_stdout() -> None:
    """Send what is still buffered nowhere, so that the interpreter's own flush at exit stays quiet too."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
