"""`audiobrief make`: makes a programme of an article."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import IO, Any

import click

from audiobrief.cli import options
from audiobrief.cli.completion import complete_files
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.rendering import format_clock, print_line, programme_to_dict
from audiobrief.errors import MISSED_SLOT
from audiobrief.messages import message
from audiobrief.pipeline import make


class _MissingArticleError(click.UsageError):
    """No article was given at a terminal. Prints three lines of help."""

    def show(self, file: IO[Any] | None = None) -> None:
        print_line(
            message("audiobrief make turns an article into a spoken MP3, as in: audiobrief make article.md"), err=True
        )
        print_line(
            message(
                "An article is a document (.docx, .odt, .rtf, .pdf, .epub, .html, .md, .txt and others), a URL, or - "
                "for standard input."
            ),
            err=True,
        )
        print_line(message("All options, with examples: audiobrief make --help"), err=True)


@click.command("make", cls=Command)
@click.argument("article", cls=Argument, required=False, metavar="ARTICLE", shell_complete=complete_files)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(path_type=Path),
    help="The MP3 to write. Default: output/<title>.mp3 under the current folder.",
)
@options.take_options()
@output_options
@click.pass_obj
def command(out: Console, /, article: str | None, target: Path | None, **given: Any) -> None:
    """Speak ARTICLE (a document, such as .docx, .pdf, .epub, .html, .md or .txt, a URL, or - for standard input) into a
    chaptered, tagged MP3.

    \b
    Examples:
      audiobrief make article.md
      audiobrief make article.txt -o programme.mp3 --voice espeak-fr
      audiobrief make article.md --for radio --duration 1:30 --json
      curl -s https://example.org/article | audiobrief make - --chapters none
    """
    if article is None:
        raise _make_usage_error()
    asked = options.build_options(given, target, target.parent if target else Path("output"))
    with out.show_progress():
        programme = make(sys.stdin.buffer if article == "-" else article, asked, events=out.make_events())
    out.print_line(message("Programme: {path}", path=programme.files[0]))
    for path in programme.files[1:]:
        out.print_line(message("Beside it: {path}", path=path))
    out.print_line(message("Duration: {time}", time=format_clock(programme.duration)))
    out.print_line(message("Chapters: {count}", count=len(programme.chapters)))
    for chapter in programme.chapters:
        out.print_line(message("  {time}  {title}", time=format_clock(chapter.start), title=chapter.title))
    out.result = {**programme_to_dict(programme), "stages": out.stages}
    if not programme.fits_slot:
        click.get_current_context().exit(MISSED_SLOT)


def _make_usage_error() -> click.UsageError:
    missing = translate(message("No article is given: name a file or a URL, or give - to read standard input."))
    return _MissingArticleError(missing) if sys.stdin.isatty() else click.UsageError(missing)
