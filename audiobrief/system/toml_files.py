"""Reading TOML: the user's files, and the data files of audiobrief."""

from __future__ import annotations

import tomllib
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from audiobrief.messages import Message, message
from audiobrief.system.data_files import get_data_path

# Limits of nesting and of integers (64 bits in TOML 1.0), beyond which values could not even be printed.
_DEEPEST = 100
_BITS = 64


class TomlError(ValueError):
    """A text is not valid TOML, or exceeds a limit. Its only argument is the message with the reason."""


def parse_toml(text: str) -> dict[str, Any]:
    """Parse a TOML text, which may begin with a byte-order mark. Raises TomlError, with line and column."""
    try:
        tables = tomllib.loads(text.removeprefix("\N{BYTE ORDER MARK}"))
    except RecursionError as error:
        raise TomlError(_TOO_DEEP) from error
    except tomllib.TOMLDecodeError as error:
        raise TomlError(Message(str(error))) from error
    except ValueError as error:  # Python's limit of digits
        raise TomlError(_TOO_LARGE) from error
    _check_limits(tables)
    return tables


def load_shipped(package: str | None, name: str) -> dict[str, Any]:
    """Load the data file `name`.toml of `package`, from what `hatch_build.py` has compiled of it if that is at hand."""
    path = get_data_path(package, f"{name}.toml")
    text = path.read_bytes()
    tables = _load_compiled(path.with_suffix(".json"), text)
    return tomllib.loads(text.decode("utf-8")) if tables is None else tables


class _Compiled(msgspec.Struct):
    """A compiled data file: the length and the check sum of the text it was made of, and its tables."""

    source: tuple[int, int]
    tables: dict[str, Any]


def _load_compiled(path: Path, text: bytes) -> dict[str, Any] | None:
    """The tables of a compiled file; None if there is none, it is damaged, or it was made of another text."""
    try:
        compiled = msgspec.json.decode(path.read_bytes(), type=_Compiled)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return compiled.tables if compiled.source == (len(text), zlib.crc32(text)) else None


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
