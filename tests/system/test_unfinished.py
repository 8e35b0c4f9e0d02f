"""What is in the making, where the kernel's locks give no answer."""

import errno
import os
import time

import pytest

from audiobrief.system.unfinished import lock_target, remove_leftovers, unfinished_file
from tests.robustness.conftest import names

LOCK, WORK = ".audiobrief-a1b2c3d4.lock", ".audiobrief-a1b2c3d4.part"
HOUR = 3600


@pytest.fixture
def without_locks(monkeypatch):
    """A file system that knows no locks, as some network drives."""
    from portalocker import LockException

    def refuse(*_):
        raise LockException(OSError(errno.ENOLCK, os.strerror(errno.ENOLCK)))

    monkeypatch.setattr("portalocker.lock", refuse)


def leave(folder, age, *names):
    for name in names:
        (folder / name).write_bytes(b"half")
        os.utime(folder / name, (time.time() - age,) * 2)


AGES = [
    (0, True),
    (23 * HOUR, True),
    (25 * HOUR, False),
    # A clock that was set back: nobody can have written it.
    (-23 * HOUR, True),
    (-25 * HOUR, False),
]


@pytest.mark.parametrize(("age", "stays"), AGES)
def test_without_locks_what_is_a_day_old_was_left_by_a_dead_run(tmp_path, without_locks, age, stays):
    leave(tmp_path, age, LOCK, WORK)
    remove_leftovers(tmp_path)
    assert names(tmp_path) == ([LOCK, WORK] if stays else [])


def test_without_locks_a_file_is_made_and_removed_all_the_same(tmp_path, without_locks):
    with unfinished_file(tmp_path) as file:
        assert file.read_bytes() == b""
        remove_leftovers(tmp_path)
        assert file.exists()
    assert names(tmp_path) == []


def test_without_locks_nobody_waits_for_a_turn(tmp_path, without_locks):
    with lock_target(tmp_path / "a.mp3"), lock_target(tmp_path / "a.mp3"):
        pass
    assert names(tmp_path) == []


@pytest.mark.parametrize("target", ["mine.txt", "nowhere"])
def test_a_lock_that_is_a_link_is_not_followed_and_nothing_beside_it_is_removed(tmp_path, target):
    """Somebody else laid it there: what it stands for cannot be known."""
    folder, loose = tmp_path / "folder", ".audiobrief-e5f6a7b8.pcm"
    folder.mkdir()
    (tmp_path / "mine.txt").write_bytes(b"mine")
    leave(folder, 0, WORK, loose)
    (folder / LOCK).symlink_to(tmp_path / target)
    remove_leftovers(folder)
    assert names(folder) == [LOCK, WORK, loose]
    assert names(tmp_path) == ["folder", "mine.txt"]
    assert (tmp_path / "mine.txt").read_bytes() == b"mine"


def test_who_is_stopped_before_the_lock_is_taken_leaves_nothing(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("portalocker.lock", stop)
    with pytest.raises(KeyboardInterrupt), unfinished_file(tmp_path):
        pass
    assert names(tmp_path) == []
