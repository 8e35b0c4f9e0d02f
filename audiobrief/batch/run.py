"""Runs a batch: makes the programmes of all articles that have changed and reports each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from audiobrief.batch.fingerprint import compute_batch_key, compute_programme_key
from audiobrief.batch.manifest import Entry, Manifest
from audiobrief.batch.output_names import NameAllocator
from audiobrief.batch.report import Report, Row, Status
from audiobrief.batch.sources import BadSource, read_articles
from audiobrief.batch.task import (
    Attachment,
    Executor,
    Task,
    TaskFailure,
    TaskSuccess,
    load_attachments,
    locate_files,
    name_programme,
    write_programme,
)
from audiobrief.errors import AudiobriefError
from audiobrief.options import Options, change_options
from audiobrief.pipeline import check_options, plan_files
from audiobrief.system.overwrite_guard import OverwriteGuard


def run_batch(
    addresses: Sequence[str | BadSource],
    options: Options,
    manifest: Manifest,
    executor: Executor,
    *,
    guard: OverwriteGuard,
    on_row: Callable[[Row], None] = lambda row: None,
) -> Report:
    """Make the programmes that the manifest's folder does not have, or has with another fingerprint.

    `on_row` is called with each row as it is completed. Programmes get no name that would overwrite a file of `guard`.
    An article that fails is a row of the report. Raises VoiceError, DataError, OptionError, ClusterError before the
    first article if none can be made. The manifest is saved however the batch ends.
    """
    from audiobrief.voice.profiles import find_default_voice

    # The default voice is chosen here, because another machine may have other voices.
    options = change_options(options, {"output": None, "voice": options.voice or find_default_voice()})
    check_options(options)
    options = locate_files(options)
    return _Batch(addresses, options, manifest, executor, guard, on_row).run()


class _Batch:
    def __init__(
        self,
        addresses: Sequence[str | BadSource],
        options: Options,
        manifest: Manifest,
        executor: Executor,
        guard: OverwriteGuard,
        on_row: Callable[[Row], None],
    ) -> None:
        self._addresses, self._options, self._manifest, self._executor = addresses, options, manifest, executor
        self._guard, self._on_row = guard, on_row
        self._rows: dict[int, Row] = {}
        # Of running tasks: the manifest key, the row with what is known of the article, the name, the fingerprint.
        self._running: dict[int, tuple[str, Row, str, str]] = {}

    def run(self) -> Report:
        begun = time.monotonic()
        files = load_attachments(self._options)
        manner = compute_batch_key(self._options, self._executor.get_voice_identity(self._options))
        try:
            for result in self._executor.run_tasks(self._make_tasks(manner, files)):
                self._handle_result(result)
        finally:
            self._manifest.save()
        rows = tuple(row for _, row in sorted(self._rows.items()))
        return Report(str(self._manifest.folder), rows, time.monotonic() - begun)

    def _make_tasks(self, batch_key: str, files: tuple[Attachment, ...]) -> Iterator[Task]:
        """Yield the tasks to run; report the articles that need none."""
        names = NameAllocator(self._manifest.get_names(), self._is_free)
        for number, (address, article) in enumerate(read_articles(self._addresses, self._options)):
            if isinstance(article, AudiobriefError):
                row = Row(address, "failed", reason=article.message, exit_status=article.exit_status)
                self._report_row(number, row)
                continue
            place = self._manifest.get_key(address)
            name = names.allocate(place, article.title)
            key = compute_programme_key(article, batch_key)
            row = Row(address, "failed", title=article.title, complete=article.complete, remarks=article.remarks)
            if entry := self._manifest.find_current(place, key):
                self._report_row(number, _add_programme(row, "unchanged", entry))
                continue
            self._manifest.mark_stale(place)
            self._running[number] = (place, row, name, key)
            yield Task(number, article, name, self._options, files)

    def _is_free(self, name: str) -> bool:
        target = self._manifest.folder / f"{name}.mp3"
        return not any(map(self._guard.would_overwrite, plan_files(target, self._options)))

    def _handle_result(self, result: TaskSuccess | TaskFailure) -> None:
        place, row, name, key = self._running.pop(result.number)
        if isinstance(result, TaskFailure):
            self._report_row(result.number, replace(row, reason=result.reason, exit_status=result.status))
            return
        try:
            self._manifest.save_stale(place)
            write_programme(self._manifest.folder, result.files)
            sizes = {file: len(content) for file, content in result.files}
            entry = Entry(name, key, row.title, sizes, result.duration, result.chapters)
            self._manifest.add_entry(place, entry)
        except AudiobriefError as error:
            self._report_row(result.number, replace(row, reason=error.message, exit_status=error.exit_status))
            return
        self._report_row(result.number, replace(_add_programme(row, "made", entry), seconds=result.seconds))

    def _report_row(self, number: int, row: Row) -> None:
        self._rows[number] = row.make_printable()
        self._on_row(self._rows[number])


def _add_programme(row: Row, status: Status, entry: Entry) -> Row:
    """The row of an article with its programme."""
    return replace(
        row,
        status=status,
        programme=name_programme(entry.name, entry.files),
        files=tuple(sorted(entry.files)),
        duration=entry.duration,
        chapters=entry.chapters,
    )
