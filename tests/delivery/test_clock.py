"""Places in the sound as times, rounded once and the same way for every file that tells one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.delivery.clock import milliseconds, timestamp

# Frame, sample rate, milliseconds.
PLACES = [
    (0, 44_100, 0),
    (44, 44_100, 0),
    (45, 44_100, 1),
    (44_099, 44_100, 999),
    (44_100, 44_100, 1_000),
    (23_999, 24_000, 999),
    (47, 48_000, 0),
    (10**12, 44_100, 22_675_736_961),
]


@pytest.mark.parametrize(("frame", "rate", "time"), PLACES)
def test_a_place_in_milliseconds(frame, rate, time):
    assert milliseconds(frame, rate) == time


@given(st.integers(0, 10**10), st.sampled_from([8_000, 22_050, 24_000, 44_100, 48_000]))
def test_nothing_is_told_later_than_it_is_heard_nor_a_millisecond_sooner(frame, rate):
    late = Fraction(1000 * frame, rate) - milliseconds(frame, rate)
    assert 0 <= late < 1


STAMPS = [
    (0, "00:00:00.000"),
    (9, "00:00:00.009"),
    (999, "00:00:00.999"),
    (59_999, "00:00:59.999"),
    (60_000, "00:01:00.000"),
    (3_599_999, "00:59:59.999"),
    (3_600_000, "01:00:00.000"),
    (3_723_004, "01:02:03.004"),
    (360_000_000, "100:00:00.000"),
]


@pytest.mark.parametrize(("time", "written"), STAMPS)
def test_a_time_is_written_in_full(time, written):
    assert timestamp(time) == written
    assert timestamp(time, ",") == written.replace(".", ",")
