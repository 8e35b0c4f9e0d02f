"""What is in the making, and its locks, are the user's alone, whatever the umask lets through."""

import os
import stat
import sys

import pytest

from audiobrief.system.locks import take_lock
from audiobrief.system.unfinished import unfinished_file, unfinished_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files have no modes")


@pytest.fixture(autouse=True)
def _open_umask():
    former = os.umask(0)
    yield
    os.umask(former)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_folder_in_the_making_is_its_user_s_alone(tmp_path):
    with unfinished_folder(tmp_path) as folder:
        assert mode(folder) == 0o700
        assert [mode(path) for path in tmp_path.iterdir() if path.is_file()] == [0o600]


def test_a_lock_is_its_user_s_alone_and_its_file_goes_with_it(tmp_path):
    lock = take_lock(tmp_path / "lock")
    assert lock is not None and mode(tmp_path / "lock") == 0o600
    assert take_lock(tmp_path / "lock") is None
    lock.release()
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_making_is_its_user_s_alone_and_goes_when_nothing_takes_it(tmp_path):
    with unfinished_file(tmp_path) as path:
        assert mode(path) == 0o600
        path.write_bytes(b"half")
    assert list(tmp_path.iterdir()) == []
