"""An executor on processes of this machine. The tasks of a process that is killed are run again by others."""

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
from multiprocessing.context import SpawnContext, SpawnProcess
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
from audiobrief.system.processes import (
    block_signals,
    existing_working_folder,
    leave_terminal,
    lower_priority,
    named_semaphores,
    unblock_signals,
)
from audiobrief.system.unfinished import remove_leftovers, unfinished_folder

# Engines that start quickly and use one core. The others load models and use all cores themselves, or are online
# services that must not get several requests at once.
_SINGLE_CORE_ENGINES = {"espeak"}
# When a process dies, the pool ends all of them, and which article caused it is not known. An article that was running
# at two such ends is run alone from then on; if its process dies once more, it has failed.
_SUSPECT, _MOST_DEATHS = 2, 3
# Tasks submitted ahead of the processes, so that none is idle while results are written.
_SPARE = 2
# Seconds between looks at whether there are more tasks, while processes are idle.
_POLL = 0.5
# Seconds to wait for a pool to shut down after its processes have ended.
_PATIENCE = 5.0
# Seconds that processes have to clean up before they are killed; short, because a user who pressed Ctrl-C waits.
_GRACE = 0.3

_Argument = TypeVar("_Argument")
_Result = TypeVar("_Result")


def choose_jobs(options: Options) -> int:
    """The default number of processes: one for each core with voices that use one core, else one.

    Raises VoiceError, DataError.
    """
    return count_cores() if _uses_one_core(options) else 1


def _uses_one_core(options: Options) -> bool:
    return {profile.engine for profile in load_reading_profiles(options)} <= _SINGLE_CORE_ENGINES


class _Worker(SpawnProcess):
    """A process of an executor, to be told from other children of this program."""


class _Context(SpawnContext):
    Process = _Worker


class ProcessExecutor:
    """Runs tasks in `jobs` processes, which are terminated at the end of its block; their unfinished files are removed.

    If the system cannot start processes, `warn` is called and the tasks run one after the other in this process.
    `niceness` lets other processes go before (see `lower_priority`).
    """

    def __init__(self, jobs: int, warn: Callable[[Message], object] = lambda what: None, *, niceness: int = 0) -> None:
        self._jobs = min(jobs, MAX_PROCESSES)
        self._warn = warn
        self._niceness = niceness
        self._stopped = threading.Event()
        self._alone = False
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> ProcessExecutor:
        self._foreign_children = set(multiprocessing.active_children())
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
            self._shut_down()
        finally:
            self._stack.close()

    def stop(self) -> None:
        """Let `run_tasks` end soon, in whatever thread it is; what it is at gets no result."""
        self._stopped.set()

    def get_voice_identity(self, options: Options) -> str:
        if _uses_one_core(options):
            return compute_voice_identity(options)
        # Computed in a process, so that this one does not load a model.
        try:
            return self._submit(compute_voice_identity, options).result()
        except BrokenProcessPool as error:
            raise VoiceError(
                "The voice cannot be opened (its process died): see that there is enough memory."
            ) from error

    def run_tasks(self, tasks: Iterable[Task]) -> Iterator[TaskSuccess | TaskFailure]:
        coming = iter(tasks)
        again: deque[Task] = deque()
        suspects: deque[Task] = deque()
        deaths: Counter[int] = Counter()
        running: dict[Future[TaskSuccess | TaskFailure], Task] = {}
        while not self._stopped.is_set():
            while len(running) < (1 if self._alone else self._jobs + _SPARE):
                task = again.popleft() if again else next(coming, None)
                if task is None:
                    break
                running[self._submit(run_task, task)] = task
            if not running:
                if not suspects:
                    return
                task = suspects.popleft()
                running[self._submit(run_task, task)] = task
            # Tasks may be added while others run.
            done, _ = wait(running, timeout=_POLL, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                error = BrokenProcessPool() if future.cancelled() else future.exception()
                if error is None:
                    yield future.result()
                # A process that was terminated during a task (SystemExit) counts as dead.
                elif not isinstance(error, (BrokenProcessPool, SystemExit)):
                    reported = explain_error(error)
                    yield TaskFailure(task.number, reported.message, reported.exit_status)
                else:
                    deaths[task.number] += 1
                    if deaths[task.number] >= _MOST_DEATHS:
                        yield _give_up_task(task)
                    else:
                        (suspects if deaths[task.number] >= _SUSPECT else again).append(task)

    def _submit(self, function: Callable[[_Argument], _Result], given: _Argument) -> Future[_Result]:
        try:
            # A new process starts in the working folder of its parent, which may have been removed.
            with existing_working_folder(self._scratch):
                if not self._alone:
                    try:
                        return self._start(function, given)
                    except BrokenProcessPool:
                        self._shut_down()
                        return self._start(function, given)
        # The system has no semaphores, memory or threads left, or Python was built without them.
        except (OSError, RuntimeError, MemoryError, ImportError, NotImplementedError) as error:
            self._shut_down()
            self._alone = True
            self._warn(
                message(
                    "No processes can be started ({reason}): the articles are made one after the other in this one.",
                    reason=get_reason(error) if str(error) else type(error).__name__,
                )
            )
        return _run_here(function, given)

    def _start(self, function: Callable[[_Argument], _Result], given: _Argument) -> Future[_Result]:
        if self._pool is None:
            # This starts multiprocessing's resource tracker, which must outlive all other processes.
            with block_signals():
                self._pool = ProcessPoolExecutor(
                    self._jobs,
                    # Not forked, because other threads of this process may hold locks.
                    mp_context=_Context(),
                    initializer=_initialize_process,
                    initargs=(str(self._scratch), self._niceness),
                )
        with block_signals():
            return self._pool.submit(function, given)

    def _shut_down(self) -> None:
        if self._pool is None:
            return
        # The shutdown waits for the processes, which are terminated meanwhile, and releases the pool's semaphores.
        closing = threading.Thread(target=partial(self._pool.shutdown, wait=True, cancel_futures=True), daemon=True)
        self._pool = None
        with suppress(RuntimeError):  # no thread is to be had
            closing.start()
        children = set(multiprocessing.active_children()) - self._foreign_children
        _terminate_processes(child for child in children if isinstance(child, _Worker))
        if closing.ident is not None:
            # Before Python 3.12, it may hang if a process died while it received a large object (gh-94777).
            closing.join(_PATIENCE)


def _run_here(function: Callable[[_Argument], _Result], given: _Argument) -> Future[_Result]:
    done: Future[_Result] = Future()
    try:
        done.set_result(function(given))
    except Exception as error:
        done.set_exception(error)
    return done


def _terminate_processes(children: Iterable[BaseProcess]) -> None:
    """Terminate processes side by side, and kill those that take longer than `_GRACE`."""
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


def _initialize_process(scratch: str, niceness: int) -> None:
    """Prepare a new process: ignore Ctrl-C, which only the parent handles; use its temporary folder; end with it."""
    leave_terminal()
    unblock_signals()
    lower_priority(niceness)
    tempfile.tempdir = scratch
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent.sentinel,), daemon=True).start()


def _exit_with_parent(sentinel: int) -> None:
    """Exit when the parent process has ended, which may have been killed."""
    wait_for_end([sentinel])
    os._exit(1)
