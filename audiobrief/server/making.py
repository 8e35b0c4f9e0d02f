"""Making what was added: versions of programmes from the queue, by the executors of `batch`."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from audiobrief.batch.fingerprint import load_reading_profiles
from audiobrief.batch.task import (
    Executor,
    Task,
    TaskFailure,
    TaskSuccess,
    load_attachments,
    locate_files,
    write_programme,
)
from audiobrief.errors import AudiobriefError
from audiobrief.options import Options, change_options
from audiobrief.server.programmes import Job, MadeProgramme, get_programme_folder
from audiobrief.server.site import Site
from audiobrief.system.file_names import make_slug
from audiobrief.system.filesystem import remove_tree

# Written with the files of a version: a server that was killed before it told the database need not make it again.
_RECORD = "made.json"
# Seconds between looks at the queue that nobody asked for, and between attempts while the disk takes nothing.
_PAUSE, _RETRY = 5.0, 2.0


class StoppableExecutor(Executor, Protocol):
    """An executor whose `run_tasks` another thread can end."""

    def stop(self) -> None: ...


OpenExecutor = Callable[[], AbstractContextManager[StoppableExecutor]]


@dataclass(frozen=True, slots=True)
class _Running:
    job: Job
    voice: str
    online: bool


class Maker:
    """A thread that makes what is in the queue until `stop` is called; `on_error` is called with what is not the fault
    of one article."""

    def __init__(self, site: Site, open_executor: OpenExecutor, on_error: Callable[[BaseException], object]) -> None:
        self.wake = threading.Event()
        self._site, self._open_executor, self._on_error = site, open_executor, on_error
        self._stopping = threading.Event()
        self._executor: StoppableExecutor | None = None
        self._running: dict[int, _Running] = {}
        self._number = 0
        # The options of the last task, and whether their voices are online.
        self._last: tuple[Options, bool] | None = None
        self._thread = threading.Thread(target=self._run, name="audiobrief-making", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """End the thread and its processes; what they were at is made again the next time."""
        self._stopping.set()
        self.wake.set()
        if self._executor is not None:
            self._executor.stop()
        self._thread.join(timeout=10.0)

    def __iter__(self) -> Iterator[Task]:
        return self

    def __next__(self) -> Task:
        """The next task of the queue. StopIteration means that there is none now; there may be one later."""
        if self._stopping.is_set():
            raise StopIteration
        # What is being spoken for a listener is made afterwards, from the clips that are then in the cache.
        while job := self._site.programmes.take_job(self._site.live.list_speaking()):
            try:
                return self._make_task(job)
            except AudiobriefError as error:  # a setting that no longer fits, such as a lexicon with a fault
                self._site.programmes.fail(job.id, error.message, job.version)
        raise StopIteration

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                adopt_finished(self._site)
                with self._open_executor() as self._executor:
                    while not self._stopping.is_set():
                        for result in self._executor.run_tasks(self):
                            self._handle(result)
                        self.wake.wait(_PAUSE)
                        self.wake.clear()
            except Exception as error:
                # As when the cluster has gone or the disk is full: the queue stays, and is taken up again.
                if not self._stopping.is_set():
                    self._on_error(error)
                    self._stopping.wait(_RETRY)
                    self._running.clear()
                    with suppress(AudiobriefError):
                        self._site.programmes.forget_running()

    def _make_task(self, job: Job) -> Task:
        from audiobrief.voice.profiles import find_default_voice

        options = self._site.choose_options()
        # Chosen here, because another machine may have other voices.
        voice = options.voice or find_default_voice()
        options = locate_files(change_options(options, {"voice": voice, "output": None}))
        self._number += 1
        if self._last is None or self._last[0] != options:
            # Profiles are read anew only when something was set: it takes as long as some pages.
            self._last = options, is_online(options)
        self._running[self._number] = _Running(job, voice, self._last[1])
        return Task(self._number, job.article, make_slug(job.article.title), options, load_attachments(options))

    def _handle(self, result: TaskSuccess | TaskFailure) -> None:
        running = self._running.pop(result.number, None)
        if running is None or self._stopping.is_set():
            return
        job = running.job
        if isinstance(result, TaskFailure):
            self._insist(lambda: self._site.programmes.fail(job.id, result.reason, job.version))
            return
        made = _summarize(job, result, running)
        try:
            write_version(get_programme_folder(self._site.data, job.id), job.version, made, result)
        except AudiobriefError as error:
            reason = error.message
            self._insist(lambda: self._site.programmes.fail(job.id, reason, job.version))
            return
        self._insist(lambda: self._site.programmes.finish(job.id, job.version, made))
        remove_former(get_programme_folder(self._site.data, job.id), made)
        self._site.live.drop(job.id)

    def _insist(self, change: Callable[[], object]) -> None:
        """Change the database, as soon as the disk takes it."""
        told = False
        while not self._stopping.is_set():
            try:
                change()
                return
            except AudiobriefError as error:
                if not told:
                    self._on_error(error)
                told = True
                self._stopping.wait(_RETRY)


def is_online(options: Options) -> bool:
    """Whether any voice of these options sends text to a service. Raises VoiceError, DataError."""
    from audiobrief.voice.engine import load_engine_class

    return any(load_engine_class(profile.engine).online for profile in load_reading_profiles(options))


def write_version(folder: Path, version: int, made: MadeProgramme, result: TaskSuccess) -> None:
    """Write the files of a version, and a record of them, in one transaction. Raises TargetError."""
    about = {name: getattr(made, name) for name in MadeProgramme.__slots__}
    record = json.dumps({"version": version, **about}, ensure_ascii=False).encode()
    write_programme(folder, [*result.files, (_RECORD, record)])


def adopt_finished(site: Site) -> None:
    """Tell the database of versions that were written completely before a former server was killed."""
    for id, wanted in site.programmes.list_unmade():
        folder = get_programme_folder(site.data, id)
        try:
            record = json.loads((folder / _RECORD).read_text(encoding="utf-8"))
            version = record.pop("version")
            made = MadeProgramme(**record)
            whole = all((folder / name).stat().st_size == size for name, size in made.files.items())
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            continue
        if version == wanted and whole:
            site.programmes.finish(id, version, made)


def remove_former(folder: Path, made: MadeProgramme) -> None:
    """Remove files of former versions that have other names."""
    kept = {_RECORD, *(name.partition("/")[0] for name in made.files)}
    for path in folder.iterdir():
        if path.name not in kept and not path.name.startswith("."):
            if path.is_dir():
                remove_tree(path)
            else:
                with suppress(OSError):
                    path.unlink()


def _summarize(job: Job, result: TaskSuccess, running: _Running) -> MadeProgramme:
    sizes = {name: len(content) for name, content in result.files}
    return MadeProgramme(
        files=sizes,
        sound=next(name for name in sizes if name.endswith(".mp3") and "/" not in name),
        duration=result.duration,
        voice=running.voice,
        online=running.online,
        made_at=time.time(),
        byline=job.article.byline,
        address=job.article.web_address,
    )
