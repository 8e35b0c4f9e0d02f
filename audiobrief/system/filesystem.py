"""Looking at what stands at a path, also where a folder cannot be looked into (there is nothing in it, then), and
opening it only where reading it comes to an end: a pipe is waited for in vain, and a device never ends."""

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


def read_text(path: Path) -> str:
    """A UTF-8 text file. Raises OSError, UnicodeDecodeError."""
    refuse_endless(path)
    return path.read_text(encoding="utf-8")


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises OSError."""
    refuse_endless(path)
    return path.read_bytes()


def find_files(folder: Path, pattern: str) -> list[Path]:
    """What in `folder` is named as in `pattern`."""
    # Path.glob raises PermissionError or not, by the version of Python and the depth.
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []


def is_there(path: Path) -> bool:
    """Whether there is anything at `path`, as far as can be seen."""
    # Path.exists raises where a folder on the way cannot be entered.
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Whether there is a file at `path`, as far as can be seen."""
    return os.path.isfile(path)  # noqa: PTH113


def is_shut(path: Path) -> bool:
    """Whether a folder on the way to `path` cannot be entered."""
    try:
        path.lstat()
    except PermissionError:
        return True
    except OSError:
        return False
    return False
