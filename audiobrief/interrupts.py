"""SIGINT and SIGTERM, which end the program as an exception does: at once, or when something is through."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

_MOMENT = 0.01
# Windows knows no SIGHUP.
_ENDS = {signal.SIGINT, signal.SIGTERM} | ({signal.SIGHUP} if hasattr(signal, "SIGHUP") else set())


@contextmanager
def terminated_as_exit() -> Iterator[None]:
    """SIGTERM ends the program as an exception does, so that what is unfinished is removed."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    with _handled({signal.SIGTERM}, stop), _heard_again():
        yield


@contextmanager
def interrupts_later() -> Iterator[None]:
    """A wish to end that comes inside the block is heard at its end: where an exception would be lost, as in what C
    calls back, or would part things that belong together."""
    came: list[int] = []
    try:
        with _handled(_ENDS, lambda number, frame: came.append(number)):
            yield
    finally:
        for number in came:
            signal.raise_signal(number)


@contextmanager
def _heard_again() -> Iterator[None]:
    """What a signal raises inside a finaliser, Python prints and forgets: the signal is sent once more instead."""
    former = sys.unraisablehook

    def lost(unraisable: sys.UnraisableHookArgs) -> None:
        number = _signal_of(unraisable.exc_value)
        if number is None:
            former(unraisable)
        else:
            # A moment later, since whatever is raised in here is lost as well.
            again = threading.Timer(_MOMENT, os.kill, (os.getpid(), number))
            again.daemon = True
            again.start()

    sys.unraisablehook = lost
    try:
        yield
    finally:
        sys.unraisablehook = former


def _signal_of(error: BaseException | None) -> int | None:
    if isinstance(error, KeyboardInterrupt):
        return signal.SIGINT
    if isinstance(error, SystemExit) and error.code == 128 + signal.SIGTERM:
        return signal.SIGTERM
    return None


@contextmanager
def _handled(numbers: set[signal.Signals], handler: Callable[[int, FrameType | None], object]) -> Iterator[None]:
    # Python runs handlers in the main thread: whoever runs there sees to signals.
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former: dict[signal.Signals, Any] = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, before in former.items():
            signal.signal(number, signal.SIG_DFL if before is None else before)
