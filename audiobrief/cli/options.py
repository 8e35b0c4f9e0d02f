"""Command-line options generated from the declarations in `audiobrief.options`."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

import click
import msgspec

from audiobrief.cli.completion import complete_voices
from audiobrief.cli.console import Console
from audiobrief.cli.did_you_mean import Choice
from audiobrief.cli.language import translate
from audiobrief.cli.rendering import parse_duration
from audiobrief.delivery.exporter import load_exporters
from audiobrief.errors import DataError
from audiobrief.messages import message
from audiobrief.options import SHOW_NAME, Options, change_options

_Command = TypeVar("_Command", bound=Callable[..., Any])
_Decorator = Callable[[_Command], _Command]
# The code that reads a file reports errors, with its own exit status.
_PATH = click.Path(readable=False, path_type=Path)
# Begins the names of the parameters that ask for an exporter, so that commands without them need not load exporters.
_EXPORT = "export_"
_COMPLETIONS = {"voices": complete_voices}


class FloatRange(click.FloatRange):
    """A float range that rejects `nan`, which Click's accepts."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if math.isnan(number):
            self.fail(translate(message("'{written}' is not a number.", written=value)), param, ctx)
        return number


def take_options(*names: str) -> Callable[[_Command], _Command]:
    """Add the options of a programme called `names`, or all of them, to a command; `build_options` reads them."""

    def decorate(command: _Command) -> _Command:
        for option in reversed(list(_make_options(names))):
            command = option(command)
        return command

    return decorate


def build_options(given: dict[str, Any], output: Path | None = None, folder: Path | None = None) -> Options:
    """Build the options of a programme from the values of `take_options`, and warn if clips cannot be cached.

    A show in `folder`, where programmes go, is that of the programme unless another is named. Raises DataError.
    """
    from audiobrief.system.paths import explain_missing_cache

    asked = {name: value for name, value in given.items() if name in _get_fields() and value is not None}
    flags = {name for name, value in given.items() if name.startswith(_EXPORT) and value}
    exporters = load_exporters() if flags else {}
    exports = [name for name, exporter in exporters.items() if _make_parameter_name(exporter.flag) in flags]
    if folder and "show" not in asked and (show := find_show(folder)):
        asked["show"] = show
    options = change_options(None, {**asked, "exports": exports, "output": output, "produced": _read_source_date()})
    if options.cached and (fault := explain_missing_cache()):
        click.get_current_context().ensure_object(Console).warn(fault)
    return options


def find_show(folder: Path) -> Path | None:
    """The file of the show whose programmes are in `folder`, if there is one."""
    from audiobrief.system.filesystem import is_file

    path = folder / SHOW_NAME
    return path if is_file(path) else None


def _make_options(names: Collection[str]) -> Iterator[_Decorator[Any]]:
    """Yield the Click options of the fields called `names`, or of all, in the order of declaration; those of exporters
    take the place of `exports`."""
    for name, declared in _get_fields().items():
        if names and name not in names:
            continue
        if name == "exports":
            for exporter in load_exporters().values():
                if exporter.flag:
                    parameter = _make_parameter_name(exporter.flag)
                    yield click.option(exporter.flag, parameter, is_flag=True, help=exporter.flag_help)
        elif meta := _find_meta(declared):
            yield _make_option(name, declared, meta)


def _make_option(name: str, declared: Any, meta: msgspec.Meta) -> _Decorator[Any]:
    about = dict(meta.extra or {})
    more: dict[str, Any] = {key: about[key] for key in ("metavar",) if key in about}
    if "complete" in about:
        more["shell_complete"] = _COMPLETIONS[about["complete"]]
    default = getattr(Options, "__struct_defaults__", ())[Options.__struct_fields__.index(name)]
    kind, limits = _unwrap_type(declared)
    if about.get("inverse"):
        # The flag turns off what is on by default.
        return click.option(*about["flags"], name, is_flag=True, flag_value=False, default=True, help=meta.description)
    if kind is bool:
        if default is None:
            more["default"] = None
        else:
            more["is_flag"] = True
    elif get_origin(kind) is Literal:
        more |= {"type": Choice(list(get_args(kind))), "default": default, "show_default": True}
    elif get_origin(kind) is tuple:
        # Each occurrence gives one of the values.
        one = get_args(kind)[0]
        more |= {"type": _PATH if one is Path else Choice(list(get_args(one))), "multiple": True}
    elif kind is int:
        more["type"] = click.IntRange(limits.ge, limits.le) if limits else int
    elif kind is float:
        more["callback"] = lambda context, option, value: parse_duration(value) or default
    elif kind is Path:
        more["type"] = _PATH
    return click.option(*about["flags"], name, help=meta.description, **more)


@cache
def _get_fields() -> dict[str, Any]:
    """The declared type of each option of a programme."""
    hints = get_type_hints(Options, include_extras=True)
    return {name: hints[name] for name in Options.__struct_fields__}


def _find_meta(declared: Any) -> msgspec.Meta | None:
    metas = [meta for meta in getattr(declared, "__metadata__", ()) if isinstance(meta, msgspec.Meta)]
    return next((meta for meta in metas if meta.extra and "flags" in meta.extra), None)


def _unwrap_type(declared: Any) -> tuple[Any, msgspec.Meta | None]:
    """The type of a declaration without annotations and `None`, and its limits."""
    kind, limits = declared, None
    while metas := getattr(kind, "__metadata__", ()):
        limits = next((meta for meta in metas if meta.ge is not None or meta.le is not None), limits)
        kind = kind.__origin__
    if type(None) in get_args(kind):
        inner, inner_limits = _unwrap_type(next(one for one in get_args(kind) if one is not type(None)))
        return inner, inner_limits or limits
    return kind, limits


def _make_parameter_name(flag: str) -> str:
    return _EXPORT + flag.removeprefix("--").replace("-", "_")


def _read_source_date() -> datetime | None:
    """The date of programmes from SOURCE_DATE_EPOCH, for reproducible files (reproducible-builds.org), or None.

    Raises DataError.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return None
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise DataError(
            "SOURCE_DATE_EPOCH is '{epoch}': give the seconds since 1970, as in 1767225600.", epoch=epoch
        ) from error
