"""SIGTERM and its like as a wish to end, not as an end."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from audiobrief.system.signals import list_ending_signals


@contextmanager
def intercept_stop(tell: Callable[[], None]) -> Iterator[None]:
    """Inside the block the first signal that tells a program to end calls `tell`, which must be quick; the second does
    what it would outside. Those that are ignored stay so."""
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            restore()
            signal.raise_signal(number)
        else:
            asked = True
            tell()

    def restore() -> None:
        for number, handler in former.items():
            signal.signal(number, handler)

    heeded = [number for number in list_ending_signals() if signal.getsignal(number) is not signal.SIG_IGN]
    former: dict[signal.Signals, Any] = {number: signal.signal(number, stop) for number in heeded}
    try:
        yield
    finally:
        restore()
