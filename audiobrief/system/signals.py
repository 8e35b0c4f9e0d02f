"""How the program ends when it is told to: by Ctrl-C (SIGINT), SIGTERM, SIGHUP or, on Windows, Ctrl-Break (SIGBREAK).

Python hears a signal in its main thread, between two steps of its own. That may be busy for seconds in a library, so a
second thread listens too: it answers at once, and sees to it that the end comes soon.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress

# Loaded before anything else, so that signals are heard early: nothing that takes long.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from types import FrameType
    from typing import Any

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
# Seconds: before a lost signal is sent again; for the program to end by itself; for what must not be parted to be
# through; for the line that answers to be written.
_MOMENT, _GRACE, _MAX_DEFERRAL, _WRITING = 0.01, 0.6, 5.0, 0.35
# Those that a terminal sends to all that runs there.
_TERMINAL_SIGNALS = [found for name in ("SIGINT", "SIGHUP") if (found := getattr(signal, name, None)) is not None]

# What is to be removed however the process ends.
_unfinished: set[Path] = set()


def list_ending_signals() -> tuple[signal.Signals, ...]:
    """Those of this system that tell a program to end."""
    return tuple(found for name in _NAMES if (found := getattr(signal, name, None)) is not None)


@contextmanager
def exit_on_signals(tell: Callable[[str], None]) -> Iterator[None]:
    """The first signal inside the block raises SystemExit there, with 128 and its number; later ones change nothing.

    `tell` is called at once with the signal's name, in another thread. After the block, or where that does not end in
    time, what is unfinished is removed and the process ends, without waiting for what other threads are at. Signals
    that whoever started us has had ignored (nohup) stay so.
    """
    if not _is_main_thread():
        yield
        return
    ending = _ExitHandler()
    with _run_listener(ending, tell) as listener, ExitStack() as handlers:
        try:
            handlers.enter_context(_resend_lost_signals())
            handlers.enter_context(_install_handler(_list_unignored(), ending))
            yield
        finally:
            if ending.number:
                listener.end(ending.number)


def is_ending() -> bool:
    """Whether a signal has told the program to end: then there is nothing more to say."""
    return any(_has_exited(signal.getsignal(number)) for number in list_ending_signals())


@contextmanager
def exit_on_termination() -> Iterator[None]:
    """SIGTERM and SIGHUP end the program as an exception does, so that what is unfinished is removed; where something
    else is to happen with them, that happens."""
    default = [
        number
        for number in list_ending_signals()
        if number != signal.SIGINT and _is_main_thread() and signal.getsignal(number) is signal.SIG_DFL
    ]
    with _install_handler(default, _TerminationHandler()), _resend_lost_signals():
        yield


@contextmanager
def defer_signals() -> Iterator[None]:
    """A wish to end that comes inside the block is heard at its end: where an exception would be lost, as in what C
    calls back, or would part things that belong together.

    Only the handlers of `exit_on_signals` and `exit_on_termination` are put off: where neither was asked for, signals
    are somebody else's.
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
def block_signals() -> Iterator[None]:
    """Block terminal signals in processes that are started inside the block, until they call `unblock_signals`.

    A terminal sends Ctrl-C to every process of its group, also to one that is not ready to clean up yet. This process
    receives the signals after the block.
    """
    if sys.platform == "win32":
        yield
        return
    former = signal.pthread_sigmask(signal.SIG_BLOCK, _TERMINAL_SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def unblock_signals() -> None:
    """The end of what `block_signals` began, in the process that was started."""
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _TERMINAL_SIGNALS)


@contextmanager
def remove_at_exit(*paths: Path) -> Iterator[None]:
    """`paths` are removed where the process ends inside the block without coming to the block's end."""
    _unfinished.update(paths)
    try:
        yield
    finally:
        # What is still there was not removed, since a second exception came: it stays known.
        _unfinished.difference_update(path for path in paths if not os.path.lexists(path))


class _ExitHandler:
    """What a signal does: once, it raises SystemExit. `number` is 0 before."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, number: int, frame: FrameType | None) -> None:
        if not self.number:
            self.number = number
            raise SystemExit(128 + number)

    def again(self) -> None:
        """The exception was lost: the next signal raises it."""
        self.number = 0


class _TerminationHandler:
    """What a signal does inside `exit_on_termination`."""

    def __call__(self, number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)


class _DeferredHandler:
    """What a signal does inside `defer_signals`, in the place of `former`."""

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
    """The thread that reads signals' numbers as they come. `tell` runs in one more: it may have to wait for whoever
    reads what it writes. Both are there from the beginning: at the end there may be no memory for another."""

    def __init__(self, ending: _ExitHandler, tell: Callable[[str], None]) -> None:
        self._ending, self._tell = ending, tell
        self._came, self._told = threading.Event(), threading.Event()
        self._first = threading.Lock()
        self._number = 0
        self._hearing: threading.Thread | None = None

    def start(self, receive: Callable[[], bytes]) -> None:
        """Raises RuntimeError, MemoryError where no threads are to be had."""
        threading.Thread(target=self._tell_once, daemon=True).start()
        hearing = threading.Thread(target=self.hear, args=(receive,), daemon=True)
        hearing.start()
        self._hearing = hearing

    def stop(self) -> None:
        """The end without a signal, once there is nothing more to be received."""
        self._came.set()
        if self._hearing:
            self._hearing.join()

    def hear(self, receive: Callable[[], bytes]) -> None:
        """Until there is nothing more to be received."""
        while numbers := receive():
            for number in numbers:
                # A signal may be something else's at this moment, as in a folder that is watched.
                if _find_exit_handler(signal.getsignal(number)) is self._ending:
                    self._answer(number)
                    self._see_to_the_end(number)

    def end(self, number: int) -> None:
        """The end of the process: all that was to be put away is."""
        self._answer(number)
        remove_unfinished()
        self._told.wait(_WRITING)
        for stream in (sys.stdout, sys.stderr):
            with suppress(Exception):
                stream.flush()
        os._exit(128 + (self._number or number))

    def _answer(self, number: int) -> None:
        with self._first:
            if self._number:
                return
            self._number = number
            self._came.set()
            if not self._hearing:
                self._tell(signal.Signals(number).name)
                self._told.set()

    def _tell_once(self) -> None:
        self._came.wait()
        if self._number:
            self._tell(signal.Signals(self._number).name)
        self._told.set()

    def _see_to_the_end(self, number: int) -> None:
        time.sleep(_GRACE)
        until = time.monotonic() + _MAX_DEFERRAL
        while isinstance(signal.getsignal(number), _DeferredHandler) and time.monotonic() < until:
            time.sleep(_MOMENT)
        remove_unfinished()
        self._told.wait(_WRITING)
        os._exit(128 + self._number)


@contextmanager
def _run_listener(ending: _ExitHandler, tell: Callable[[str], None]) -> Iterator[_Listener]:
    """Without another thread or files, the program ends as soon as the main thread hears of it."""
    listener = _Listener(ending, tell)
    with ExitStack() as stack:
        try:
            receive, writing = _open_channel(stack)
            listener.start(receive)
        except (OSError, RuntimeError, MemoryError):
            yield listener
            return
        # After its writing end is closed, there is nothing more to be received.
        stack.callback(listener.stop)
        stack.callback(writing.close)
        former = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        try:
            yield listener
        finally:
            signal.set_wakeup_fd(former)


def _open_channel(stack: ExitStack) -> tuple[Callable[[], bytes], Any]:
    """What receives, and the open thing that a signal writes to."""
    if sys.platform == "win32":
        # There, it can be nothing but a socket.
        import socket

        receiving, sending = map(stack.enter_context, socket.socketpair())
        sending.setblocking(False)
        return lambda: receiving.recv(64), sending
    reading, writing = os.pipe()
    stack.callback(os.close, reading)
    os.set_blocking(writing, False)
    return lambda: os.read(reading, 64), stack.enter_context(open(writing, "wb", buffering=0))  # noqa: PTH123


def remove_unfinished() -> None:
    """Remove what is unfinished now."""
    import shutil

    for path in sorted(_unfinished):
        # Another thread may be putting something into a folder at this moment.
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
    """What a signal raises inside a finaliser, Python prints and forgets: the signal is sent once more instead."""
    former = sys.unraisablehook

    def lost(unraisable: sys.UnraisableHookArgs) -> None:
        number = _find_signal(unraisable.exc_value)
        if number is None:
            former(unraisable)
            return
        if ending := _find_exit_handler(signal.getsignal(number)):
            ending.again()
        # A moment later, since whatever is raised in here is lost as well.
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
        # There, os.kill ends the process at once.
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
    """Those that are not ignored."""
    return [number for number in list_ending_signals() if signal.getsignal(number) is not signal.SIG_IGN]


def _is_main_thread() -> bool:
    # Python runs handlers in the main thread: whoever runs there sees to signals.
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
