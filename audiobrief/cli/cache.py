"""`audiobrief cache`: what is kept on disk, and how to be rid of it."""

from __future__ import annotations

import json

import click

from audiobrief import brief


@click.group("cache")
def command() -> None:
    """Look at the spoken clips kept on disk, or remove them.

    \b
    audiobrief cache info
    audiobrief cache clear
    """


@command.command("info")
@click.option("--json", "as_json", is_flag=True, help="The same as JSON.")
def info(as_json: bool) -> None:
    """Say where the clips are, how many, and how large."""
    kept = brief.cache_info()
    if as_json:
        click.echo(json.dumps({"folder": str(kept.folder), "clips": kept.clips, "bytes": kept.size}))
        return
    click.echo(f"Folder: {kept.folder}\nClips: {kept.clips}\nSize: {kept.size / (1 << 20):.1f} MB")


@command.command("clear")
def clear() -> None:
    """Remove every clip; the next programmes are spoken anew."""
    click.echo(f"Removed: {brief.clear_cache()} clips")
