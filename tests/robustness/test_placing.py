"""Runs that meet at one target: one at a time puts its files in place, looks again before it does, and holds what it
holds."""

import os
import re
import subprocess
import sys
import time

import pytest

from audiobrief.errors import TargetError
from audiobrief.system.transaction import replaced_file, replaced_folder
from audiobrief.system.unfinished import lock_target
from tests.robustness.conftest import names
from tests.waiting import PATIENCE

# A file whose place is taken slowly; `in` and `out` tell when.
SLOWLY = """
import sys, time
from pathlib import Path
from audiobrief.system import transaction
place = transaction._File.place
def slowly(member):
    print("in", flush=True)
    time.sleep(float(sys.argv[3]))
    undo = place(member)
    print("out", time.monotonic(), flush=True)
    return undo
transaction._File.place = slowly
with transaction.replaced_file(Path(sys.argv[1])) as unfinished:
    unfinished.write_text(sys.argv[2])
"""


def run(program, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_runs_put_their_files_in_place_one_after_the_other(tmp_path):
    target = tmp_path / "a.mp3"
    first = run(SLOWLY, target, "first", 0.8)
    assert first.stdout.readline() == "in\n"
    with replaced_file(target) as unfinished:
        unfinished.write_text("second")
    placed = time.monotonic()
    out, err = first.communicate(timeout=PATIENCE)
    assert first.returncode == 0, err
    assert placed > float(out.split()[1]), "the second was put in place while the first was"
    assert target.read_text() == "second" and names(tmp_path) == ["a.mp3"]


@pytest.mark.parametrize("there", ["nothing", "a file"])
def test_a_target_that_became_a_folder_is_not_replaced(tmp_path, there):
    target = tmp_path / "a.mp3"
    if there == "a file":
        target.write_text("former")
    with pytest.raises(TargetError, match="has become a folder"), replaced_file(target) as unfinished:
        unfinished.write_text("new")
        target.unlink(missing_ok=True)
        target.mkdir()
        (target / "mine.txt").write_text("mine")
    assert names(tmp_path) == ["a.mp3"] and names(target) == ["mine.txt"]


def test_a_target_that_became_a_pipe_is_not_replaced(tmp_path):
    target = tmp_path / "a.mp3"
    with pytest.raises(TargetError, match="is a device or a pipe"), replaced_file(target) as unfinished:
        unfinished.write_text("new")
        os.mkfifo(target)
    assert names(tmp_path) == ["a.mp3"] and target.is_fifo()


@pytest.mark.parametrize("there", ["nothing", "a book"])
def test_a_folder_that_got_somebody_s_file_is_not_replaced(tmp_path, there):
    """What was put into it while the book was being made is not a book's, and nobody has a copy."""
    target, ours = tmp_path / "book", re.compile(r"[a-z]+\.html")
    if there == "a book":
        with replaced_folder(target, ours) as unfinished:
            (unfinished / "a.html").write_text("former")
    with pytest.raises(TargetError, match=r"mine\.doc"), replaced_folder(target, ours) as unfinished:
        (unfinished / "a.html").write_text("new")
        target.mkdir(exist_ok=True)
        (target / "mine.doc").write_text("mine")
    assert names(tmp_path) == ["book"] and (target / "mine.doc").read_text() == "mine"
    if there == "a book":
        assert (target / "a.html").read_text() == "former"


# Hooks of Python's own (PEP 578): just before the first lock is taken, somebody removes the file that it is on.
SWEPT_BEFORE_IT_IS_HELD = """
import sys
from pathlib import Path
from audiobrief.system.unfinished import remove_leftovers, unfinished_file
swept = []
def hook(event, arguments):
    if event == "fcntl.flock" and not swept:
        swept.append(1)
        remove_leftovers(Path(sys.argv[1]))
sys.addaudithook(hook)
with unfinished_file(Path(sys.argv[1])) as path:
    assert swept and path.is_file()
    path.write_text("whole")
    remove_leftovers(Path(sys.argv[1]))
    assert path.read_text() == "whole"
"""


def test_a_file_that_another_sweeps_before_it_is_held_is_made_again(tmp_path):
    process = run(SWEPT_BEFORE_IT_IS_HELD, tmp_path)
    _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, err
    assert names(tmp_path) == []


GONE_BEFORE_IT_IS_HELD = """
import os, sys, time
from pathlib import Path
from audiobrief.system.unfinished import lock_target
target = Path(sys.argv[1])
removed = []
def hook(event, arguments):
    if event == "fcntl.flock" and not removed:
        for path in target.parent.glob(".audiobrief-*"):
            removed.append(path)
            os.unlink(path)
sys.addaudithook(hook)
with lock_target(target):
    assert removed
    print("in", flush=True)
    sys.stdin.readline()
"""


def test_a_lock_that_its_former_holder_removed_is_taken_anew(tmp_path):
    """Who comes out removes the file; who had opened it before then locks a file that nobody else will find."""
    target = tmp_path / "a.mp3"
    first = subprocess.Popen(
        [sys.executable, "-c", GONE_BEFORE_IT_IS_HELD, str(target)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert first.stdout.readline() == "in\n"
    second = run(
        "import sys, time; from pathlib import Path; from audiobrief.system.unfinished import lock_target\n"
        "with lock_target(Path(sys.argv[1])): print('in', time.monotonic(), flush=True)",
        target,
    )
    time.sleep(1.0)
    left = time.monotonic()
    first.communicate("\n", timeout=PATIENCE)
    out, err = second.communicate(timeout=PATIENCE)
    assert first.returncode == second.returncode == 0, err
    assert float(out.split()[1]) >= left, "both were inside at once"
    assert names(tmp_path) == []


def test_other_targets_are_not_waited_for(tmp_path):
    first = subprocess.Popen(
        [sys.executable, "-c", GONE_BEFORE_IT_IS_HELD, str(tmp_path / "a.mp3")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert first.stdout.readline() == "in\n"
    # The first holds its lock until it is told to go on.
    with lock_target(tmp_path / "b.mp3"):
        pass
    first.communicate("\n", timeout=PATIENCE)
