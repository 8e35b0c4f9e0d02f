"""`audiobrief batch`: many articles in, many programmes out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from audiobrief.cli import complete, options
from audiobrief.cli.console import Output, output
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.rendering import articles, batch_progress, batch_table
from audiobrief.errors import UnfinishedError
from audiobrief.options import Options
from audiobrief.system.streams import line_of

_REPORT = "--report"


@click.command("batch", cls=Command)
@click.argument("sources", cls=Argument, nargs=-1, required=True, shell_complete=complete.files)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder to write to; what is in it and still right is not made again.",
)
@click.option(_REPORT, type=click.Path(dir_okay=False, path_type=Path), help="Write what became of each as JSON.")
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="How many at once. Default: one a core for eSpeak voices; else 1, as natural voices use all cores already.",
)
@click.option(
    "--cluster", "address", metavar="ADDRESS", help="Make them on a Dask cluster, or on one of its own: local."
)
@options.take_options()
@output
@click.pass_obj
def command(
    out: Output,
    /,
    sources: tuple[str, ...],
    folder: Path,
    report: Path | None,
    jobs: int | None,
    address: str | None,
    **programme: Any,
) -> None:
    """Make programmes of SOURCES: files, folders, patterns, the URL of an RSS or Atom feed or of an article, or - for
    a list on standard input, one address a line.

    \b
    Examples:
      audiobrief batch articles/ -o programmes
      audiobrief batch 'archive/**/*.md' https://example.org/feed.xml --report report.json
      find . -name '*.html' | audiobrief batch - --voice espeak-fr --jobs 2
      audiobrief batch articles/ --cluster tcp://10.0.0.5:8786
    """
    from audiobrief.batch import run
    from audiobrief.batch.manifest import NAME, Manifest
    from audiobrief.batch.sources import addresses, read_from
    from audiobrief.system.locks import exclusive_folder
    from audiobrief.system.overwrite_guard import guard_inputs
    from audiobrief.system.transaction import check_writable, write_file

    asked = options.options_of(programme)
    if report:
        check_writable(report, _REPORT)
    with exclusive_folder(folder):
        check_writable(folder / NAME)
        manifest = Manifest(folder)
        found = addresses(sources, _lines, manifest.files(), asked.allow_private)
        reading = [*read_from(sources, found), *asked.named_files()]
        if report:
            guard_inputs([*reading, *manifest.files()]).check([report], _REPORT)
            reading.append(report)
        with out.working(seldom=True), _crew(out, asked, jobs, address, len(found)) as crew:
            on_row = batch_progress(out, len(found))
            done = run.run(found, asked, manifest, crew, kept=guard_inputs(reading), on_row=on_row)
    for line in batch_table(done):
        out.say(line)
    out.result = done.as_table(translate)
    if report:
        write_file(report, (json.dumps(out.result, ensure_ascii=False, indent=2) + "\n").encode(), _REPORT)
    if failed := done.count("failed"):
        raise UnfinishedError(
            "{failed} of {articles} not made: the reasons stand above.",
            failed=failed,
            articles=articles(len(done.rows)),
        )


def _crew(
    out: Output, asked: Options, jobs: int | None, address: str | None, articles: int
) -> AbstractContextManager[Any]:
    from audiobrief.batch.dask_executor import cluster
    from audiobrief.batch.process_executor import Processes, default_jobs

    count = max(1, min(articles, jobs or default_jobs(asked)))
    return cluster(address, count) if address else Processes(count, out.warn)


def _lines() -> Iterator[str]:
    return (line_of(raw) for raw in sys.stdin.buffer)
