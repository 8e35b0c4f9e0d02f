"""From the spooled sound to an MP3 at a target loudness, under a true-peak ceiling."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from audiobrief.audio import ffmpeg
from audiobrief.audio.loudness import METER, of_file, parsed
from audiobrief.errors import EncoderError
from audiobrief.model import Loudness


@dataclass(frozen=True, slots=True)
class Mastering:
    """Loudness in LUFS measured on the mono signal, ceiling in dBTP, sample rate in Hz, bit rate in kbit/s (CBR)."""

    loudness: float = -19.0
    true_peak: float = -1.0
    sample_rate: int = 44_100
    bitrate: int = 96


# LAME scales its input by 0.95 at these bit rates.
_LAME_SCALE = 20 * math.log10(0.95)
# Coding moves peaks: the limiter works this far under the ceiling.
_CODING_MARGIN = 1.2
_NEAR_ENOUGH = 0.2
_MOST_TRIES = 4


def master(spool: IO[bytes], sample_rate: int, measured: Loudness, mastering: Mastering, target: Path) -> Loudness:
    """Encode the 16-bit mono PCM of `spool` to `target`, and return the MP3's own loudness. Raises EncoderError.

    The gain is linear. True peaks that it would push over the ceiling are limited at four times the sample rate; then
    what the encoder got is measured in the same pass, and corrected where limiting took too much.
    """
    gain = mastering.loudness - measured.integrated - _LAME_SCALE
    margin = _CODING_MARGIN
    loudness = measured
    for _ in range(_MOST_TRIES):
        ceiling = mastering.true_peak - _LAME_SCALE - margin
        limited = measured.true_peak + gain > ceiling
        coded = _encode(spool, sample_rate, gain, ceiling if limited else None, mastering, target)
        loudness = Loudness(coded.integrated + _LAME_SCALE, coded.true_peak + _LAME_SCALE)
        if loudness.true_peak > mastering.true_peak - margin - _NEAR_ENOUGH or not limited:
            loudness = of_file(target)
        error = mastering.loudness - loudness.integrated
        over = loudness.true_peak > mastering.true_peak
        if abs(error) <= _NEAR_ENOUGH and not over:
            return loudness
        gain += error if abs(error) > _NEAR_ENOUGH else 0.0
        margin += _CODING_MARGIN / 2 if over else 0.0
    if loudness.true_peak <= mastering.true_peak:
        return loudness
    raise EncoderError(
        f"The sound cannot reach {mastering.loudness} LUFS under {mastering.true_peak} dBTP: it is too peaky."
    )


def _encode(
    spool: IO[bytes], sample_rate: int, gain: float, ceiling: float | None, mastering: Mastering, target: Path
) -> Loudness:
    """One pass of ffmpeg: gain, limiter, resampling, meter, LAME. The target is a file, so that its Info header is
    complete."""
    chain = ["aformat=sample_fmts=flt", f"volume={gain:.3f}dB"]
    if ceiling is not None:
        limit = min(1.0, 10 ** (ceiling / 20))
        chain += [
            f"aresample={4 * sample_rate}",
            f"alimiter=level=0:limit={limit:.5f}:attack=2:release=40:latency=1",
        ]
    chain += [f"aresample={mastering.sample_rate}:resampler=soxr", METER]
    spool.seek(0)
    report = ffmpeg.run(
        [
            *("-f", "s16le", "-ar", str(sample_rate), "-ac", "1", "-i", "pipe:0"),
            *("-af", ",".join(chain), "-ac", "1", "-ar", str(mastering.sample_rate)),
            *("-c:a", "libmp3lame", "-b:a", f"{mastering.bitrate}k", "-compression_level", "5"),
            *("-write_xing", "1", "-id3v2_version", "0", "-map_metadata", "-1", "-fflags", "+bitexact"),
            *("-flags:a", "+bitexact", "-f", "mp3", str(target)),
        ],
        stdin=spool,
    )
    return parsed(report)
