"""From the spooled sound to an MP3 at a target loudness, under a true-peak ceiling."""

from __future__ import annotations

import math
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from audiobrief.audio import ffmpeg
from audiobrief.audio.loudness import METER, parsed
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
# Resampling after the limiter moves peaks a little too.
_RESAMPLING_MARGIN = 0.4
_NEAR_ENOUGH = 0.2
_MOST_TRIES = 8


def master(spool: IO[bytes], sample_rate: int, integrated: float, mastering: Mastering, target: Path) -> Loudness:
    """Encode the 16-bit mono PCM of `spool`, `integrated` LUFS loud, to `target`; return the MP3's own loudness.

    The gain is linear; true peaks that it would push over the ceiling are limited at four times the sample rate. What
    comes out is decoded and measured while it is written, and corrected where limiting or coding moved it. Raises
    EncoderError.
    """
    gain = mastering.loudness - integrated - _LAME_SCALE
    margin = _CODING_MARGIN
    for _ in range(_MOST_TRIES):
        ceiling = mastering.true_peak - _LAME_SCALE - margin
        loudness = _encode(spool, sample_rate, gain, ceiling, mastering, target)
        error = mastering.loudness - loudness.integrated
        over = loudness.true_peak >= mastering.true_peak
        if abs(error) <= _NEAR_ENOUGH and not over:
            return loudness
        gain += error
        margin += _CODING_MARGIN / 2 if over else 0.0
    raise _too_peaky(mastering)


def master_wav(spool: IO[bytes], sample_rate: int, integrated: float, mastering: Mastering, target: Path) -> Loudness:
    """As `master`, to a 16-bit WAV: no coder comes between, so one correction is the most it needs."""
    gain = mastering.loudness - integrated
    for _ in range(_MOST_TRIES):
        chain = f"{_chain(sample_rate, gain, mastering.true_peak - _RESAMPLING_MARGIN, mastering)},{METER}"
        spool.seek(0)
        writer = ffmpeg.start(
            [
                *("-f", "s16le", "-ar", str(sample_rate), "-ac", "1", "-i", "pipe:0"),
                *("-af", chain, "-ac", "1", "-ar", str(mastering.sample_rate), "-c:a", "pcm_s16le"),
                *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact", "-f", "wav", str(target)),
            ],
            stdin=spool,
        )
        loudness = parsed(ffmpeg.report(writer))
        if abs(mastering.loudness - loudness.integrated) <= _NEAR_ENOUGH and loudness.true_peak < mastering.true_peak:
            return loudness
        gain += mastering.loudness - loudness.integrated
    raise _too_peaky(mastering)


def _too_peaky(mastering: Mastering) -> EncoderError:
    return EncoderError(
        "The sound cannot be brought to {loudness} LUFS under {true_peak} dBTP: it is too peaky.",
        loudness=mastering.loudness,
        true_peak=mastering.true_peak,
    )


def _chain(sample_rate: int, gain: float, ceiling: float, mastering: Mastering) -> str:
    """Gain, then a limiter at four times the sample rate, then the sample rate that is asked for, as ffmpeg filters."""
    limit = min(1.0, 10 ** (ceiling / 20))
    return (
        f"aformat=sample_fmts=flt,volume={gain:.3f}dB,aresample={4 * sample_rate},"
        f"alimiter=level=0:limit={limit:.5f}:attack=2:release=40:latency=1,"
        f"aresample={mastering.sample_rate}:resampler=soxr"
    )


def _encode(
    spool: IO[bytes], sample_rate: int, gain: float, ceiling: float, mastering: Mastering, target: Path
) -> Loudness:
    """One pass: gain, limiter, resampling, LAME; and a decoder that measures the MP3 as it comes.

    The target is a file, so that its Info header is complete; the meter gets the same frames through a pipe.
    """
    chain = _chain(sample_rate, gain, ceiling, mastering)
    spool.seek(0)
    encoder = ffmpeg.start(
        [
            *("-f", "s16le", "-ar", str(sample_rate), "-ac", "1", "-i", "pipe:0"),
            *("-af", chain, "-ac", "1", "-ar", str(mastering.sample_rate), "-map", "0:a"),
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
            *("-map_metadata", "-1", "-f", "tee", f"{_to_file(target)}|[f=mp3:write_xing=0:id3v2_version=0]pipe\\:1"),
        ],
        stdin=spool,
        stdout=subprocess.PIPE,
    )
    assert encoder.stdout is not None
    meter = ffmpeg.start(["-f", "mp3", "-i", "pipe:0", "-af", METER, "-f", "null", "-"], stdin=encoder.stdout)
    encoder.stdout.close()
    encoder.stdout = None
    try:
        ffmpeg.report(encoder)
        return parsed(ffmpeg.report(meter))
    finally:
        for process in (encoder, meter):
            if process.poll() is None:
                process.kill()
                process.wait()


def _to_file(target: Path) -> str:
    """`target` as a slave of ffmpeg's tee muxer, whose own marks are escaped (ffmpeg-formats, « tee »)."""
    name = re.sub(r"([\\'\[\]|: ])", r"\\\1", str(target))
    return f"[f=mp3:write_xing=1:id3v2_version=0:fflags=+bitexact]{name}"
