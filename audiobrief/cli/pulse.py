"""What goes on, said again and again while the work is silent, so that nobody takes it for dead."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiobrief.cli.language import translate
from audiobrief.cli.streams import UnwrittenError, write_stream
from audiobrief.messages import Message, message
from audiobrief.sanitize import sanitize_text
from audiobrief.system.signals import is_ending

if TYPE_CHECKING:
    from audiobrief.pipeline import Progress

# Seconds.
_TICK, _REDRAW = 0.2, 0.8


@dataclass(frozen=True, slots=True)
class ReportInterval:
    """When a line is due: `seconds` after the one before it, or sooner where the work has come `step` of a hundred
    further."""

    seconds: float
    step: float = 100.0


# For a log. A screen reader speaks every line, over what is being listened to: there, few.
FREQUENT, SPARSE = ReportInterval(1.6), ReportInterval(10.0, 10.0)


class ProgressReporter:
    """A thread that says what goes on: as one line that is written over (`rhythm` is None), or line by line."""

    def __init__(self, rhythm: ReportInterval | None) -> None:
        self._rhythm = rhythm
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._doing: Callable[[float], Message] | None = None
        self._since = self._last = time.monotonic()
        self._done = self._told = 0.0
        self._over = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        thread = threading.Thread(target=self._beat, daemon=True)
        try:
            thread.start()
        except (RuntimeError, MemoryError):  # no more threads are to be had: the stages are told all the same
            return
        self._thread = thread

    def end(self) -> None:
        """No line more; one that was to be written over goes."""
        self._ended.set()
        if self._thread:
            self._thread.join()
        self.clear()

    def stage(self, what: Message | str) -> None:
        """A stage of the work has begun, and was said."""
        with self._lock:
            self._since = self._last = time.monotonic()
            self._done = self._told = 0.0
            self._doing = lambda seconds: message("{stage}: {seconds} s", stage=translate(what), seconds=round(seconds))

    def progress(self, progress: Progress) -> None:
        """So far is the speaking."""
        if progress.done == progress.utterances:
            self._now(message("Mastering the sound"))
            return
        with self._lock:
            self._done = 100.0 * progress.done / progress.utterances
            begun = time.monotonic() - progress.elapsed
            self._doing = lambda seconds: _describe_progress(progress, time.monotonic() - begun)
        if self._rhythm is None:
            self._say()

    def count(self, line: Message) -> None:
        """So many are done of many."""
        with self._lock:
            self._last = time.monotonic()
            self._doing = lambda seconds: line
        if self._rhythm is None:
            self._say()

    def clear(self) -> None:
        """Before another line is written: the one that is written over goes."""
        with self._lock:
            if self._over:
                self._over = False
                write_stream("\r\x1b[K", err=True, nl=False)

    def _now(self, what: Message) -> None:
        """A stage that is worth no line of its own, unless it lasts."""
        self.stage(what)
        if self._rhythm is None:
            self._say()

    def _beat(self) -> None:
        while not self._ended.wait(_TICK):
            if self._is_due() and not self._say():
                return

    def _is_due(self) -> bool:
        past = time.monotonic() - self._last
        if self._rhythm is None:
            return past >= _REDRAW
        return past >= self._rhythm.seconds or self._done - self._told >= self._rhythm.step

    def _say(self) -> bool:
        """Say it; False where nobody hears it."""
        with self._lock:
            if self._ended.is_set() or is_ending():
                return False
            if self._doing is None:
                return True
            self._last = time.monotonic()
            self._told = self._done
            line = sanitize_text(translate(self._doing(self._last - self._since)))
            try:
                if self._rhythm is None:
                    self._over = True
                    write_stream(f"\r\x1b[K{line}", err=True, nl=False)
                else:
                    write_stream(line, err=True)
            except UnwrittenError:
                # In this thread it would be lost; the main one finds it out with its next line.
                return False
            return True


def make_reporter(*, plain: bool, animated: bool) -> ProgressReporter:
    """The pulse of a way of speaking."""
    return ProgressReporter(None if animated else SPARSE if plain else FREQUENT)


def _describe_progress(progress: Progress, elapsed: float) -> Message:
    return message(
        "Speaking: {done} of {sentences} sentences, {speed:.1f} times real time, {left} s left",
        done=progress.done,
        sentences=progress.utterances,
        speed=progress.spoken / progress.elapsed if progress.elapsed else 0.0,
        left=max(0, round(progress.left - (elapsed - progress.elapsed))),
    )
