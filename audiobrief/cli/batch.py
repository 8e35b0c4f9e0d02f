"""`audiobrief batch`: makes programmes of many articles."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import click

from audiobrief.cli import options
from audiobrief.cli.completion import complete_files
from audiobrief.cli.console import Console, output_options
from audiobrief.cli.language import translate
from audiobrief.cli.localized_click import Argument, Command
from audiobrief.cli.rendering import count_articles, format_report, report_batch
from audiobrief.errors import UnfinishedError
from audiobrief.options import Options
from audiobrief.system.localization import decode_line

_REPORT = "--report"


@click.command("batch", cls=Command)
@click.argument("sources", cls=Argument, nargs=-1, required=True, shell_complete=complete_files)
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("output"),
    show_default=True,
    help="The folder to write to; programmes in it that are up to date are not made again.",
)
@click.option(
    _REPORT, type=click.Path(dir_okay=False, path_type=Path), help="Write the result for each article as JSON."
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    help="How many at once. Default: one per core for eSpeak voices; else 1, since natural voices use all cores.",
)
@click.option("--cluster", "address", metavar="ADDRESS", help="Make them on a Dask cluster, or on a local one: local.")
@options.take_options()
@output_options
@click.pass_obj
def command(
    out: Console,
    /,
    sources: tuple[str, ...],
    folder: Path,
    report: Path | None,
    jobs: int | None,
    address: str | None,
    **programme: Any,
) -> None:
    """Make programmes of SOURCES: files, folders, patterns, the URL of an RSS or Atom feed or of an article, or - for
    a list on standard input, one address per line.

    \b
    Examples:
      audiobrief batch articles/ -o programmes
      audiobrief batch 'archive/**/*.md' https://example.org/feed.xml --report report.json
      find . -name '*.html' | audiobrief batch - --voice espeak-fr --jobs 2
      audiobrief batch articles/ --cluster tcp://10.0.0.5:8786
    """
    from audiobrief.batch import run
    from audiobrief.batch.manifest import NAME, Manifest
    from audiobrief.batch.sources import find_addresses, list_inputs
    from audiobrief.pipeline import list_named_files
    from audiobrief.system.locks import lock_folder
    from audiobrief.system.overwrite_guard import guard_files
    from audiobrief.system.transaction import check_writable, write_file

    asked = options.build_options(programme, folder=folder)
    if report:
        check_writable(report, _REPORT)
    with lock_folder(folder):
        check_writable(folder / NAME)
        manifest = Manifest(folder)
        found = find_addresses(sources, _read_lines, manifest.list_files(), asked.allow_private)
        reading = [*list_inputs(sources, found), *list_named_files(asked)]
        if report:
            guard_files([*reading, *manifest.list_files()]).check([report], _REPORT)
            reading.append(report)
        with out.show_progress(seldom=True), _make_executor(out, asked, jobs, address, len(found)) as executor:
            on_row = report_batch(out, len(found))
            done = run.run_batch(found, asked, manifest, executor, guard=guard_files(reading), on_row=on_row)
    for line in format_report(done):
        out.print_line(line)
    out.result = done.to_dict(translate)
    if report:
        write_file(report, (json.dumps(out.result, ensure_ascii=False, indent=2) + "\n").encode(), _REPORT)
    if failed := done.count("failed"):
        raise UnfinishedError(
            "{failed} of {articles} not made: see the reasons above.",
            failed=failed,
            articles=count_articles(len(done.rows)),
        )


def _make_executor(
    out: Console, asked: Options, jobs: int | None, address: str | None, articles: int
) -> AbstractContextManager[Any]:
    from audiobrief.batch.dask_executor import connect_cluster
    from audiobrief.batch.process_executor import ProcessExecutor, choose_jobs

    count = max(1, min(articles, jobs or choose_jobs(asked)))
    return connect_cluster(address, count) if address else ProcessExecutor(count, out.warn)


def _read_lines() -> Iterator[str]:
    return (decode_line(raw) for raw in sys.stdin.buffer)
