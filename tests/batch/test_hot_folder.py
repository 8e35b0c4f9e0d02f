"""A hot folder with an executor that makes nothing: when it looks, when it ends."""

import errno
import os
import signal
import threading
import time

import pytest

from audiobrief.batch.hot_folder import watch_folder
from audiobrief.batch.task import TaskSuccess
from audiobrief.options import Options
from tests.waiting import PATIENCE


class Nothing:
    def get_voice_identity(self, options):
        return "voice"

    def run_tasks(self, tasks):
        for task in tasks:
            yield TaskSuccess(task.number, ((f"{task.name}.mp3", b"sound"),), 1.0, 1, 0.1)


@pytest.fixture
def watched(tmp_path):
    """Watch a folder, into which `later` puts something after a moment, until it is told of or asked to end: what was
    told, and how many seconds it took."""

    def call(later, settle=0.1):
        told = []

        def tell(outcome):
            told.append(outcome)
            os.kill(os.getpid(), signal.SIGTERM)

        (tmp_path / "in").mkdir()
        # A watch that notices nothing would go on for ever.
        timers = (
            threading.Timer(0.5, later, (tmp_path / "in",)),
            threading.Timer(PATIENCE, os.kill, (os.getpid(), signal.SIGTERM)),
        )
        for timer in timers:
            timer.start()
        began = time.monotonic()
        try:
            options = Options(voice="espeak-fr")
            watch_folder(
                tmp_path / "in", tmp_path / "out", options, Nothing(), settle=settle, once=False, on_outcome=tell
            )
        finally:
            for timer in timers:
                timer.cancel()
        return told, time.monotonic() - began

    return call


def put(folder):
    (folder / "a.txt").write_text("Le pont a rouvert.", encoding="utf-8")


def test_what_is_put_into_it_is_noticed_at_once(watched, tmp_path, monkeypatch):
    # Later than anybody would wait: what is not noticed is not seen.
    monkeypatch.setattr("audiobrief.batch.hot_folder._MAX_POLL_INTERVAL", 3600.0)
    told, _ = watched(put)
    assert [(outcome.source, outcome.reason) for outcome in told] == [("a.txt", None)]
    assert (tmp_path / "out" / "a.mp3").read_bytes() == b"sound" and (tmp_path / "in" / "done" / "a.txt").is_file()


def test_where_the_system_gives_no_notices_it_looks_now_and_then(watched, monkeypatch):
    def refuse(observer):
        raise OSError(errno.ENOSPC, "inotify watch limit reached")

    monkeypatch.setattr("watchdog.observers.Observer.start", refuse)
    monkeypatch.setattr("audiobrief.batch.hot_folder._MAX_POLL_INTERVAL", 1.0)
    told, _ = watched(put)
    assert [outcome.source for outcome in told] == ["a.txt"]


@pytest.mark.parametrize("waiting", [True, False], ids=["a file is growing", "nothing is there"])
def test_it_ends_at_once_when_it_is_told_to(watched, waiting):
    def end(folder):
        if waiting:
            put(folder)
            time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGTERM)

    told, seconds = watched(end, settle=3600.0)
    assert told == [] and seconds < PATIENCE


def test_once_makes_what_is_there_as_soon_as_it_is_whole_and_ends(tmp_path):
    (tmp_path / "in").mkdir()
    put(tmp_path / "in")
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    told = []
    # As in `watched`: without an end it would go on for ever.
    patience = threading.Timer(PATIENCE, os.kill, (os.getpid(), signal.SIGTERM))
    patience.start()
    try:
        options = Options(voice="espeak-fr")
        watch_folder(
            tmp_path / "in", tmp_path / "out", options, Nothing(), settle=0.3, once=True, on_outcome=told.append
        )
    finally:
        patience.cancel()
    assert {outcome.source: outcome.programme for outcome in told} == {
        "a.txt": tmp_path / "out" / "a.mp3",
        "empty.txt": None,
    }
    assert sorted(path.name for path in (tmp_path / "in").iterdir()) == ["done", "failed"]
