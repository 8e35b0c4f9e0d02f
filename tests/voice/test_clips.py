"""Clips are cut to a known silence at both ends, by what the quietest consonants measure."""

from array import array

import pytest

from audiobrief.model import Clip
from audiobrief.voice.clips import trim_silence

RATE = 1_000


def clip(*samples, rate=RATE):
    return Clip(array("h", samples).tobytes(), rate)


def samples(made):
    return list(array("h", made.pcm))


# What is in a clip, and what is left of it without any silence of our own.
CUT = [
    ("nothing", [], []),
    ("silence", [0] * 9, []),
    ("noise under the threshold on both sides of zero", [99, -99, 50, -1], []),
    ("the quietest that is heard", [0, 100, 0], [100]),
    ("the quietest below zero", [0, -100, 0], [-100]),
    ("it begins and ends on a negative half-wave", [0, -5000, 0, 4000, -3000, 0], [-5000, 0, 4000, -3000]),
    ("it begins and ends with noise", [99, -99, 101, -7, -101, 99, -99], [101, -7, -101]),
    ("a sample whose low byte is zero", [0, 256, 0], [256]),
    ("a sample whose high byte is zero", [0, 200, 0], [200]),
    ("the loudest there are", [32767, -32768], [32767, -32768]),
]


@pytest.mark.parametrize(("what", "given", "left"), CUT, ids=[row[0] for row in CUT])
def test_what_is_left(what, given, left):
    assert samples(trim_silence(clip(*given), head=0.0, tail=0.0)) == left
    assert trim_silence(clip(*given)).sample_rate == RATE


def test_silence_is_left_before_and_after_as_far_as_there_was_any():
    given = [*range(1, 31), 9000, *range(1, 81)]
    assert samples(trim_silence(clip(*given))) == [*range(11, 31), 9000, *range(1, 61)]
    assert samples(trim_silence(clip(*given), head=0.005, tail=0.002)) == [*range(26, 31), 9000, 1, 2]
    assert samples(trim_silence(clip(1, 9000, 2))) == [1, 9000, 2]
    assert samples(trim_silence(clip(*given, rate=500), head=0.02, tail=0.06)) == [*range(21, 31), 9000, *range(1, 31)]


def test_what_begins_sooner_than_the_silence_that_is_left_loses_nothing():
    """The first sound stands a moment after the beginning, as nearly all clips' do."""
    given = [7] * 10 + [9000] + [7] * 30
    assert samples(trim_silence(clip(*given))) == given
    assert samples(trim_silence(clip(*([7] * 19), 9000))) == [7] * 19 + [9000]
