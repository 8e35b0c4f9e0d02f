"""Loudness and true peak by ITU-R BS.1770-4, as ffmpeg's ebur128 measures them.

A mono stream is measured as one channel: −19 LUFS here is −16 LUFS when the same file is measured as dual mono.
"""

from __future__ import annotations

import re
from pathlib import Path

from audiobrief.audio import ffmpeg
from audiobrief.errors import EncoderError
from audiobrief.model import Loudness

METER = "ebur128=peak=true:framelog=quiet"

_INTEGRATED = re.compile(r"I:\s+(-?[\d.]+|-inf|nan) LUFS")
_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-inf|inf|nan) dBFS")
# ebur128 reports its absolute gate, -70 LUFS (BS.1770-4, annex 1), when nothing passes it.
_SILENT = -69.0


def parsed(report: str) -> Loudness:
    """The measurement in ffmpeg's report. Raises EncoderError where there is none, or nothing was heard."""
    integrated, peak = _INTEGRATED.findall(report), _PEAK.findall(report)
    if not integrated or not peak:
        raise EncoderError("ffmpeg gave no loudness: reinstall imageio-ffmpeg.")
    if integrated[-1] in ("-inf", "nan") or float(integrated[-1]) <= _SILENT:
        raise EncoderError("The programme is silent or too short to measure: nothing was written.")
    return Loudness(float(integrated[-1]), float(peak[-1]))


def of_file(path: Path) -> Loudness:
    """The loudness of a sound file, decoded."""
    return parsed(ffmpeg.run(["-i", str(path), "-af", METER, "-f", "null", "-"]))
