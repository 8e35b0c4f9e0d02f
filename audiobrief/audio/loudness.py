"""Loudness and true peak by ITU-R BS.1770-4, as ffmpeg's ebur128 measures them.

A mono stream is measured as one channel: −19 LUFS here is −16 LUFS when the same file is measured as dual mono.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from audiobrief.errors import EncoderError
from audiobrief.model import Loudness

# The first block is full after 400 ms only: what begins with sound needs silence before it to be counted as a part of
# a whole.
_LED_IN = "adelay=delays=300:all=1"
_PRINTED = "metadata=1:framelog=quiet,ametadata=print:key=lavfi.r128.M"
METER = f"{_LED_IN},ebur128=peak=true:{_PRINTED}"
# Without the true peak, which takes four times as long.
QUICK_METER = f"{_LED_IN},ebur128={_PRINTED}"
# ebur128 reports its absolute gate, -70 LUFS (BS.1770-4, annex 1), when nothing passes it.
SILENT = -69.0

_BLOCK = re.compile(r"lavfi\.r128\.M=(-?[\d.]+)")
_INTEGRATED = re.compile(r"I:\s+(-?[\d.]+|-inf|nan) LUFS")
_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-inf|inf|nan) dBFS")
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
_OFFSET = -0.691


@dataclass(frozen=True, slots=True)
class Blocks:
    """How many gating blocks of 400 ms, one every 100 ms, have each loudness, in hundredths of LUFS (BS.1770-4, annex
    1): all that integrated loudness is made from. Blocks under the absolute gate are left out."""

    counts: tuple[tuple[int, int], ...]

    @staticmethod
    def parsed(report: str) -> Blocks:
        """Those in the report of a meter."""
        levels = (float(level) for level in _BLOCK.findall(report))
        return Blocks(tuple(sorted(Counter(round(100 * at) for at in levels if at > _ABSOLUTE_GATE).items())))


def integrated(parts: Iterable[Blocks]) -> float:
    """The integrated loudness in LUFS of sounds that follow each other, each measured by itself.

    Raises EncoderError where nothing is heard.
    """
    counts: Counter[int] = Counter()
    for part in parts:
        counts.update(dict(part.counts))
    if not counts:
        raise EncoderError("The programme is silent or too short to measure: nothing was written.")
    gate = _mean(counts) + _RELATIVE_GATE
    return _mean(Counter({level: count for level, count in counts.items() if level / 100 > gate}))


def _mean(counts: Counter[int]) -> float:
    power = sum(count * 10 ** ((level / 100 - _OFFSET) / 10) for level, count in counts.items())
    return _OFFSET + 10 * math.log10(power / counts.total())


def true_peak(report: str) -> float:
    """The true peak in dBTP in METER's report. Raises EncoderError where there is none."""
    found = _PEAK.findall(report)
    if not found:
        raise EncoderError("ffmpeg gave no true peak: reinstall imageio-ffmpeg.")
    return float(found[-1])


def parsed(report: str) -> Loudness:
    """The measurement in METER's report. Raises EncoderError where there is none, or nothing was heard."""
    found = _INTEGRATED.findall(report)
    if not found:
        raise EncoderError("ffmpeg gave no loudness: reinstall imageio-ffmpeg.")
    if found[-1] in ("-inf", "nan") or float(found[-1]) <= SILENT:
        raise EncoderError("The programme is silent or too short to measure: nothing was written.")
    return Loudness(float(found[-1]), true_peak(report))
