"""The word lists of this room, read once."""

from __future__ import annotations

import sys
from functools import cache
from importlib import resources

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@cache
def words(file: str, key: str) -> frozenset[str]:
    """The list `key` of `file`.toml."""
    table = tomllib.loads(resources.files(__package__).joinpath(f"{file}.toml").read_text(encoding="utf-8"))
    return frozenset(table[key])
