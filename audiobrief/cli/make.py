"""`audiobrief make`: an article in, an MP3 out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Any

import click

from audiobrief.cli import complete, options
from audiobrief.cli.console import Output, output
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.rendering import clock, programme_table, say
from audiobrief.messages import message
from audiobrief.pipeline import make


class _Unasked(click.UsageError):
    """Nothing was asked for at a keyboard: what can be asked, in three lines."""

    def show(self, file: IO[Any] | None = None) -> None:
        say(message("audiobrief make turns an article into a spoken MP3, as in: audiobrief make article.md"), err=True)
        say(message("An article is a .txt, .md or .html file, a URL, or - for standard input."), err=True)
        say(message("All options, with examples: audiobrief make --help"), err=True)


@click.command("make", cls=Command)
@click.argument("article", cls=Argument, required=False, metavar="ARTICLE", shell_complete=complete.files)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="The MP3 to write. Default: output/<title>.mp3 under the current folder.",
)
@options.take_options()
@output
@click.pass_obj
def command(out: Output, /, article: str | None, target: Path | None, **given: Any) -> None:
    """Speak ARTICLE (a .txt, .md or .html file, a URL, or - for standard input) into a chaptered, tagged MP3.

    \b
    Examples:
      audiobrief make article.md
      audiobrief make article.txt -o programme.mp3 --voice espeak-fr
      audiobrief make article.md --for radio --duration 1:30 --json
      curl -s https://example.org/article | audiobrief make - --chapters none
    """
    if article is None:
        raise _nothing_asked()
    asked = options.options_of(given, target)
    with out.working():
        programme = make(sys.stdin.buffer if article == "-" else article, asked, events=out.events())
    out.say(message("Programme: {path}", path=programme.mp3))
    for path in programme.files[1:]:
        out.say(message("Beside it: {path}", path=path))
    out.say(message("Duration: {time}", time=clock(programme.duration)))
    out.say(message("Chapters: {count}", count=len(programme.chapters)))
    for chapter in programme.chapters:
        out.say(message("  {time}  {title}", time=clock(chapter.start), title=chapter.title))
    out.result = {**programme_table(programme), "stages": out.stages}


def _nothing_asked() -> click.UsageError:
    missing = translate(message("No article is given: name a file or a URL, or give - to read standard input."))
    return _Unasked(missing) if sys.stdin.isatty() else click.UsageError(missing)
