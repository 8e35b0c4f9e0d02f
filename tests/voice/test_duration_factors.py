"""How quick a programme must be read, and how long its pauses may be, for it to fit a slot."""

import pytest

from audiobrief.errors import TargetError
from audiobrief.voice.duration_fitting import Lengths, compute_pace_factor, compute_pause_factor

# Seconds of speech, of pauses, of the slot; the factor of the pace.
PACES = [(60, 20, 80, 1.0), (60, 20, 50, 2.0), (60, 20, 140, 0.5), (60, 0, 60, 1.0), (90, 10, 100.5, 90 / 90.5)]


@pytest.mark.parametrize(("speech", "pauses", "slot", "factor"), PACES)
def test_the_pace_that_fills_a_slot(speech, pauses, slot, factor):
    assert compute_pace_factor(Lengths(speech, pauses), slot) == pytest.approx(factor)


@pytest.mark.parametrize("slot", [20, 19.9, 1])
def test_a_slot_that_the_pauses_fill_alone(slot):
    with pytest.raises(TargetError, match=f"cannot last {slot:.0f} s: its pauses alone take 20 s"):
        compute_pace_factor(Lengths(60, 20), slot)
    assert compute_pace_factor(Lengths(60, 20), 20.01) == pytest.approx(6000)


# Seconds of speech, of pauses, of the slot; the factor of the pauses, or None where it would be heard as wrong.
FACTORS = [
    (60, 20, 80, 1.0),
    (60, 20, 72, 0.6),
    (60, 20, 71.9, None),
    (60, 20, 90, 1.5),
    (60, 20, 90.1, None),
    (60, 20, 85, 1.25),
    (60, 0, 60, None),
    (60, 20, 30, None),
]


@pytest.mark.parametrize(("speech", "pauses", "slot", "factor"), FACTORS)
def test_the_pauses_that_end_a_programme_on_the_second(speech, pauses, slot, factor):
    assert compute_pause_factor(Lengths(speech, pauses), slot) == (None if factor is None else pytest.approx(factor))
