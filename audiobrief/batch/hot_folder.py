"""A hot folder: what is put into it becomes a programme, and moves to `done` or, with the reason, to `failed`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

from audiobrief.batch.executor import Executor
from audiobrief.batch.output_names import make_source_name, number_source
from audiobrief.batch.settling import SettledFiles
from audiobrief.batch.stop_signals import intercept_stop
from audiobrief.batch.task import Task, TaskFailure, TaskSuccess, load_attachments, write_programme
from audiobrief.errors import AudiobriefError, TargetError, explain_error
from audiobrief.messages import Message, get_reason, listed, message
from audiobrief.options import Options, change_options
from audiobrief.pipeline import plan_files, read
from audiobrief.system.file_names import find_free_name, fold_name
from audiobrief.system.overwrite_guard import guard_files
from audiobrief.system.transaction import check_writable, write_file

DONE, FAILED = "done", "failed"
# Folders on file servers tell nothing of what other machines put into them.
_LOOK_AT_LEAST = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a source: its name, the programme made of it and its length in seconds, or the reason why not;
    with a programme, `reason` is what else there is to say."""

    source: str
    programme: Path | None
    duration: float
    reason: Message | None = None


def watch_folder(
    folder: Path,
    output: Path,
    options: Options,
    crew: Executor,
    *,
    settle: float,
    once: bool,
    tell: Callable[[Outcome], None],
    told: Callable[[Message], str] = str,
) -> None:
    """Make what is in `folder` and what comes into it, into `output`, until SIGTERM or SIGINT; then the current article
    is finished first. With `once`, only what is there at the start.

    A file counts once it has not changed for `settle` seconds. Beside what fails lies the reason, in the language of
    `told`. Raises TargetError, ArticleError where a folder cannot
    be used; VoiceError, DataError where the voice cannot.
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
    # Before the first article, not with each.
    crew.identity(options)
    desk = _HotFolder(
        folder, output, change_options(options, {"voice": options.voice or find_default_voice()}), crew, tell, told
    )
    arrivals = SettledFiles(folder, settle)
    stirred: SimpleQueue[bool] = SimpleQueue()  # True: the end. Its put may be called from a signal handler.
    ending = False

    def end() -> None:
        nonlocal ending
        ending = True
        stirred.put(True)

    changes = nullcontext() if once else _observe_changes(folder, lambda: stirred.put(False))
    with intercept_stop(end), changes:
        while not ending:
            for path in arrivals.look(time.monotonic()):
                if ending:
                    return
                if not desk.handle(path):
                    arrivals.leave(path)
            # What has just been moved away is no longer waiting.
            arrivals.look(time.monotonic())
            if once and not arrivals.waiting:
                return
            if arrivals.waiting:
                _wait_for_change(stirred, settle, heed_changes=False)
            else:
                _wait_for_change(stirred, _LOOK_AT_LEAST, heed_changes=True)


class _HotFolder:
    def __init__(
        self,
        folder: Path,
        output: Path,
        options: Options,
        crew: Executor,
        tell: Callable[[Outcome], None],
        told: Callable[[Message], str],
    ) -> None:
        self._folder, self._output, self._options, self._crew = folder, output, options, crew
        self._tell, self._told = tell, told
        # The programmes' names, by those of the sources that they were made of.
        self._names = _load_names(folder / DONE, output)

    def handle(self, path: Path) -> bool:
        """Make one source and move it; say whether there is no more to do for it as it stands."""
        before = _get_state(path)
        if before is None:  # taken away before it was read
            return True
        outcome = self._made(path)
        try:
            # A source that was written again meanwhile stays, and is made again.
            if _get_state(path) == before:
                if outcome.programme:
                    _move_source(path, self._folder / DONE)
                else:
                    _move_source(path, self._folder / FAILED, self._told(outcome.reason) if outcome.reason else "")
        except AudiobriefError as error:
            reasons = [outcome.reason, error.message] if outcome.reason else [error.message]
            self._tell(replace(outcome, reason=listed(reasons, " ")))
            return False
        self._tell(outcome)
        return True

    def _made(self, path: Path) -> Outcome:
        # Named after the file, not its title: who sends the 8 o'clock news again replaces the 8 o'clock news.
        plain = make_source_name(path, self._output)
        name = self._names.get(path.name) or _find_free_name(plain, self._names)
        try:
            target = self._output / f"{name}.mp3"
            guard_files([path, *self._options.named_files()]).check(plan_files(target, self._options))
            article = read(path)
            task = Task(0, article, name, self._options, load_attachments(self._options))
            (result,) = self._crew.work([task])
            if isinstance(result, TaskSuccess):
                return self._delivered(path, plain, name, result)
            return _failure(path, result)
        except Exception as error:  # one article's surprise must not end the watch
            return Outcome(path.name, None, 0.0, explain_error(error).message)

    def _delivered(self, path: Path, plain: str, name: str, made: TaskSuccess) -> Outcome:
        write_programme(self._output, made.files)
        self._names[path.name] = name
        note = message("another article's programme has the name '{name}', so this one is numbered", name=plain)
        return Outcome(path.name, self._output / f"{name}.mp3", made.duration, note if name != plain else None)


def _load_names(done: Path, output: Path) -> dict[str, str]:
    """What earlier runs have named the programmes in `output`, by the sources in `done`, in the order in which they
    came there."""
    names: dict[str, str] = {}
    try:
        came = {path: path.stat().st_ctime_ns for path in done.iterdir() if path.is_file()}
    except OSError:  # not to be looked into, or emptied at this moment: what comes again has the first right to a name
        return names
    for path in sorted(came, key=lambda path: (came[path], path.name)):
        name = _find_free_name(make_source_name(path, output), names)
        # A source that came again has a number of its own there, and no programme of that name.
        if (output / f"{name}.mp3").is_file():
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


def _failure(path: Path, result: TaskFailure) -> Outcome:
    return Outcome(path.name, None, 0.0, result.reason)


def _move_source(path: Path, folder: Path, reason: str = "") -> None:
    """Move a source, under a name that is free; beside it the reason, where there is one. Raises TargetError."""
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


def _wait_for_change(stirred: SimpleQueue[bool], seconds: float, *, heed_changes: bool) -> None:
    """Wait for `seconds`, or until the end is asked for, or the folder changes where that is of interest: a file that
    is growing changes it many times a second."""
    until = time.monotonic() + seconds
    try:
        while not stirred.get(timeout=max(0.0, until - time.monotonic())) and not heed_changes:
            pass
    except Empty:
        pass


@contextmanager
def _observe_changes(folder: Path, tell: Callable[[], None]) -> Iterator[None]:
    from watchdog.events import FileSystemEventHandler
    from watchdog.observers import Observer

    class Handler(FileSystemEventHandler):
        def on_created(self, event: Any) -> None:
            tell()

        # Not on every event: to look at the folder is one too.
        on_modified = on_moved = on_created

    # It has something to say of its own end, which is no news to who reads our lines.
    logging.getLogger("watchdog").addHandler(logging.NullHandler())
    observer = Observer()
    observer.schedule(Handler(), str(folder), recursive=False)
    try:
        observer.start()
    except OSError:  # no notices to be had, as where the system has no more watches: looking now and then is left
        yield
        return
    try:
        yield
    finally:
        observer.stop()
        observer.join()
