"""Loudness and true peak by ITU-R BS.1770-4, as ffmpeg's ebur128 measures them.

A mono stream is measured as one channel: −19 LUFS here is −16 LUFS when the same file is measured as dual mono.
"""

from __future__ import annotations

import re

from audiobrief.errors import EncoderError
from audiobrief.model import Loudness

METER = "ebur128=peak=true:framelog=quiet"
# Without the true peak, which takes four times as long.
QUICK_METER = "ebur128=framelog=quiet"

_INTEGRATED = re.compile(r"I:\s+(-?[\d.]+|-inf|nan) LUFS")
_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-inf|inf|nan) dBFS")
# ebur128 reports its absolute gate, -70 LUFS (BS.1770-4, annex 1), when nothing passes it.
SILENT = -69.0


def parsed(report: str) -> Loudness:
    """The measurement in METER's report. Raises EncoderError where there is none, or nothing was heard."""
    peak = _PEAK.findall(report)
    if not peak:
        raise EncoderError("ffmpeg gave no true peak: reinstall imageio-ffmpeg.")
    return Loudness(integrated(report), float(peak[-1]))


def integrated(report: str) -> float:
    """The integrated loudness in LUFS. Raises EncoderError where there is none, or nothing was heard."""
    found = _INTEGRATED.findall(report)
    if not found:
        raise EncoderError("ffmpeg gave no loudness: reinstall imageio-ffmpeg.")
    if found[-1] in ("-inf", "nan") or float(found[-1]) <= SILENT:
        raise EncoderError("The programme is silent or too short to measure: nothing was written.")
    return float(found[-1])
