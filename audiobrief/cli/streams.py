"""Standard streams: opening them at start-up, writing to them, and reporting a signal."""

from __future__ import annotations

import errno
import os
import sys

from audiobrief.cli.language import choose_language, set_language, translate
from audiobrief.messages import message
from audiobrief.system.localization import use_utf8


class UnwrittenError(Exception):
    """A standard stream could not be written, because of `reason`. Not an OSError, which would be reported as an error
    of an output file."""

    def __init__(self, reason: OSError) -> None:
        super().__init__(str(reason))
        self.reason = reason

    @property
    def reader_closed(self) -> bool:
        # Windows reports a pipe without a reader as an invalid argument.
        return isinstance(self.reason, BrokenPipeError) or self.reason.errno == errno.EINVAL


def write_stream(what: str | bytes, *, err: bool = False, nl: bool = True) -> None:
    """Write to standard output or, with `err`, to standard error. Raises UnwrittenError."""
    import click

    try:
        click.echo(what, err=err, nl=nl)
    except OSError as error:
        raise UnwrittenError(error) from error


def prepare_streams() -> None:
    """Open closed standard streams on the null device. Otherwise the next file that is opened would get the descriptor,
    and output for the stream would be written to it."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # They stay open until the program ends.
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    for stream in (sys.stdout, sys.stderr):
        use_utf8(stream)


def report_signal(name: str) -> None:
    """Print one line about the signal called `name`, which ends the program."""
    set_language(choose_language(sys.argv[1:], os.environ))
    ended = message("Ended by {signal}: nothing is left half written.", signal=name)
    line = translate(message("audiobrief: {error}", error=ended))
    try:
        # A terminal shows ^C, and perhaps a progress line.
        sys.stderr.write(f"\n{line}\n" if sys.stderr.isatty() else f"{line}\n")
        sys.stderr.flush()
    except (OSError, ValueError, AttributeError):
        pass
