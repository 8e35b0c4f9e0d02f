"""MPEG-1 Layer III at a constant bit rate, in mono, as LAME codes it: its frames, and the Info frame before them.

ISO/IEC 11172-3; Xing's header with LAME's extension ("Mp3 Info Tag rev. 1").
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

import fastcrc

from audiobrief.messages import message

# Samples that LAME puts before the sound; a decoder adds 529 of its own.
_ENCODER_DELAY, _DECODER_DELAY = 576, 529
FRAME_SAMPLES = 1152
_HEAD, _SIDE = 4, 17  # the header, and the side information of mono (11172-3, 2.4.1.3 and 2.4.1.7)
_PADDED = 2
_CONTENTS = 0b1111  # counts of frames and bytes, table of places, quality
_PLACES = 100
_ENCODER = b"Lavf lame"


@dataclass(frozen=True, slots=True)
class Coding:
    """Sample rate in Hz, from 32 kHz up; bit rate in kbit/s, from 64 up, so that an Info frame has room."""

    sample_rate: int
    bitrate: int

    @property
    def frame_size(self) -> int:
        """Bytes in a frame that is not padded (11172-3, 2.4.3.1)."""
        return FRAME_SAMPLES * 125 * self.bitrate // self.sample_rate

    def frames(self, samples: int) -> int:
        """How many frames sound must have for its last sample to be decoded."""
        return -(-(samples + _ENCODER_DELAY + _DECODER_DELAY) // FRAME_SAMPLES)

    def first(self, coded: bytes, count: int) -> bytes:
        """The first `count` frames. Raises ValueError where there are fewer."""
        at = 0
        for _ in range(count):
            if coded[at : at + 1] != b"\xff":
                raise ValueError(message("no frame at byte {at}", at=at))
            at += self.frame_size + (coded[at + 2] >> 1 & 1)
        if at > len(coded):
            raise ValueError(message("the last frame is cut short"))
        return coded[:at]


@dataclass(frozen=True, slots=True)
class Body:
    """The frames behind an Info frame: how many, their bytes, their CRC-16."""

    frames: int = 0
    size: int = 0
    checksum: int = 0

    def and_then(self, coded: bytes, frames: int) -> Body:
        return Body(self.frames + frames, self.size + len(coded), int(fastcrc.crc16.arc(coded, self.checksum)))


def info_frame(coding: Coding, head: bytes, body: Body, samples: int) -> bytes:
    """The Info frame of `samples` of sound in `body`, one of whose frames begins with `head`: as long as a frame is."""
    total = coding.frame_size + body.size
    missing = body.frames * FRAME_SAMPLES - _ENCODER_DELAY - samples
    frame = bytearray(coding.frame_size)
    frame[:_HEAD] = head[0], head[1], head[2] & ~_PADDED, head[3] & 0xF0
    place = _HEAD + _SIDE
    struct.pack_into(">4sIII", frame, place, b"Info", _CONTENTS, body.frames, total)
    place += 16
    # At a constant bit rate, time goes as bytes do, but for the Info frame itself.
    frame[place : place + _PLACES] = (
        256 * (coding.frame_size + body.size * part // _PLACES) // total for part in range(_PLACES)
    )
    # Quality, method and lowpass, peak, replay gains, flags, and bit rate are left unknown.
    place += _PLACES + 4
    frame[place : place + len(_ENCODER)] = _ENCODER
    place += 21
    frame[place : place + 3] = (_ENCODER_DELAY << 12 | min(missing, 0xFFF)).to_bytes(3, "big")
    struct.pack_into(">IH", frame, place + 7, total, body.checksum)
    place += 13
    struct.pack_into(">H", frame, place, int(fastcrc.crc16.arc(bytes(frame[:place]))))
    return bytes(frame)
