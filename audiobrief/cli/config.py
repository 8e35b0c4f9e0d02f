"""`audiobrief config`: shows the config file and the defaults in effect."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from audiobrief.cli.console import Console, output_options
from audiobrief.cli.defaults import (
    get_config_path,
    get_user_lexicon_path,
    index_options,
    list_commands,
    load_config,
    read_defaults,
)
from audiobrief.cli.did_you_mean import Group, describe_unknown_command
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument
from audiobrief.messages import Message, message
from audiobrief.sanitize import redact_userinfo
from audiobrief.system.filesystem import is_file


@click.group("config", cls=Group)
def command() -> None:
    """Show where your own defaults are, and what they are. The file is TOML: a table for each command, and [general]
    for all; a key is an option's long name without its hyphens. The command line takes precedence.

    \b
    Examples:
      audiobrief config path
      audiobrief config show make
    """


@command.command("path")
@output_options
@click.pass_obj
def path(out: Console) -> None:
    """Print the path of the config file, whether there is one or not. AUDIOBRIEF_CONFIG names another.

    \b
    Examples:
      audiobrief config path
      audiobrief config path --json
    """
    file = get_config_path()
    out.result = {"path": str(file), "exists": is_file(file)}
    out.print_line(str(file))


@command.command("show")
@click.argument("name", cls=Argument, metavar="[COMMAND]", default="")
@output_options
@click.pass_obj
@click.pass_context
def show(context: click.Context, out: Console, name: str) -> None:
    """Print the default of every option of COMMAND, else of all commands, and where it comes from. The output is a
    config file.

    \b
    Examples:
      audiobrief config show
      audiobrief config show make
      audiobrief config show voices.try --json
    """
    main = context.find_root().command
    assert isinstance(main, click.Group)
    known = dict(list_commands(main))
    if name and name not in known:
        raise click.UsageError(translate(describe_unknown_command(name, known)))
    file = get_config_path()
    found = load_config(file)
    check_config(main)
    shown = {place: _collect_values(context, place, known[place]) for place in known if name in ("", place)}
    out.result = {"file": str(file), "exists": is_file(file), "commands": shown}
    if found:
        out.print_line(message("# The file: {path}", path=file))
    else:
        out.print_line(message("# The file: {path} (nothing in it, or not there)", path=file))
    for place, values in shown.items():
        out.print_line(f"\n[{place}]")
        for key, one in values.items():
            out.print_line(_format_line(key, one))


def check_config(main: click.Group) -> None:
    """Check the whole config file. Raises DataError."""
    from audiobrief.cli.defaults import build_default_map

    for name in main.list_commands(click.Context(main)):
        build_default_map(name, main)


def _collect_values(context: click.Context, place: str, command: click.Command) -> dict[str, dict[str, Any]]:
    """The default of each option with the table of the file that sets it, which is empty for a built-in default."""
    file = get_config_path()
    own = {one.key: one for one in read_defaults(file, load_config(file), command, place)}
    return {
        key: {"value": _hide_password(own[key].value), "from": own[key].table}
        if key in own
        else {"value": _get_built_in(option, context), "from": ""}
        for key, option in index_options(command).items()
    }


def _hide_password(value: Any) -> Any:
    """The value without the password of an address."""
    return redact_userinfo(value) if isinstance(value, str) else value


def _get_built_in(option: click.Option, context: click.Context) -> Any:
    value = option.get_default(context)
    if option.name == "own_lexicon" and is_file(get_user_lexicon_path()):
        value = get_user_lexicon_path()
    return str(value) if isinstance(value, Path) else value


def _format_line(key: str, one: dict[str, Any]) -> Message | str:
    if one["value"] is None or one["value"] == "":
        return message("# {key}: not set", key=key)
    written = f"{key} = {json.dumps(one['value'], ensure_ascii=False)}"
    if one["from"]:
        return message("{written}  # your file, [{table}]", written=written, table=one["from"])
    return message("{written}  # built in", written=written)
