"""What goes on is said at its times: often in a log, seldom to a screen reader, in one line on a terminal."""

import os
import subprocess
import time
from itertools import pairwise

import pytest

from audiobrief.cli.progress import FREQUENT, SPARSE, ProgressReporter, ReportInterval, make_reporter
from audiobrief.pipeline import Progress
from tests.cli.conftest import AUDIOBRIEF

# Seconds that a machine which is busy with other tests may add.
_BUSY = 1.5


def lines(capsys):
    return capsys.readouterr().err.splitlines()


def spoken(done, of=100):
    return Progress(done, of, 2.0 * done, 1.0 * done, float(of - done))


def test_a_stage_that_lasts_is_said_again_with_its_seconds(capsys):
    pulse = ProgressReporter(ReportInterval(0.5))
    pulse.start()
    pulse.start_stage("Loading the voice")
    time.sleep(2.0)
    pulse.end()
    said = lines(capsys)
    assert 1 <= len(said) <= 4 and said[-1] in [f"Loading the voice: {seconds} s" for seconds in (1, 2)]


@pytest.mark.parametrize(
    ("rhythm", "most", "fewest"),
    [(ReportInterval(60.0, 10.0), 11, 5), (ReportInterval(60.0, 50.0), 2, 1), (ReportInterval(60.0), 0, 0)],
)
def test_a_step_of_a_hundred_has_a_line(capsys, rhythm, most, fewest):
    pulse = ProgressReporter(rhythm)
    pulse.start()
    for done in range(1, 100):
        pulse.report_progress(spoken(done))
        time.sleep(0.03)
    pulse.end()
    said = lines(capsys)
    assert fewest <= len(said) <= most and all(line.startswith("Speaking: ") for line in said)


def test_once_all_is_spoken_the_sound_is_mastered(capsys):
    pulse = ProgressReporter(ReportInterval(0.2))
    pulse.start()
    pulse.report_progress(spoken(100))
    time.sleep(1.0)
    pulse.end()
    assert lines(capsys)[0].startswith("Mastering the sound: ")


def test_on_a_terminal_it_is_one_line_that_goes_at_the_end(capsys):
    pulse = ProgressReporter(None)
    pulse.start()
    pulse.report_progress(spoken(1))
    pulse.report_progress(spoken(2))
    pulse.end()
    shown = capsys.readouterr().err
    # Off a terminal, Click leaves out what would steer one.
    assert shown.startswith("\rSpeaking: 1 of 100") and shown.endswith("\r") and "\n" not in shown


def test_nothing_comes_after_the_end(capsys):
    pulse = ProgressReporter(ReportInterval(0.05))
    pulse.start()
    pulse.start_stage("Speaking")
    pulse.end()
    lines(capsys)
    time.sleep(0.5)
    assert lines(capsys) == []


WAYS = [({"plain": False, "animated": True}, None), ({"plain": False, "animated": False}, FREQUENT)]


@pytest.mark.parametrize(("way", "rhythm"), [*WAYS, ({"plain": True, "animated": False}, SPARSE)])
def test_each_way_of_speaking_has_its_rhythm(way, rhythm):
    assert vars(make_reporter(**way))["_interval"] == rhythm
    assert FREQUENT.seconds < 2.0 < SPARSE.seconds


def test_the_natural_voice_is_never_silent_for_long(tmp_path):
    """Not even where its model is made ready for the first time."""
    sentences = "\n\n".join(f"Le bac numéro {number} a repris la mer après des travaux." for number in range(8))
    (tmp_path / "a.md").write_text(f"# Les bacs\n\n{sentences}\n", encoding="utf-8")
    begun = time.monotonic()
    process = subprocess.Popen(
        [AUDIOBRIEF, "make", "a.md", "-o", "p.mp3", "--voice", "siwis"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env={**os.environ, "AUDIOBRIEF_CACHE": str(tmp_path / "cache")},
    )
    with process.stderr:
        came = [(time.monotonic() - begun, line.decode()) for line in process.stderr]
    assert process.wait() == 0
    times = [0.0, *(at for at, _ in came)]
    assert came[0][0] < 1.0 + _BUSY and next(at for at, line in came if "Loading the voice" in line) < 1.0 + _BUSY
    assert max(later - at for at, later in pairwise(times)) < 2.0 + _BUSY, came
