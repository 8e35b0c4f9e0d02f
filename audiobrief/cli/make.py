"""`audiobrief make`: an article in, an MP3 out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from audiobrief import brief
from audiobrief.cli import options
from audiobrief.cli.show import clock, progress_bar, progress_lines, say, stage


@click.command("make")
@click.argument("article")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The MP3 to write. Default: output/<title>.mp3 under the current folder.",
)
@options.programme
@click.option("--plain", is_flag=True, help="Progress as plain lines, as where standard error is no terminal.")
def command(article: str, output: Path | None, plain: bool, **given: Any) -> None:
    """Speak ARTICLE (a .txt, .md or .html file, a URL, or - for standard input) into a chaptered, tagged MP3.

    \b
    audiobrief make article.md
    audiobrief make article.txt -o programme.mp3 --voice espeak-fr
    curl -s https://example.org/article | audiobrief make - --chapters none
    """
    programme = brief.make(
        article,
        options.wishes(given, output),
        on_stage=stage,
        on_progress=progress_lines() if plain or not sys.stderr.isatty() else progress_bar(),
    )
    timeline = programme.recording.timeline
    rate = timeline.sample_rate
    say(f"Programme: {programme.path}")
    for path in programme.beside:
        say(f"Beside it: {path}")
    say(f"Duration: {clock(timeline.frames / rate)}")
    say(f"Chapters: {len(timeline.chapters)}")
    for mark in timeline.chapters:
        say(f"  {clock(mark.start / rate)}  {mark.title}")
