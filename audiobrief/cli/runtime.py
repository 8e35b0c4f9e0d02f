"""What the command finds around it when it starts, and how it ends when it is told to."""

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

# As if SIGPIPE had ended it, on systems without that too.
_READER_CLOSED = 128 + 13


@contextmanager
def exit_with_status() -> Iterator[None]:
    """Errors become one line and their exit status, those that nobody thought of after Python's own account of them.
    A reader that goes away, as `| head` does, ends the block with 141 and without a word. Of what a signal ends, the
    signal has been told; what goes wrong on its way out is no news."""
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
        told = explain_error(error)
        if told.exit_status == AudiobriefError.exit_status and not is_ending():
            # A fault of ours: Python tells it in full, but for passwords, for who mends it; the last line says it to
            # who listens.
            with suppress(OSError):
                sys.stderr.write(redact_userinfo("".join(traceback.format_exception(error))))
        _exit_with_error(told)


def _exit_with_error(error: AudiobriefError) -> NoReturn:
    if is_ending():
        sys.exit(error.exit_status)
    with suppress(UnwrittenError):
        print_line(message("audiobrief: {error}", error=error.message), err=True)
    sys.exit(error.exit_status)


def _discard_output() -> None:
    """What is still in the buffers goes nowhere: at its end Python would try to write it, and complain."""
    void = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
            continue
        with suppress(OSError, ValueError, AttributeError):
            os.dup2(void, stream.fileno())
