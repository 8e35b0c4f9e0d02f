"""`audiobrief inspect`: what a sound file is, and what each kind of delivery says of it."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief import brief
from audiobrief.cli.show import say
from audiobrief.shown import as_json as json_of


@click.command("inspect")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print everything as JSON.")
def command(file: Path, as_json: bool) -> None:
    """Read FILE (an MP3 or a WAV, made by any program), decode and measure it, and say which deliveries it is fit for.

    \b
    audiobrief inspect output/programme.mp3
    audiobrief inspect programme.wav --json
    """
    from audiobrief.delivery.examined.inspection import as_table
    from audiobrief.delivery.examined.inspection_lines import inspection_lines

    inspected = brief.inspect(file)
    if as_json:
        click.echo(json_of(as_table(inspected)))
        return
    for line in inspection_lines(inspected):
        say(line)
