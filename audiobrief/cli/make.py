"""`audiobrief make`: an article in, an MP3 out."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief import brief
from audiobrief.cli import options
from audiobrief.cli.show import duration, stage


@click.command("make")
@click.argument("article")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The MP3 to write. Default: output/<title>.mp3 under the current folder.",
)
@click.option(
    "--voice",
    help="A voice profile, as in voices/, or ENGINE:VOICE, as piper:PATH. "
    "Default: siwis where it is installed, else espeak-fr.",
)
@click.option(
    "--fallback",
    metavar="VOICE",
    help="An offline voice, as espeak, that finishes the programme if an online one fails.",
)
@options.chapters
@options.acronyms
@options.lexicon
@click.option("--no-cache", is_flag=True, help="Neither read nor keep spoken clips on disk.")
def command(
    article: str,
    output: Path | None,
    voice: str | None,
    fallback: str | None,
    chapters: brief.ChapterMode,
    acronyms: brief.AcronymMode,
    lexicon: Path | None,
    no_cache: bool,
) -> None:
    """Speak ARTICLE (a .txt, .md or .html file, a URL, or - for standard input) into a chaptered, tagged MP3.

    \b
    audiobrief make article.md
    audiobrief make article.txt -o programme.mp3 --voice espeak-fr
    curl -s https://example.org/article | audiobrief make - --chapters none
    """
    programme = brief.make(
        article,
        brief.Wishes(
            output=output,
            voice=voice or "",
            fallback=fallback or "",
            chapters=chapters,
            acronyms=acronyms,
            lexicon=lexicon,
            cached=not no_cache,
        ),
        on_stage=stage,
    )
    timeline = programme.recording.timeline
    rate = timeline.sample_rate
    click.echo(f"Programme: {programme.path}")
    click.echo(f"Duration: {duration(timeline.frames / rate)}")
    click.echo(f"Chapters: {len(timeline.chapters)}")
    for mark in timeline.chapters:
        click.echo(f"  {duration(mark.start / rate)}  {mark.title}")
