"""What goes on is said at its times: often in a log, seldom to a screen reader, in one line on a terminal."""

import os
import subprocess
import time
from itertools import pairwise

import pytest

from audiobrief.cli.progress import FREQUENT, SPARSE, ProgressReporter, make_reporter
from audiobrief.pipeline import Progress
from tests.cli.conftest import AUDIOBRIEF


def lines(capsys):
    return capsys.readouterr().err.splitlines()


def spoken(done, of=100):
    return Progress(done, of, 2.0 * done, 1.0 * done, float(of - done))


def test_on_a_terminal_it_is_one_line_that_goes_at_the_end(capsys):
    pulse = ProgressReporter(None)
    pulse.start()
    pulse.report_progress(spoken(1))
    pulse.report_progress(spoken(2))
    pulse.end()
    shown = capsys.readouterr().err
    # Off a terminal, Click leaves out what would steer one.
    assert shown.startswith("\rSpeaking: 1 of 100") and shown.endswith("\r") and "\n" not in shown


WAYS = [({"plain": False, "animated": True}, None), ({"plain": False, "animated": False}, FREQUENT)]


@pytest.mark.parametrize(("way", "rhythm"), [*WAYS, ({"plain": True, "animated": False}, SPARSE)])
def test_each_way_of_speaking_has_its_rhythm(way, rhythm):
    assert vars(make_reporter(**way))["_interval"] == rhythm
    assert FREQUENT.seconds < 2.0 < SPARSE.seconds


def test_the_natural_voice_is_never_silent_for_long(tmp_path):
    """Not even where its model is made ready for the first time."""
    sentences = "\n\n".join(f"Le bac numéro {number} a repris la mer après des travaux." for number in range(4))
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
    # Two seconds, where the whole takes about ten: the rest is for a machine that is busy, and a slow one takes its
    # part of the time.
    longest = max(3.5, (time.monotonic() - begun) / 3)
    assert [line for _, line in came if "Loading the voice" in line]
    assert max(later - at for at, later in pairwise([0.0, *(at for at, _ in came)])) < longest, came
