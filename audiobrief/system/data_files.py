"""The data files in audiobrief's packages. A wheel is unpacked when it is installed, so that they are files on disk;
`importlib.resources`, which also reads them from archives, takes longer to import than most of them to read."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path


def get_data_path(package: str | None, name: str) -> Path:
    """The path of the data file `name` in `package`; it need not exist."""
    place = import_module(package or "").__file__
    assert place
    return Path(place).with_name(name)
