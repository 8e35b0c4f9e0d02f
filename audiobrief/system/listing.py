"""What lies in a folder."""

from __future__ import annotations

import os
from collections.abc import Container
from pathlib import Path

from audiobrief.errors import ArticleError
from audiobrief.messages import get_reason


def list_named(folder: Path, endings: Container[str]) -> list[Path]:
    """What lies directly in `folder` and is named with one of `endings`, in any case, hidden ones left out, by name;
    also what is no file, so that nothing is passed over in silence. Raises ArticleError."""
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
    """As `list_named`, without folders: what cannot be read tells so when it is. Raises ArticleError."""
    return [path for path in list_named(folder, endings) if not os.path.isdir(path)]  # noqa: PTH112
