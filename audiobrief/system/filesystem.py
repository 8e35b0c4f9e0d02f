"""Looking at what stands at a path, also where a folder cannot be looked into (there is nothing in it, then); opening
it only where reading it comes to an end: a pipe is waited for in vain, and a device never ends; removing folders."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from contextlib import suppress
from pathlib import Path

from audiobrief.messages import message

# What a shell has opened for us, as with <(…).
INHERITED_PREFIXES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def refuse_devices(path: Path, *, handed: bool = True) -> None:
    """Raise OSError, with its reason, for a device or a pipe, or where nothing stands. With `handed`, what a shell has
    opened for us may be read, and the empty device."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return
    if not handed or not (str(path) == os.devnull or str(path).startswith(INHERITED_PREFIXES)):
        raise OSError(message("it is no file but a device or a pipe"))


def read_text(path: Path) -> str:
    """A UTF-8 text file. Raises OSError, UnicodeDecodeError."""
    refuse_devices(path)
    return path.read_text(encoding="utf-8")


def read_bytes(path: Path) -> bytes:
    """A file's bytes. Raises OSError."""
    refuse_devices(path)
    return path.read_bytes()


def find_files(folder: Path, pattern: str) -> list[Path]:
    """What in `folder` is named as in `pattern`."""
    # Path.glob raises PermissionError or not, by the version of Python and the depth.
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []


def path_exists(path: Path) -> bool:
    """Whether there is anything at `path`, as far as can be seen."""
    # Path.exists raises where a folder on the way cannot be entered.
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Whether there is a file at `path`, as far as can be seen."""
    return os.path.isfile(path)  # noqa: PTH113


def has_readonly_attribute(status: os.stat_result) -> bool:
    """Whether a file bears Windows' mark for what must be neither written, nor replaced, nor removed."""
    return bool(getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_READONLY)


def remove_tree(folder: Path, *, marks: bool = sys.platform == "win32") -> None:
    """Remove a folder with all that is in it, as far as that can be done. `marks`: what bears the mark for read-only
    is not removed before that is taken off."""
    shutil.rmtree(folder, ignore_errors=True)
    if not marks:
        return
    for path in find_files(folder, "**/*"):
        with suppress(OSError):
            path.chmod(stat.S_IREAD | stat.S_IWRITE)
    shutil.rmtree(folder, ignore_errors=True)


def is_access_denied(path: Path) -> bool:
    """Whether a folder on the way to `path` cannot be entered."""
    try:
        path.lstat()
    except PermissionError:
        return True
    except OSError:
        return False
    return False
