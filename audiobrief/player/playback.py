"""The place where one listens: what the sound card is given next, and the steps back and forth."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

from audiobrief.model import Clip
from audiobrief.player.clip_buffer import ClipBuffer
from audiobrief.player.playlist import Playlist

# Seconds that must be ready before the sound goes on after the buffer ran dry; on a slow machine more is needed.
_RESERVE = 4.0
# At most so many seconds are waited for, which are 30 MB at 24 kHz.
_MOST_RESERVE = 600.0
# A voice that is not faster than this in proportion to its sound would soon have to be waited for again.
_STEADY_SPEED = 1.1
# A first part is a phrase of a longer utterance: about this part of it.
_FIRST_PART = 0.3
# Seconds into an utterance until which a step back goes to the one before.
_EARLY = 1.5


@dataclass(frozen=True, slots=True)
class Place:
    """Utterance number `at`, of which the share `heard` (0 to 1) has been played."""

    at: int
    heard: float


class Playback:
    """What is played, frame by frame. `read` is called by the sound card's thread, everything else by the program's.

    `gaps` counts how often the sound had to wait for the voice; after the first time, it goes on when `reserve` seconds
    are ready. `read_at` is when the sound card last asked.
    """

    def __init__(self, playlist: Playlist, buffer: ClipBuffer, sample_rate: int, first: int = 0) -> None:
        self.gaps = 0
        self.reserve = 0.0
        self.read_at = time.monotonic()
        self.paused = False
        self._playlist, self._buffer, self._rate = playlist, buffer, sample_rate
        self._lock = threading.RLock()
        self._at, self._part, self._offset = first, 0, 0
        # Frames of silence that are still to be played before the next utterance.
        self._silence = 0
        self._inserted: list[bytes] = []
        self._waiting = True
        self._ended = threading.Event()
        buffer.move(first)

    @property
    def place(self) -> Place:
        with self._lock:
            return Place(min(self._at, len(self._playlist.utterances) - 1), self._measure_heard())

    @property
    def waiting(self) -> bool:
        """Whether the sound waits for the voice."""
        return self._waiting and not self._ended.is_set()

    @property
    def ended(self) -> bool:
        """Whether the last utterance has been played."""
        return self._ended.is_set()

    def read(self, frames: int) -> bytes:
        """The next `frames` frames of mono 16-bit PCM: silence while paused or waiting, and after the end."""
        self.read_at = time.monotonic()
        with self._lock:
            out = bytearray()
            while not self.paused and len(out) < 2 * frames and (piece := self._take(frames - len(out) // 2)):
                out += piece
            if len(out) < 2 * frames and not self.paused and not self._ended.is_set():
                self._starve()
            return bytes(out.ljust(2 * frames, b"\0"))

    def drain(self, frames: int) -> bytes:
        """As `read`, but waits for the voice instead of playing silence; empty after the end. For what is no clock, as
        a pipe. Raises what speaking raised."""
        while not self._ended.is_set():
            with self._lock:
                if piece := self._take(frames):
                    return piece
                # An error is told where the sound that was ready ends.
                if self._buffer.error is not None and not self._has_next():
                    raise self._buffer.error
            self._buffer.wait(0.05)
        return b""

    def go_to(self, at: int) -> None:
        """Play from the beginning of utterance number `at`; beyond the last, end."""
        with self._lock:
            self._at, self._part, self._offset = max(0, at), 0, 0
            self._silence, self._inserted = 0, []
            self._waiting = True
            if self._at >= len(self._playlist.utterances):
                self._ended.set()
            else:
                self._ended.clear()
                self._buffer.move(self._at)

    def step(self, by: int) -> int:
        """Go `by` utterances on or back, and return the new one: back, first to the beginning of this one."""
        with self._lock:
            back_to_start = by < 0 and self._offset > _EARLY * self._rate
            self.go_to(self._at + by + back_to_start)
            return self.place.at

    def insert(self, clip: Clip) -> None:
        """Play a clip now, before going on."""
        with self._lock:
            self._inserted.append(clip.pcm)
            self.paused = False

    def _measure_heard(self) -> float:
        clip = self._buffer.get_part(self._at, self._part)
        if clip is None or not clip.frames:
            return 1.0 if self._silence else 0.0
        if not self._part and not self._offset:
            return 0.0
        share = self._offset / clip.frames
        if self._part:
            return min(1.0, _FIRST_PART + (1 - _FIRST_PART) * share)
        is_whole = self._buffer.is_complete(self._at) and self._buffer.get_part(self._at, 1) is None
        return share if is_whole else _FIRST_PART * share

    def _has_next(self) -> bool:
        return self._buffer.get_part(self._at, self._part) is not None

    def _take(self, frames: int) -> bytes:
        """Up to `frames` frames of what comes next; empty if that is not spoken yet, or all is played."""
        if self._inserted:
            piece, self._inserted[0] = self._inserted[0][: 2 * frames], self._inserted[0][2 * frames :]
            if not self._inserted[0]:
                del self._inserted[0]
            return piece or bytes(2)
        if self._silence:
            count = min(frames, self._silence)
            self._silence -= count
            return bytes(2 * count)
        if self._at >= len(self._playlist.utterances):
            self._ended.set()
            return b""
        return self._take_speech(frames)

    def _take_speech(self, frames: int) -> bytes:
        clip = self._buffer.get_part(self._at, self._part)
        if clip is None:
            if self._buffer.is_complete(self._at):
                self._finish_utterance()
                return self._take(frames)
            return b""
        if self._waiting:
            if not self._buffer.is_filled(self.reserve):
                return b""
            self._waiting = False
        piece = clip.pcm[2 * self._offset : 2 * (self._offset + frames)]
        self._offset += len(piece) // 2
        if self._offset >= clip.frames:
            self._part, self._offset = self._part + 1, 0
            if not piece:
                return self._take(frames)
        return piece

    def _finish_utterance(self) -> None:
        self._silence = round(self._playlist.pauses[self._at] * self._rate)
        self._at, self._part, self._offset = self._at + 1, 0, 0
        if self._at < len(self._playlist.utterances):
            self._buffer.move(self._at)

    def _starve(self) -> None:
        if not self._waiting:
            self.gaps += 1
            left = self._playlist.estimate_seconds(self._at, len(self._playlist.utterances))
            speed = self._buffer.measure_speed()
            self.reserve = min(_MOST_RESERVE, max(_RESERVE, left * (1 - speed / _STEADY_SPEED)))
            self._buffer.reach(self.reserve)
        self._waiting = True
