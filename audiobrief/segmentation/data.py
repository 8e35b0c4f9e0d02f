"""The word lists of this room, read once."""

from __future__ import annotations

from functools import cache

from audiobrief.system.toml_files import load_shipped


@cache
def words(file: str, key: str) -> frozenset[str]:
    """The list `key` of `file`.toml."""
    return frozenset(load_shipped(__package__, file)[key])
