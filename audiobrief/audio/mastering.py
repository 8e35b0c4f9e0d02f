"""A piece of sound brought to a level, under a true-peak ceiling, in the form it is delivered in; measured in that."""

from __future__ import annotations

import hashlib
import json
import math
from dataclasses import astuple, dataclass
from typing import Literal

from audiobrief.audio import ffmpeg
from audiobrief.audio.loudness import METER, QUICK_METER, Blocks, true_peak
from audiobrief.audio.mpeg_layer3 import FRAME_SAMPLES, Coding
from audiobrief.audio.pieces import Piece
from audiobrief.errors import EncoderError
from audiobrief.messages import get_reason
from audiobrief.system.disk_cache import DiskCache
from audiobrief.system.resampling import resample_filter

Form = Literal["mp3", "pcm"]

_VERSION = 2
# LAME scales its input by 0.95 at these bit rates.
_LAME_SCALE = 20 * math.log10(0.95)
# How far under the ceiling the limiter works: coding moves peaks, and so, a little, does resampling.
_MARGIN: dict[Form, float] = {"mp3": 1.2, "pcm": 0.4}
_MORE_MARGIN = 0.6
_MOST_TRIES = 8


@dataclass(frozen=True, slots=True)
class Mastering:
    """Loudness in LUFS measured on the mono signal, ceiling in dBTP, sample rate in Hz, bit rate in kbit/s (CBR)."""

    loudness: float = -19.0
    true_peak: float = -1.0
    sample_rate: int = 44_100
    bitrate: int = 96

    @property
    def coding(self) -> Coding:
        return Coding(self.sample_rate, self.bitrate)


@dataclass(frozen=True, slots=True)
class Mastered:
    """A piece as it is delivered: MPEG frames, or 16-bit PCM. `true_peak` is in dBTP."""

    content: bytes
    blocks: Blocks
    true_peak: float


def heard(piece: Piece, store: DiskCache | None) -> Blocks:
    """How loud the piece is as it was spoken. Raises EncoderError."""
    key = _key("heard", piece)
    if (kept := store.get("level", key) if store else None) is not None:
        return Blocks(tuple((level, count) for level, count in json.loads(kept)))
    _, report = ffmpeg.run([*_raw(piece.sample_rate), "-af", QUICK_METER, "-f", "null", "-"], piece.pcm)
    blocks = Blocks.parsed(report)
    if store:
        store.put("level", key, json.dumps(blocks.counts).encode())
    return blocks


def mastered(piece: Piece, gain: float, form: Form, mastering: Mastering, store: DiskCache | None) -> Mastered:
    """The piece `gain` dB louder, its true peaks under the ceiling. Raises EncoderError."""
    key = _key("mastered", piece, form, f"{gain:.2f}", astuple(mastering))
    if (kept := store.get("sound", key) if store else None) is not None:
        return _unpacked(kept)
    margin = _MARGIN[form]
    for _ in range(_MOST_TRIES):
        made = _mp3(piece, gain, margin, mastering) if form == "mp3" else _pcm(piece, gain, margin, mastering)
        if made.true_peak < mastering.true_peak:
            if store:
                store.put("sound", key, _packed(made))
            return made
        margin += _MORE_MARGIN
    raise too_peaky(mastering)


def too_peaky(mastering: Mastering) -> EncoderError:
    return EncoderError(
        "The sound cannot be brought to {loudness} LUFS under {true_peak} dBTP: it is too peaky.",
        loudness=mastering.loudness,
        true_peak=mastering.true_peak,
    )


def _mp3(piece: Piece, gain: float, margin: float, mastering: Mastering) -> Mastered:
    """Gain, limiter, resampling, LAME; then decoded and measured.

    The coder begins anew with each piece, so that its frames need none before them; what it adds behind them to have
    the last sample decoded is left out where another piece follows, whose beginning does the same.
    """
    coding = mastering.coding
    chain = _chain(piece, gain - _LAME_SCALE, mastering.true_peak - _LAME_SCALE - margin, mastering)
    coded, _ = ffmpeg.run(
        [
            *(*_raw(piece.sample_rate), "-af", chain, "-ac", "1", "-ar", str(mastering.sample_rate)),
            *(
                "-c:a",
                "libmp3lame",
                "-b:a",
                f"{mastering.bitrate}k",
                "-compression_level",
                "5",
                "-flags:a",
                "+bitexact",
            ),
            *("-map_metadata", "-1", "-f", "mp3", "-write_xing", "0", "-id3v2_version", "0", "pipe:1"),
        ],
        piece.pcm,
    )
    try:
        frames = coding.first(coded, piece_frames(piece, coding))
    except (ValueError, IndexError) as error:
        raise EncoderError(
            "ffmpeg gave no whole MP3 ({reason}): reinstall imageio-ffmpeg.", reason=get_reason(error)
        ) from error
    _, report = ffmpeg.run(["-f", "mp3", "-i", "pipe:0", "-af", METER, "-f", "null", "-"], frames)
    return Mastered(frames, Blocks.parsed(report), true_peak(report))


def piece_frames(piece: Piece, coding: Coding) -> int:
    """How many MPEG frames of a piece are delivered."""
    return coding.frames(piece.samples) if piece.last else piece.samples // FRAME_SAMPLES


def _pcm(piece: Piece, gain: float, margin: float, mastering: Mastering) -> Mastered:
    chain = _chain(piece, gain, mastering.true_peak - margin, mastering)
    pcm, _ = ffmpeg.run([*_raw(piece.sample_rate), "-af", chain, "-f", "s16le", "pipe:1"], piece.pcm)
    size = 2 * piece.samples
    pcm = pcm[:size].ljust(size, b"\0")
    _, report = ffmpeg.run([*_raw(mastering.sample_rate), "-af", METER, "-f", "null", "-"], pcm)
    return Mastered(pcm, Blocks.parsed(report), true_peak(report))


def _raw(rate: int) -> list[str]:
    """Mono 16-bit PCM at `rate` Hz as ffmpeg's input."""
    return ["-f", "s16le", "-ar", str(rate), "-ac", "1", "-i", "pipe:0"]


def _chain(piece: Piece, gain: float, ceiling: float, mastering: Mastering) -> str:
    """Gain, then a limiter at four times the sample rate, then the sample rate that is asked for, as ffmpeg filters."""
    limit = min(1.0, 10 ** (ceiling / 20))
    return (
        f"aformat=sample_fmts=flt,volume={gain:.3f}dB,aresample={4 * piece.sample_rate},"
        f"alimiter=level=0:limit={limit:.5f}:attack=2:release=40:latency=1,"
        f"{resample_filter(mastering.sample_rate)}"
    )


def _key(step: str, piece: Piece, *given: object) -> str:
    what = [_VERSION, ffmpeg.identity(), step, piece.sample_rate, piece.samples, piece.last, given]
    return hashlib.sha256(json.dumps(what).encode() + hashlib.sha256(piece.pcm).digest()).hexdigest()


def _packed(made: Mastered) -> bytes:
    head = json.dumps([made.true_peak, made.blocks.counts]).encode()
    return len(head).to_bytes(4, "big") + head + made.content


def _unpacked(raw: bytes) -> Mastered:
    end = 4 + int.from_bytes(raw[:4], "big")
    peak, counts = json.loads(raw[4:end])
    return Mastered(raw[end:], Blocks(tuple((level, count) for level, count in counts)), peak)
