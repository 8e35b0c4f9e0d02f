"""Where a process stands."""

import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from audiobrief.system.processes import existing_working_folder


def test_a_working_folder_that_was_removed_is_another_for_a_while(tmp_path, monkeypatch):
    for name in ("gone", "other"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    before = len([*Path("/proc/self/fd").iterdir()])
    with pytest.raises(RuntimeError), existing_working_folder(tmp_path / "other"):
        assert Path.cwd() == tmp_path / "other"
        raise RuntimeError
    with pytest.raises(FileNotFoundError):
        Path.cwd()
    assert len([*Path("/proc/self/fd").iterdir()]) == before


def test_a_working_folder_that_is_there_stays(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with existing_working_folder(tmp_path / "nowhere"):
        assert Path.cwd() == tmp_path


FREES = """
from pathlib import Path
from audiobrief.system.processes import release_memory
def measure():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096
blocks = [bytearray(4096) for _ in range(20_000)]
del blocks[:-1]
before = measure()
release_memory()
print(before - measure())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_memory_that_was_freed_is_given_back():
    done = subprocess.run([sys.executable, "-c", FREES], capture_output=True, text=True, check=True, timeout=60)
    assert int(done.stdout) > 40_000_000


LEAVES = """
import os
from audiobrief.system.processes import leave_terminal
leave_terminal()
print(os.getsid(0) == os.getpid(), flush=True)
os.kill(os.getpid(), 2)
print("still here", flush=True)
"""


def test_who_leaves_the_terminal_hears_no_ctrl_c_of_it():
    done = subprocess.run([sys.executable, "-c", LEAVES], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (0, "True\nstill here\n"), done.stderr
    assert signal.getsignal(signal.SIGINT) is not signal.SIG_IGN


_LEAVES_A_LOCK = """
import os
from multiprocessing import get_context
from audiobrief.system.processes import named_semaphores
with named_semaphores():
    lock = get_context("spawn").Lock()
    print(lock._semlock.name, flush=True)
    os._exit(0)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no semaphores have names")
def test_semaphores_of_a_run_that_is_cut_off_are_removed_without_a_word():
    with subprocess.Popen(
        [sys.executable, "-c", _LEAVES_A_LOCK], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        # The tracker keeps standard error open until it has done its work.
        out, err = process.communicate(timeout=180)
    assert err == b""
    name = out.decode().strip().lstrip("/")
    assert name and not Path("/dev/shm", f"sem.{name}").exists()
