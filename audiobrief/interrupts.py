"""SIGINT and SIGTERM, which end the program as an exception does: at once, or when something is through."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


@contextmanager
def terminated_as_exit() -> Iterator[None]:
    """SIGTERM ends the program as an exception does, so that what is unfinished is removed."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    with _handled({signal.SIGTERM}, stop):
        yield


@contextmanager
def interrupts_later() -> Iterator[None]:
    """A wish to end that comes inside the block is heard at its end: where an exception would be lost, as in what C
    calls back, or would part things that belong together."""
    came: list[int] = []
    try:
        with _handled({signal.SIGINT, signal.SIGTERM, signal.SIGHUP}, lambda number, frame: came.append(number)):
            yield
    finally:
        for number in came:
            signal.raise_signal(number)


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
