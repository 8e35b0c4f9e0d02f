"""What the command finds around it when it starts, and how it ends when it is told to."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import click

from audiobrief.cli.show import say
from audiobrief.errors import AudiobriefError, TargetError, unforeseen
from audiobrief.interrupts import is_ending
from audiobrief.messages import message, reason_of
from audiobrief.shown import without_userinfo

# As if SIGPIPE had ended it, on systems without that too.
_NO_READER = 128 + 13
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


@contextmanager
def ending_in_order() -> Iterator[None]:
    """Errors become one line and their exit status, those that nobody thought of after Python's own account of them.
    A reader that goes away, as `| head` does, ends the block with 141 and without a word. Of what a signal ends, the
    signal has been told; what goes wrong on its way out is no news."""
    try:
        yield
    except AudiobriefError as error:
        _failed(error)
    except BrokenPipeError as error:
        # Other pipes break too, as that to a process which was killed.
        if not _deaf():
            _unforeseen(error)
        sys.exit(_NO_READER)
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
    if is_ending():
        sys.exit(AudiobriefError.exit_status)
    with suppress(OSError):
        sys.stderr.write(without_userinfo("".join(traceback.format_exception(error))))
    _failed(unforeseen(error))


def _failed(error: AudiobriefError) -> NoReturn:
    if is_ending():
        sys.exit(error.exit_status)
    with suppress(OSError):
        say(message("audiobrief: {error}", error=error.message), err=True)
    sys.exit(error.exit_status)


def _deaf() -> bool:
    """What is still in the buffers goes nowhere: at its end Python would try to write it, and complain. Say whether
    somebody who read it has gone."""
    void = os.open(os.devnull, os.O_WRONLY)
    gone = False
    for stream in (sys.stdout, sys.stderr):
        try:
            # What could not be written is tried again, and fails again.
            stream.flush()
        except (OSError, ValueError, AttributeError) as error:
            # On Windows a pipe without a reader is an invalid argument.
            gone = gone or isinstance(error, BrokenPipeError) or getattr(error, "errno", None) == errno.EINVAL
            with suppress(OSError, ValueError, AttributeError):
                os.dup2(void, stream.fileno())
    return gone
