"""Music of a programme: before and after it, between its chapters, and under its opening.

Any sound file that the wheel's ffmpeg decodes is brought to one loudness, faded in and out, and kept as samples in a
temporary file, so that memory does not grow with it. Its level in the programme is set when pieces are mastered.
"""

from __future__ import annotations

import hashlib
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal

from audiobrief.audio.ffmpeg import build_resample_filter, start_ffmpeg
from audiobrief.audio.loudness import QUICK_METER, SAMPLE_COUNTER, GatingBlocks, count_samples, integrate_loudness
from audiobrief.audio.mpeg_layer3 import FRAME_SAMPLES
from audiobrief.errors import DataError, EncoderError, TargetError
from audiobrief.messages import get_reason
from audiobrief.model import Script

TuneName = Literal["intro", "outro", "jingle", "bed"]

REFERENCE = -23.0
"""LUFS of the samples that are kept."""
LONGEST = 300
"""Seconds."""
BED_ALONE, BED_UNDER = -6.0, -18.0
"""dB from the loudness of the programme to that of a bed where nobody speaks, and under words."""
BED_FADE = 3.0
"""Seconds in which a bed fades out after the opening."""

_BED_LEAD = 1.2  # seconds of a bed before the silence that precedes the first word
_RAMP_DOWN, _RAMP_UP = 0.4, 0.8  # seconds in which a bed gives way to words, and comes back
_RISES_IN = 2.0  # seconds: in a shorter pause a bed stays low
_SILENT = -60.0  # dB
_FADE_IN, _FADE_OUT = 0.02, 1.5  # seconds; short tunes fade out in a quarter of their length
# Samples of silence around a tune: where an encoder starts afresh, it loses up to 1105.
_MARGIN = FRAME_SAMPLES
_SAMPLE_SIZE = 4  # bytes of a 32-bit float
# Sound only: ffmpeg would also play text files, and playlists that lead elsewhere.
_CONTAINERS = (
    "aac,ac3,aiff,amr,ape,asf,au,caf,dts,eac3,flac,matroska,mov,mp3,mpc,mpc8,ogg,tta,voc,w64,wav,wv,avi,mpeg,mpegts,flv"
)
_STREAM = re.compile(r"Stream #\d+:\d+.*?: (Audio|Video): (.*)")


@dataclass(frozen=True, slots=True)
class Tune:
    """Samples in a file: 32-bit floats at `sample_rate` Hz, `frames` long, at the loudness REFERENCE; `digest` is that
    of the file."""

    path: Path
    sample_rate: int
    channels: int
    frames: int
    digest: str


@dataclass(frozen=True, slots=True)
class Ramp:
    """A change of level by `change` dB from `start` to `end`, in seconds."""

    start: float
    end: float
    change: float


@dataclass(frozen=True, slots=True)
class Music:
    """The music of a programme with so many `channels`; the bed lies under its first `opening` utterances."""

    channels: int = 1
    intro: Tune | None = None
    outro: Tune | None = None
    jingle: Tune | None = None
    bed: Tune | None = None
    opening: int = 1

    @property
    def bed_lead(self) -> float:
        """The seconds by which the silence before the first word is longer, for the bed."""
        return _BED_LEAD if self.bed else 0.0

    def count_seconds(self, script: Script) -> float:
        """The seconds by which music makes a programme longer."""
        jingles = max(0, sum(bool(chapter.utterances) for chapter in script.chapters) - 1)
        tunes = [(self.intro, 1), (self.outro, 1), (self.jingle, jingles)]
        return self.bed_lead + sum(tune.frames / tune.sample_rate * count for tune, count in tunes if tune)

    def choose_part(self, number: int, total: int) -> Music:
        """The music of a chapter that has a file of its own, so that all files in order sound as the programme: the
        jingle ends each but the last."""
        first, last = number == 1, number == total
        return Music(
            self.channels,
            intro=self.intro if first else None,
            outro=self.outro if last else self.jingle,
            bed=self.bed if first else None,
            opening=self.opening,
        )


NO_MUSIC = Music()


def count_channels(files: Mapping[TuneName, Path]) -> int:
    """2 if any of the files has more than one channel, else 1. Raises DataError for a file that is no music."""
    return max((_probe(path) for path in files.values()), default=1)


def prepare_music(
    files: Mapping[TuneName, Path], folder: Path, sample_rate: int, channels: int, opening: int = 1
) -> Music:
    """Decode the files into `folder`. Raises DataError for what is no music, TargetError if there is no room."""
    tunes = {
        name: prepare_tune(path, folder / f"{name}.pcm", sample_rate, channels, faded=name != "bed")
        for name, path in files.items()
    }
    return Music(channels, **tunes, opening=opening)


def prepare_tune(source: Path, target: Path, sample_rate: int, channels: int, *, faded: bool = True) -> Tune:
    """Decode a sound file to `target`. Raises DataError, TargetError."""
    _probe(source)
    layout = "aformat=channel_layouts=" + ("mono" if channels == 1 else "stereo")
    resampled = f"{layout},{build_resample_filter(sample_rate)}"
    # A little more than is allowed is decoded, to see that it is too much.
    report = _decode(source, LONGEST + 1, ["-af", f"{resampled},{SAMPLE_COUNTER},{QUICK_METER}", "-f", "null", "-"])
    count = count_samples(report)
    if count > LONGEST * sample_rate:
        raise DataError(
            "The music '{path}' lasts longer than {most} minutes: cut it, or give another.",
            path=source,
            most=LONGEST // 60,
        )
    try:
        loudness = integrate_loudness([GatingBlocks.from_report(report)])
    except EncoderError as error:
        raise DataError("The music '{path}' is silent or too short: give another.", path=source) from error
    fades = ""
    if faded:
        seconds = count / sample_rate
        out = min(_FADE_OUT, seconds / 4)
        fades = f",afade=t=in:d={min(_FADE_IN, seconds / 4):.4f},afade=t=out:st={seconds - out:.4f}:d={out:.4f}"
    frames = -(-(count + 2 * _MARGIN) // FRAME_SAMPLES) * FRAME_SAMPLES if faded else count
    filters = f"{resampled},volume={REFERENCE - loudness:.3f}dB{fades}"
    size = _SAMPLE_SIZE * channels
    try:
        with target.open("wb") as file:
            file.write(bytes(size * _MARGIN if faded else 0))
            file.flush()
            _decode(source, LONGEST + 1, ["-af", filters, "-f", "f32le", "pipe:1"], file.fileno())
            file.truncate(frames * size)
        with target.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise TargetError(
            "The music cannot be kept in '{folder}' ({reason}).", folder=target.parent, reason=get_reason(error)
        ) from error
    return Tune(target, sample_rate, channels, frames, digest)


def plan_ramps(spoken: Sequence[tuple[float, float]], end: float) -> tuple[Ramp, ...]:
    """The level of a bed under the words that are `spoken`, which have starts and ends in seconds: it fades in to
    BED_ALONE, is at BED_UNDER where somebody speaks, comes back in long pauses, and fades out after the last words or
    until `end`."""
    last = spoken[-1][1]
    ramps = [
        Ramp(0.0, min(0.5, spoken[0][0] / 2), BED_ALONE - _SILENT),
        Ramp(max(0.0, spoken[0][0] - _RAMP_DOWN), spoken[0][0], BED_UNDER - BED_ALONE),
    ]
    for (_, before), (after, _) in pairwise(spoken):
        if after - before >= _RISES_IN:
            ramps.append(Ramp(before, before + _RAMP_UP, BED_ALONE - BED_UNDER))
            ramps.append(Ramp(after - _RAMP_DOWN, after, BED_UNDER - BED_ALONE))
    return (*ramps, Ramp(last, max(last + 0.01, min(last + BED_FADE, end)), _SILENT - BED_UNDER))


def format_ramps(ramps: Sequence[Ramp]) -> str:
    """The level as an expression of ffmpeg's filter `volume`, in `t` seconds."""
    changes = "".join(
        f"+({ramp.change:.2f})*clip((t-{ramp.start:.4f})/{max(ramp.end - ramp.start, 0.001):.4f},0,1)" for ramp in ramps
    )
    # What is left after the last ramp is silence.
    return f"lt(t,{ramps[-1].end:.4f})*pow(10,({_SILENT}{changes})/20)"


def _probe(path: Path) -> int:
    """The number of channels of a sound file, 2 for all above one. Raises DataError if it is none."""
    try:
        with path.open("rb") as file:
            empty = not file.read(1)
    except OSError as error:
        raise DataError(
            "The music '{path}' cannot be read ({reason}): check the path.", path=path, reason=get_reason(error)
        ) from error
    if empty:
        raise DataError("The music '{path}' is empty: give another file.", path=path)
    report = _decode(path, 0.1, ["-f", "null", "-"])
    kinds = dict(reversed([(kind, about) for kind, about in _STREAM.findall(report)]))
    if any(kind == "Video" and "attached pic" not in about for kind, about in _STREAM.findall(report)):
        raise DataError("The music '{path}' is a video: save its sound as a WAV or MP3 file first.", path=path)
    # ffmpeg says of a stream: codec, sample rate, layout, format.
    return 1 if ", mono," in f"{kinds['Audio']}," or ", 1 channels," in f"{kinds['Audio']}," else 2


def _decode(path: Path, seconds: float, arguments: list[str], output: int = subprocess.DEVNULL) -> str:
    """Decode the first sound of a file for so many seconds; return ffmpeg's report. Raises DataError, EncoderError."""
    process = start_ffmpeg(
        [
            *("-protocol_whitelist", "file,pipe", "-format_whitelist", _CONTAINERS, "-i", f"file:{path}"),
            *("-map", "0:a:0", "-t", f"{seconds}", "-map_metadata", "-1", *arguments),
        ],
        stdin=subprocess.DEVNULL,
        stdout=output,
    )
    with process:
        try:
            report = process.communicate()[1].decode("utf-8", "replace")
        except BaseException:
            process.kill()
            process.wait()
            raise
    videos = [about for kind, about in _STREAM.findall(report) if kind == "Video" and "attached pic" not in about]
    if process.returncode != 0 and not videos:
        raise DataError(
            "The music '{path}' is no sound that can be decoded: give a WAV, FLAC, MP3, Ogg or M4A file.", path=path
        )
    return report
