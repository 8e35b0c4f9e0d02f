"""`audiobrief watch`: makes programmes of the articles in a hot folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from audiobrief.cli import options
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.rendering import count_articles, format_clock
from audiobrief.errors import UnfinishedError
from audiobrief.messages import message

if TYPE_CHECKING:
    from audiobrief.batch.hot_folder import Outcome


@click.command("watch", cls=Command)
@click.argument("folder", cls=Argument, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder to write programmes to, each named after its article's file.",
)
@click.option("--once", is_flag=True, help="Make programmes of what is there now, then stop.")
@click.option(
    "--settle",
    type=options.FloatRange(0.0, 3600.0),
    default=2.0,
    show_default=True,
    metavar="SECONDS",
    help="How long a file must stay unchanged, and closed by its writer, to count as complete.",
)
@click.option(
    "--recursive", is_flag=True, help="Watch sub-folders too; programmes go into sub-folders of the same name."
)
@click.option(
    "--include",
    multiple=True,
    metavar="PATTERN",
    help="Take only files with such a name, such as 'flash-*.md'; may be given several times.",
)
@click.option("--exclude", multiple=True, metavar="PATTERN", help="Leave files with such a name alone.")
@options.take_options()
@output_options
@click.pass_obj
def command(
    out: Console,
    /,
    folder: Path,
    target: Path,
    once: bool,
    settle: float,
    recursive: bool,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    **programme: Any,
) -> None:
    """Make a programme of every article in FOLDER, and of each one that is added to it. A finished source moves to
    FOLDER/done, a failed one to FOLDER/failed with the reason beside it; data, pictures and sound stay where they are.
    SIGTERM or Ctrl-C ends it after the current article. With --json, one line is printed for each as soon as it is
    done.

    \b
    Examples:
      audiobrief watch incoming/ -o /srv/air
      audiobrief watch incoming/ --once --voice espeak-fr
    """
    from audiobrief.batch.hot_folder import watch_folder
    from audiobrief.batch.process_executor import ProcessExecutor
    from audiobrief.batch.report import replace_surrogates
    from audiobrief.batch.selection import Selection
    from audiobrief.system.locks import lock_folder

    failed = 0

    def on_outcome(outcome: Outcome) -> None:
        nonlocal failed
        source = replace_surrogates(outcome.source)
        reason = replace_surrogates(translate(outcome.reason)) if outcome.reason else ""
        if outcome.programme:
            time = format_clock(outcome.duration)
            out.print_line(
                message("Made: {source} -> {path} ({time})", source=source, path=outcome.programme, time=time)
            )
            if reason:
                out.warn(message("Note: {source}: {reason}", source=source, reason=reason))
        else:
            failed += 1
            out.warn(message("Failed: {source}: {reason}", source=source, reason=reason))
        remarks = [replace_surrogates(translate(remark)) for remark in outcome.remarks]
        for remark in remarks:
            out.warn(message("Note: {source}: {reason}", source=source, reason=remark))
        out.add_row(
            {
                "source": source,
                "path": str(outcome.programme) if outcome.programme else None,
                "duration": round(outcome.duration, 3),
                "reason": reason,
                "complete": outcome.complete,
                "remarks": remarks,
            }
        )

    with lock_folder(folder), ProcessExecutor(1, out.warn) as executor:
        if not once:
            out.start_stage(message("Watching {folder}: stop with Ctrl-C", folder=folder))
        watch_folder(
            folder,
            target,
            options.build_options(programme, folder=target),
            executor,
            settle=settle,
            once=once,
            on_outcome=on_outcome,
            translate=translate,
            selection=Selection(recursive, include, exclude),
            on_beside=lambda name: out.warn(
                message("Left alone: {source} is no article.", source=replace_surrogates(name))
            ),
        )
    if once and failed:
        raise UnfinishedError(
            "{articles} not made: the reasons are in '{folder}'.",
            articles=count_articles(failed),
            folder=folder / "failed",
        )
