"""Utterances spoken side by side: in what order they are begun, in what order they come, and what is left undone."""

import os
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import VoiceError
from audiobrief.model import Clip
from audiobrief.voice.on_cores import order, spoken_on_cores
from tests.voice.spans import said

CORES = min(8, len(os.sched_getaffinity(0)))


def speeches(*lengths):
    return [said("a" * length) for length in lengths]


# Lengths of the utterances, cores, and the places in the order in which they are begun.
ORDERS = [
    ([], 2, []),
    ([5], 2, [0]),
    ([1, 2, 3], 2, [0, 1, 2]),
    ([1, 2, 3, 9, 5], 2, [0, 1, 3, 4, 2]),
    ([9, 8, 7, 7, 8], 1, [0, 1, 4, 2, 3]),
    ([0] * 6 + [1, 2, 3, 4], 1, [0, 1, 2, 3, 4, 5, 9, 8, 7, 6]),
    ([1, 2, 3, 4, 5, 6], 1, [0, 1, 5, 4, 3, 2]),
]


@pytest.mark.parametrize(("lengths", "workers", "places"), ORDERS)
def test_the_order(lengths, workers, places):
    assert order(speeches(*lengths), workers) == places


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 8))
def test_the_first_are_begun_first_the_last_longest_first_and_each_once(lengths, workers):
    places = order(speeches(*lengths), workers)
    assert sorted(places) == list(range(len(lengths)))
    ordered = max(min(workers, len(lengths)), len(lengths) - 4 * workers)
    assert places[:ordered] == list(range(ordered))
    last = [lengths[at] for at in places[ordered:]]
    assert last == sorted(last, reverse=True)


def test_they_come_in_their_order_and_each_core_has_one():
    lock, now, most = threading.Lock(), 0, 0

    def clip(speech):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.005)
        with lock:
            now -= 1
        return Clip(speech[0].text.encode(), 8_000)

    given = [said(f"{'a' * (number % 7)}{number}") for number in range(40)]
    assert [each.pcm.decode() for each in spoken_on_cores(given, clip)] == [speech[0].text for speech in given]
    assert most == CORES


def test_the_first_that_fails_is_told_and_the_others_are_not_begun():
    begun = []

    def clip(speech):
        begun.append(speech[0].text)
        time.sleep(0.005)
        if speech[0].text in ("3", "4"):
            raise VoiceError(speech[0].text)
        return Clip(b"", 8_000)

    heard = []
    with pytest.raises(VoiceError, match=r"^3$"):
        heard.extend(spoken_on_cores([said(str(number)) for number in range(200)], clip))
    assert len(heard) == 3 and len(begun) < 100


def test_who_stops_listening_does_not_wait_for_the_rest():
    begun = []

    def clip(speech):
        begun.append(speech)
        time.sleep(0.02)
        return Clip(b"", 8_000)

    clips = spoken_on_cores([said("a")] * 200, clip)
    next(clips)
    clips.close()
    assert len(begun) <= 2 * CORES + 2
