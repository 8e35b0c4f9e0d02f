"""Which files are being written, from events and from a real folder."""

import sys

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
