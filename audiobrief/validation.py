"""Validates options and TOML values against declared types.

The declarations are msgspec structs whose fields are annotated with limits. msgspec validates; the message about an
invalid value is made here from the declaration, so that it is the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
from msgspec import inspect

from audiobrief.messages import Message, find_near, listed, message

# More values than these are listed with commas.
_FEW = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """An invalid value: the names of the tables that lead to it, its own key, and the reason."""

    path: tuple[str, ...]
    reason: Message

    @property
    def key(self) -> str:
        """The key, preceded by the names of its tables."""
        return ".".join(self.path)


def check_value(kind: Any, value: object) -> Message | None:
    """The reason why `value` is not of the type `kind`, which may have msgspec limits, or None if it is."""
    try:
        msgspec.convert(value, kind, dec_hook=_convert_path)
    except msgspec.ValidationError:
        return _find_extra(kind, "reason") or message(
            "must be {what}, not {value!r}", what=_describe(kind), value=value
        )
    return None


def find_faults(kind: type[msgspec.Struct], table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Yield the faults of a table for a struct: missing and unknown keys, and invalid values. `path` leads to it."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, field in fields.items():
        if field.required and name not in table:
            yield Fault((*path, name), message("is missing; it must be {what}", what=_describe(field.type)))
    for name, value in table.items():
        if name in fields:
            yield from _find_value_faults(fields[name].type, value, (*path, name))
        else:
            yield Fault((*path, name), describe_unknown(name, fields))


def _find_value_faults(kind: Any, value: object, path: tuple[str, ...]) -> Iterator[Fault]:
    if isinstance(value, dict) and (struct := _find_struct(kind)):
        yield from find_faults(struct, value, path)
    elif isinstance(value, dict) and get_origin(kind) is dict:
        key_kind, value_kind = get_args(kind)
        for name, entry in value.items():
            if reason := _check_name(key_kind, name):
                yield Fault((*path, name), reason)
            else:
                yield from _find_value_faults(value_kind, entry, (*path, name))
    elif reason := check_value(kind, value):
        yield Fault(path, reason)


def _find_struct(kind: Any) -> type[msgspec.Struct] | None:
    """The struct that `kind` is, or that is one of the types of a union, or None."""
    kinds = get_args(kind) if get_origin(kind) in (UnionType, Union) else (kind,)
    return next((one for one in kinds if isinstance(one, type) and issubclass(one, msgspec.Struct)), None)


def _check_name(kind: Any, name: str) -> Message | None:
    return check_value(kind, name) if name.strip() else message("its name is empty")


def describe_unknown(name: str, known: Iterable[str]) -> Message:
    """The reason why `name`, which is not among the names `known`, is wrong."""
    known = list(known)
    if near := find_near(name, known):
        return message("is unknown (did you mean '{near}'?)", near=near)
    return message("is unknown; use {known}", known=", ".join(known))


def _convert_path(kind: type, value: Any) -> Any:
    if kind is Path and isinstance(value, str | Path):
        return Path(value)
    raise TypeError


def _find_extra(kind: Any, name: str) -> Message | None:
    """The message called `name` in the `extra` of a declaration's msgspec.Meta, or None."""
    metas = [meta for meta in getattr(kind, "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
    return next((meta.extra[name] for meta in metas if meta.extra and name in meta.extra), None)


def _describe(kind: Any) -> Message | str:
    """Describe a value of this type, to follow "must be"."""
    return _describe_info(inspect.type_info(kind), _find_extra(kind, "unit"))


def _describe_info(info: inspect.Type, unit: Message | None = None, example: str = "") -> Message | str:
    match info:
        case inspect.Metadata(extra_json_schema={"examples": [str(first), *_]}):
            return _describe_info(info.type, unit, first)
        case inspect.Metadata():
            return _describe_info(info.type, unit)
        case inspect.BoolType():
            return message("true or false")
        case inspect.IntType(ge=least, le=most):
            return _describe_number(message("a whole number"), unit, least, most)
        case inspect.FloatType(ge=least, le=most):
            return _describe_number(message("a number"), unit, least, most)
        case inspect.LiteralType(values=values):
            if len(values) > _FEW:
                return message("one of {known}", known=", ".join(map(repr, values)))
            return listed([repr(value) for value in values], " or ")
        case inspect.UnionType(types=types):
            known = [_describe_info(one, unit) for one in types if not isinstance(one, inspect.NoneType)]
            return listed(known, " or ")
        case inspect.VarTupleType() | inspect.ListType():
            return message("a list of texts")
        case inspect.CustomType():
            return message("the path of a file, in quotes")
        case inspect.StructType(fields=fields):
            return message("a table with the keys {keys}", keys=", ".join(field.encode_name for field in fields))
        case inspect.DictType():
            return message("a table")
        case _ if example:
            return message('a text in quotes (as "{example}")', example=example)
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
