"""TOML, the form of everything that audiobrief knows as data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from importlib import resources
from typing import Any

from audiobrief.messages import Message, message

# Of nobody's tables: what lies deeper, or is a larger number (TOML 1.0 asks for 64 bits), could not even be shown.
_DEEPEST = 100
_BITS = 64


class TomlError(ValueError):
    """A text is no TOML, or more of it than can be used; its one argument is the message that says why."""


def parse_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text, a byte-order mark before it or not. Raises TomlError, with line and column."""
    try:
        tables = tomllib.loads(text.removeprefix("\N{BYTE ORDER MARK}"))
    except RecursionError as error:
        raise TomlError(_TOO_DEEP) from error
    except tomllib.TOMLDecodeError as error:
        raise TomlError(Message(str(error))) from error
    except ValueError as error:  # as Python has no number of so many figures
        raise TomlError(_TOO_LARGE) from error
    _check_limits(tables)
    return tables


def load_shipped(package: str | None, name: str) -> dict[str, Any]:
    """The tables of the file `name`.toml that stands in `package`."""
    assert package
    return tomllib.loads(resources.files(package).joinpath(f"{name}.toml").read_text(encoding="utf-8"))


_TOO_DEEP = message("its tables or lists are nested too deeply")
_TOO_LARGE = message("a number in it is too large")


def _check_limits(tables: dict[str, Any]) -> None:
    level: list[Any] = [tables]
    for _ in range(_DEEPEST):
        level = [value for outer in level for value in _list_values(outer)]
        if any(isinstance(value, int) and value.bit_length() > _BITS for value in level):
            raise TomlError(_TOO_LARGE)
        if not level:
            return
    raise TomlError(_TOO_DEEP)


def _list_values(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
