"""`audiobrief make`: an article in, an MP3 out."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from audiobrief import brief
from audiobrief.cli import options
from audiobrief.cli.show import clock, progress_bar, progress_lines, seconds, stage


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
    "--for",
    "delivery",
    type=click.Choice(["podcast", "listening", "radio"]),
    default="podcast",
    show_default=True,
    help="A podcast's episode; for listening with your eyes closed; an item for a radio's automation.",
)
@click.option(
    "--rate",
    type=click.IntRange(80, 450),
    help="Words a minute. Default: the voice profile's (radio news has 160 to 180).",
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
@click.option(
    "--duration",
    callback=lambda context, option, value: seconds(value),
    metavar="M:SS",
    help="Fit a slot, as 1:30, by the pace of reading within what sounds natural.",
)
@click.option("--say-title/--no-title", default=None, help="Say the title, or not. Default: the delivery's.")
@click.option("--cover", type=click.Path(path_type=Path), help="A square JPEG or PNG. Default: drawn for a podcast.")
@click.option("--page", is_flag=True, help="Also NAME.page.html: the sound and a text that follows the voice.")
@click.option("--daisy", is_flag=True, help="Also NAME.daisy, a DAISY 2.02 talking book.")
@click.option("--epub", is_flag=True, help="Also NAME.epub, an EPUB 3 whose text follows the voice.")
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
    delivery: str,
    rate: int | None,
    quotes_voice: str | None,
    fallback: str | None,
    chapters: brief.ChapterMode,
    acronyms: brief.AcronymMode,
    lexicon: Path | None,
    duration: float,
    say_title: bool | None,
    cover: Path | None,
    page: bool,
    daisy: bool,
    epub: bool,
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
            delivery=delivery,
            duration=duration,
            say_title=say_title,
            cover=cover,
            page=page,
            daisy=daisy,
            epub=epub,
            voice=voice or "",
            rate=rate or 0,
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
    for path in programme.beside:
        click.echo(f"Beside it: {path}")
    click.echo(f"Duration: {clock(timeline.frames / rate)}")
    click.echo(f"Chapters: {len(timeline.chapters)}")
    for mark in timeline.chapters:
        click.echo(f"  {clock(mark.start / rate)}  {mark.title}")
