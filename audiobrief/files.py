"""What stands at a path, before it is opened: a pipe is waited for in vain, and a device never ends."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from audiobrief.messages import message

# What a shell has opened for us, as with <(…).
OPEN_ALREADY = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def refuse_endless(path: Path, *, handed: bool = True) -> None:
    """Raise OSError, with its reason, for a device or a pipe, or where nothing stands. With `handed`, what a shell has
    opened for us may be read, and the empty device."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return
    if not handed or not (str(path) == os.devnull or str(path).startswith(OPEN_ALREADY)):
        raise OSError(message("it is no file but a device or a pipe"))


def text(path: Path) -> str:
    """A UTF-8 text file. Raises OSError, UnicodeDecodeError."""
    refuse_endless(path)
    return path.read_text(encoding="utf-8")


def content(path: Path) -> bytes:
    """A file's bytes. Raises OSError."""
    refuse_endless(path)
    return path.read_bytes()
