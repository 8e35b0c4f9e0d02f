"""A batch: every article that has changed is made, and what became of each is told."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from audiobrief.batch.executor import Executor
from audiobrief.batch.fingerprint import compute_batch_key, compute_programme_key
from audiobrief.batch.manifest import Entry, Manifest
from audiobrief.batch.output_names import NameAllocator
from audiobrief.batch.prefetch import read_articles
from audiobrief.batch.report import Report, Row
from audiobrief.batch.sources import BadSource
from audiobrief.batch.task import Attachment, Task, TaskFailure, TaskSuccess, load_attachments, write_programme
from audiobrief.errors import AudiobriefError
from audiobrief.options import Options, change_options
from audiobrief.pipeline import plan_files
from audiobrief.system.overwrite_guard import OverwriteGuard


def run_batch(
    addresses: Sequence[str | BadSource],
    options: Options,
    manifest: Manifest,
    crew: Executor,
    *,
    kept: OverwriteGuard,
    on_row: Callable[[Row], None] = lambda row: None,
) -> Report:
    """Make into the manifest's folder what is not there as it should be. `on_row` is told each article as it is done.
    No programme is given a name by which it would be written over a file that is `kept`.

    One article's failure is a row of the report. Raises VoiceError, DataError, ClusterError, before any article, where
    none could be made; whatever ends it, the manifest knows what was made.
    """
    from audiobrief.voice.profiles import find_default_voice

    # The same voice everywhere, whatever is installed on the other machine.
    options = change_options(options, {"output": None, "voice": options.voice or find_default_voice()})
    return _Batch(addresses, options, manifest, crew, kept, on_row).run()


class _Batch:
    def __init__(
        self,
        addresses: Sequence[str | BadSource],
        options: Options,
        manifest: Manifest,
        crew: Executor,
        kept: OverwriteGuard,
        on_row: Callable[[Row], None],
    ) -> None:
        self._addresses, self._options, self._manifest, self._crew = addresses, options, manifest, crew
        self._kept, self._on_row = kept, on_row
        self._rows: dict[int, Row] = {}
        # Of the tasks that are out: the address, its place in the manifest, the title, the name, the key.
        self._out: dict[int, tuple[str, str, str, str, str]] = {}

    def run(self) -> Report:
        begun = time.monotonic()
        files = load_attachments(self._options)
        manner = compute_batch_key(self._options, self._crew.identity(self._options))
        try:
            for result in self._crew.work(self._tasks(manner, files)):
                self._take(result)
        finally:
            self._manifest.save()
        rows = tuple(row for _, row in sorted(self._rows.items()))
        return Report(str(self._manifest.folder), rows, time.monotonic() - begun)

    def _tasks(self, manner: str, files: tuple[Attachment, ...]) -> Iterator[Task]:
        """What is to be made. What is not is told on the way."""
        names = NameAllocator(self._manifest.names(), self._is_free)
        for number, (address, article) in enumerate(read_articles(self._addresses, self._options.allow_private)):
            if isinstance(article, AudiobriefError):
                self._tell(number, Row(address, "failed", reason=article.message, exit_status=article.exit_status))
                continue
            place = self._manifest.place(address)
            name = names.name(place, article.title)
            key = compute_programme_key(article, manner)
            if entry := self._manifest.current(place, key):
                self._tell(number, _make_row(address, "unchanged", entry))
                continue
            self._manifest.doubt(place)
            self._out[number] = (address, place, article.title, name, key)
            yield Task(number, article, name, self._options, files)

    def _is_free(self, name: str) -> bool:
        target = self._manifest.folder / f"{name}.mp3"
        return not any(map(self._kept.hold, plan_files(target, self._options)))

    def _take(self, result: TaskSuccess | TaskFailure) -> None:
        address, place, title, name, key = self._out.pop(result.number)
        if isinstance(result, TaskFailure):
            row = Row(address, "failed", title=title, reason=result.reason, exit_status=result.status)
            self._tell(result.number, row)
            return
        try:
            self._manifest.settle(place)
            write_programme(self._manifest.folder, result.files)
            sizes = {file: len(content) for file, content in result.files}
            entry = Entry(name, key, title, sizes, result.duration, result.chapters)
            self._manifest.keep(place, entry)
        except AudiobriefError as error:
            self._tell(
                result.number, Row(address, "failed", title=title, reason=error.message, exit_status=error.exit_status)
            )
            return
        self._tell(result.number, replace(_make_row(address, "made", entry), seconds=result.seconds))

    def _tell(self, number: int, row: Row) -> None:
        self._rows[number] = row.shown()
        self._on_row(self._rows[number])


def _make_row(address: str, status: str, entry: Entry) -> Row:
    return Row(
        address,
        "made" if status == "made" else "unchanged",
        title=entry.title,
        programme=f"{entry.name}.mp3",
        files=tuple(sorted(entry.files)),
        duration=entry.duration,
        chapters=entry.chapters,
    )
