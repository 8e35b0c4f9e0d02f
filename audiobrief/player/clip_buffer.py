"""Clips that are spoken ahead of the place where one listens, in a thread of their own."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from audiobrief.model import Clip
from audiobrief.voice.live import LiveClip

_Speak = Callable[[int], Iterator[LiveClip]]
# Utterances behind the listener that are kept, to be heard again at once.
_BEHIND = 30


class ClipBuffer:
    """Speaks utterances in order from where the listener is, until `ahead` seconds are ready.

    `speak` yields the clips from an utterance on; the script has `count`. Errors of `speak` are kept in `error`: what
    is ready can still be heard. Use as a context manager, which ends the thread.
    """

    def __init__(self, speak: _Speak, count: int, *, ahead: float, first: int = 0) -> None:
        self.error: BaseException | None = None
        self._speak, self._count, self._ahead = speak, count, ahead
        self._changed = threading.Condition()
        self._parts: dict[int, list[Clip]] = {}
        self._complete: set[int] = set()
        self._listener = self._next = first
        # Raised whenever the thread has to begin anew elsewhere.
        self._turn = 0
        self._closed = False
        self._spoken = self._spent = 0.0
        self._thread = threading.Thread(target=self._fill, name="audiobrief-speaking", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join(timeout=1.0)

    def get_part(self, at: int, number: int) -> Clip | None:
        """Part `number` of utterance `at`, None as long as it is not spoken."""
        with self._changed:
            parts = self._parts.get(at, [])
            return parts[number] if number < len(parts) else None

    def is_complete(self, at: int) -> bool:
        """Whether all parts of utterance `at` are spoken."""
        with self._changed:
            return at in self._complete

    def count_seconds(self) -> float:
        """How many seconds are ready from the listener on."""
        with self._changed:
            return self._count_seconds()

    def is_filled(self, seconds: float) -> bool:
        """Whether so much is ready, or all that there will be."""
        with self._changed:
            ended = self._next >= self._count or self.error is not None or self._closed
            return ended or self._count_seconds() >= seconds

    def reach(self, seconds: float) -> None:
        """Speak at least so much ahead from now on."""
        with self._changed:
            self._ahead = max(self._ahead, seconds)
            self._changed.notify_all()

    def move(self, at: int) -> None:
        """The listener is at utterance `at` now. Speaking goes on there if that is not ready."""
        with self._changed:
            self._listener = at
            for past in [number for number in self._parts if number < at - _BEHIND]:
                self._forget(past)
            wanted = at
            while wanted in self._complete:
                wanted += 1
            if wanted != self._next:
                self._begin(wanted)
            self._changed.notify_all()

    def replace(self, speak: _Speak, first: int) -> None:
        """From utterance `first` on, clips come from another `speak`."""
        with self._changed:
            self._speak, self.error = speak, None
            for number in [number for number in self._parts if number >= first]:
                self._forget(number)
            self._begin(first)
            self._changed.notify_all()

    def measure_speed(self) -> float:
        """Seconds of sound made in a second, but for the first part, with which the voice is loaded; infinite before
        another was made."""
        return self._spoken / self._spent if self._spent else float("inf")

    def wait(self, seconds: float) -> None:
        """Wait until something is spoken, at most so long."""
        with self._changed:
            self._changed.wait(seconds)

    def _begin(self, at: int) -> None:
        self._turn += 1
        self._next = at
        if at not in self._complete:
            self._parts.pop(at, None)

    def _forget(self, at: int) -> None:
        self._parts.pop(at, None)
        self._complete.discard(at)

    def _count_seconds(self) -> float:
        ready = range(self._listener, self._next + 1)
        return sum(clip.frames / clip.sample_rate for at in ready for clip in self._parts.get(at, []))

    def _wants_more(self) -> bool:
        return self.error is None and self._next < self._count and self._count_seconds() < self._ahead

    def _fill(self) -> None:
        clips: Iterator[LiveClip] = iter(())
        turn, loaded = -1, False
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._closed or self._wants_more())
                if self._closed:
                    break
                if turn != self._turn:
                    stale, clips, turn = clips, self._speak(self._next), self._turn
                    _close(stale)
            begun = time.monotonic()
            try:
                part = next(clips, None)
            except Exception as error:
                with self._changed:
                    if turn == self._turn:
                        self.error = error
                    self._changed.notify_all()
                continue
            with self._changed:
                if part is not None and loaded:
                    self._spoken += part.clip.frames / part.clip.sample_rate
                    self._spent += time.monotonic() - begun
                loaded |= part is not None
                if part is not None and turn == self._turn and part.at == self._next:
                    self._parts.setdefault(part.at, []).append(part.clip)
                    if part.complete:
                        self._complete.add(part.at)
                        self._advance()
                self._changed.notify_all()
        _close(clips)

    def _advance(self) -> None:
        """Go on to the next utterance; begin anew behind those that are ready already."""
        self._next += 1
        if self._next in self._complete:
            while self._next in self._complete:
                self._next += 1
            self._turn += 1


def _close(clips: Iterator[LiveClip]) -> None:
    """End a generator, and with it what its engine is at."""
    close = getattr(clips, "close", None)
    if close is not None:
        with suppress(Exception):
            close()
