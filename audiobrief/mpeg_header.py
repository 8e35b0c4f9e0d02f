"""Headers of MPEG audio frames, Layer III, and the ID3v2 tags before them.

ISO/IEC 11172-3, clauses 2.4.1.3 and 2.4.2.3; 13818-3 for the lower sample rates of MPEG 2, which MPEG 2.5 halves again.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from functools import lru_cache

HEADER_SIZE = 4
"""Bytes."""

_BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES = (44_100, 48_000, 32_000)
# The two bits of the version: 3 is MPEG 1, 2 is MPEG 2, 0 is MPEG 2.5.
_DIVISORS = {3: 1, 2: 2, 0: 4}
_LAYER_3 = 1
_MONO = 3
_MOST_TAGS = 100


@dataclass(frozen=True, slots=True)
class FrameHeader:
    """What a header says of its frame: bit rate in kbit/s, sample rate in Hz, samples a channel.

    `size` is that of the frame, `side_size` that of the side information after the header, both in bytes. `protected`
    says that a CRC of two bytes stands between the two.
    """

    bitrate: int
    sample_rate: int
    channels: int
    samples: int
    size: int
    side_size: int
    protected: bool


def calculate_frame_size(samples: int, bitrate: int, sample_rate: int) -> int:
    """The size in bytes of a frame without padding (11172-3, 2.4.3.1)."""
    return samples * 125 * bitrate // sample_rate


BITRATES = _BITRATES[1][5:]
"""Bit rates of MPEG-1 Layer III in kbit/s, from 64 on."""


def find_rate_index(bitrate: int) -> int:
    """The four bits of a header for a bit rate of MPEG-1 Layer III in kbit/s."""
    return _BITRATES[1].index(bitrate)


def read_header(data: bytes | mmap.mmap, at: int) -> FrameHeader | None:
    """The header at `at`, or None if no Layer III frame of a fixed bit rate begins there."""
    return parse_header(int.from_bytes(data[at : at + HEADER_SIZE]))


@lru_cache(maxsize=4096)
def parse_header(word: int) -> FrameHeader | None:
    """The header whose four bytes are `word`, or None if it is none of Layer III, or its bit rate is free."""
    version, layer = word >> 19 & 3, word >> 17 & 3
    rate, speed = word >> 12 & 15, word >> 10 & 3
    if word >> 21 != 0x7FF or layer != _LAYER_3 or version not in _DIVISORS or speed == 3 or rate in (0, 15):
        return None
    first = version == 3
    bitrate = _BITRATES[1 if first else 2][rate]
    sample_rate = _SAMPLE_RATES[speed] // _DIVISORS[version]
    samples = 1152 if first else 576
    channels = 1 if word >> 6 & 3 == _MONO else 2
    side_size = (17 if channels == 1 else 32) if first else (9 if channels == 1 else 17)
    size = calculate_frame_size(samples, bitrate, sample_rate) + (word >> 9 & 1)
    return FrameHeader(bitrate, sample_rate, channels, samples, size, side_size, not word >> 16 & 1)


def skip_id3_tags(data: bytes | mmap.mmap) -> int:
    """The offset after the ID3v2 tags (ID3v2.4, clause 3.1: a size of four bytes of seven bits, perhaps a footer)."""
    at = 0
    for _ in range(_MOST_TAGS):
        if data[at : at + 3] != b"ID3" or at + 10 > len(data):
            break
        size = sum((data[at + 6 + place] & 0x7F) << 7 * (3 - place) for place in range(4))
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return min(at, len(data))
