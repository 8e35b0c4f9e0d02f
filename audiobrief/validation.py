"""Validates options and TOML values against declared types.

The declarations are msgspec structs whose fields are annotated with limits. msgspec validates; the message about an
invalid value is made here from the declaration, so that it is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from msgspec import inspect

from audiobrief.messages import Message, find_near, listed, message


@dataclass(frozen=True, slots=True)
class Fault:
    """An invalid value: its key, preceded by the names of its tables, and the reason."""

    key: str
    reason: Message


def check_value(kind: Any, value: object) -> Message | None:
    """The reason why `value` is not of the type `kind`, which may have msgspec limits, or None if it is."""
    try:
        msgspec.convert(value, kind, dec_hook=_convert_path)
    except msgspec.ValidationError:
        what = _describe(inspect.type_info(kind), unit=_find_unit(kind))
        return message("must be {what}, not {value!r}", what=what, value=value)
    return None


def find_faults(kind: type[msgspec.Struct], table: Mapping[str, Any], prefix: str = "") -> Iterator[Fault]:
    """Yield the faults of a table for a struct: missing and unknown keys, and invalid values. Keys of nested structs
    are preceded by `NAME.`."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, field in fields.items():
        if field.required and name not in table:
            yield Fault(f"{prefix}{name}", message("is missing"))
    for name, value in table.items():
        if name not in fields:
            yield Fault(f"{prefix}{name}", _describe_unknown(name, list(fields)))
            continue
        declared = fields[name].type
        if isinstance(declared, type) and issubclass(declared, msgspec.Struct):
            if isinstance(value, dict):
                yield from find_faults(declared, value, f"{prefix}{name}.")
            else:
                keys = ", ".join(field.encode_name for field in msgspec.structs.fields(declared))
                yield Fault(f"{prefix}{name}", message("must be a table with the keys {keys}", keys=keys))
        elif reason := check_value(declared, value):
            yield Fault(f"{prefix}{name}", reason)


def _describe_unknown(name: str, known: list[str]) -> Message:
    if near := find_near(name, known):
        return message("is unknown (did you mean '{near}'?)", near=near)
    return message("is unknown; use {known}", known=", ".join(known))


def _convert_path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str | Path):
        return Path(value)
    raise TypeError


def _find_unit(kind: Any) -> Message | None:
    """The unit of a declared number, or None."""
    metas = [meta for meta in getattr(kind, "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
    return next((meta.extra["unit"] for meta in metas if meta.extra and "unit" in meta.extra), None)


def _describe(info: inspect.Type, unit: Message | None = None) -> Message | str:
    """Describe a value of this type, to follow "must be"."""
    match info:
        case inspect.Metadata():
            return _describe(info.type, unit)
        case inspect.BoolType():
            return message("true or false")
        case inspect.IntType(ge=least, le=most):
            return _describe_number(message("a whole number"), unit, least, most)
        case inspect.FloatType(ge=least, le=most):
            return _describe_number(message("a number"), unit, least, most)
        case inspect.LiteralType(values=values):
            return listed([str(value) for value in values], " or ")
        case inspect.UnionType(types=types):
            return _describe(next(one for one in types if not isinstance(one, inspect.NoneType)), unit)
        case inspect.VarTupleType() | inspect.ListType():
            return message("a list of texts")
        case inspect.CustomType():
            return message("the path of a file, in quotes")
        case _:
            return message("a text in quotes")


def _describe_number(kind: Message, unit: Message | None, least: float | None, most: float | None) -> Message:
    if least is not None and most is not None:
        if unit:
            return message("{kind} of {unit} from {least:g} to {most:g}", kind=kind, unit=unit, least=least, most=most)
        return message("{kind} from {least:g} to {most:g}", kind=kind, least=least, most=most)
    if least is not None:
        return message("{kind} from {least:g} up", kind=kind, least=least)
    return kind
