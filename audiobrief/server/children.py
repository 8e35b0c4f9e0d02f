"""Functions that run in processes of their own, which can be killed: what they read or do harms nothing else."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from typing import Any

from audiobrief.errors import AudiobriefError, explain_error
from audiobrief.messages import Message
from audiobrief.system.processes import leave_terminal, lower_priority, unblock_signals

# Loaded once by the process from which others are forked. None of them starts threads.
_PRELOADED = [
    "audiobrief.server.speaking", "audiobrief.server.reading", "audiobrief.article.sources", "audiobrief.pipeline",
    "audiobrief.article.fetch", "audiobrief.article.formats.plain", "audiobrief.article.formats.markdown",
    "audiobrief.article.formats.html", "audiobrief.segmentation", "audiobrief.speech", "audiobrief.pronunciation.words",
    "audiobrief.voice.cast", "audiobrief.voice.live", "audiobrief.voice.engines.espeak", "audiobrief.player.playlist",
    "audiobrief.player.sound_stream", "audiobrief.delivery.text.read_along_json",
]  # fmt: skip
# For work that nobody waits for: it leaves the processor to whoever listens and turns pages.
NICENESS = 5
# Seconds for a process to end after its work.
_PATIENCE = 5.0


class ChildDiedError(AudiobriefError):
    """The process ended without an answer, or was killed because it took too long."""


class Child:
    """A process that runs `function(*arguments)`. `send` may be the first argument: see `Child.__init__`.

    `memory` limits its address space in bytes (on Linux and macOS), `nice` lowers its priority.
    """

    def __init__(
        self,
        function: Callable[..., Any],
        *arguments: Any,
        memory: int | None = None,
        nice: int = 0,
        streams: bool = False,
    ) -> None:
        """Start the process. With `streams`, the function is given a function first that sends pieces to `receive`."""
        context: Any = _choose_context()
        self._receiving, sending = context.Pipe(duplex=False)
        self._process = context.Process(
            target=_run, args=(sending, function, arguments, memory, nice, streams), daemon=True
        )
        self._process.start()
        sending.close()
        self._lock = threading.Lock()
        self._killed = False

    def receive(self, seconds: float | None = None) -> tuple[str, Any]:
        """The next piece, as `("piece", piece)`, or the end, as `("result", what the function returned)`.

        Raises what the function raised, and ChildDiedError if the process has died, or if nothing came in `seconds`;
        then it is killed.
        """
        try:
            if seconds is not None and not self._receiving.poll(seconds):
                self.kill()
                raise ChildDiedError("It took longer than {seconds:.0f} seconds and was given up.", seconds=seconds)
            kind, value = self._receiving.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise ChildDiedError("The process that did it died: see that there is enough memory.") from error
        if kind == "error":
            self._end()
            raise value
        if kind == "result":
            self._end()
        return kind, value

    def has_ended(self) -> bool:
        """Whether the process has ended."""
        return self._process.exitcode is not None

    @property
    def was_killed(self) -> bool:
        """Whether `kill` ended it."""
        return self._killed

    def kill(self) -> None:
        """End the process at once."""
        self._killed = True
        with suppress(OSError, ValueError, AttributeError):
            self._process.kill()

    def _end(self) -> None:
        with self._lock:
            self._process.join(_PATIENCE)
            if self._process.exitcode is None:
                self.kill()
                self._process.join()
            self._receiving.close()


def call_in_child(
    function: Callable[..., Any], *arguments: Any, seconds: float, memory: int | None = None, nice: int = 0
) -> Any:
    """What `function(*arguments)` returns in a process of its own. Raises what it raises, and ChildDiedError."""
    return Child(function, *arguments, memory=memory, nice=nice).receive(seconds)[1]


def warm_up() -> None:
    """Start the process from which children are forked, so that the first of them does not wait for it."""
    with suppress(AudiobriefError, OSError):
        call_in_child(int, seconds=60.0)


def _choose_context() -> Any:
    """Processes are forked from one that has loaded what they need and has no threads; elsewhere they start anew."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _run(
    sending: Connection,
    function: Callable[..., Any],
    arguments: tuple[Any, ...],
    memory: int | None,
    nice: int,
    streams: bool,
) -> None:
    leave_terminal()
    unblock_signals()
    _limit_memory(memory)
    lower_priority(nice)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_exit_with_parent, args=(parent.sentinel,), daemon=True).start()
    try:
        given = (lambda piece: sending.send(("piece", piece)), *arguments) if streams else arguments
        answer = ("result", function(*given))
    except BaseException as error:
        answer = ("error", explain_error(error))
    with suppress(OSError):
        sending.send(answer)
    # Threads of engines must not hold the process.
    sending.close()
    os._exit(0)


def _exit_with_parent(sentinel: int) -> None:
    wait_for([sentinel])
    os._exit(1)


def _limit_memory(size: int | None) -> None:
    if size is None or sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))


def explain_failure(error: BaseException) -> Message:
    """The message of any error."""
    return explain_error(error).message
