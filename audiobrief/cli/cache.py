"""`audiobrief cache`: shows or clears the cache of spoken clips."""

from __future__ import annotations

import click

from audiobrief.cli.console import Console, output_options
from audiobrief.cli.did_you_mean import Group
from audiobrief.messages import counted, message
from audiobrief.voice.cache import ClipCache


@click.group("cache", cls=Group)
def command() -> None:
    """Look at the spoken clips kept on disk, or remove them.

    \b
    Examples:
      audiobrief cache info
      audiobrief cache clear
    """


@command.command("info")
@output_options
@click.pass_obj
def info(out: Console) -> None:
    """Print where the clips are, their number and their size.

    \b
    Examples:
      audiobrief cache info
      audiobrief cache info --json
    """
    kept = ClipCache().summarize()
    out.result = {"folder": str(kept.folder), "clips": kept.clips, "bytes": kept.size}
    out.print_line(message("Folder: {folder}", folder=kept.folder))
    out.print_line(message("Clips: {clips}", clips=kept.clips))
    out.print_line(message("Size: {megabytes:.1f} MB", megabytes=kept.size / (1 << 20)))


@command.command("clear")
@output_options
@click.pass_obj
def clear(out: Console) -> None:
    """Remove all clips; the next programmes are synthesized again.

    \b
    Examples:
      audiobrief cache clear
      audiobrief cache clear --quiet
    """
    removed = ClipCache().clear()
    out.result = {"removed": removed}
    out.print_line(message("Removed: {clips}", clips=counted("{count} clip", "{count} clips", count=removed)))
