"""Lossless cutting of MP3 files at frame boundaries, with sample-accurate positions.

ISO/IEC 11172-3 (MPEG-1) and 13818-3 (MPEG-2), Layer III. A frame begins with a header and side information, but its
main data may begin up to 511 bytes earlier, in preceding frames (the bit reservoir). A piece therefore starts with the
frames that hold such bytes, with empty side information: they decode to silence and fill the reservoir.

Pieces have no Xing or LAME header. Players do not need one at a constant bit rate, and those that read it would differ
from those that do not by the encoder delay.
"""

from __future__ import annotations

import mmap
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import TargetError
from audiobrief.messages import get_reason, message
from audiobrief.mpeg_header import HEADER_SIZE, FrameHeader, read_header, skip_id3_tags

_SAMPLES_1 = 1152  # in a frame of MPEG-1
# The delay of a decoder in samples; that of the encoder is added, which the LAME header gives.
_DECODER_DELAY = 529
_LAME_DELAY = 576


@dataclass(frozen=True, slots=True)
class Piece:
    """Frames `first:last` of an MP3; the first `silenced` of them only fill the bit reservoir.

    `origin` is the sample of the whole sound where the piece begins, `samples` its length.
    """

    first: int
    last: int
    silenced: int
    origin: int
    samples: int


@dataclass(frozen=True, slots=True)
class Mp3:
    """An open MP3 with an index of its frames. `delay` is that of encoder and decoder, in samples."""

    sample_rate: int
    frame_samples: int
    delay: int
    _map: mmap.mmap
    _offsets: array[int]
    _side: int

    def find_piece(self, start: int, end: int) -> Piece:
        """The smallest piece that holds samples `start:end` of the sound."""
        frames = len(self._offsets) - 1
        wanted = min((start + self.delay) // self.frame_samples, frames - 1)
        # Overlap and filter state come from the two granules before: with these, the first one decodes as in the whole.
        whole = max(0, wanted - _SAMPLES_1 // self.frame_samples)
        first = whole
        missing = self._read_reservoir(whole)
        while missing > 0 and first > 0:
            first -= 1
            missing -= self._count_main_data(first)
        last = max(wanted + 1, min(-(-(end + self.delay) // self.frame_samples), frames))
        origin = first * self.frame_samples - self.delay
        return Piece(first, last, whole - first, origin, (last - first) * self.frame_samples)

    def read_piece(self, piece: Piece) -> bytes:
        """The bytes of a piece, an MP3 file of its own."""
        data = bytearray(self._map[self._offsets[piece.first] : self._offsets[piece.last]])
        at = kept = 0
        for frame in range(piece.first, piece.first + piece.silenced):
            data[at + HEADER_SIZE : at + HEADER_SIZE + self._side] = self._make_empty_side_info(kept)
            at += self._offsets[frame + 1] - self._offsets[frame]
            kept += self._count_main_data(frame)
        return bytes(data)

    # main_data_begin opens the side information: 9 bits in MPEG-1, 8 in MPEG-2 (11172-3 and 13818-3, 2.4.1.7).

    def _read_reservoir(self, frame: int) -> int:
        """How many bytes before the frame its main data begin (main_data_begin)."""
        at = self._offsets[frame] + HEADER_SIZE
        if self.frame_samples == _SAMPLES_1:
            return self._map[at] << 1 | self._map[at + 1] >> 7
        return self._map[at]

    def _make_empty_side_info(self, kept: int) -> bytes:
        """Side information of a silent frame that keeps `kept` preceding bytes in the reservoir."""
        if self.frame_samples == _SAMPLES_1:
            return (min(kept, 511) << 7).to_bytes(2, "big") + bytes(self._side - 2)
        return bytes([min(kept, 255)]) + bytes(self._side - 1)

    def _count_main_data(self, frame: int) -> int:
        return self._offsets[frame + 1] - self._offsets[frame] - HEADER_SIZE - self._side


@contextmanager
def open_mp3(path: Path) -> Iterator[Mp3]:
    """Open an MP3: Layer III without checksums, at a constant bit rate.

    Raises TargetError if it cannot be read or is of another kind.
    """
    try:
        with path.open("rb") as file:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        mp3 = _index_frames(whole)
    except (OSError, ValueError, IndexError) as error:
        raise TargetError(
            "The sound '{path}' cannot be cut into chapters ({reason}): make it again.",
            path=path,
            reason=get_reason(error),
        ) from error
    with whole:
        yield mp3


def _index_frames(whole: mmap.mmap) -> Mp3:
    at = skip_id3_tags(whole)
    first = _read_frame(whole, at)
    delay = _LAME_DELAY
    info = at + HEADER_SIZE + first.side_size
    if whole[info : info + 4] in (b"Xing", b"Info"):
        delay = _read_encoder_delay(whole, info)
        at += first.size
    offsets = array("Q", [at])
    end = len(whole)
    kind = _read_fixed_bits(whole, at)
    while at + HEADER_SIZE <= end and whole[at] == 0xFF:
        if _read_fixed_bits(whole, at) != kind:
            raise ValueError(message("its frames change at byte {at}", at=at))
        at += _read_frame(whole, at).size
        if at > end:
            break
        offsets.append(at)
    if len(offsets) < 2:
        raise ValueError(message("it contains no sound"))
    return Mp3(first.sample_rate, first.samples, delay + _DECODER_DELAY, whole, offsets, first.side_size)


def _read_frame(whole: mmap.mmap, at: int) -> FrameHeader:
    """The header of the frame at `at`. Raises ValueError if there is none, or it has a checksum."""
    header = read_header(whole, at)
    if header is None or header.protected:
        raise ValueError(message("no MPEG Layer III frame at byte {at}", at=at))
    return header


def _read_fixed_bits(whole: mmap.mmap, at: int) -> bytes:
    """The header bits that all frames share: all but padding, private bit, mode extension and the last four bits."""
    header = whole[at : at + HEADER_SIZE]
    return bytes([header[1], header[2] & 0xFC, header[3] & 0xC0])


def _read_encoder_delay(whole: mmap.mmap, at: int) -> int:
    """The encoder delay in samples: from the LAME part of the Xing header at `at` (Mp3 Info Tag rev 1), or LAME's
    default."""
    flags = int.from_bytes(whole[at + 4 : at + 8], "big")
    at += 8 + 4 * (flags & 1) + 4 * (flags >> 1 & 1) + 100 * (flags >> 2 & 1) + 4 * (flags >> 3 & 1)
    return (whole[at + 21] << 4 | whole[at + 22] >> 4) if whole[at : at + 1].isalpha() else _LAME_DELAY
