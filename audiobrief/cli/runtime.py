"""Turns errors into one line on standard error and an exit status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import click

from audiobrief.cli.rendering import print_line
from audiobrief.cli.streams import UnwrittenError
from audiobrief.errors import AudiobriefError, TargetError, explain_error
from audiobrief.messages import get_reason, message
from audiobrief.sanitize import redact_userinfo
from audiobrief.system.signals import is_ending

# The status after SIGPIPE, also on systems without it.
_READER_CLOSED = 128 + 13


@contextmanager
def exit_with_status() -> Iterator[None]:
    """Print an error of the block as one line and exit with its status; unexpected errors also with a traceback.

    If the reader of standard output is closed, as by `| head`, exit silently with 141. While a signal ends the program,
    errors are not printed.
    """
    try:
        yield
    except AudiobriefError as error:
        _exit_with_error(explain_error(error))
    except UnwrittenError as error:
        _discard_output()
        if error.reader_closed:
            sys.exit(_READER_CLOSED)
        _exit_with_error(
            TargetError(
                "Standard output cannot be written ({reason}): send it elsewhere.", reason=get_reason(error.reason)
            )
        )
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        reported = explain_error(error)
        if reported.exit_status == AudiobriefError.exit_status and not is_ending():
            # An unexpected error: a traceback without passwords for the bug report, then the usual line.
            with suppress(OSError):
                sys.stderr.write(redact_userinfo("".join(traceback.format_exception(error))))
        _exit_with_error(reported)


def _exit_with_error(error: AudiobriefError) -> NoReturn:
    if is_ending():
        sys.exit(error.exit_status)
    with suppress(UnwrittenError):
        print_line(message("audiobrief: {error}", error=error.message), err=True)
    sys.exit(error.exit_status)


def _discard_output() -> None:
    """Send buffered output to the null device: Python would fail to flush it at exit, and print an error."""
    void = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
            continue
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(void, stream.fileno())
