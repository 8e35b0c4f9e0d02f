"""Clean exits on signals: Ctrl-C (SIGINT), SIGTERM, SIGHUP and, on Windows, Ctrl-Break (SIGBREAK).

Python runs signal handlers in the main thread between two bytecode instructions, so a library call may delay them for
seconds. A second thread therefore listens too: it reports the signal at once and ends the process in time.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress

# This module is imported before all others, so it imports nothing that is slow.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import FrameType
    from typing import Any

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# Seconds: before a lost signal is sent again; for the program to end by itself; for `defer_signals` blocks to end; for
# the report of the signal to be written.
_MOMENT, _GRACE, _MAX_DEFERRAL, _WRITING = 0.01, 0.6, 5.0, 0.35

# Paths to remove however the process ends.
_unfinished: set[Path] = set()


def list_ending_signals() -> tuple[signal.Signals, ...]:
    """The signals of this system that ask a program to end."""
    return tuple(found for name in _NAMES if (found := getattr(signal, name, None)) is not None)


@contextmanager
def exit_on_signals(report: Callable[[str], None]) -> Iterator[None]:
    """Raise SystemExit(128 + number) inside the block on the first ending signal, and ignore later ones.

    `report` is called at once with the signal's name, in another thread. After the block, or if that takes too long,
    unfinished files are removed and the process exits without waiting for other threads. Signals that were ignored
    (nohup) stay ignored.
    """
    if not _is_main_thread():
        yield
        return
    ending = _ExitHandler()
    with _run_listener(ending, report) as listener, ExitStack() as handlers:
        try:
            handlers.enter_context(_resend_lost_signals())
            handlers.enter_context(_install_handler(_list_unignored(), ending))
            yield
        finally:
            if ending.number:
                listener.end(ending.number)


def is_ending() -> bool:
    """Whether the program is ending because of a signal, so that it should print nothing more."""
    return any(_has_exited(signal.getsignal(number)) for number in list_ending_signals())


@contextmanager
def exit_on_termination() -> Iterator[None]:
    """Raise SystemExit inside the block on SIGTERM and SIGHUP, so that unfinished files are removed. Signals that have
    another handler keep it."""
    default = [
        number
        for number in list_ending_signals()
        if number != signal.SIGINT and _is_main_thread() and signal.getsignal(number) is signal.SIG_DFL
    ]
    with _install_handler(default, _TerminationHandler()), _resend_lost_signals():
        yield


@contextmanager
def defer_signals() -> Iterator[None]:
    """Handle ending signals after the block: for code in which an exception would be lost, such as callbacks from C, or
    would separate steps that belong together.

    Only the handlers of `exit_on_signals` and `exit_on_termination` are deferred; others are not ours.
    """
    if not _is_main_thread():
        yield
        return
    came: list[int] = []
    try:
        with ExitStack() as stack:
            for number in list_ending_signals():
                former = signal.getsignal(number)
                if isinstance(former, _ExitHandler | _TerminationHandler | _DeferredHandler):
                    stack.enter_context(_install_handler([number], _DeferredHandler(former, came)))
            yield
    finally:
        for heard in came:
            signal.raise_signal(heard)


@contextmanager
def intercept_signals(on_first: Callable[[], None]) -> Iterator[None]:
    """Inside the block, the first ending signal calls `on_first`, which must be quick; the second has its usual effect.
    Ignored signals stay ignored.

    After a first signal, the handlers of `exit_on_signals` come back only with a second one: its listener may read the
    number of the first after the block, and would end the process.
    """
    asked = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            handlers.close()
            signal.raise_signal(number)
        else:
            asked = True
            on_first()

    numbers = _list_unignored()
    deferred = any(_find_exit_handler(signal.getsignal(number)) for number in numbers)
    handlers = ExitStack()
    handlers.enter_context(_install_handler(numbers, handle))
    try:
        yield
    finally:
        if not (asked and deferred):
            handlers.close()


@contextmanager
def remove_at_exit(*paths: Path) -> Iterator[None]:
    """Remove `paths` if the process exits inside the block without reaching its end."""
    _unfinished.update(paths)
    try:
        yield
    finally:
        # A path that still exists was not removed because of a second exception; it stays registered.
        _unfinished.difference_update(path for path in paths if not os.path.lexists(path))


class _ExitHandler:
    """Raises SystemExit on the first signal, whose number is `number`, 0 before."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if not self.number:
            self.number = number
            raise SystemExit(128 + number)

    def reset(self) -> None:
        """Let the next signal raise SystemExit again, because the exception was lost."""
        self.number = 0


class _TerminationHandler:
    """Raises SystemExit on every signal."""

    def __call__(self, number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)


class _DeferredHandler:
    """Records signals in place of the handler `former`."""

    def __init__(self, former: Any, came: list[int]) -> None:
        self.former, self._came = former, came

    def __call__(self, number: int, frame: FrameType | None) -> None:
        self._came.append(number)


def _find_exit_handler(handler: Any) -> _ExitHandler | None:
    while isinstance(handler, _DeferredHandler):
        handler = handler.former
    return handler if isinstance(handler, _ExitHandler) else None


def _has_exited(handler: Any) -> bool:
    ending = _find_exit_handler(handler)
    return ending is not None and ending.number != 0


class _Listener:
    """A thread that reads the numbers of signals as they arrive.

    `report` runs in a second thread, because writing may block. Both are started at once: later there may be no memory
    for a thread.
    """

    def __init__(self, ending: _ExitHandler, report: Callable[[str], None]) -> None:
        self._ending, self._report = ending, report
        self._arrived, self._reported = threading.Event(), threading.Event()
        self._first = threading.Lock()
        self._number = 0
        self._listener: threading.Thread | None = None

    def start(self, receive: Callable[[], bytes]) -> None:
        """Start the threads. Raises RuntimeError or MemoryError if the system has no threads left."""
        threading.Thread(target=self._report_once, daemon=True).start()
        listener = threading.Thread(target=self.listen, args=(receive,), daemon=True)
        listener.start()
        self._listener = listener

    def stop(self) -> None:
        """End the threads without a signal, after the channel was closed."""
        self._arrived.set()
        if self._listener:
            self._listener.join()

    def listen(self, receive: Callable[[], bytes]) -> None:
        """Handle signals until the channel is closed."""
        while numbers := receive():
            for number in numbers:
                # Another handler may be installed at the moment, such as that of a hot folder.
                if _find_exit_handler(signal.getsignal(number)) is self._ending:
                    self._handle_first(number)
                    self._force_exit(number)

    def end(self, number: int) -> None:
        """Exit the process, after removing unfinished files."""
        self._handle_first(number)
        remove_unfinished()
        self._reported.wait(_WRITING)
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        os._exit(128 + (self._number or number))

    def _handle_first(self, number: int) -> None:
        with self._first:
            if self._number:
                return
            self._number = number
            self._arrived.set()
            if not self._listener:
                self._report(signal.Signals(number).name)
                self._reported.set()

    def _report_once(self) -> None:
        self._arrived.wait()
        if self._number:
            self._report(signal.Signals(self._number).name)
        self._reported.set()

    def _force_exit(self, number: int) -> None:
        time.sleep(_GRACE)
        until = time.monotonic() + _MAX_DEFERRAL
        while isinstance(signal.getsignal(number), _DeferredHandler) and time.monotonic() < until:
            time.sleep(_MOMENT)
        remove_unfinished()
        self._reported.wait(_WRITING)
        os._exit(128 + self._number)


@contextmanager
def _run_listener(ending: _ExitHandler, report: Callable[[str], None]) -> Iterator[_Listener]:
    """Run a listener during the block. Without threads or pipes, only the main thread handles signals."""
    listener = _Listener(ending, report)
    with ExitStack() as stack:
        try:
            receive, writing = _open_channel(stack)
            listener.start(receive)
        except (OSError, RuntimeError, MemoryError):
            yield listener
            return
        # Callbacks run in reverse order: closing the writing end lets the listener stop.
        stack.callback(listener.stop)
        stack.callback(writing.close)
        former = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        try:
            yield listener
        finally:
            signal.set_wakeup_fd(former)


def _open_channel(stack: ExitStack) -> tuple[Callable[[], bytes], Any]:
    """A function that receives signal numbers, and the pipe or socket for `signal.set_wakeup_fd`."""
    if sys.platform == "win32":
        # On Windows, set_wakeup_fd takes only sockets in addition to files.
        import socket

        receiving, sending = map(stack.enter_context, socket.socketpair())
        sending.setblocking(False)
        return lambda: receiving.recv(64), sending
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    os.set_blocking(writing, False)
    return lambda: os.read(reading, 64), stack.enter_context(open(writing, "wb", buffering=0))  # noqa: PTH123


def remove_unfinished() -> None:
    """Remove all registered unfinished files and folders."""
    import shutil

    for path in sorted(_unfinished):
        # Another thread may be writing to a folder, so removing it can fail.
        for _ in range(3):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink(missing_ok=True)
            if not os.path.lexists(path):
                break


@contextmanager
def _resend_lost_signals() -> Iterator[None]:
    """Send a signal again if its exception was raised in a finalizer, where Python prints and discards it."""
    former = sys.unraisablehook

    def lost(unraisable: sys.UnraisableHookArgs) -> None:
        number = _find_signal(unraisable.exc_value)
        if number is None:
            former(unraisable)
            return
        if ending := _find_exit_handler(signal.getsignal(number)):
            ending.reset()
        # Later, because an exception raised in this hook is lost as well.
        again = threading.Timer(_MOMENT, _send_signal, (number,))
        again.daemon = True
        again.start()

    sys.unraisablehook = lost
    try:
        yield
    finally:
        sys.unraisablehook = former


def _send_signal(number: int) -> None:
    if sys.platform == "win32":
        # On Windows, os.kill ends the process at once.
        import _thread

        _thread.interrupt_main(signal.Signals(number))
    else:
        os.kill(os.getpid(), number)


def _find_signal(error: BaseException | None) -> int | None:
    if isinstance(error, KeyboardInterrupt):
        return signal.SIGINT
    if isinstance(error, SystemExit):
        return next((number for number in list_ending_signals() if error.code == 128 + number), None)
    return None


def _list_unignored() -> list[signal.Signals]:
    """The ending signals that are not ignored."""
    return [number for number in list_ending_signals() if signal.getsignal(number) is not signal.SIG_IGN]


def _is_main_thread() -> bool:
    # Python runs signal handlers only in the main thread.
    return threading.current_thread() is threading.main_thread()


@contextmanager
def _install_handler(
    numbers: Iterable[signal.Signals], handler: Callable[[int, FrameType | None], object]
) -> Iterator[None]:
    former: dict[signal.Signals, Any] = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, before in former.items():
            signal.signal(number, signal.SIG_DFL if before is None else before)
