"""Queries about paths that do not fail on unreadable folders, reading that refuses pipes and devices (reading them
may never end), listing and removing folders."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from audiobrief.errors import ArticleError
from audiobrief.messages import get_reason, message

# Files that the shell has opened for the process, as with <(…).
INHERITED_PREFIXES = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")


def refuse_devices(path: Path, *, allow_inherited: bool = True) -> None:
    """Raise OSError if `path` is missing, a device or a pipe. `allow_inherited` permits files that the shell has opened
    for the process, and the null device."""
    mode = path.stat().st_mode
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return
    if not allow_inherited or not (str(path) == os.devnull or str(path).startswith(INHERITED_PREFIXES)):
        raise OSError(message("it is a device or a pipe, not a file"))


def read_text(path: Path) -> str:
    """Read a UTF-8 text file. Raises OSError, UnicodeDecodeError."""
    refuse_devices(path)
    return path.read_text(encoding="utf-8")


def read_bytes(path: Path) -> bytes:
    """Read a file. Raises OSError."""
    refuse_devices(path)
    return path.read_bytes()


def find_files(folder: Path, pattern: str) -> list[Path]:
    """The paths in `folder` that match `pattern`; none if it cannot be read."""
    # Whether Path.glob raises PermissionError depends on the version of Python and the depth.
    try:
        return list(folder.glob(pattern))
    except OSError:
        return []


def list_named(folder: Path, endings: Container[str]) -> list[Path]:
    """The entries of `folder` with one of these suffixes, in upper or lower case, sorted by name, without hidden ones.

    Entries that are not files are included, so that they can be reported. Raises ArticleError.
    """
    try:
        files = sorted(folder.iterdir())
    except OSError as error:
        raise ArticleError(
            "The folder '{folder}' cannot be read ({reason}): check its permissions.",
            folder=folder,
            reason=get_reason(error),
        ) from error
    return [file for file in files if not file.name.startswith(".") and file.suffix.lower() in endings]


def list_files(folder: Path, endings: Container[str]) -> list[Path]:
    """As `list_named`, without folders. Raises ArticleError."""
    return [path for path in list_named(folder, endings) if not os.path.isdir(path)]  # noqa: PTH112


def path_exists(path: Path) -> bool:
    """Whether `path` exists; False if that cannot be seen."""
    # Path.exists raises PermissionError if a folder on the way cannot be entered.
    return os.path.exists(path)  # noqa: PTH110


def is_file(path: Path) -> bool:
    """Whether `path` is a file; False if that cannot be seen."""
    return os.path.isfile(path)  # noqa: PTH113


def has_readonly_attribute(status: os.stat_result) -> bool:
    """Whether a file has Windows' read-only attribute, which prevents writing, replacing and removing it."""
    return bool(getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_READONLY)


def remove_tree(folder: Path, *, clear_readonly: bool = sys.platform == "win32") -> None:
    """Remove a folder and its content, as far as possible. `clear_readonly` clears the read-only attribute of files,
    which Windows does not remove otherwise."""
    shutil.rmtree(folder, ignore_errors=True)
    if not clear_readonly:
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
