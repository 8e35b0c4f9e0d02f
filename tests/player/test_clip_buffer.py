"""Clips are spoken ahead, and anew wherever the listener goes."""

import threading
import time

import pytest

from audiobrief.model import Clip
from audiobrief.player.clip_buffer import ClipBuffer
from audiobrief.voice.live import LiveClip
from tests.waiting import wait_until

RATE = 1000


def speaking(log, seconds=1.0, mark=0):
    """A voice whose sentences last a second; the sound of sentence 5 has the value 5, or 105 by another voice."""

    def speak(first):
        for at in range(first, 20):
            log.append(at)
            yield LiveClip(at, Clip((mark + at).to_bytes(2, "little") * round(seconds * RATE), RATE))

    return speak


def heard(buffer, at):
    wait_until(lambda: buffer.is_complete(at))
    return buffer.get_part(at, 0).pcm[0]


def test_no_more_is_spoken_than_is_wanted_ahead():
    log = []
    with ClipBuffer(speaking(log), 20, ahead=3.0) as buffer:
        wait_until(lambda: buffer.is_filled(3.0))
        time.sleep(0.05)  # for one that would speak more
        assert log == [0, 1, 2] and buffer.count_seconds() == 3.0
        buffer.move(1)
        wait_until(lambda: log == [0, 1, 2, 3])


def test_more_is_spoken_ahead_when_it_is_asked_for():
    with ClipBuffer(speaking([]), 20, ahead=3.0) as buffer:
        wait_until(lambda: buffer.is_filled(3.0))
        buffer.reach(6.0)
        wait_until(lambda: buffer.is_filled(6.0))
        buffer.reach(1.0)
        buffer.move(2)
        wait_until(lambda: buffer.count_seconds() == 6.0)


def test_loading_the_voice_does_not_make_it_slow(clock):
    def speak(first):
        clock.now += 50.0
        for clip in speaking([])(first):
            yield clip
            clock.now += 0.25

    buffer = ClipBuffer(speak, 20, ahead=5.0)
    assert buffer.measure_speed() == float("inf")
    with buffer:
        wait_until(lambda: buffer.is_filled(5.0))
        assert buffer.measure_speed() == 4.0


def test_where_one_is_told_to_begin():
    log = []
    with ClipBuffer(speaking(log), 20, ahead=2.0, first=7) as buffer:
        wait_until(lambda: buffer.is_filled(2.0))
        assert log == [7, 8] and buffer.count_seconds() == 2.0


def test_thirty_behind_the_listener_are_kept():
    with ClipBuffer(speaking([], seconds=0.1), 40, ahead=60.0) as buffer:
        wait_until(lambda: buffer.is_complete(19))
        buffer.move(30)
        assert buffer.get_part(0, 0) is not None
        buffer.move(31)
        assert buffer.get_part(0, 0) is None and not buffer.is_complete(0) and buffer.get_part(1, 0) is not None


def test_speaking_goes_on_behind_all_that_is_ready():
    """Also where several in a row are."""
    log = []
    with ClipBuffer(speaking(log), 20, ahead=3.0, first=4) as buffer:
        wait_until(lambda: log == [4, 5, 6])
        buffer.move(3)
        wait_until(lambda: buffer.is_complete(3))
        buffer.reach(6.0)
        wait_until(lambda: buffer.is_filled(6.0))
        assert [buffer.get_part(at, 0).pcm[0] for at in range(3, 9)] == [3, 4, 5, 6, 7, 8]
        assert sorted(log) == [3, 4, 5, 6, 7, 8]


def test_a_closed_one_is_filled_and_asks_for_nothing():
    log = []
    with ClipBuffer(speaking(log), 20, ahead=2.0) as buffer:
        wait_until(lambda: buffer.is_filled(2.0))
    assert buffer.is_filled(100.0) and log == [0, 1]
    buffer.move(5)
    assert log == [0, 1]


def test_elsewhere_speaking_begins_anew():
    log = []
    with ClipBuffer(speaking(log), 20, ahead=2.0) as buffer:
        wait_until(lambda: buffer.is_filled(2.0))
        buffer.move(10)
        assert heard(buffer, 10) == 10 and not buffer.is_complete(5)


def test_what_was_heard_is_kept_and_not_spoken_again():
    log = []
    with ClipBuffer(speaking(log), 20, ahead=2.0) as buffer:
        wait_until(lambda: buffer.is_filled(2.0))
        buffer.move(10)
        wait_until(lambda: buffer.is_filled(2.0))
        buffer.move(0)
        wait_until(lambda: buffer.is_filled(2.0))
        assert heard(buffer, 0) == 0 and sorted(log) == sorted(set(log))
        # The gap between what is kept at both places is filled, and then what is kept is used.
        for at in range(10):
            buffer.move(at)
            assert heard(buffer, at) == at
        assert log.count(10) == 1


def test_another_voice_speaks_from_a_sentence_on():
    log = []
    with ClipBuffer(speaking(log), 20, ahead=4.0) as buffer:
        wait_until(lambda: buffer.is_filled(4.0))
        buffer.replace(speaking([], mark=100), 2)
        assert heard(buffer, 2) == 102 and heard(buffer, 1) == 1


def test_at_the_end_it_is_filled_though_little_is_left():
    with ClipBuffer(speaking([]), 20, ahead=5.0, first=18) as buffer:
        wait_until(lambda: buffer.is_filled(5.0))
        assert buffer.count_seconds() == 2.0


def test_an_error_is_kept_with_what_was_ready():
    def speak(first):
        yield LiveClip(0, Clip(b"\1\0" * RATE, RATE))
        raise ValueError("no voice")

    with ClipBuffer(speak, 20, ahead=5.0) as buffer:
        wait_until(lambda: buffer.error is not None)
        assert heard(buffer, 0) == 1 and buffer.is_filled(5.0)
        with pytest.raises(ValueError, match="no voice"):
            raise buffer.error
        # Another voice begins where that one failed.
        buffer.replace(speaking([]), 1)
        assert heard(buffer, 1) == 1 and buffer.error is None


def test_a_sentence_in_two_parts_is_heard_from_the_first():
    second = threading.Event()

    def speak(first):
        yield LiveClip(0, Clip(b"\1\0", RATE), complete=False)
        second.wait(10)
        yield LiveClip(0, Clip(b"\2\0", RATE))

    with ClipBuffer(speak, 1, ahead=5.0) as buffer:
        wait_until(lambda: buffer.get_part(0, 0) is not None)
        assert not buffer.is_complete(0) and buffer.get_part(0, 1) is None
        second.set()
        wait_until(lambda: buffer.is_complete(0))
        assert buffer.get_part(0, 1).pcm == b"\2\0"


def test_the_thread_ends_with_the_block():
    before = threading.active_count()
    with ClipBuffer(speaking([]), 20, ahead=2.0):
        assert threading.active_count() == before + 1
    assert threading.active_count() == before


def test_the_speed_is_sound_for_time(clock):
    def speak(first):
        for at in range(3):
            clock.now += 0.5 * (at + 1)
            yield LiveClip(at, Clip(bytes(2 * RATE), RATE))

    with ClipBuffer(speak, 3, ahead=5.0) as buffer:
        wait_until(lambda: buffer.is_complete(2))
        # Two seconds of sound in one second and one and a half.
        assert buffer.measure_speed() == 2.0 / 2.5
