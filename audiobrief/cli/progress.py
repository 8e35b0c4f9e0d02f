"""Progress reports on standard error while a command is working."""

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
    """When the next line is due: `seconds` after the last one, or earlier if progress has grown by `step` percent."""

    seconds: float
    step: float = 100.0


# For logs; and, with fewer lines, for screen readers, which speak every line.
FREQUENT, SPARSE = ReportInterval(1.6), ReportInterval(10.0, 10.0)


class ProgressReporter:
    """A thread that reports progress, on one line that is overwritten (`interval` is None) or line by line."""

    def __init__(self, interval: ReportInterval | None) -> None:
        self._interval = interval
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._status: Callable[[float], Message] | None = None
        self._stage_begun = self._last = time.monotonic()
        self._done = self._reported = 0.0
        self._line_open = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread, unless the system has none left."""
        thread = threading.Thread(target=self._run, daemon=True)
        try:
            thread.start()
        except (RuntimeError, MemoryError):  # the system has no threads left: only stages are reported
            return
        self._thread = thread

    def end(self) -> None:
        """Stop reporting and clear the progress line."""
        self._ended.set()
        if self._thread:
            self._thread.join()
        self.clear()

    def start_stage(self, what: Message | str) -> None:
        """Note the start of a stage, which has been printed."""
        with self._lock:
            self._stage_begun = self._last = time.monotonic()
            self._done = self._reported = 0.0
            self._status = lambda seconds: message(
                "{stage}: {seconds} s", stage=translate(what), seconds=round(seconds)
            )

    def report_progress(self, progress: Progress) -> None:
        """Note the progress of speaking."""
        if progress.done == progress.utterances:
            self._show_stage(message("Mastering the sound"))
            return
        with self._lock:
            self._done = 100.0 * progress.done / progress.utterances
            begun = time.monotonic() - progress.elapsed
            self._status = lambda seconds: _describe_progress(progress, time.monotonic() - begun)
        if self._interval is None:
            self._report()

    def report_count(self, line: Message) -> None:
        """Note the progress of a batch."""
        with self._lock:
            self._last = time.monotonic()
            self._status = lambda seconds: line
        if self._interval is None:
            self._report()

    def clear(self) -> None:
        """Clear the progress line, before another line is printed."""
        with self._lock:
            if self._line_open:
                self._line_open = False
                write_stream("\r\x1b[K", err=True, nl=False)

    def _show_stage(self, what: Message) -> None:
        """Show a stage on the progress line only; as a line of its own if it lasts."""
        self.start_stage(what)
        if self._interval is None:
            self._report()

    def _run(self) -> None:
        while not self._ended.wait(_TICK):
            if self._is_due() and not self._report():
                return

    def _is_due(self) -> bool:
        past = time.monotonic() - self._last
        if self._interval is None:
            return past >= _REDRAW
        return past >= self._interval.seconds or self._done - self._reported >= self._interval.step

    def _report(self) -> bool:
        """Print the status; return False if the program is ending or standard error is closed."""
        with self._lock:
            if self._ended.is_set() or is_ending():
                return False
            if self._status is None:
                return True
            self._last = time.monotonic()
            self._reported = self._done
            line = sanitize_text(translate(self._status(self._last - self._stage_begun)))
            try:
                if self._interval is None:
                    self._line_open = True
                    write_stream(f"\r\x1b[K{line}", err=True, nl=False)
                else:
                    write_stream(line, err=True)
            except UnwrittenError:
                # The main thread gets the same error with its next line.
                return False
            return True


def make_reporter(*, plain: bool, animated: bool) -> ProgressReporter:
    """A reporter for an animated terminal, for plain output, or for a log."""
    return ProgressReporter(None if animated else SPARSE if plain else FREQUENT)


def _describe_progress(progress: Progress, elapsed: float) -> Message:
    return message(
        "Speaking: {done} of {sentences} sentences, {speed:.1f} times real time, {left} s left",
        done=progress.done,
        sentences=progress.utterances,
        speed=progress.spoken / progress.elapsed if progress.elapsed else 0.0,
        left=max(0, round(progress.left - (elapsed - progress.elapsed))),
    )
