"""An executor on a Dask distributed cluster. The tasks of a worker that dies are run again by others."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import ExitStack, contextmanager
from typing import Any

from audiobrief.batch.fingerprint import compute_voice_identity
from audiobrief.batch.task import Task, TaskFailure, TaskSuccess, run_task
from audiobrief.errors import AudiobriefError, ClusterError
from audiobrief.messages import Message, message
from audiobrief.options import Options
from audiobrief.sanitize import redact_userinfo
from audiobrief.system.processes import named_semaphores

LOCAL = "local"
# Seconds: to connect, where Dask's own setting is not shorter; without any worker before giving up; between polls.
_CONNECT = 10.0
_PATIENCE = 60.0
_POLL = 2.0
# Tasks submitted ahead of the workers: enough to keep a new machine busy, few enough to hold in memory.
_SPARE = 32


@contextmanager
def connect_cluster(address: str, jobs: int) -> Iterator[DaskExecutor]:
    """Connect to the scheduler at `address`, such as tcp://host:8786; for `local`, start a cluster of `jobs` workers on
    this machine, which ends with the block.

    Raises ClusterError where Dask is not installed, the scheduler is not reached, or no worker comes.
    """
    try:
        import distributed as untyped
        from dask import config
        from dask.utils import parse_timedelta
        from distributed.comm import addressing
    except ImportError as error:
        raise ClusterError("A cluster needs Dask: install it with \"pip install 'audiobrief[cluster]'\".") from error
    dask: Any = untyped
    patience = min(_CONNECT, parse_timedelta(config.get("distributed.comm.timeouts.connect")))
    with ExitStack() as stack:
        own = security = None
        if address == LOCAL:
            stack.enter_context(named_semaphores())
            own = dask.LocalCluster(
                n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
            )
            stack.callback(own.close)
        try:
            if own is None:
                # Checked first, because a client that fails on an address leaves threads that log errors at exit.
                addressing.get_address_host(addressing.normalize_address(address))
                security = _load_security(dask, address)
            client = dask.Client(own or address, timeout=patience, set_as_default=False, security=security)
        except (OSError, ValueError, TypeError) as error:
            raise ClusterError(
                "There is no Dask scheduler at '{address}' ({reason}): check the address, "
                "and that it begins with tls:// if the scheduler asks for certificates.",
                address=address,
                reason=_summarize_error(error),
            ) from error
        with client:
            try:
                client.wait_for_workers(1, timeout=patience)
            except (TimeoutError, OSError) as error:
                raise ClusterError(
                    "The Dask scheduler at '{address}' has no worker: start one with 'dask worker {address}'.",
                    address=address,
                ) from error
            yield DaskExecutor(client, address)


def _load_security(dask: Any, address: str) -> Any:
    """The certificates that Dask's own settings name (distributed.comm.tls). Raises ClusterError if one cannot be used,
    or none is named and the address demands one."""
    security = dask.Security()
    try:
        context = security.get_connection_args("client").get("ssl_context")
    except (OSError, ValueError) as error:  # of a file, or of the ssl module
        raise ClusterError(
            "The certificates for '{address}' cannot be used ({reason}): check the files that "
            "distributed.comm.tls in Dask's settings names.",
            address=address,
            reason=_summarize_error(error),
        ) from error
    if address.lower().startswith("tls:") and context is None:
        raise ClusterError(
            "The scheduler at '{address}' asks for certificates: name ca-file, client.cert and client.key under "
            "distributed.comm.tls in Dask's settings.",
            address=address,
        )
    return security


class DaskExecutor:
    """Runs tasks on the workers of a Dask client that is connected to a scheduler."""

    def __init__(self, client: Any, address: str) -> None:
        self._client = client
        self._address = address
        self._executor: Executor = client.get_executor(pure=False)
        self._threads = 0
        self._last_poll = 0.0
        self._last_worker = time.monotonic()
        self._stopped = threading.Event()

    def stop(self) -> None:
        """Let `run_tasks` end soon, in whatever thread it is; what it is at gets no result."""
        self._stopped.set()

    def get_voice_identity(self, options: Options) -> str:
        said = self._ask_workers(options)
        for error in said:
            if isinstance(error, AudiobriefError):
                raise error
            if isinstance(error, Exception):  # workers may raise anything, such as ModuleNotFoundError
                raise ClusterError(
                    "The workers at '{address}' cannot make programmes ({reason}): "
                    "install the same audiobrief on each.",
                    address=self._address,
                    reason=_summarize_error(error),
                ) from error
        if len(set(said)) != 1:
            raise ClusterError(
                "The workers at '{address}' differ in their version of audiobrief or in the voice: "
                "install the same on each.",
                address=self._address,
            )
        return str(said[0])

    def _ask_workers(self, options: Options) -> list[str | Exception]:
        """The voice's identity on each worker, or its error. One that dies meanwhile does not count; where all do,
        those that take their places are asked."""
        from distributed.comm.core import CommClosedError

        until = time.monotonic() + _PATIENCE
        while True:
            try:
                answers = list(self._client.run(compute_voice_identity, options, on_error="return").values())
            except Exception as error:  # of the way to the scheduler
                answers = [error]
            alive = [answer for answer in answers if not isinstance(answer, CommClosedError)]
            if alive or not self._is_connected() or time.monotonic() > until:
                return alive or answers
            time.sleep(_POLL)

    def run_tasks(self, tasks: Iterable[Task]) -> Iterator[TaskSuccess | TaskFailure]:
        coming: Iterator[Task] = iter(tasks)
        again: deque[Task] = deque()
        running: dict[Future[TaskSuccess | TaskFailure], Task] = {}
        last: Task | None = None
        while not self._has_lost_workers():
            if self._stopped.is_set():
                return
            while self._is_connected() and len(running) < self._threads + _SPARE:
                last = again.popleft() if again else next(coming, None)
                if last is None:
                    break
                running[self._executor.submit(run_task, last)] = last
            if not running:
                if last is None and not again:
                    return
                time.sleep(_POLL)
                continue
            done, _ = wait(running, timeout=_POLL, return_when=FIRST_COMPLETED)
            for future in done:
                task = running.pop(future)
                try:
                    yield future.result()
                except CancelledError:  # the scheduler was lost; Dask tries to reach it again
                    again.append(task)
                except Exception as error:  # KilledWorker, or what serialisation throws
                    yield TaskFailure(task.number, self._describe_failure(task, error), ClusterError.exit_status)
        reason = message(
            "The cluster at '{address}' went away before this was made: run the same command again.",
            address=self._address,
        )
        for task in (*running.values(), *again, *coming):
            yield TaskFailure(task.number, reason, ClusterError.exit_status)

    def _is_connected(self) -> bool:
        return bool(self._client.status == "running")

    def _has_lost_workers(self) -> bool:
        """Whether the cluster is closed, or has had no worker for `_PATIENCE`. Polls it every `_POLL` seconds."""
        now = time.monotonic()
        if now - self._last_poll >= _POLL:
            self._last_poll = now
            try:
                self._threads = sum(self._client.nthreads().values()) if self._is_connected() else 0
            except (OSError, TimeoutError):
                self._threads = 0
            if self._threads:
                self._last_worker = now
        return self._client.status == "closed" or now - self._last_worker > _PATIENCE

    def _describe_failure(self, task: Task, error: Exception) -> Message:
        from distributed import KilledWorker

        if isinstance(error, KilledWorker):
            return message(
                "Every worker that made '{title}' died: see that each has enough memory, and report it.",
                title=task.article.title,
            )
        return message(
            "The cluster at '{address}' failed ({reason}): see its workers' logs.",
            address=self._address,
            reason=_summarize_error(error),
        )


def _summarize_error(error: Exception) -> str:
    """The type and the first line of an error's message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return f"{type(error).__name__}{': ' if lines else ''}{redact_userinfo(lines[0])[:200] if lines else ''}"
