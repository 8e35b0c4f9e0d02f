"""Scanning of the frames of an MP3: their parameters, whether the bit rate is constant, and bytes between them."""

from __future__ import annotations

import mmap
import re
import struct
from dataclasses import dataclass
from pathlib import Path

from audiobrief.mpeg_header import HEADER_SIZE, FrameHeader, read_header, skip_id3_tags

_XING = {b"Xing": "Xing", b"Info": "Info"}
_HAS_COUNT = 1
# The first three bytes of a header: Layer III with a valid bit rate.
_MAYBE_HEAD = re.compile(rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]")
# Candidates for headers that are tried outside of frames, in one file.
MOST_TRIES = 200_000


@dataclass(frozen=True, slots=True)
class FrameScan:
    """The result of a scan.

    `bitrates` are all bit rates that occur, in kbit/s. `header` is `Info`, `Xing`, `VBRI` or empty, `announced` the
    number of frames that it gives. `junk` is the number of bytes that are not in frames, `junk_at` the time of the
    first of them in seconds. `cut` says that the last frame is incomplete.
    """

    count: int
    sample_rate: int
    channels: int
    samples_a_frame: int
    size: int
    bitrates: tuple[int, ...]
    header: str
    announced: int | None
    junk: int
    junk_at: float
    cut: bool

    @property
    def bitrate(self) -> float:
        """The average bit rate in kbit/s."""
        return self.size * 8 * self.sample_rate / (self.count * self.samples_a_frame) / 1000


def scan_frames(path: Path) -> FrameScan | None:
    """Scan all frames of a file. None if it is not an MP3. Raises OSError."""
    if path.stat().st_size < HEADER_SIZE:
        return None
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return _scan_frames(data, skip_id3_tags(data), _find_sound_end(data))


def begins_with_tags(path: Path) -> bool:
    """Whether a file begins with an ID3v2 tag. Raises OSError."""
    with path.open("rb") as file:
        return file.read(3) == b"ID3"


def find_sound_start(path: Path) -> int:
    """The offset of the first byte after the ID3v2 tags of an MP3. Raises OSError."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return skip_id3_tags(data)


def _scan_frames(data: mmap.mmap, at: int, end: int) -> FrameScan | None:
    search = _FrameSearch(data, end)
    at = search.find_next(at)
    first = _read_frame(data, at, end)
    if first is None:
        return None
    header, announced = _read_vbr_header(data, at, first)
    if header:
        at += first.size
    count = size = junk = 0
    junk_at = 0.0
    bitrates: set[int] = set()
    cut = False
    while at + HEADER_SIZE <= end:
        frame = _read_frame(data, at, end)
        if frame is None or (frame.sample_rate, frame.samples) != (first.sample_rate, first.samples):
            resumed = search.find_next(at + 1)
            if not junk:
                junk_at = count * first.samples / first.sample_rate
            junk += resumed - at
            at = resumed
            continue
        if at + frame.size > end:
            cut = True
            break
        count += 1
        size += frame.size
        bitrates.add(frame.bitrate)
        at += frame.size
    if not count:
        return None
    return FrameScan(
        count, first.sample_rate, first.channels, first.samples, size, tuple(sorted(bitrates)), header, announced,
        junk, junk_at, cut,
    )  # fmt: skip


class _FrameSearch:
    """Finds frames in arbitrary bytes; it gives up after too many false candidates."""

    def __init__(self, data: mmap.mmap, end: int) -> None:
        self._data = data
        self._end = end
        self._tries = MOST_TRIES

    def find_next(self, at: int) -> int:
        """The offset of the next frame that is followed by another one or by the end; without one, the end."""
        while self._tries and (found := _MAYBE_HEAD.search(self._data, at, self._end)):
            self._tries -= 1
            at = found.start()
            frame = _read_frame(self._data, at, self._end)
            if frame is not None:
                then = at + frame.size
                follower = _read_frame(self._data, then, self._end)
                if then == self._end or (follower is not None and follower.sample_rate == frame.sample_rate):
                    return at
            at += 1
        return self._end


def _read_frame(data: mmap.mmap, at: int, end: int) -> FrameHeader | None:
    return read_header(data, at) if at + HEADER_SIZE <= end else None


def _read_vbr_header(data: mmap.mmap, at: int, frame: FrameHeader) -> tuple[str, int | None]:
    """The kind of the VBR header in a frame, empty if there is none, and the number of frames that it announces."""
    place = at + HEADER_SIZE + frame.side_size
    name = _XING.get(data[place : place + 4], "")
    if name and place + 12 <= len(data):
        flags, frames = struct.unpack_from(">II", data, place + 4)
        return name, frames if flags & _HAS_COUNT else None
    place = at + HEADER_SIZE + 32
    if data[place : place + 4] == b"VBRI" and place + 18 <= len(data):
        return "VBRI", struct.unpack_from(">I", data, place + 14)[0]
    return "", None


def _find_sound_end(data: mmap.mmap) -> int:
    """The offset where the sound ends, before ID3v1 tags (128 bytes) and APE tags (their size is in the footer)."""
    end = len(data)
    if data[max(0, end - 128) : end - 125] == b"TAG":
        end -= 128
    if end >= 32 and data[end - 32 : end - 24] == b"APETAGEX":
        size, _, flags = struct.unpack_from("<III", data, end - 20)
        end -= size + (32 if flags & 0x80000000 else 0)
    return max(end, 0)
