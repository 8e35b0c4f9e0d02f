"""MPEG-1 Layer III as encoded by LAME: its frames, and the Info or Xing frame before them.

ISO/IEC 11172-3; Xing's header with LAME's extension ("Mp3 Info Tag rev. 1").
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import fastcrc

from audiobrief.messages import message
from audiobrief.mpeg_header import HEADER_SIZE, FrameHeader, calculate_frame_size, find_rate_index, read_header

FRAME_SAMPLES = 1152
# Samples that LAME puts before the sound; a decoder adds 529 of its own.
_ENCODER_DELAY, _DECODER_DELAY = 576, 529
_SIDE_INFORMATION = {1: 17, 2: 32}  # bytes, by the number of channels (11172-3, 2.4.1.7)
_PADDING_BIT = 2
_FIELDS = 0b1111  # flags of Xing's header: counts of frames and bytes, table of contents, quality
_SEEK_POINTS = 100
_ENCODER = b"Lavf lame"
# The low half of the byte is the method, the high one the revision of the tag.
_VARIABLE = 4


@dataclass(frozen=True, slots=True)
class Mp3Format:
    """Sample rate in Hz, at least 32 kHz; bit rate in kbit/s, at least 64, so that an Info frame fits into a frame.

    If `variable`, frames have any bit rate, and `bitrate` is only that of the first one.
    """

    sample_rate: int
    bitrate: int
    channels: int = 1
    variable: bool = False

    @property
    def frame_size(self) -> int:
        """The size in bytes of a frame without padding."""
        return calculate_frame_size(FRAME_SAMPLES, self.bitrate, self.sample_rate)

    def count_frames(self, samples: int) -> int:
        """How many frames are needed for the last of so many samples to be decoded."""
        return -(-(samples + _ENCODER_DELAY + _DECODER_DELAY) // FRAME_SAMPLES)

    def take_frames(self, encoded: bytes, count: int) -> bytes:
        """The first `count` frames of `encoded`. Raises ValueError if there are fewer."""
        end = 0
        for _ in range(count):
            header = read_header(encoded, end)
            if header is None or not self._matches(header):
                raise ValueError(message("no frame at byte {at}", at=end))
            end += header.size
        if end > len(encoded):
            raise ValueError(message("the last frame is cut short"))
        return encoded[:end]

    def _matches(self, header: FrameHeader) -> bool:
        same = (header.sample_rate, header.channels) == (self.sample_rate, self.channels)
        return same and (self.variable or header.bitrate == self.bitrate)


@dataclass(frozen=True, slots=True)
class FrameTotals:
    """The frames after an Info frame: their number, size in bytes and CRC-16."""

    frames: int = 0
    size: int = 0
    checksum: int = 0

    def add_frames(self, encoded: bytes, count: int) -> FrameTotals:
        """The totals with `count` more frames, whose bytes are `encoded`."""
        checksum = int(fastcrc.crc16.arc(encoded, self.checksum))
        return FrameTotals(self.frames + count, self.size + len(encoded), checksum)


def list_frame_sizes(encoded: bytes) -> array[int]:
    """The size in bytes of each of the frames in `encoded`."""
    sizes, at = array("H"), 0
    while header := read_header(encoded, at):
        sizes.append(header.size)
        at += header.size
    return sizes


def build_info_frame(
    mp3_format: Mp3Format, header: bytes, totals: FrameTotals, samples: int, sizes: Sequence[int] = ()
) -> bytes:
    """The Info frame for `samples` of sound in the frames of `totals`; at a variable bit rate the Xing frame, which
    needs the `sizes` of these frames. `header` is the header of one of them."""
    total_size = mp3_format.frame_size + totals.size
    padding = totals.frames * FRAME_SAMPLES - _ENCODER_DELAY - samples
    frame = bytearray(mp3_format.frame_size)
    frame[:HEADER_SIZE] = header[0], header[1], header[2] & ~_PADDING_BIT, header[3] & 0xF0
    if mp3_format.variable:
        frame[2] = find_rate_index(mp3_format.bitrate) << 4 | frame[2] & 0x0F
    place = HEADER_SIZE + _SIDE_INFORMATION[mp3_format.channels]
    name = b"Xing" if mp3_format.variable else b"Info"
    struct.pack_into(">4sIII", frame, place, name, _FIELDS, totals.frames, total_size)
    place += 16
    frame[place : place + _SEEK_POINTS] = _list_seek_points(mp3_format.frame_size, totals, sizes)
    # Quality, lowpass, peak, replay gains, flags and bit rate stay 0, which means unknown.
    place += _SEEK_POINTS + 4
    frame[place : place + len(_ENCODER)] = _ENCODER
    # The method is variable as LAME's -V is, or unknown.
    frame[place + 9] = _VARIABLE if mp3_format.variable else 0
    place += 21
    frame[place : place + 3] = (_ENCODER_DELAY << 12 | min(padding, 0xFFF)).to_bytes(3, "big")
    struct.pack_into(">IH", frame, place + 7, total_size, totals.checksum)
    place += 13
    struct.pack_into(">H", frame, place, int(fastcrc.crc16.arc(bytes(frame[:place]))))
    return bytes(frame)


def _list_seek_points(info_size: int, totals: FrameTotals, sizes: Sequence[int]) -> bytes:
    """For each hundredth of the time, its offset in 256ths of the bytes, the Info frame's included.

    At a constant bit rate, time is proportional to bytes, except for the Info frame itself.
    """
    if not sizes:
        offsets = (totals.size * part // _SEEK_POINTS for part in range(_SEEK_POINTS))
    else:
        ends = list(accumulate(sizes, initial=0))
        offsets = (ends[totals.frames * part // _SEEK_POINTS] for part in range(_SEEK_POINTS))
    return bytes(256 * (info_size + offset) // (info_size + totals.size) for offset in offsets)
