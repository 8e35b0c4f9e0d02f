"""`audiobrief completion`: what makes a shell complete audiobrief's commands, options and values."""

from __future__ import annotations

import click

from audiobrief.cli.did_you_mean import Choice
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.streams import write_stream

_VARIABLE = "_AUDIOBRIEF_COMPLETE"


@click.command("completion", cls=Command)
@click.argument("shell", cls=Argument, type=Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print a script that makes SHELL complete commands, options, files, and the names of voices and deliveries.

    For bash, put the line of the first example into ~/.bashrc; for zsh, the like into ~/.zshrc; fish reads the file
    that the second example writes.

    \b
    Examples:
      eval "$(audiobrief completion bash)"
      audiobrief completion fish > ~/.config/fish/completions/audiobrief.fish
    """
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    assert kind
    made = kind(context.find_root().command, {}, "audiobrief", _VARIABLE)
    # Not its source(): for bash that starts one, to ask for its version.
    script = made.source_template % made.source_vars()
    # In fish, what a completion is ends at its first comma; help may hold more of them.
    write_stream(script.replace('string split ","', 'string split --max 1 ","'))
