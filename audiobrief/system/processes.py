"""Where a process stands: its working folder, and the terminal whose keys it hears."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def leave_terminal() -> None:
    """Hear no Ctrl-C at the terminal from here on, nor what is sent to all that were started there."""
    if sys.platform != "win32":
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextmanager
def existing_working_folder(other: Path) -> Iterator[None]:
    """Where the working folder was removed, `other` is it during the block. Windows removes none that is in use."""
    try:
        Path.cwd()
    except OSError:
        if sys.platform == "win32":
            raise
        gone = os.open(".", os.O_RDONLY)
        os.chdir(other)
        try:
            yield
        finally:
            os.fchdir(gone)
            os.close(gone)
    else:
        yield
