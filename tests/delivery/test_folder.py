"""Folders that are written whole or not at all."""

import re
import signal
import subprocess
import sys

import pytest

from audiobrief.system.transaction import replaced_folder
from tests.waiting import PATIENCE

OURS = re.compile(r"[a-z]+\.txt")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_what_is_unfinished_never_takes_the_folder_s_place(tmp_path):
    target = tmp_path / "un" / "livre"
    with replaced_folder(target, OURS) as unfinished:
        (unfinished / "a.txt").write_text("former")
    with pytest.raises(RuntimeError), replaced_folder(target, OURS) as unfinished:
        (unfinished / "b.txt").write_text("half")
        raise RuntimeError
    assert names(tmp_path / "un") == ["livre"] and names(target) == ["a.txt"]
    with replaced_folder(target, OURS) as unfinished:
        (unfinished / "b.txt").write_text("whole")
    assert names(tmp_path / "un") == ["livre"] and names(target) == ["b.txt"]


HOLD = """
import re, sys, time
from pathlib import Path
from audiobrief.system.signals import exit_on_termination
from audiobrief.system.transaction import replaced_folder
with exit_on_termination(), replaced_folder(Path(sys.argv[1]), re.compile("x")) as unfinished:
    (unfinished / "a.txt").write_text("half")
    print("ready", flush=True)
    time.sleep(600)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_leaves_nothing(tmp_path, number):
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "livre")], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(number)
    process.communicate(timeout=PATIENCE)
    assert names(tmp_path) == []
