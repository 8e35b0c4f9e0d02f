"""How many things are done at once, in what order they are begun, in what order they come, and what is left undone."""

import os
import runpy
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.errors import EncoderError, VoiceError
from audiobrief.system import parallel
from audiobrief.system.parallel import count_cores, count_threads, map_all_in_order, map_in_order, order_starts
from tests.waiting import PATIENCE, wait_until

# What this Python has of each, in the order in which they are asked: cores of this process, its affinity, all cores.
TOLD = [
    ((3, 13), 3, {0, 1}, 8, 3),
    ((3, 13), None, {0, 1}, 8, 1),
    ((3, 12), 3, {0, 1}, 8, 2),
    ((3, 12), 3, None, 8, 8),
    ((3, 12), 3, None, None, 1),
]


@pytest.mark.parametrize(("version", "own", "affinity", "every", "count"), TOLD)
def test_the_cores_that_this_process_may_use(monkeypatch, version, own, affinity, every, count):
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(os, "process_cpu_count", lambda: own, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: every)
    if affinity is None:
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    else:
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: affinity, raising=False)
    assert count_cores() == count


def every_one(work, things):
    return map_all_in_order(work, things, workers=count_threads(), length=len)


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
    assert order_starts(lengths, workers) == places


@given(st.lists(st.integers(0, 50), max_size=60), st.integers(1, 8))
def test_the_first_are_begun_first_the_last_longest_first_and_each_once(lengths, workers):
    places = order_starts(lengths, workers)
    assert sorted(places) == list(range(len(lengths)))
    ordered = max(min(workers, len(lengths)), len(lengths) - 4 * workers)
    assert places[:ordered] == list(range(ordered))
    last = [lengths[at] for at in places[ordered:]]
    assert last == sorted(last, reverse=True)


def test_they_come_in_their_order_and_each_core_has_one():
    lock, now, most = threading.Lock(), 0, 0

    def clip(text):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.005)
        with lock:
            now -= 1
        return text.upper()

    given = [f"{'a' * (number % 7)}{number}" for number in range(40)]
    assert list(every_one(clip, given)) == [text.upper() for text in given]
    assert most == count_threads()


def test_the_first_that_fails_is_told_and_the_others_are_not_begun():
    begun = []

    def clip(text):
        begun.append(text)
        # What follows is slow beside the time that the first takes to be told of, also on a machine that is busy.
        time.sleep(0.005 if int(text) < 5 else 0.1)
        if text in ("3", "4"):
            raise VoiceError(text)
        return text

    heard = []
    with pytest.raises(VoiceError, match=r"^3$"):
        heard.extend(every_one(clip, list(map(str, range(200)))))
    assert len(heard) == 3 and len(begun) < 100


@pytest.fixture
def cancelled(monkeypatch):
    """Set once a pool has been told to begin nothing more."""
    told, shut_down = threading.Event(), ThreadPoolExecutor.shutdown

    def shutdown(pool, wait=True, *, cancel_futures=False):
        shut_down(pool, wait=False, cancel_futures=cancel_futures)
        told.set()
        shut_down(pool, wait=wait)

    monkeypatch.setattr(ThreadPoolExecutor, "shutdown", shutdown)
    return told


def test_who_stops_listening_does_not_wait_for_all_the_rest(cancelled):
    begun = []

    def clip(text):
        begun.append(text)
        if len(begun) > 1:
            assert cancelled.wait(PATIENCE)
        return text

    clips = every_one(clip, ["a"] * 200)
    next(clips)
    clips.close()
    assert len(begun) <= count_threads() + 1


def in_order(work, things):
    return map_in_order(work, things, workers=count_threads(), ahead=2)


def test_work_side_by_side_comes_out_in_order():
    def work(number):
        time.sleep(0.02 if number % 3 == 0 else 0)
        return -number

    assert list(in_order(work, range(30))) == [-number for number in range(30)]
    assert list(in_order(work, [])) == []


def test_little_is_taken_ahead_and_no_more_is_done_than_there_are_cores():
    cores = count_threads()
    lock, taken, done, now, most = threading.Lock(), [], 0, 0, 0

    def things():
        for number in range(60):
            taken.append(number)
            yield number

    def work(number):
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.005)
        with lock:
            now -= 1
        return number

    for got in in_order(work, things()):
        assert got == done
        done += 1
        assert len(taken) - done <= cores + 2
    assert done == 60 and most == cores


def test_what_fails_is_raised_in_its_turn_and_the_rest_is_not_begun():
    begun = []

    def work(number):
        begun.append(number)
        time.sleep(0.01 if number <= 3 else 0.2)
        if number == 3:
            raise EncoderError("three")
        return number

    got = []
    with pytest.raises(EncoderError, match="three"):
        got.extend(in_order(work, range(100)))
    assert len(begun) < 30


def test_who_stops_listening_does_not_wait_for_what_is_left(cancelled):
    cores = count_threads()
    taken, begun = [], []

    def things():
        for number in range(100):
            taken.append(number)
            yield number

    def work(number):
        begun.append(number)
        if number:
            assert cancelled.wait(PATIENCE)
        else:
            wait_until(lambda: len(taken) > cores + 2)

    results = in_order(work, things())
    next(results)
    wait_until(lambda: len(begun) > cores)
    results.close()
    assert sorted(begun) == list(range(cores + 1)), "what waited for a core was begun"


@pytest.mark.parametrize(("system", "most"), [("win32", 61), ("linux", 1024)])
def test_no_more_processes_than_can_be_waited_for(monkeypatch, system, most):
    """Windows waits for 63 things at once, of which Python's pool needs two (concurrent.futures.process)."""
    monkeypatch.setattr(sys, "platform", system)
    assert runpy.run_path(parallel.__file__)["MAX_PROCESSES"] == most
