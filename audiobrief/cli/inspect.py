"""`audiobrief inspect`: measures a sound file and checks it against each kind of delivery."""

from __future__ import annotations

from pathlib import Path

import click

from audiobrief.cli.console import Console, output_options
from audiobrief.cli.localized_click import Argument, Command


@click.command("inspect", cls=Command)
@click.argument("file", cls=Argument, type=click.Path(exists=True, dir_okay=False, readable=False, path_type=Path))
@output_options
@click.pass_obj
def command(out: Console, file: Path) -> None:
    """Read FILE (an MP3, WAV, M4B, Opus, FLAC or MP2, made by any program), decode and measure it, and report which
    deliveries it is suitable for. Of a talking book (EPUB, audiobook, the ncc.html of DAISY 2.02 or the package
    of DAISY 3), show what it says.

    \b
    Examples:
      audiobrief inspect output/programme.mp3
      audiobrief inspect programme.wav --json
    """
    from audiobrief.inspection.books import describe_book, make_book_table, read_book_info
    from audiobrief.inspection.report import inspect_file, make_table
    from audiobrief.inspection.report_lines import describe_inspection

    if book := read_book_info(file):
        out.result = make_book_table(book)
        for line in describe_book(book):
            out.print_line(line)
        return
    inspected = inspect_file(file)
    out.result = make_table(inspected)
    for line in describe_inspection(inspected):
        out.print_line(line)
