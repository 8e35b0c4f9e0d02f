"""The loudness of speech that is heard while it is being made: levelled by what has been spoken so far."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from operator import mul

from audiobrief.model import Clip

# Seconds of a gating block. BS.1770-4 has 400 ms with overlap; a running measure needs no overlap.
_BLOCK = 0.4
# LU from the level of speech (RMS in dBFS) to its loudness: the K-weighting of BS.1770-4 and its offset, measured with
# ebur128 on the voices that are shipped (-0.3 to -1.1).
_SPEECH_OFFSET = -0.4
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, 10.0
_FULL_SCALE = 32768.0
# dB: no voice is so quiet that it needs more; what does is noise.
_MOST_GAIN = 24.0


class Leveller:
    """Brings clips, one after another, to `loudness` LUFS with no sample above `peak` dBFS.

    The gain of a clip comes from all clips until then, so it changes ever less; a clip has one gain throughout, since a
    limiter would be heard more than a clip that is a little too quiet.
    """

    def __init__(self, loudness: float, peak: float) -> None:
        self._loudness = loudness
        self._ceiling = 10 ** (peak / 20) * _FULL_SCALE
        self._powers: list[float] = []

    def level_clip(self, clip: Clip) -> Clip:
        """The clip, amplified. Silence stays as it is."""
        samples = array("h", clip.pcm)
        size = max(1, round(_BLOCK * clip.sample_rate))
        self._powers += [_measure_power(samples[at : at + size]) for at in range(0, len(samples), size)]
        level = _integrate(self._powers)
        highest = max(map(abs, samples), default=0)
        if level is None or not highest:
            return clip
        gain = min(10 ** (min(self._loudness - level, _MOST_GAIN) / 20), self._ceiling / highest)
        return replace(clip, pcm=array("h", [round(sample * gain) for sample in samples]).tobytes())


def _measure_power(samples: array[int]) -> float:
    """The mean square of a block, full scale being 1."""
    squares: int = sum(map(mul, samples, samples))
    return squares / len(samples) / _FULL_SCALE**2


def _integrate(powers: list[float]) -> float | None:
    """The gated loudness in LUFS (BS.1770-4, annex 1, without its filter), None for silence."""
    heard = [power for power in powers if power > 10 ** (_ABSOLUTE_GATE / 10)]
    if not heard:
        return None
    gate = sum(heard) / len(heard) / _RELATIVE_GATE
    kept = [power for power in heard if power > gate]
    return 10 * math.log10(sum(kept) / len(kept)) + _SPEECH_OFFSET
