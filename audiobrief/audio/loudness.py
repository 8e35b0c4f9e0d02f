"""Loudness and true peak by ITU-R BS.1770-4, as measured by ffmpeg's ebur128.

A mono stream is measured as one channel: -19 LUFS here is -16 LUFS when the same file is measured as dual mono.
"""

from __future__ import annotations

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audiobrief.audio.ffmpeg import run_ffmpeg, start_ffmpeg
from audiobrief.errors import EncoderError
from audiobrief.model import Loudness, Sound

# The first gating block is complete after 400 ms only. A piece that begins with sound needs silence before it to be
# measured as it is in the middle of a programme.
_LEAD_IN = "adelay=delays=300:all=1"
_PRINT_BLOCKS = "metadata=1:framelog=quiet,ametadata=print:key=lavfi.r128.M"
METER = f"{_LEAD_IN},ebur128=peak=true:{_PRINT_BLOCKS}"
# Without the true peak, which takes four times as long.
QUICK_METER = f"{_LEAD_IN},ebur128={_PRINT_BLOCKS}"
# Samples are counted before the meter, which works in blocks of its own.
SAMPLE_COUNTER = "astats=measure_perchannel=none:measure_overall=Number_of_samples"
"""A filter of ffmpeg whose report `count_samples` reads."""
_FILE_METER = f"{SAMPLE_COUNTER},ebur128=peak=true:framelog=info"

_BLOCK = re.compile(r"lavfi\.r128\.M=(-?[\d.]+)")
_INTEGRATED = re.compile(r"I:\s+(-?[\d.]+|-inf|nan) LUFS")
_PEAK = re.compile(r"Peak:\s+(-?[\d.]+|-inf|inf|nan) dBFS")
_RANGE = re.compile(r"LRA:\s+(-?[\d.]+) LU\b")
_COUNT = re.compile(r"Number of samples: (\d+)")
_MOMENT = re.compile(r"M:\s*(-?[\d.]+|-?inf|nan)\s+S:\s*(-?[\d.]+|-?inf|nan)\s")

# What ffmpeg calls formats whose names end otherwise.
_DEMUXERS = {"m4b": "mov", "opus": "ogg", "mp2": "mp3"}
# BS.1770-4, annex 1.
_ABSOLUTE_GATE, _RELATIVE_GATE = -70.0, -10.0
_OFFSET = -0.691
# ebur128 reports the absolute gate when no block is above it.
_SILENT = -69.0


@dataclass(frozen=True, slots=True)
class GatingBlocks:
    """How many gating blocks (of 400 ms, one every 100 ms) have each loudness, in hundredths of LUFS.

    Integrated loudness is computed from nothing else (BS.1770-4, annex 1). Blocks below the absolute gate are left out.
    """

    counts: tuple[tuple[int, int], ...]

    @classmethod
    def from_report(cls, report: str) -> GatingBlocks:
        """The blocks in the report of METER or QUICK_METER."""
        levels = (float(level) for level in _BLOCK.findall(report))
        return cls(tuple(sorted(Counter(round(100 * at) for at in levels if at > _ABSOLUTE_GATE).items())))


def integrate_loudness(parts: Iterable[GatingBlocks]) -> float:
    """The integrated loudness in LUFS of consecutive parts that were measured separately.

    Raises EncoderError if nothing is above the absolute gate.
    """
    counts: Counter[int] = Counter()
    for part in parts:
        counts.update(dict(part.counts))
    if not counts:
        raise EncoderError("The programme is silent or too short to measure: nothing was written.")
    gate = _average_loudness(counts) + _RELATIVE_GATE
    return _average_loudness(Counter({level: count for level, count in counts.items() if level / 100 > gate}))


def parse_true_peak(report: str) -> float:
    """The true peak in dBTP in the report of METER. Raises EncoderError if there is none."""
    found = _PEAK.findall(report)
    if not found:
        raise EncoderError("ffmpeg reported no true peak: reinstall imageio-ffmpeg.")
    return float(found[-1])


def parse_loudness(report: str) -> Loudness:
    """The measurement in the report of METER. Raises EncoderError if there is none, or the sound is silent."""
    found = _INTEGRATED.findall(report)
    if not found:
        raise EncoderError("ffmpeg reported no loudness: reinstall imageio-ffmpeg.")
    if found[-1] in ("-inf", "nan") or float(found[-1]) <= _SILENT:
        raise EncoderError("The programme is silent or too short to measure: nothing was written.")
    return Loudness(float(found[-1]), parse_true_peak(report))


def count_samples(report: str) -> int:
    """The number of samples in a channel in a report of ffmpeg's, 0 if it has none."""
    found = _COUNT.findall(report)
    return int(found[-1]) if found else 0


def measure_true_peak(path: Path, kind: str) -> float:
    """The true peak in dBTP of a sound file of the format `kind`, as its name ends. Raises EncoderError."""
    source = ["-f", _DEMUXERS.get(kind, kind), "-i", f"file:{path}", "-map", "0:a:0"]
    _, report = run_ffmpeg([*source, "-af", "ebur128=peak=true:framelog=quiet", "-f", "null", "-"], b"")
    return parse_true_peak(report)


def measure_file(path: Path, kind: str, start: int = 0) -> Sound:
    """Decode a file of the format `kind`, as its name ends; count its samples and measure its loudness (BS.1770-4, EBU
    Tech 3341 and 3342).

    Decoding starts at byte `start`: pass the end of the tags, since ffmpeg takes minutes to read tags of very many
    frames. Raises EncoderError if nothing can be decoded.
    """
    process = start_ffmpeg(
        [
            *("-skip_initial_bytes", str(start), "-f", _DEMUXERS.get(kind, kind), "-i", f"file:{path}"),
            *("-map", "0:a:0", "-af", _FILE_METER, "-f", "null", "-"),
        ],
        stdin=subprocess.DEVNULL,
    )
    assert process.stderr is not None
    with process:
        try:
            momentary, short_term, report = _parse_meter(line.decode("utf-8", "replace") for line in process.stderr)
        finally:
            if process.poll() is None:
                process.kill()
    frames = count_samples(report)
    if process.returncode != 0 or not frames:
        raise EncoderError("'{name}' cannot be decoded: it holds no sound, or is damaged.", name=path.name)
    if momentary <= _SILENT:
        return Sound(frames, None)
    whole = parse_loudness(report)
    ranges = _RANGE.findall(report)
    return Sound(
        frames,
        Loudness(
            whole.integrated,
            whole.true_peak,
            float(ranges[-1]) if ranges else None,
            momentary,
            short_term if short_term > _SILENT else None,
        ),
    )


def _average_loudness(counts: Counter[int]) -> float:
    power = sum(count * 10 ** ((level / 100 - _OFFSET) / 10) for level, count in counts.items())
    return _OFFSET + 10 * math.log10(power / counts.total())


def _parse_meter(lines: Iterable[str]) -> tuple[float, float, str]:
    """The highest momentary and short-term loudness, and the report without the lines (ten a second) of these."""
    momentary = short_term = float("-inf")
    rest: list[str] = []
    for line in lines:
        if found := _MOMENT.search(line):
            momentary = max(momentary, _parse_level(found[1]))
            short_term = max(short_term, _parse_level(found[2]))
        else:
            rest.append(line)
    return momentary, short_term, "".join(rest)


def _parse_level(text: str) -> float:
    return float("-inf") if text == "nan" else float(text)
