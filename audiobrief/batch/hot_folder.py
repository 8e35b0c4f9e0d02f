"""A hot folder: each article put into it is made into a programme, then moved to `done`, or with the error's message to
`failed`."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, SimpleQueue

from audiobrief.batch.output_names import make_source_name, number_source
from audiobrief.batch.selection import Selection
from audiobrief.batch.settling import SettledFiles, get_state
from audiobrief.batch.task import (
    Executor,
    Task,
    TaskSuccess,
    load_attachments,
    locate_files,
    name_programme,
    write_programme,
)
from audiobrief.batch.truncation import seems_cut
from audiobrief.batch.writers import Writers, observe_changes
from audiobrief.delivery.chapter_files import get_playlist_name
from audiobrief.errors import AudiobriefError, TargetError, explain_error
from audiobrief.messages import Message, get_reason, listed, message
from audiobrief.options import Options, change_options
from audiobrief.pipeline import check_options, list_named_files, plan_files, read
from audiobrief.system.file_names import find_free_name, fold_name
from audiobrief.system.overwrite_guard import guard_files
from audiobrief.system.signals import intercept_signals
from audiobrief.system.transaction import check_writable, write_file

DONE, FAILED = "done", "failed"
# Seconds between polls without a notification: file servers send none for changes by other machines.
_MAX_POLL_INTERVAL = 10.0
# Seconds between polls while a file is still being written.
_MIN_POLL_INTERVAL = 0.2


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
    selection: Selection | None = None,
    on_beside: Callable[[str], None] = lambda name: None,
) -> None:
    """Make a programme in `output` of every article in `folder` that `selection` takes, until SIGTERM or SIGINT, after
    which the current article is finished. With `once`, only of those that are there at the start.

    A file is read once it has not changed for `settle` seconds and nobody is known to have it open for writing.
    `on_outcome` is called with each result, `on_beside` with the name of each file that is left alone because it is no
    article; `translate` gives the text of the reasons that are written beside failed articles. Raises TargetError or
    ArticleError if a folder cannot be used, VoiceError, DataError or OptionError if the voice or another option cannot.
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
    # What no article could be made with is an error of the command, not of each article.
    check_options(options)
    executor.get_voice_identity(options)
    options = locate_files(change_options(options, {"voice": options.voice or find_default_voice()}))
    worker = _HotFolder(folder, output, options, executor, on_outcome, translate)
    selection, writers = selection or Selection(), Writers()
    apart = {place.resolve() for place in (folder / DONE, folder / FAILED, output)}
    settled = SettledFiles(folder, settle, selection, apart=apart, is_written=writers.is_written)
    wakeups: SimpleQueue[bool] = SimpleQueue()  # True: the end. Its put may be called from a signal handler.
    ending = False

    def end() -> None:
        nonlocal ending
        ending = True
        wakeups.put(True)

    changes = observe_changes(folder, writers, lambda: wakeups.put(False), recursive=selection.recursive)
    with intercept_signals(end), changes:
        while not ending:
            for path in settled.poll(time.monotonic()):
                if ending:
                    return
                # The articles before it took their time.
                if settled.is_ready(path) and not worker.handle(path):
                    settled.ignore(path)
            for path in settled.take_beside():
                on_beside(path.relative_to(folder).as_posix())
            # Files that have just been moved are no longer pending.
            settled.poll(time.monotonic())
            if once and not settled.pending:
                return
            if settled.pending:
                _wait_for_change(wakeups, max(settle, _MIN_POLL_INTERVAL), heed_changes=False)
            else:
                _wait_for_change(wakeups, _MAX_POLL_INTERVAL, heed_changes=True)


_CUT = message("the file ends in the middle of a sentence: if its transfer broke off, send it again")


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
        before = get_state(path)
        outcome = self._make_programme(path, before) if before else None
        if outcome is None:
            return True
        relative = path.relative_to(self._folder)
        try:
            # A source that has changed meanwhile stays, and is made again.
            if get_state(path) == before:
                reason = self._translate(outcome.reason) if outcome.reason and not outcome.programme else ""
                _move_source(path, self._folder / (DONE if outcome.programme else FAILED) / relative.parent, reason)
        except AudiobriefError as error:
            reasons = [outcome.reason, error.message] if outcome.reason else [error.message]
            self._on_outcome(replace(outcome, reason=listed(reasons, " ")))
            return False
        self._on_outcome(outcome)
        return True

    def _make_programme(self, path: Path, before: tuple[int, int, int]) -> Outcome | None:
        """Make the programme of a source; None if it changed or went away while it was read."""
        relative = path.relative_to(self._folder)
        source, output = relative.as_posix(), self._output / relative.parent
        # Named after the file, not the title: the same file sent again replaces its programme.
        plain = make_source_name(path, output)
        name = self._names.find(relative) or self._names.choose(relative.parent, plain)
        try:
            target = output / f"{name}.mp3"
            guard_files([path, *list_named_files(self._options)]).check(plan_files(target, self._options))
            article = read(path, self._options)
            cut = seems_cut(path)
            if get_state(path) != before:
                return None
            if cut:
                article = replace(article, remarks=(*article.remarks, _CUT))
            task = Task(0, article, name, self._options, load_attachments(self._options))
            (result,) = self._executor.run_tasks([task])
            if not isinstance(result, TaskSuccess):
                return Outcome(source, None, 0.0, result.reason, article.complete, article.remarks)
            write_programme(output, result.files)
            self._names.add(relative, name)
            note = message("another article's programme has the name '{name}', so this one is numbered", name=plain)
            return Outcome(
                source,
                output / name_programme(name, dict(result.files)),
                result.duration,
                note if name != plain else None,
                article.complete,
                article.remarks,
            )
        except Exception as error:  # an unexpected error of one article must not end the watch
            # What failed because somebody replaced or removed the file meanwhile says nothing of the article.
            return Outcome(source, None, 0.0, explain_error(error).message) if get_state(path) == before else None


class _Names:
    """The names of programmes by the paths of their sources in the folder."""

    def __init__(self) -> None:
        self._by_source: dict[Path, str] = {}
        self._taken: dict[Path, set[str]] = {}

    def find(self, source: Path) -> str | None:
        """The name that the source's programme has already."""
        return self._by_source.get(source)

    def choose(self, folder: Path, plain: str) -> str:
        """`plain`, with a number if another source's programme in that sub-folder has this name."""
        taken = self._taken.get(folder, set())
        return find_free_name(plain, lambda name: fold_name(name) in taken)

    def add(self, source: Path, name: str) -> None:
        """Keep the name of a source's programme."""
        self._by_source[source] = name
        self._taken.setdefault(source.parent, set()).add(fold_name(name))


def _load_names(done: Path, output: Path) -> _Names:
    """The names that earlier runs gave to the programmes in `output`, by the paths in `done` of the sources, which are
    gone through in the order of their arrival."""
    names = _Names()
    try:
        came = {path: path.stat().st_ctime_ns for path in done.rglob("*") if path.is_file()}
    except OSError:  # unreadable, or just being emptied: names are given anew
        return names
    for path in sorted(came, key=lambda path: (came[path], path.name)):
        relative = path.relative_to(done)
        folder = output / relative.parent
        name = names.choose(relative.parent, make_source_name(path, folder))
        # A source that was sent again was moved under a number, and has no programme of that name.
        if (folder / f"{name}.mp3").is_file() or (folder / name / get_playlist_name(name)).is_file():
            names.add(relative, name)
    return names


def _move_source(path: Path, folder: Path, reason: str = "") -> None:
    """Move a source under a free name, and write the reason, if any, beside it. Raises TargetError."""
    number = 1
    try:
        folder.mkdir(parents=True, exist_ok=True)
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
