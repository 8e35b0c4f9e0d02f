"""Locks between processes."""

import os
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from audiobrief.errors import TargetError
from audiobrief.system import locks
from audiobrief.system.locks import hold_lock, lock_folder, take_lock
from audiobrief.system.signals import exit_on_termination
from audiobrief.system.unfinished import lock_target

HOLDS = """
import sys
from pathlib import Path
from audiobrief.system.locks import take_lock
lock = take_lock(Path(sys.argv[1]))
print(lock is not None, flush=True)
sys.stdin.readline()
if lock is not None:
    lock.release()
"""


@pytest.fixture
def held_by_another():
    """Let another process hold a lock until the end of the test: whether it has it."""
    with ExitStack() as stack:

        def call(path):
            process = stack.enter_context(
                subprocess.Popen(
                    [sys.executable, "-c", HOLDS, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
            )
            stack.callback(process.stdin.close)
            return process.stdout.readline() == b"True\n"

        yield call


def test_a_lock_is_one_s_only_until_it_is_released(tmp_path, held_by_another):
    path = tmp_path / "a.lock"
    with hold_lock(path) as ours:
        assert ours and path.stat().st_mode & 0o777 == 0o600
        assert not held_by_another(path)
    assert not path.exists()
    assert held_by_another(path)
    assert take_lock(path) is None
    with hold_lock(path) as ours:
        assert not ours
    assert path.exists()


def test_a_lock_file_that_nobody_holds_is_taken_over(tmp_path):
    path = tmp_path / "a.lock"
    path.write_bytes(b"")
    with hold_lock(path) as ours:
        assert ours
    assert not path.exists()


def test_a_lock_that_is_a_link_is_not_taken(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "a.lock").symlink_to(tmp_path / "mine.txt")
    with pytest.raises(OSError, match=r"a\.lock"):
        take_lock(tmp_path / "a.lock")
    assert (tmp_path / "mine.txt").read_text() == "mine"


def test_a_lock_that_is_not_taken_leaves_no_file_open(tmp_path, held_by_another):
    path = tmp_path / "a.lock"
    assert held_by_another(path)
    before = len([*Path("/proc/self/fd").iterdir()])
    assert take_lock(path) is None
    assert len([*Path("/proc/self/fd").iterdir()]) == before


def test_a_folder_is_one_run_s_only(tmp_path, held_by_another):
    folder = tmp_path / "a" / "b"
    with lock_folder(folder):
        assert [path.name for path in folder.iterdir()] == [".audiobrief.lock"]
        assert not held_by_another(folder / ".audiobrief.lock")
    assert list(folder.iterdir()) == []
    assert held_by_another(folder / ".audiobrief.lock")
    with pytest.raises(TargetError, match=rf"Another run is writing to '{folder}'"), lock_folder(folder):
        pass


@pytest.mark.parametrize("hold", [hold_lock, lock_folder, lock_target])
def test_a_signal_between_making_a_lock_file_and_holding_it_leaves_none(tmp_path, monkeypatch, hold):
    """The file is there before it is locked, and the module that locks is loaded then."""
    tried = locks.try_lock

    def interrupted(handle):
        signal.raise_signal(signal.SIGTERM)
        return tried(handle)

    monkeypatch.setattr(locks, "try_lock", interrupted)
    folder = tmp_path / "folder"
    folder.mkdir()
    with pytest.raises(SystemExit), exit_on_termination(), hold(folder if hold is lock_folder else folder / "a"):
        raise AssertionError("the block is not entered")
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("x")
    told = pytest.raises(TargetError, match=r"file/a' cannot be used \(.*\): choose another")
    with told, lock_folder(tmp_path / "file" / "a"):
        pass


@pytest.mark.parametrize(("refusals", "taken"), [(0, True), (1, True), (3, True), (4, False)])
def test_on_windows_a_file_that_another_is_just_removing_is_tried_again(tmp_path, monkeypatch, refusals, taken):
    waited, left, opened = [], [PermissionError(13, "Permission denied")] * refusals, os.open
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(time, "sleep", waited.append)
    monkeypatch.setattr(os, "open", lambda *given: refuse(left.pop()) if left else opened(*given))
    if taken:
        lock = take_lock(tmp_path / "a.lock")
        assert lock is not None
        lock.release()
        assert len(waited) == refusals
    else:
        with pytest.raises(PermissionError):
            take_lock(tmp_path / "a.lock")
    assert all(0 < seconds < 1 for seconds in waited)


def refuse(error):
    raise error
