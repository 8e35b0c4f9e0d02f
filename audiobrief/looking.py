"""Looking into folders that may not let themselves be looked into: there is nothing in them, then."""

from __future__ import annotations

import os
from pathlib import Path


def found(folder: Path, pattern: str) -> list[Path]:
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
