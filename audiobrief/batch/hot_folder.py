"""A hot folder: each article put into it is made into a programme, then moved to `done`, or with the error's message to
`failed`."""

from __future__ import annotations

import logging
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from types import FrameType
from typing import Any

from audiobrief.batch.output_names import make_source_name, number_source
from audiobrief.batch.settling import SettledFiles
from audiobrief.batch.task import Executor, Task, TaskSuccess, load_attachments, name_programme, write_programme
from audiobrief.delivery.chapter_files import get_playlist_name
from audiobrief.errors import AudiobriefError, TargetError, explain_error
from audiobrief.messages import Message, get_reason, listed, message
from audiobrief.options import Options, change_options
from audiobrief.pipeline import plan_files, read
from audiobrief.system.file_names import find_free_name, fold_name
from audiobrief.system.overwrite_guard import guard_files
from audiobrief.system.signals import list_ending_signals
from audiobrief.system.transaction import check_writable, write_file

DONE, FAILED = "done", "failed"
# Seconds between polls without a notification: file servers send none for changes by other machines.
_MAX_POLL_INTERVAL = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for a source: its name, the programme made of it and its duration in seconds, or the reason why there
    is none. With a programme, `reason` is a note. `complete` and `remarks` are those of the article as it was read."""

    source: str
    programme: Path | None
    duration: float
    reason: Message | None = None
    complete: bool = True
    remarks: tuple[Message, ...] = ()


def watch_folder(
    folder: Path,
    output: Path,
    options: Options,
    executor: Executor,
    *,
    settle: float,
    once: bool,
    on_outcome: Callable[[Outcome], None],
    translate: Callable[[Message], str] = str,
) -> None:
    """Make a programme in `output` of every file in `folder`, until SIGTERM or SIGINT, after which the current article
    is finished. With `once`, only of the files that are there at the start.

    A file is read once it has not changed for `settle` seconds. `on_outcome` is called with each result; `translate`
    gives the text of the reasons that are written beside failed articles. Raises TargetError or ArticleError if a
    folder cannot be used, VoiceError or DataError if the voice cannot.
    """
    from audiobrief.voice.profiles import find_default_voice

    if output.resolve() == folder.resolve():
        raise TargetError(
            "Programmes cannot go into the watched folder '{folder}' itself: choose another with -o.", folder=folder
        )
    if output.resolve() in {(folder / DONE).resolve(), (folder / FAILED).resolve()}:
        raise TargetError(
            "Programmes cannot go to '{folder}', where articles are moved: choose another with -o.", folder=output
        )
    for place in (folder / DONE, folder / FAILED, output):
        check_writable(place / "programme.mp3")
    # An unusable voice is an error of the command, not of each article.
    executor.get_voice_identity(options)
    options = change_options(options, {"voice": options.voice or find_default_voice()})
    worker = _HotFolder(folder, output, options, executor, on_outcome, translate)
    settled = SettledFiles(folder, settle)
    wakeups: SimpleQueue[bool] = SimpleQueue()  # True: the end. Its put may be called from a signal handler.
    ending = False

    def end() -> None:
        nonlocal ending
        ending = True
        wakeups.put(True)

    changes = nullcontext() if once else _observe_changes(folder, lambda: wakeups.put(False))
    with _intercept_stop(end), changes:
        while not ending:
            for path in settled.poll(time.monotonic()):
                if ending:
                    return
                if not worker.handle(path):
                    settled.ignore(path)
            # Files that have just been moved are no longer pending.
            settled.poll(time.monotonic())
            if once and not settled.pending:
                return
            if settled.pending:
                _wait_for_change(wakeups, settle, heed_changes=False)
            else:
                _wait_for_change(wakeups, _MAX_POLL_INTERVAL, heed_changes=True)


class _HotFolder:
    """Makes one source after the other and keeps the names of their programmes."""

    def __init__(
        self,
        folder: Path,
        output: Path,
        options: Options,
        executor: Executor,
        on_outcome: Callable[[Outcome], None],
        translate: Callable[[Message], str],
    ) -> None:
        self._folder, self._output, self._options, self._executor = folder, output, options, executor
        self._on_outcome, self._translate = on_outcome, translate
        # The programmes' names, by those of the sources that they were made of.
        self._names = _load_names(folder / DONE, output)

    def handle(self, path: Path) -> bool:
        """Make a source and move it; return False if it could not be moved."""
        before = _get_state(path)
        if before is None:  # removed before it was read
            return True
        outcome = self._make_programme(path)
        try:
            # A source that has changed meanwhile stays, and is made again.
            if _get_state(path) == before:
                if outcome.programme:
                    _move_source(path, self._folder / DONE)
                else:
                    _move_source(path, self._folder / FAILED, self._translate(outcome.reason) if outcome.reason else "")
        except AudiobriefError as error:
            reasons = [outcome.reason, error.message] if outcome.reason else [error.message]
            self._on_outcome(replace(outcome, reason=listed(reasons, " ")))
            return False
        self._on_outcome(outcome)
        return True

    def _make_programme(self, path: Path) -> Outcome:
        # Named after the file, not the title: the same file sent again replaces its programme.
        plain = make_source_name(path, self._output)
        name = self._names.get(path.name) or _find_free_name(plain, self._names)
        try:
            target = self._output / f"{name}.mp3"
            guard_files([path, *self._options.named_files()]).check(plan_files(target, self._options))
            article = read(path, self._options)
            task = Task(0, article, name, self._options, load_attachments(self._options))
            (result,) = self._executor.run_tasks([task])
            if isinstance(result, TaskSuccess):
                outcome = self._write_outcome(path, plain, name, result)
            else:
                outcome = Outcome(path.name, None, 0.0, result.reason)
            return replace(outcome, complete=article.complete, remarks=article.remarks)
        except Exception as error:  # an unexpected error of one article must not end the watch
            return Outcome(path.name, None, 0.0, explain_error(error).message)

    def _write_outcome(self, path: Path, plain: str, name: str, made: TaskSuccess) -> Outcome:
        write_programme(self._output, made.files)
        self._names[path.name] = name
        note = message("another article's programme has the name '{name}', so this one is numbered", name=plain)
        programme = self._output / name_programme(name, dict(made.files))
        return Outcome(path.name, programme, made.duration, note if name != plain else None)


def _load_names(done: Path, output: Path) -> dict[str, str]:
    """The names that earlier runs gave to the programmes in `output`, by the names of the sources in `done`, which are
    gone through in the order of their arrival."""
    names: dict[str, str] = {}
    try:
        came = {path: path.stat().st_ctime_ns for path in done.iterdir() if path.is_file()}
    except OSError:  # unreadable, or just being emptied: names are given anew
        return names
    for path in sorted(came, key=lambda path: (came[path], path.name)):
        name = _find_free_name(make_source_name(path, output), names)
        # A source that was sent again was moved under a number, and has no programme of that name.
        if (output / f"{name}.mp3").is_file() or (output / name / get_playlist_name(name)).is_file():
            names[path.name] = name
    return names


def _find_free_name(plain: str, names: Mapping[str, str]) -> str:
    taken = set(map(fold_name, names.values()))
    return find_free_name(plain, lambda name: fold_name(name) in taken)


def _get_state(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino


def _move_source(path: Path, folder: Path, reason: str = "") -> None:
    """Move a source under a free name, and write the reason, if any, beside it. Raises TargetError."""
    number = 1
    try:
        target = folder / path.name
        while target.exists() or (reason and _get_reason_path(target).exists()):
            number += 1
            target = folder / number_source(path, number, folder)
        if reason:
            write_file(_get_reason_path(target), f"{reason}\n".encode("utf-8", "replace"))
        path.rename(target)
    except OSError as error:
        raise TargetError(
            "'{path}' cannot be moved to '{folder}' ({reason}): check its permissions.",
            path=path,
            folder=folder,
            reason=get_reason(error),
        ) from error


def _get_reason_path(target: Path) -> Path:
    return target.with_name(f"{make_source_name(target, target.parent)}.reason.txt")


def _wait_for_change(wakeups: SimpleQueue[bool], seconds: float, *, heed_changes: bool) -> None:
    """Wait for `seconds`, or until the end is requested or, with `heed_changes`, the folder changes. A growing file
    changes it many times a second."""
    until = time.monotonic() + seconds
    try:
        while not wakeups.get(timeout=max(0.0, until - time.monotonic())) and not heed_changes:
            pass
    except Empty:
        pass


@contextmanager
def _intercept_stop(on_stop: Callable[[], None]) -> Iterator[None]:
    """Inside the block, the first ending signal calls `on_stop`, which must be quick; the second has its usual effect.
    Ignored signals stay ignored."""
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            restore()
            signal.raise_signal(number)
        else:
            asked = True
            on_stop()

    def restore() -> None:
        for number, handler in former.items():
            signal.signal(number, handler)

    heeded = [number for number in list_ending_signals() if signal.getsignal(number) is not signal.SIG_IGN]
    former: dict[signal.Signals, Any] = {number: signal.signal(number, stop) for number in heeded}
    try:
        yield
    finally:
        restore()


@contextmanager
def _observe_changes(folder: Path, on_change: Callable[[], None]) -> Iterator[None]:
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers import Observer

    class Handler(FileSystemEventHandler):
        def on_created(self, event: Any) -> None:
            on_change()

        # Not on every event, because reading the folder is one too.
        on_modified = on_moved = on_created

    # Its log messages about its own end must not reach standard error.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    observer = Observer()
    observer.schedule(Handler(), str(folder), recursive=False)
    try:
        observer.start()
    except OSError:  # no notifications, as when the system has no watches left: polling is enough
        yield
        return
    try:
        yield
    finally:
        observer.stop()
        observer.join()
