"""TOML, the form of everything that audiobrief knows as data."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

TOMLDecodeError = tomllib.TOMLDecodeError


def parsed(text: str) -> dict[str, Any]:
    """The tables of a TOML text. Raises TOMLDecodeError, with line and column."""
    return tomllib.loads(text)


def shipped(package: str | None, name: str) -> dict[str, Any]:
    """The tables of the file `name`.toml that stands in `package`."""
    assert package
    return parsed(resources.files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8"))
