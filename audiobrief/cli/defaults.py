"""The user's defaults for options: a TOML file with a table for each command, and `general` for all of them.

A key is an option's long name without the leading hyphens, such as `for` or `quotes-voice`. A command's own table takes
precedence over `general`, and the command line over both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from audiobrief.cli.language import OPTION
from audiobrief.errors import AudiobriefError, DataError
from audiobrief.messages import Message, get_reason, message
from audiobrief.system.filesystem import is_access_denied, is_file
from audiobrief.validation import check_value, describe_unknown

GENERAL = "general"
# Commands without defaults, because they must work with a faulty file.
WITHOUT_DEFAULTS = ("config", "doctor", "completion")
_VOICES = ("voice", "quotes_voice", "fallback")


@dataclass(frozen=True, slots=True)
class Default:
    """A default from the file: the option's key, its parameter, its value, and the table that sets it."""

    key: str
    parameter: str
    value: Any
    table: str


def get_config_path() -> Path:
    """The file named by AUDIOBRIEF_CONFIG, else config.toml in the user's folder; it need not exist."""
    if chosen := os.environ.get("AUDIOBRIEF_CONFIG"):
        return Path(chosen).expanduser()
    from audiobrief.system.paths import get_config_folder

    return get_config_folder() / "config.toml"


def get_user_lexicon_path() -> Path:
    """The user's own lexicon, beside the config file; it need not exist. Every command uses it."""
    return get_config_path().with_name("lexicon.toml")


def load_config(path: Path) -> dict[str, Any]:
    """Load the config file.

    If AUDIOBRIEF_CONFIG does not name one, a missing file, or one in a folder that cannot be entered (a service with
    another user's home), is empty. Raises DataError.
    """
    from audiobrief.system.filesystem import read_text
    from audiobrief.system.toml_files import TomlError, parse_toml

    try:
        return parse_toml(read_text(path))
    except (FileNotFoundError, NotADirectoryError) as error:
        if os.environ.get("AUDIOBRIEF_CONFIG"):
            raise DataError("AUDIOBRIEF_CONFIG names '{path}', and there is no such file.", path=path) from error
        return {}
    except OSError as error:
        if is_access_denied(path) and not os.environ.get("AUDIOBRIEF_CONFIG"):
            return {}
        raise DataError(
            "The config file '{path}' cannot be read ({reason}): check it.", path=path, reason=get_reason(error)
        ) from error
    except (UnicodeDecodeError, TomlError) as error:
        raise DataError(
            "The config file '{path}' is not valid TOML: {reason}.", path=path, reason=get_reason(error)
        ) from error


def build_default_map(name: str, main: click.Command) -> dict[str, Any]:
    """The defaults of the command `name` as Click's `default_map`. Raises DataError."""
    path = get_config_path()
    found = load_config(path)
    if not found and not is_file(get_user_lexicon_path()):
        return {}
    assert isinstance(main, click.Group)
    context = click.Context(main)
    _check_names(path, found, [known for known in main.list_commands(context) if known not in WITHOUT_DEFAULTS])
    command = None if name in WITHOUT_DEFAULTS else main.get_command(context, name)
    return {name: _map_command(path, found, command, name)} if command else {}


def read_defaults(path: Path, found: Mapping[str, Any], command: click.Command, place: str) -> list[Default]:
    """Read the defaults of a command, whose names, joined by dots, are `place`. Raises DataError."""
    options = index_options(command)
    given = {key: (value, GENERAL) for key, value in _get_general(path, found).items() if key in options}
    table = _get_table(path, found, place)
    nested = set(command.commands) if isinstance(command, click.Group) else set()
    for key, value in table.items():
        if key not in options and not (key in nested and isinstance(value, dict)):
            raise _make_error(path, f"{place}.{key}", describe_unknown(key, [*options, *nested]))
        if key in options:
            given[key] = (value, place)
    return [
        Default(key, options[key].name or "", _check_default(path, f"{table}.{key}", options[key], value), table)
        for key, (value, table) in given.items()
    ]


def index_options(command: click.Command) -> dict[str, click.Option]:
    """The options of a command by their keys in the file."""
    return {
        name[2:]: option
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--") and name != OPTION
    }


def list_commands(main: click.Group) -> Iterator[tuple[str, click.Command]]:
    """Yield each command that has defaults, with its names joined by dots."""
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        if command is None or name in WITHOUT_DEFAULTS:
            continue
        yield name, command
        if isinstance(command, click.Group):
            for second, inner in command.commands.items():
                yield f"{name}.{second}", inner


def _map_command(path: Path, found: Mapping[str, Any], command: click.Command, place: str) -> dict[str, Any]:
    mapped: dict[str, Any] = {one.parameter: one.value for one in read_defaults(path, found, command, place)}
    if "own-lexicon" in index_options(command) and is_file(get_user_lexicon_path()):
        mapped.setdefault("own_lexicon", str(get_user_lexicon_path()))
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            mapped[name] = _map_command(path, found, inner, f"{place}.{name}")
    return mapped


def _check_names(path: Path, found: Mapping[str, Any], commands: list[str]) -> None:
    for name in found:
        if name not in (GENERAL, *commands):
            raise _make_error(path, name, describe_unknown(name, [GENERAL, *commands]))


def _get_table(path: Path, found: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    table: Any = found
    for name in place.split("."):
        table = table.get(name, {})
        if not isinstance(table, dict):
            raise _make_error(path, place, message("must be a table, as [{place}]", place=place))
    return table  # type: ignore[no-any-return]


def _get_general(path: Path, found: Mapping[str, Any]) -> Mapping[str, Any]:
    """The table for all commands, which may set the options that several commands have. Raises DataError."""
    from audiobrief.cli.console import output_options
    from audiobrief.cli.options import take_options

    shared = index_options(click.command(GENERAL)(take_options()(output_options(lambda: None))))
    table = _get_table(path, found, GENERAL)
    for key in table:
        if key not in shared:
            raise _make_error(path, f"{GENERAL}.{key}", describe_unknown(key, shared))
    return table


def _check_default(path: Path, key: str, option: click.Option, value: Any) -> Any:
    """Check a value as the command line does and resolve paths against the file's folder. Raises DataError."""
    if wrong := check_value(_infer_type(option), value):
        raise _make_error(path, key, wrong)
    if isinstance(option.type, click.Path):
        value = [_resolve(path, one) for one in value] if option.multiple else _resolve(path, value)
    try:
        converted = option.type_cast_value(click.Context(click.Command(key)), value)
        if option.callback and option.expose_value:
            option.callback(click.Context(click.Command(key)), option, converted)
        if option.name in _VOICES:
            from audiobrief.voice.profiles import load_profile

            load_profile(value)
    except click.ClickException as error:
        raise _make_error(path, key, Message(error.message.rstrip("."))) from error
    except AudiobriefError as error:
        raise _make_error(path, key, error.message) from error
    return value


def _resolve(path: Path, named: str) -> str:
    """The path of a file that the config file `path` names: one that is there is relative to it."""
    own = Path(named).expanduser()
    return str(path.parent / own if (path.parent / own).is_file() else own)


def _infer_type(option: click.Option) -> Any:
    """The type of an option's value in the file."""
    if option.multiple:
        return list[str]
    if option.is_flag:
        return bool
    if isinstance(option.type, click.types.IntParamType):
        return int
    return float if isinstance(option.type, click.types.FloatParamType) else str


def _make_error(path: Path, key: str, reason: Message) -> DataError:
    return DataError("The config file '{path}', key '{key}': {reason}", path=path, key=key, reason=reason)
