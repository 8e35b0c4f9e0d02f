"""The command line: one file a command, loaded only when it is called."""

from __future__ import annotations

import importlib
import sys
from io import TextIOWrapper
from typing import Any

import click

from audiobrief import __version__
from audiobrief.errors import AudiobriefError

_COMMANDS = {
    "make": "Turn an article into a spoken programme.",
    "batch": "Turn many articles into programmes: folders, patterns, lists, feeds.",
    "watch": "Turn what is put into a folder into programmes.",
    "feed": "Write the podcast feed of a folder of programmes.",
    "script": "Show what will be said, sentence by sentence.",
    "inspect": "Say what a sound file is, and which deliveries it is fit for.",
    "voices": "List the voices, or write a sample of one.",
    "cache": "Look at the spoken clips kept on disk, or remove them.",
}


class _Commands(click.Group):
    """A group that imports a command when it is asked for, so that starting stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"audiobrief.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = args[0]
        if name not in _COMMANDS and not name.startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(name, _COMMANDS, 1)
            hint = f" Did you mean '{near[0]}'?" if near else f" Use one of: {', '.join(_COMMANDS)}."
            ctx.fail(f"No such command '{name}'.{hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                # A terminal of few characters shows a question mark for the others.
                stream.reconfigure(errors="replace")
        try:
            return super().invoke(ctx)
        except AudiobriefError as error:
            from audiobrief.cli.show import say

            say(f"audiobrief: {error}", err=True)
            sys.exit(error.exit_status)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="audiobrief")
def main() -> None:
    """Turn a written French article into a programme to listen to with your eyes closed.

    \b
    audiobrief make article.md
    audiobrief make https://example.org/article -o article.mp3
    audiobrief script article.txt --diff
    audiobrief inspect programme.mp3
    """
