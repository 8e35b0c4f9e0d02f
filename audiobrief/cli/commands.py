"""The command tree: one module for each command, imported when it is called."""

from __future__ import annotations

import importlib
from typing import Any

import click

from audiobrief.cli.console import Console, report_result
from audiobrief.cli.did_you_mean import Group
from audiobrief.cli.language import translate, translate_text
from audiobrief.cli.runtime import exit_with_status
from audiobrief.messages import message
from audiobrief.version import __version__

_COMMANDS = {
    "make": message("Turn an article into a spoken programme."),
    "listen": message("Play an article while it is being spoken."),
    "serve": message("Start a site on this machine for your articles: add, listen, keep."),
    "batch": message("Turn many articles into programmes: folders, patterns, lists, feeds."),
    "watch": message("Make programmes of the articles that are put into a folder."),
    "feed": message("Write the podcast feed of a folder of programmes."),
    "script": message("Show what will be said, sentence by sentence."),
    "inspect": message("Describe a sound file, and say which deliveries it is fit for."),
    "voices": message("List the voices, or write a sample of one."),
    "lexicon": message("Teach the voices how your own words are pronounced."),
    "cache": message("Look at the spoken clips kept on disk, or remove them."),
    "config": message("Show where your own defaults are, and what they are."),
    "doctor": message("Check what works here, and say how to fix what does not."),
    "completion": message("Print what makes a shell complete audiobrief's commands."),
}


class _Commands(Group):
    """A group that imports a command's module when it is needed, to keep start-up fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"audiobrief.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(translate_text("Commands")):
            formatter.write_dl([(name, translate(does)) for name, does in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command with the defaults of the configuration; errors of all commands are handled here."""
        arguments = [*ctx.protected_args, *ctx.args]
        with exit_with_status(), report_result(ctx.ensure_object(Console), arguments):
            _load_defaults(ctx, arguments)
            return super().invoke(ctx)


def _load_defaults(context: click.Context, arguments: list[str]) -> None:
    """Load the configuration's defaults for the command, unless only help is requested."""
    from audiobrief.cli.defaults import WITHOUT_DEFAULTS, build_default_map

    name, *rest = arguments or [""]
    if name in _COMMANDS and name not in WITHOUT_DEFAULTS and not {"-h", "--help"} & {*rest}:
        context.default_map = build_default_map(name, context.command)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="audiobrief")
def main() -> None:
    """Turn a written French article into a programme to listen to with your eyes closed.

    \b
    Examples:
      audiobrief make article.md
      audiobrief make https://example.org/article -o article.mp3
      audiobrief listen article.md
      audiobrief script article.txt --diff
      audiobrief inspect programme.mp3
      audiobrief doctor
    """
