"""`audiobrief make`: an article in, an MP3 out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audiobrief import brief
from audiobrief.cli import options
from audiobrief.cli.show import duration, progress_bar, progress_lines, stage


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
    "--rate",
    type=click.IntRange(80, 450),
    help="Words a minute. Default: the voice profile's (radio news has 160 to 180).",
)
@click.option(
    "--model",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Another Kokoro model in ONNX, for a voice of the engine kokoro.",
)
@click.option("--quotes-voice", metavar="VOICE", help="Another voice for quotations of some length.")
@click.option(
    "--fallback",
    metavar="VOICE",
    help="An offline voice, as espeak, that finishes the programme if an online one fails.",
)
@options.chapters
@options.acronyms
@options.lexicon
@click.option("--no-cache", is_flag=True, help="Neither read nor keep spoken clips on disk.")
@click.option(
    "--cache-size",
    type=click.IntRange(1),
    metavar="MB",
    help="The most that spoken clips may take on disk. Default: 2048.",
)
@click.option("--plain", is_flag=True, help="Progress as plain lines, as where standard error is no terminal.")
def command(
    article: str,
    output: Path | None,
    voice: str | None,
    rate: int | None,
    model: Path | None,
    quotes_voice: str | None,
    fallback: str | None,
    chapters: brief.ChapterMode,
    acronyms: brief.AcronymMode,
    lexicon: Path | None,
    no_cache: bool,
    cache_size: int | None,
    plain: bool,
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
            rate=rate or 0,
            model=model,
            quotes_voice=quotes_voice or "",
            fallback=fallback or "",
            chapters=chapters,
            acronyms=acronyms,
            lexicon=lexicon,
            cached=not no_cache,
            cache_size=(cache_size or 0) << 20,
        ),
        on_stage=stage,
        on_progress=progress_lines() if plain or not sys.stderr.isatty() else progress_bar(),
    )
    timeline = programme.recording.timeline
    rate = timeline.sample_rate
    click.echo(f"Programme: {programme.path}")
    click.echo(f"Duration: {duration(timeline.frames / rate)}")
    click.echo(f"Chapters: {len(timeline.chapters)}")
    for mark in timeline.chapters:
        click.echo(f"  {duration(mark.start / rate)}  {mark.title}")
