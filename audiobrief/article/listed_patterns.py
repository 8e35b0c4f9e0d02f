"""Patterns that a data file lists, tried as one."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.system.toml_files import load_shipped


@cache
def compile_listed(package: str, name: str, key: str) -> re.Pattern[str]:
    """One pattern, in small letters and capitals, for all that the key of a package's data file `name` lists."""
    return re.compile("|".join(f"(?:{entry})" for entry in load_shipped(package, name)[key]), re.I)
