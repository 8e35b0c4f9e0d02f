"""The other sound formats: what is decoded stays under the ceiling, whatever the codec makes of the peaks."""

import re
import subprocess
import wave

import imageio_ffmpeg
import numpy as np
import pytest
from mutagen.mp4 import MP4

from audiobrief.audio.encoders import encode_master
from audiobrief.audio.mastering import Mastering
from audiobrief.errors import EncoderError
from audiobrief.model import ChapterMark

RATE = 44_100
CODECS = {"aac": "m4b", "opus": "opus", "mp2": "mp2", "flac": "flac"}


def write_clicks(path, channels, level=0.85):
    """A master at -1.4 dBTP: a quiet tone with short clicks, which coding makes overshoot."""
    rng = np.random.default_rng(5)
    sound = 0.03 * np.sin(np.arange(2 * RATE) * 0.05)
    for at in range(2000, len(sound) - 100, RATE // 6):
        sound[at : at + 88] = level * rng.uniform(-0.8, 0.8, 88)
    with wave.open(str(path), "wb") as file:
        file.setparams((channels, 2, RATE, 0, "NONE", ""))
        file.writeframes(np.repeat((sound * 32767).astype("<i2"), channels).tobytes())
    return path


def measure_peak(path):
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostats", "-i", str(path), "-map", "0:a:0"]
    done = subprocess.run([*command, "-af", "ebur128=peak=true", "-f", "null", "-"], capture_output=True, check=True)
    return float(re.findall(r"Peak:\s+(\S+) dBFS", done.stderr.decode())[-1])


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("codec", CODECS)
def test_decoded_peaks_stay_under_the_ceiling(tmp_path, codec, channels):
    master = write_clicks(tmp_path / "master.wav", channels)
    ceiling = measure_peak(master) + 0.4  # as the master is made
    path = tmp_path / f"a.{CODECS[codec]}"
    encode_master(master, path, codec, Mastering(true_peak=ceiling, sample_rate=RATE, channels=channels))
    assert ceiling - 3 < measure_peak(path) <= ceiling


def test_what_is_under_the_ceiling_is_encoded_as_it_is(tmp_path):
    """And the same master gives the same bytes."""
    master = write_clicks(tmp_path / "master.wav", 1, level=0.1)
    made = []
    for number, ceiling in enumerate((-1.0, 0.0, -1.0)):
        path = tmp_path / f"{number}.m4b"
        encode_master(master, path, "aac", Mastering(true_peak=ceiling, sample_rate=RATE))
        made.append(path.read_bytes())
    assert made[0] == made[1] == made[2]


def test_what_is_limited_keeps_its_length_and_its_chapters(tmp_path):
    master = write_clicks(tmp_path / "master.wav", 1)
    chapters = [ChapterMark(0, RATE, "Un ; = #"), ChapterMark(RATE, 2 * RATE, "Deux")]
    encode_master(master, tmp_path / "a.m4b", "aac", Mastering(true_peak=-9.0, sample_rate=RATE), chapters)
    found = MP4(tmp_path / "a.m4b")
    assert found.info.length == pytest.approx(2.0, abs=0.05)
    assert [chapter.title for chapter in found.chapters] == ["Un ; = #", "Deux"]


def test_a_ceiling_that_cannot_be_kept_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr("audiobrief.audio.encoders.measure_true_peak", lambda path, kind: 0.0)
    master = write_clicks(tmp_path / "master.wav", 1)
    with pytest.raises(EncoderError, match=r"with true peaks below -1\.0 dBTP"):
        encode_master(master, tmp_path / "a.opus", "opus", Mastering(sample_rate=RATE))
