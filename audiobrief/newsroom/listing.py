"""What lies in a folder."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path

from audiobrief.errors import ArticleError
from audiobrief.messages import reason_of


def files_in(folder: Path, endings: Container[str]) -> list[Path]:
    """The files directly in `folder` whose names end in one of `endings` in any case, hidden ones left out, by name.
    Raises ArticleError."""
    try:
        files = sorted(folder.iterdir())
    except OSError as error:
        raise ArticleError(
            "The folder '{folder}' cannot be read ({reason}): check its permissions.",
            folder=folder,
            reason=reason_of(error),
        ) from error
    return [
        file for file in files if not file.name.startswith(".") and file.suffix.lower() in endings and file.is_file()
    ]
