"""SIGTERM and SIGINT as a wish to end, not as an end."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def asked_to_end(tell: Callable[[], None]) -> Iterator[None]:
    """Inside the block the first SIGTERM or SIGINT calls `tell`, which must be quick; the second ends the program."""
    asked = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt if number == signal.SIGINT else SystemExit(128 + number)
        asked = True
        tell()

    former = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
