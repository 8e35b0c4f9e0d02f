"""What the command finds around it when it starts, and how it ends when it is told to."""

from __future__ import annotations

import errno
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import NoReturn

import click

from audiobrief.cli.show import say
from audiobrief.errors import AudiobriefError, TargetError, unforeseen
from audiobrief.interrupts import terminated_as_exit
from audiobrief.messages import message, reason_of
from audiobrief.shown import without_userinfo

# 128 and SIGPIPE, which not every system has.
_READER_GONE = 141
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def prepare_streams() -> None:
    """Where a standard stream is closed, the next file that is opened would take its number, and be written to by
    everyone who means the stream: open them all. A file name that is not UTF-8 is written as the bytes it is."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    # Open as long as the program.
    sys.stdin = sys.stdin or Path(os.devnull).open(encoding="utf-8")  # noqa: SIM115
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal of few characters shows a question mark for the others.
            utf8 = stream.encoding.lower() in ("utf-8", "utf8")
            stream.reconfigure(errors="surrogateescape" if utf8 else "replace")


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Errors become one line and their exit status, those that nobody thought of after Python's own account of them.
    SIGINT and SIGTERM end the block as an error does, with 130 or
    143; so does a reader that goes away, as `| head` does, with 141 and without a word."""
    try:
        with terminated_as_exit():
            yield
    except AudiobriefError as error:
        _failed(error)
    except KeyboardInterrupt:
        _ended(signal.SIGINT)
    except SystemExit as ending:
        if ending.code == 128 + signal.SIGTERM:
            _ended(signal.SIGTERM)
        raise
    except BrokenPipeError:
        _deaf()
        sys.exit(_READER_GONE)
    except OSError as error:
        # Files have names; what has none and is full is a stream of ours.
        if error.filename is not None or error.errno not in _FULL:
            _unforeseen(error)
        _deaf()
        _failed(
            TargetError("Standard output cannot be written ({reason}): send it elsewhere.", reason=reason_of(error))
        )
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        _unforeseen(error)


def _unforeseen(error: Exception) -> NoReturn:
    """A fault of ours: Python tells it in full, but for passwords, for who mends it; the last line says it to who
    listens."""
    with suppress(OSError):
        sys.stderr.write(without_userinfo("".join(traceback.format_exception(error))))
    _failed(unforeseen(error))


def _failed(error: AudiobriefError) -> NoReturn:
    with suppress(OSError):
        say(message("audiobrief: {error}", error=error.message), err=True)
    sys.exit(error.exit_status)


def _ended(number: signal.Signals) -> NoReturn:
    told = message("Ended by {signal}: nothing is left half written.", signal=number.name)
    with suppress(OSError):
        say(message("audiobrief: {error}", error=told), err=True)
    sys.exit(128 + number)


def _deaf() -> None:
    """What is still in the buffers goes nowhere: at its end Python would try to write it, and complain."""
    void = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
            continue
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(void, stream.fileno())
