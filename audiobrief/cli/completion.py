"""`audiobrief completion`, and the values that a shell may offer for options and arguments."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from audiobrief.cli.did_you_mean import Choice
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.streams import write_stream

_VARIABLE = "_AUDIOBRIEF_COMPLETE"


@click.command("completion", cls=Command)
@click.argument("shell", cls=Argument, type=Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print a script that makes SHELL complete commands, options, files, and the names of voices and deliveries.

    For bash, put the line of the first example into ~/.bashrc; for zsh, the corresponding one into ~/.zshrc; fish reads
    the file that the second example writes.

    \b
    Examples:
      eval "$(audiobrief completion bash)"
      audiobrief completion fish > ~/.config/fish/completions/audiobrief.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind
    made = kind(context.find_root().command, {}, "audiobrief", _VARIABLE)
    # Not source(), which starts bash to check its version.
    script = made.source_template % made.source_vars()
    # Click's script for fish splits at every comma, and descriptions may contain commas.
    write_stream(script.replace('string split ","', 'string split --max 1 ","'))


def complete_voices(context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the name of a voice profile, with its description."""
    from audiobrief.errors import AudiobriefError
    from audiobrief.voice.profiles import find_profiles, read_profile

    def describe(name: str) -> str:
        try:
            return read_profile(find_profiles()[name]).description
        except AudiobriefError:
            return ""

    return [CompletionItem(name, help=describe(name)) for name in find_profiles() if name.startswith(begun)]


def complete_files(context: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    """Let the shell complete a file name."""
    return [CompletionItem(begun, type="file")]
