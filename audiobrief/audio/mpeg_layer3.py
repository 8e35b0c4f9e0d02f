"""MPEG-1 Layer III at a constant bit rate, in mono, as encoded by LAME: its frames, and the Info frame before them.

ISO/IEC 11172-3; Xing's header with LAME's extension ("Mp3 Info Tag rev. 1").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import fastcrc

from audiobrief.messages import message
from audiobrief.mpeg_header import HEADER_SIZE, calculate_frame_size, read_header

FRAME_SAMPLES = 1152
# Samples that LAME puts before the sound; a decoder adds 529 of its own.
_ENCODER_DELAY, _DECODER_DELAY = 576, 529
_SIDE_INFORMATION = 17  # bytes, in mono (11172-3, 2.4.1.7)
_PADDING_BIT = 2
_FIELDS = 0b1111  # flags of Xing's header: counts of frames and bytes, table of contents, quality
_SEEK_POINTS = 100
_ENCODER = b"Lavf lame"


@dataclass(frozen=True, slots=True)
class Mp3Format:
    """Sample rate in Hz, at least 32 kHz; bit rate in kbit/s, at least 64, so that an Info frame fits into a frame."""

    sample_rate: int
    bitrate: int

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
            if header is None or (header.sample_rate, header.bitrate) != (self.sample_rate, self.bitrate):
                raise ValueError(message("no frame at byte {at}", at=end))
            end += header.size
        if end > len(encoded):
            raise ValueError(message("the last frame is cut short"))
        return encoded[:end]


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


def build_info_frame(mp3_format: Mp3Format, header: bytes, totals: FrameTotals, samples: int) -> bytes:
    """The Info frame for `samples` of sound in the frames of `totals`. `header` is the header of one of these."""
    total_size = mp3_format.frame_size + totals.size
    padding = totals.frames * FRAME_SAMPLES - _ENCODER_DELAY - samples
    frame = bytearray(mp3_format.frame_size)
    frame[:HEADER_SIZE] = header[0], header[1], header[2] & ~_PADDING_BIT, header[3] & 0xF0
    place = HEADER_SIZE + _SIDE_INFORMATION
    struct.pack_into(">4sIII", frame, place, b"Info", _FIELDS, totals.frames, total_size)
    place += 16
    # At a constant bit rate, time is proportional to bytes, except for the Info frame itself.
    frame[place : place + _SEEK_POINTS] = (
        256 * (mp3_format.frame_size + totals.size * part // _SEEK_POINTS) // total_size for part in range(_SEEK_POINTS)
    )
    # Quality, method and lowpass, peak, replay gains, flags and bit rate stay 0, which means unknown.
    place += _SEEK_POINTS + 4
    frame[place : place + len(_ENCODER)] = _ENCODER
    place += 21
    frame[place : place + 3] = (_ENCODER_DELAY << 12 | min(padding, 0xFFF)).to_bytes(3, "big")
    struct.pack_into(">IH", frame, place + 7, total_size, totals.checksum)
    place += 13
    struct.pack_into(">H", frame, place, int(fastcrc.crc16.arc(bytes(frame[:place]))))
    return bytes(frame)
