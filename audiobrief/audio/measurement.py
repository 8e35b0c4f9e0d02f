"""A sound file decoded from end to end, counted and measured."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from audiobrief.audio import ffmpeg
from audiobrief.audio.loudness import SILENT, parsed
from audiobrief.errors import EncoderError
from audiobrief.model import Loudness, Sound

# The count stands before the meter, which works in blocks of its own.
_COUNTER = "astats=measure_perchannel=none:measure_overall=Number_of_samples"
_METER = "ebur128=peak=true:framelog=info"
_MEASURED = ("-af", f"{_COUNTER},{_METER}", "-f", "null", "-")

_COUNT = re.compile(r"Number of samples: (\d+)")
_MOMENT = re.compile(r"M:\s*(-?[\d.]+|-?inf|nan)\s+S:\s*(-?[\d.]+|-?inf|nan)\s")
_RANGE = re.compile(r"LRA:\s+(-?[\d.]+) LU\b")


def measure(path: Path, kind: Literal["mp3", "wav"], start: int = 0) -> Sound:
    """Decode the file from the byte `start` on and measure it (ITU-R BS.1770-4, EBU Tech 3341 and 3342): mono as one
    channel. ffmpeg takes minutes for tags of very many frames, so that they are better left out.

    Raises EncoderError where nothing can be decoded.
    """
    process = ffmpeg.start(
        ["-skip_initial_bytes", str(start), "-f", kind, "-i", f"file:{path}", "-map", "0:a:0", *_MEASURED],
        stdin=subprocess.DEVNULL,
    )
    assert process.stderr is not None
    with process:
        try:
            momentary, short_term, report = _read(line.decode("utf-8", "replace") for line in process.stderr)
        finally:
            if process.poll() is None:
                process.kill()
    count = _COUNT.findall(report)
    if process.returncode != 0 or not count or int(count[-1]) == 0:
        raise EncoderError("'{name}' cannot be decoded: it holds no sound, or is damaged.", name=path.name)
    frames = int(count[-1])
    if momentary <= SILENT:
        return Sound(frames, None)
    whole = parsed(report)
    ranges = _RANGE.findall(report)
    return Sound(
        frames,
        Loudness(
            whole.integrated,
            whole.true_peak,
            float(ranges[-1]) if ranges else None,
            momentary,
            short_term if short_term > SILENT else None,
        ),
    )


def _read(lines: Iterable[str]) -> tuple[float, float, str]:
    """The highest momentary and short-term loudness, and the report without the ten lines a second they stand in."""
    momentary = short_term = float("-inf")
    rest: list[str] = []
    for line in lines:
        if found := _MOMENT.search(line):
            momentary = max(momentary, _number(found[1]))
            short_term = max(short_term, _number(found[2]))
        else:
            rest.append(line)
    return momentary, short_term, "".join(rest)


def _number(text: str) -> float:
    return float("-inf") if text == "nan" else float(text)
