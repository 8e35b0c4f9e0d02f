"""Renaming files and folders over existing ones, atomically where the system can."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE, _RENAME_SWAP = -100, 2, 2
_NO_EXCHANGE = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EXDEV}
# Windows' error codes for "access is denied" and "used by another process".
_IN_USE = {5, 32}
# Seconds to wait for programs that open a file briefly, such as virus scanners.
_WAITS = (0.05, 0.1, 0.2, 0.4)


def exchange_paths(one: Path, other: Path) -> bool:
    """Exchange two names atomically; return False if the system or the file system cannot. Raises OSError."""
    swap = _find_exchange()
    if swap is None:
        return False
    if swap(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _find_exchange() -> Callable[[bytes, bytes], int] | None:
    """The system's function: renameat2(2) on Linux, renamex_np(2) on macOS, else None."""
    if sys.platform == "win32":
        return None
    library = ctypes.CDLL(None, use_errno=True)
    linux: Callable[..., int] | None = getattr(library, "renameat2", None)
    if linux is not None:
        return partial(_renameat2, linux)
    macos: Callable[..., int] | None = getattr(library, "renamex_np", None)
    if macos is not None:
        return partial(_renamex_np, macos)
    return None


def _renameat2(call: Callable[..., int], one: bytes, other: bytes) -> int:
    return call(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)


def _renamex_np(call: Callable[..., int], one: bytes, other: bytes) -> int:
    return call(one, other, _RENAME_SWAP)


def rename_path(path: Path, target: Path) -> None:
    """Rename a file or folder. Raises OSError, also if `target` exists."""
    _retry_while_in_use(lambda: path.rename(target))


def replace_file(path: Path, target: Path) -> None:
    """Rename a file, replacing the file at `target`. Raises OSError; on Windows PermissionError while another program
    has that file open."""
    _retry_while_in_use(lambda: path.replace(target))


def link_or_copy(path: Path, other: Path) -> None:
    """Make `other` a hard link to the file `path`, or a copy. Raises OSError."""
    try:
        other.hardlink_to(path)
    except OSError:  # a file system without links
        shutil.copy2(path, other)


def is_in_use(error: OSError) -> bool:
    """Whether the system refused because a program has the file open, as only Windows does."""
    return getattr(error, "winerror", None) in _IN_USE


def _retry_while_in_use(move: Callable[[], object]) -> None:
    for wait in _WAITS:
        try:
            move()
            return
        except OSError as error:
            if not is_in_use(error):
                raise
        time.sleep(wait)
    move()
