"""Sound of another sample rate: nothing lost that can be heard, nothing added, with what every system's ffmpeg has."""

import itertools
import math
import re
import subprocess
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import pytest

from audiobrief import doctor, pipeline
from audiobrief.audio.codec import resample_clip
from audiobrief.audio.ffmpeg import build_resample_filter
from audiobrief.audio.mastering import Mastering, master_piece
from audiobrief.audio.pieces import Piece
from audiobrief.inspection.report import inspect_file
from audiobrief.model import Clip

# What is asked of ffmpeg. None of it needs a library that one of the wheels of imageio-ffmpeg is built without: filters
# of its own, and LAME, which all of them have.
FILTERS = {"adelay", "aformat", "alimiter", "ametadata", "aresample", "astats", "ebur128", "sine", "volume"}
CODERS = {"libmp3lame"}
# Names of other libraries in the options of filters that ffmpeg has itself.
LIBRARIES = re.compile(r"soxr|rubberband|ladspa|lv2|flite|mysofa|bs2b")
RATES = [(96_000, 44_100), (96_000, 48_000), (88_200, 44_100), (24_000, 22_050), (22_050, 24_000), (16_000, 24_000)]


def resampled(hertz, before, after):
    """A second of a tone, its middle half after the change of rate."""
    tone = np.sin(2 * math.pi * hertz * np.arange(before) / before).astype("<f4")
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(),
        *("-v", "error", "-f", "f32le", "-ar", str(before), "-ac", "1", "-i", "pipe:0"),
        *("-af", build_resample_filter(after), "-f", "f32le", "pipe:1"),
    ]
    made = np.frombuffer(subprocess.run(command, input=tone.tobytes(), capture_output=True, check=True).stdout, "<f4")
    assert len(made) == after
    return made[after // 4 : -after // 4].astype(float)


def decibels(signal):
    return 20 * math.log10(math.sqrt(2 * float(np.mean(signal * signal))) + 1e-12)


@pytest.mark.parametrize(("before", "after"), RATES)
@pytest.mark.parametrize("part", [0.05, 0.5, 0.85, 0.9])
def test_what_both_rates_hold_is_kept_and_nothing_is_added(before, after, part):
    hertz = part * min(before, after) / 2
    made = resampled(hertz, before, after)
    assert decibels(made) == pytest.approx(0, abs=0.02)
    turn = 2 * math.pi * hertz * np.arange(len(made)) / after
    basis = np.column_stack([np.sin(turn), np.cos(turn)])
    rest = made - basis @ np.linalg.lstsq(basis, made, rcond=None)[0]
    assert decibels(rest) < -110


@pytest.mark.parametrize(("before", "after"), [pair for pair in RATES if pair[0] > pair[1]])
@pytest.mark.parametrize("part", [1.05, 1.3, 1.8])
def test_what_the_lower_rate_cannot_hold_is_left_out(before, after, part):
    hertz = part * after / 2
    if hertz < before / 2:
        assert decibels(resampled(hertz, before, after)) < -110


def named_by(command):
    """The filters and the coders that a call of ffmpeg names."""
    filters, coders = set(), set()
    for option, value in itertools.pairwise(command):
        if option == "-af" or (option == "-i" and "=" in value and not value.startswith("file:")):
            filters |= {part.split("=")[0] for part in value.split(",")}
        if re.fullmatch(r"-(?:c|codec|acodec)(?::.*)?", option):
            coders.add(value)
    return filters, coders


def test_only_what_every_wheel_of_ffmpeg_has_is_asked_for(monkeypatch, tmp_path):
    """A wheel for one system may be built with libraries that the others are built without."""
    commands = []
    start = subprocess.Popen.__init__

    def noted(self, args, *rest, **options):
        if not isinstance(args, str) and "ffmpeg" in Path(args[0]).name:
            commands.append([str(part) for part in args])
        start(self, args, *rest, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    tone = (np.sin(np.arange(24_000) / 9) * 9000).astype("<i2").tobytes()
    for form in ("mp3", "pcm"):
        master_piece(Piece(tone, 24_000, 44_100, (), (), True), 0.0, form, Mastering(), None)
    made = resample_clip(Clip(tone, 24_000), 22_050)
    assert made.frames == 22_050
    list(doctor._check_ffmpeg())
    article = tmp_path / "article.txt"
    article.write_text("Un titre\n\nUne phrase, puis une autre.\n", encoding="utf-8")
    inspect_file(pipeline.make(article, output=tmp_path / "made.mp3", voice="espeak-fr").mp3)
    assert len(commands) > 8
    asked = [named_by(command) for command in commands]
    assert set().union(*(filters for filters, _ in asked)) == FILTERS
    assert set().union(*(coders for _, coders in asked)) == CODERS
    assert not [command for command in commands if LIBRARIES.search(" ".join(command[1:]))]
