"""`audiobrief watch`: a hot folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli import options
from audiobrief.cli.show import clock, counted, say, stage
from audiobrief.errors import UnfinishedError

if TYPE_CHECKING:
    from audiobrief.newsroom.watch import Outcome


@click.command("watch")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder to write programmes to, each named after its article's file.",
)
@click.option("--once", is_flag=True, help="Make what is there, and end.")
@click.option(
    "--settle",
    type=click.FloatRange(0.0, 3600.0),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a file must not have changed to count as whole.",
)
@options.programme
def command(folder: Path, output: Path, once: bool, settle: float, **programme: Any) -> None:
    """Make a programme of every article in FOLDER and of every one that is put into it. A finished source moves to
    FOLDER/done, a failed one to FOLDER/failed with the reason beside it. SIGTERM or Ctrl-C ends it after the current
    article.

    \b
    audiobrief watch incoming/ -o /srv/air
    audiobrief watch incoming/ --once --voice espeak-fr
    """
    from audiobrief.newsroom.processes import Processes
    from audiobrief.newsroom.report import printable
    from audiobrief.newsroom.watch import watch
    from audiobrief.newsroom.writing import alone_in

    failed = 0

    def tell(outcome: Outcome) -> None:
        nonlocal failed
        source = printable(outcome.source)
        if outcome.programme:
            say(f"Made: {source} -> {outcome.programme} ({clock(outcome.duration)})")
        else:
            failed += 1
        if outcome.reason:
            say(f"{'Note' if outcome.programme else 'Failed'}: {source}: {printable(outcome.reason)}", err=True)

    with alone_in(folder), Processes(1) as crew:
        if not once:
            stage(f"Watching {folder}: end with Ctrl-C")
        watch(folder, output, options.wishes(programme), crew, settle=settle, once=once, tell=tell)
    if once and failed:
        raise UnfinishedError(f"{counted(failed, 'article')} not made: look into '{folder / 'failed'}' for the reason.")
