"""What runs ffmpeg: what it reports, what it does where ffmpeg is missing, fails or is left alone, and in what order
work done side by side comes out."""

import subprocess
import time
from pathlib import Path

import pytest

from audiobrief.audio import ffmpeg, loudness
from audiobrief.errors import EncoderError

QUIET = ["-f", "s16le", "-ar", "44100", "-ac", "1", "-i", "pipe:0"]


@pytest.fixture
def own(tmp_path, monkeypatch):
    """ffmpeg is a program of the test's own."""

    def write(text):
        path = tmp_path / "ffmpeg"
        path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        path.chmod(0o755)
        monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(path))
        ffmpeg.find_ffmpeg.cache_clear()
        return path

    yield write
    ffmpeg.find_ffmpeg.cache_clear()


def test_what_it_writes_and_what_it_reports():
    out, report = ffmpeg.run_ffmpeg([*QUIET, "-af", "volumedetect", "-f", "s16le", "pipe:1"], b"\1\0" * 500)
    assert out == b"\1\0" * 500 and "n_samples: 500" in report


def test_a_failure_is_one_sentence_with_the_last_thing_it_said():
    with pytest.raises(EncoderError, match=r"^ffmpeg failed \(.*Filter not found\): is the disk full\?$"):
        ffmpeg.run_ffmpeg([*QUIET, "-af", "nowhere", "-f", "null", "-"], b"")


def test_a_failure_without_a_word_is_told_by_its_status(own):
    own("cat >/dev/null; exit 3")
    with pytest.raises(EncoderError, match=r"ffmpeg failed \(3\)"):
        ffmpeg.run_ffmpeg(["x"], b"")


def test_a_report_that_is_no_text_is_told_as_far_as_it_is(own):
    own("cat >/dev/null; printf 'caf\\351: no\\n\\n' >&2; exit 1")
    with pytest.raises(EncoderError, match="caf\ufffd: no"):
        ffmpeg.run_ffmpeg(["x"], b"")


def test_an_ffmpeg_that_is_missing_or_cannot_be_run(own, tmp_path, monkeypatch):
    path = own("exit 0")
    path.write_bytes(b"\0\1\2\3")
    with pytest.raises(EncoderError, match=r"ffmpeg cannot be run \(.*\): reinstall imageio-ffmpeg"):
        ffmpeg.run_ffmpeg(["x"], b"")
    ffmpeg.find_ffmpeg.cache_clear()

    def missing():
        raise RuntimeError("No ffmpeg exe could be found.")

    monkeypatch.setattr("imageio_ffmpeg.get_ffmpeg_exe", missing)
    with pytest.raises(EncoderError, match="ffmpeg is missing: install it with 'pip install imageio-ffmpeg'"):
        ffmpeg.run_ffmpeg(["x"], b"")


def test_who_is_interrupted_leaves_no_ffmpeg_behind(own, tmp_path):
    own(f"echo $$ > {tmp_path / 'pid'}; exec sleep 600")

    class Interrupted(bytes):
        """Sound that is never given: the writing of it is interrupted, as by a signal."""

        def __len__(self):
            while not (tmp_path / "pid").is_file() or not (tmp_path / "pid").read_text().strip():
                time.sleep(0.01)
            raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        ffmpeg.run_ffmpeg(["x"], Interrupted(b"x"))
    assert time.monotonic() - began < 500
    # Nor a zombie, which would wait to be asked how it ended for as long as this process lives.
    assert not Path(f"/proc/{(tmp_path / 'pid').read_text().strip()}").exists()


def test_it_reads_from_nowhere_where_it_is_given_nothing(own, tmp_path):
    own(f'echo "$*" >> {tmp_path / "asked"}')
    for stdin in (subprocess.DEVNULL, subprocess.PIPE):
        with ffmpeg.start_ffmpeg(["-i", "x"], stdin=stdin) as process:
            process.communicate()
    one, two = (tmp_path / "asked").read_text().splitlines()
    always = "-hide_banner -nostats -filter_threads 1"
    assert one == f"{always} -nostdin -i x" and two == f"{always} -y -i x"


def report(loud, peak="-3.0"):
    return f"Summary:\n  Integrated loudness:\n    I:         {loud} LUFS\n  True peak:\n    Peak:       {peak} dBFS\n"


def test_a_report_is_read():
    read = loudness.parse_loudness(report("-5.0") + report("-23.4", "-1.25"))
    assert (read.integrated, read.true_peak) == (-23.4, -1.25)
    assert loudness.parse_loudness(report("-68.9")).integrated == -68.9
    assert loudness.parse_true_peak(report("-23.0", "-inf")) == float("-inf")


@pytest.mark.parametrize("loud", ["-inf", "nan", "-70.0", "-69.0"])
def test_a_report_of_silence_is_refused(loud):
    with pytest.raises(EncoderError, match="silent or too short"):
        loudness.parse_loudness(report(loud))


def test_a_report_that_says_nothing_is_refused():
    with pytest.raises(EncoderError, match="reported no loudness"):
        loudness.parse_loudness("x")
    with pytest.raises(EncoderError, match="reported no true peak"):
        loudness.parse_true_peak("I: -23.0 LUFS")


def test_blocks_are_those_over_the_absolute_gate():
    lines = [f"lavfi.r128.M={level}" for level in ("-20.004", "-20.0", "-69.99", "-70.0", "-120.7", "5.5", "nan")]
    assert loudness.GatingBlocks.from_report("\n".join(lines)).counts == ((-6999, 1), (-2000, 2), (550, 1))
