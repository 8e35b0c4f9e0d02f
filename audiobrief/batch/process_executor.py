"""Programmes made by processes of this machine. One that is killed loses nothing: its articles are made by others."""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, suppress
from functools import partial
from multiprocessing.connection import wait as wait_for_end
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from audiobrief.batch.fingerprint import compute_voice_identity, load_reading_profiles
from audiobrief.batch.task import Task, TaskFailure, TaskSuccess, run_task
from audiobrief.errors import AudiobriefError, TargetError, VoiceError, explain_error
from audiobrief.messages import Message, get_reason, message
from audiobrief.options import Options
from audiobrief.system.parallel import MAX_PROCESSES, count_cores
from audiobrief.system.processes import existing_working_folder, leave_terminal
from audiobrief.system.semaphores import named_semaphores
from audiobrief.system.signals import block_signals, unblock_signals
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder

# Engines that are opened at once and use one core at a time. The others load models and share their work among all
# cores themselves, or are online and must not be asked by several at once.
_SINGLE_CORE_ENGINES = {"espeak"}
# When one process dies, the pool ends them all, and which article was to blame is not known. Twice in flight at such
# an end makes an article suspect; from then on it is made alone, and dying so, it is the one to blame.
_SUSPECT, _MOST_DEATHS = 2, 3
# Ready for whoever is free, while results are being written.
_SPARE = 2
# Seconds that a pool is waited for, all of whose processes have ended.
_PATIENCE = 5.0
# Seconds that processes have to put away what they are at; whoever pressed Ctrl-C waits for them.
_GRACE = 0.3

_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


def choose_jobs(options: Options) -> int:
    """One process a core for voices that use one core, else one. Raises VoiceError, DataError."""
    return count_cores() if _uses_one_core(options) else 1


def _uses_one_core(options: Options) -> bool:
    return {profile.engine for profile in load_reading_profiles(options)} <= _SINGLE_CORE_ENGINES


class ProcessExecutor:
    """A crew of `jobs` processes. Leaving its block ends them at once, and removes what they left unfinished. Where the
    system gives no processes, `tell` is told, and this one does the work alone."""

    def __init__(self, jobs: int, tell: Callable[[Message], object] = lambda what: None) -> None:
        self._jobs = min(jobs, MAX_PROCESSES)
        self._tell = tell
        self._alone = False
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> ProcessExecutor:
        self._others = set(multiprocessing.active_children())
        with ExitStack() as stack:
            try:
                place = Path(tempfile.gettempdir())
                remove_leftovers(place)
                self._scratch = stack.enter_context(unfinished_folder(place))
                stack.enter_context(named_semaphores())
            except OSError as error:
                raise TargetError(
                    "No temporary files can be written ({reason}): name a folder for them with TMPDIR.",
                    reason=get_reason(error),
                ) from error
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._end()
        finally:
            self._stack.close()

    def identity(self, options: Options) -> str:
        if _uses_one_core(options):
            return compute_voice_identity(options)
        # Asked of a process, so that this one never holds a model.
        try:
            return self._submitted(compute_voice_identity, options).result()
        except BrokenProcessPool as error:
            raise VoiceError(
                "The voice cannot be opened (its process died): see that there is enough memory."
            ) from error

    def work(self, tasks: Iterable[Task]) -> Iterator[TaskSuccess | TaskFailure]:
        coming = iter(tasks)
        again: deque[Task] = deque()
        suspects: deque[Task] = deque()
        deaths: Counter[int] = Counter()
        running: dict[Future[TaskSuccess | TaskFailure], Task] = {}
        while True:
            while len(running) < (1 if self._alone else self._jobs + _SPARE):
                task = again.popleft() if again else next(coming, None)
                if task is None:
                    break
                running[self._submitted(run_task, task)] = task
            if not running:
                if not suspects:
                    return
                task = suspects.popleft()
                running[self._submitted(run_task, task)] = task
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                error = BrokenProcessPool() if future.cancelled() else future.exception()
                if error is None:
                    yield future.result()
                # A process that is told to end (SystemExit) while it works is as good as dead.
                elif not isinstance(error, (BrokenProcessPool, SystemExit)):
                    told = explain_error(error)
                    yield TaskFailure(task.number, told.message, told.exit_status)
                else:
                    deaths[task.number] += 1
                    if deaths[task.number] >= _MOST_DEATHS:
                        yield _give_up_task(task)
                    else:
                        (suspects if deaths[task.number] >= _SUSPECT else again).append(task)

    def _submitted(self, function: Callable[[_Argument], _Result], given: _Argument) -> Future[_Result]:
        try:
            # A new process begins in the folder of its parent, which may be gone.
            with existing_working_folder(self._scratch):
                if not self._alone:
                    try:
                        return self._started(function, given)
                    except BrokenProcessPool:
                        self._end()
                        return self._started(function, given)
        # Its semaphores, its memory or its threads are not to be had, or Python was built without them.
        except (OSError, RuntimeError, MemoryError, ImportError, NotImplementedError) as error:
            self._end()
            self._alone = True
            self._tell(
                message(
                    "No processes can be started ({reason}): the articles are made one after the other in this one.",
                    reason=get_reason(error) if str(error) else type(error).__name__,
                )
            )
        return _run_here(function, given)

    def _started(self, function: Callable[[_Argument], _Result], given: _Argument) -> Future[_Result]:
        if self._pool is None:
            # With its semaphores Python starts the process that removes them; it is to live longer than all others.
            with block_signals():
                self._pool = ProcessPoolExecutor(
                    self._jobs,
                    # Not forked: other threads of this process may hold locks at that moment.
                    mp_context=multiprocessing.get_context("spawn"),
                    initializer=_initialize_process,
                    initargs=(str(self._scratch),),
                )
        with block_signals():
            return self._pool.submit(function, given)

    def _end(self) -> None:
        if self._pool is None:
            return
        # It waits for its processes, which are ended meanwhile; once it is through, its semaphores are gone too.
        closing = threading.Thread(target=partial(self._pool.shutdown, wait=True, cancel_futures=True), daemon=True)
        self._pool = None
        with suppress(RuntimeError):  # no thread is to be had
            closing.start()
        _terminate_processes(set(multiprocessing.active_children()) - self._others)
        if closing.ident is not None:
            # Some Pythons before 3.12 never are, where a process died while it was being given something large
            # (gh-94777).
            closing.join(_PATIENCE)


def _run_here(function: Callable[[_Argument], _Result], given: _Argument) -> Future[_Result]:
    done: Future[_Result] = Future()
    try:
        done.set_result(function(given))
    except Exception as error:
        done.set_exception(error)
    return done


def _terminate_processes(children: Iterable[BaseProcess]) -> None:
    """End them in order, all at once; those that take too long, at once."""
    children = list(children)
    for child in children:
        child.terminate()
    until = time.monotonic() + _GRACE
    for child in children:
        child.join(max(0.0, until - time.monotonic()))
    for child in children:
        if child.is_alive():
            child.kill()
            child.join()


def _give_up_task(task: Task) -> TaskFailure:
    reason = message(
        "The process that made '{title}' died {deaths} times: see that there is enough memory, and report it.",
        title=task.article.title,
        deaths=_MOST_DEATHS,
    )
    return TaskFailure(task.number, reason, AudiobriefError.exit_status)


def _initialize_process(scratch: str) -> None:
    """In the new process: Ctrl-C at the terminal reaches only who can end things in order."""
    leave_terminal()
    unblock_signals()
    tempfile.tempdir = scratch
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent.sentinel,), daemon=True).start()


def _exit_with_parent(sentinel: int) -> None:
    """Where the parent is killed, nobody is left to end this process."""
    wait_for_end([sentinel])
    os._exit(1)
