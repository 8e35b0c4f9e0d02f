"""The standard streams, as the command finds them when it starts, and the line that answers a signal."""

from __future__ import annotations

import errno
import os
import sys

from audiobrief.cli.language import choose_language, set_language, translate
from audiobrief.messages import message
from audiobrief.system.localization import use_utf8


class UnwrittenError(Exception):
    """A line could not be written to a standard stream, for the `reason` that the system gives. It is no OSError: those
    are told as what befell a file."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason

    @property
    def reader_closed(self) -> bool:
        # On Windows a pipe without a reader is an invalid argument.
        return isinstance(self.reason, BrokenPipeError) or self.reason.errno == errno.EINVAL


def write_stream(what: str | bytes, *, err: bool = False, nl: bool = True) -> None:
    """Write to standard output or, with `err`, to standard error. Raises UnwrittenError."""
    import click

    try:
        click.echo(what, err=err, nl=nl)
    except OSError as error:
        raise UnwrittenError(error) from error


def prepare_streams() -> None:
    """Where a standard stream is closed, the next file that is opened would take its number, and be written to by
    everyone who means the stream: open them all."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # Open as long as the program.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        use_utf8(stream)


def report_signal(name: str) -> None:
    """Say that the signal called `name`, which tells the program to end, was heard, in one line."""
    set_language(choose_language(sys.argv[1:], os.environ))
    ended = message("Ended by {signal}: nothing is left half written.", signal=name)
    line = translate(message("audiobrief: {error}", error=ended))
    try:
        # On a terminal stands what was typed, as ^C, and perhaps a line that is written over.
        sys.stderr.write(f"\n{line}\n" if sys.stderr.isatty() else f"{line}\n")
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        pass
