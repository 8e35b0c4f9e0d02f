"""Which files are being written, from events and from a real folder."""

import os
import sys
from types import SimpleNamespace

import pytest

from audiobrief.batch.writers import Writers, observe_changes
from audiobrief.system.open_files import is_open_for_writing
from tests.waiting import wait_until

# Events in order, and the files that are being written after them.
EVENTS = [
    ("created a", ""),
    ("created a, opened a", "a"),
    ("opened a", ""),  # to read it
    ("created a, opened a, modified a, closed a", ""),
    ("modified a", "a"),
    ("modified a, deleted a", ""),
    ("modified a, moved a b", "b"),
    ("modified a, moved b a", ""),
    ("modified a, moved a b, closed b", ""),
    ("modified a, modified b, closed a, attrib a, closed_no_write b", "b"),
    ("created a, closed a, opened a", ""),
    ("created a, moved a b, opened b", "b"),
    ("created a, moved a b, opened a", ""),
    ("created a, deleted a, opened a", ""),
    ("modified b, created a, moved a b, opened b", "b"),
    ("created a, modified b, moved b a, closed a, opened a", ""),
    ("modified a, moved a", "a"),
]


@pytest.mark.parametrize(("events", "written"), EVENTS, ids=[row[0] for row in EVENTS])
def test_what_is_being_written_follows_from_events(tmp_path, events, written):
    writers = Writers()
    for event in events.split(", "):
        kind, *names = event.split()
        writers.note_event(kind, *(tmp_path / name for name in names))
    assert [name for name in "ab" if writers.is_written(tmp_path / name)] == written.split()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a file is closed")
def test_the_system_tells_of_writers(tmp_path):
    (tmp_path / "sport").mkdir()
    writers, changes = Writers(), []
    file = tmp_path / "sport" / "a.txt"
    with observe_changes(tmp_path, writers, lambda: changes.append(1), recursive=True):
        with file.open("w") as opened:
            wait_until(lambda: writers.is_written(file))
            opened.write("Le pont")
        wait_until(lambda: not writers.is_written(file))
    assert changes


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_who_has_a_file_open_is_seen(tmp_path):
    file = tmp_path / "a.txt"
    assert not is_open_for_writing(file)
    for mode, writes in (("w", True), ("a", True), ("r+", True), ("r", False)):
        with file.open(mode):
            assert is_open_for_writing(file) is writes, mode
        assert not is_open_for_writing(file)


class _Observer:
    """watchdog's, which a test plays the system for."""

    def __init__(self, error=None):
        self.error, self.calls, self.handler = error, [], None

    def schedule(self, handler, folder, *, recursive):
        self.handler = handler
        self.calls.append((folder, recursive))

    def start(self):
        if self.error:
            raise self.error

    def stop(self):
        self.calls.append("stop")

    def join(self):
        self.calls.append("join")


def event(kind, source, target="", *, folder=False):
    return SimpleNamespace(event_type=kind, src_path=source, dest_path=target, is_directory=folder)


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_notices_of_the_system_are_passed_on(monkeypatch, tmp_path, system):
    observer = _Observer()
    monkeypatch.setattr("watchdog.observers.Observer", lambda: observer)
    monkeypatch.setattr("sys.platform", system)
    writers, changes = Writers(), []
    with observe_changes(tmp_path, writers, lambda: changes.append(1)):
        tell = observer.handler.on_any_event
        for kind in ("created", "opened", "modified", "closed_no_write"):
            tell(event(kind, str(tmp_path / "a.txt")))
        assert writers.is_written(tmp_path / "a.txt") is (system == "linux") and len(changes) == 2
        tell(event("moved", os.fsencode(tmp_path / "a.txt"), os.fsencode(tmp_path / "b.txt")))
        assert writers.is_written(tmp_path / "b.txt") is (system == "linux") and len(changes) == 3
        tell(event("closed", str(tmp_path / "b.txt")))
        assert not writers.is_written(tmp_path / "b.txt") and len(changes) == 4
        tell(event("modified", str(tmp_path / "sport"), folder=True))
        tell(event("deleted", str(tmp_path / "b.txt")))
        assert not writers.is_written(tmp_path / "sport") and len(changes) == 5
    assert observer.calls == [(str(tmp_path), False), "stop", "join"]


def test_where_there_are_no_watches_left_nothing_happens(monkeypatch, tmp_path):
    observer = _Observer(OSError("no watches"))
    monkeypatch.setattr("watchdog.observers.Observer", lambda: observer)
    with observe_changes(tmp_path, Writers(), lambda: None, recursive=True):
        pass
    assert observer.calls == [(str(tmp_path), True)]
