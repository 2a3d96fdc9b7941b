"""What the commands have in common: how trouble ends one, and the options that several take."""

import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import Any, NoReturn

import click

from ..models.errors import MalsparError, Refused
from . import terminal

Command = Callable[..., None]
_ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""What asks a command to end."""


class Verbs(click.Group):
    """A group that tells every expected trouble in one line on stderr, with the exit code of the contract."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT001, FBT002 - click's signature
        **extra: Any,
    ) -> Any:
        """Run a command line and exit."""
        if not standalone_mode:
            return super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        _streams()
        with _interruptible():
            return self._run(args, prog_name, complete_var, **extra)

    def _run(self, args: Sequence[str] | None, prog_name: str | None, complete_var: str | None, **extra: Any) -> NoReturn:
        """Run a command line and exit, with trouble in one line."""
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
        except MalsparError as error:
            _exit(error.exit_code, error.message)
        except click.UsageError as error:
            command = error.ctx.command_path if error.ctx else "malspar"
            _exit(2, f"{error.format_message().rstrip('.')}; type `{command} --help`")
        except click.ClickException as error:
            _exit(2, error.format_message())
        except (click.Abort, KeyboardInterrupt):
            _exit(130, "interrupted; what is whole is kept, and the same command goes on from there")
        except (MemoryError, RecursionError) as error:
            _exit(Refused.exit_code, f"too large or too deeply nested ({type(error).__name__}); give a part of it")
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the verb; a reader of stdout that has seen enough (``| head``) is no trouble."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return None
        return result


def _streams() -> None:
    """See that all three streams are there, and write what they can.

    Where one is closed (``2>&-``) the next file that is opened, as a document's, would get its number and what is told.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), "w" if number else "r"))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without å or … is no reason to stop


@contextmanager
def _interruptible() -> Iterator[None]:
    """Have all that asks to end undo what is half done, as Ctrl-C does; who asks twice is obeyed at once.

    What is ignored stays so, as under nohup.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in _ENDING if signal.getsignal(one) is not signal.SIG_IGN}

    def interrupt(*_: object) -> None:
        for one in before:
            signal.signal(one, signal.SIG_DFL)
        raise KeyboardInterrupt

    for one in before:
        signal.signal(one, interrupt)
    try:
        yield
    finally:
        for one, handler in before.items():
            if signal.getsignal(one) is interrupt:
                signal.signal(one, handler)


def years(text: str) -> tuple[int, int]:
    """The first and the last year of "2019-2022", or of one year."""
    years = text.replace("–", "-").split("-")
    if len(years) > 2 or not all(re.fullmatch("[0-9]{4}", year) for year in years) or years != sorted(years):
        raise click.BadParameter(f"“{text}” is no period, give it as 2019-2022")
    return int(years[0]), int(years[-1])


def _exit(code: int, message: str) -> NoReturn:
    terminal.tell(message)
    sys.exit(code)


def formatted(command: Command) -> Command:
    """Give a command the option that says how to print."""
    choice = click.Choice(["table", "json", "csv", "markdown"])
    return click.option("--format", "form", type=choice, default="table", show_default=True, help="How to print.")(command)


def visiting(command: Command) -> Command:
    """Give a command that may ask for addresses the options that say how."""
    options = (
        click.option(
            "--contact",
            envvar="MALSPAR_CONTACT",
            metavar="ADDRESS",
            help="E-mail or web address at which hosts that are asked can reach you; also by the variable MALSPAR_CONTACT.",
        ),
        click.option(
            "--allow-private", is_flag=True, help="Ask also hosts that are not on the public network, as those of an intranet."
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def filtered(kinds: str) -> Callable[[Command], Command]:
    """The filters that listing documents and listing goals have in common."""
    options = (
        click.option(
            "--organisation", metavar="NAME", help="Beginning of a word of the name (Lund finds Lunds kommun), or its code."
        ),
        click.option("--kind", multiple=True, metavar="KIND", help=f"One of {kinds}; may be given again."),
        click.option("--year", type=int, metavar="YEAR", help="A year that they are for."),
        click.option("--period", type=years, metavar="YEARS", help="Years that the document's lie within, as 2019-2022."),
        click.option("--mandate", type=years, metavar="YEARS", help="Mandate period that it was decided in, as 2019-2022."),
    )

    def decorate(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate
