"""Signals that come where Python would forget them."""

import shutil
import signal
import subprocess
import sys

import pytest

from audiobrief.system.signals import list_ending_signals, remove_at_exit, remove_unfinished

IN_A_FINALISER = """
import os, time, weakref
from audiobrief.system.signals import exit_on_termination

class Thing:
    pass

def gone(reference):
    os.kill(os.getpid(), {number})
    time.sleep(1)

with exit_on_termination():
    thing = Thing()
    reference = weakref.ref(thing, gone)
    del thing
    time.sleep(60)
"""
OF_ITS_OWN = """
import weakref
from audiobrief.system.signals import exit_on_termination

class Thing:
    pass

with exit_on_termination():
    thing = Thing()
    reference = weakref.ref(thing, lambda reference: 1 / 0)
    del thing
"""
INTERCEPTED = """
import signal, sys, time
from audiobrief.system.signals import exit_on_signals, intercept_signals

# The thread that listens is late: it hears of a signal when the main thread waits.
sys.setswitchinterval(60)
with exit_on_signals(print):
    with intercept_signals(lambda: print("asked to end")):
        signal.raise_signal({first})
    time.sleep(0.5)
    print("ended")
    {then}
    time.sleep(60)
"""


def ended(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    return done.returncode, done.stderr


def test_sigterm_in_a_finaliser_ends_the_program_and_nothing_is_printed():
    assert ended(IN_A_FINALISER.format(number=int(signal.SIGTERM))) == (128 + signal.SIGTERM, "")


def test_sigint_in_a_finaliser_is_not_lost():
    status, told = ended(IN_A_FINALISER.format(number=int(signal.SIGINT)))
    assert status == -signal.SIGINT
    assert "ignored" not in told


@pytest.mark.parametrize("word", ["ZeroDivisionError", "ignored"])
def test_what_fails_in_a_finaliser_for_another_reason_is_told_as_ever(word):
    status, told = ended(OF_ITS_OWN)
    assert status == 0
    assert word in told


ENDS_IN_A_FINALISER = """
import time, weakref
from audiobrief.system.signals import exit_on_termination

class Thing:
    pass

def gone(reference):
    raise SystemExit({code})

with exit_on_termination():
    thing = Thing()
    reference = weakref.ref(thing, gone)
    del thing
    time.sleep(0.3)
print("went on")
"""


@pytest.mark.parametrize("code", ["0", "1", "3", "127", "'words'", "None"])
def test_what_another_library_ends_in_a_finaliser_is_no_signal(code):
    done = subprocess.run(
        [sys.executable, "-c", ENDS_IN_A_FINALISER.format(code=code)], capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (0, "went on\n"), done.stderr
    assert "SystemExit" in done.stderr


@pytest.mark.parametrize("number", list_ending_signals())
def test_each_signal_ends_the_program_with_its_own_status_and_it_is_known_that_it_ends(number):
    program = f"""
import os, time
from audiobrief.system.signals import exit_on_signals, is_ending
told = []
with exit_on_signals(told.append):
    assert not is_ending()
    try:
        os.kill(os.getpid(), {int(number)})
        time.sleep(60)
    finally:
        print(is_ending(), flush=True)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (128 + number, "True\n"), done.stderr


def test_a_line_that_takes_a_moment_is_written_before_the_end():
    program = f"""
import os, time
from audiobrief.system.signals import exit_on_signals
def tell(name):
    time.sleep(0.05)
    print(name, flush=True)
with exit_on_signals(tell):
    os.kill(os.getpid(), {int(signal.SIGTERM)})
    time.sleep(60)
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stdout) == (128 + signal.SIGTERM, "SIGTERM\n"), done.stderr


def test_a_folder_that_another_thread_puts_something_into_is_removed_all_the_same(tmp_path, monkeypatch):
    folder, remove = tmp_path / "folder", shutil.rmtree
    folder.mkdir()

    def too_late(path, **how):
        remove(path, **how)
        if not (tmp_path / "late").exists():
            (tmp_path / "late").touch()
            folder.mkdir()

    monkeypatch.setattr(shutil, "rmtree", too_late)
    with remove_at_exit(folder, tmp_path / "nothing"):
        remove_unfinished()
    assert not folder.exists()


@pytest.mark.parametrize(("then", "status", "told"), [
    ("sys.exit(0)", 0, "asked to end\nended\n"),
    ("signal.raise_signal(signal.SIGTERM)", 128 + signal.SIGTERM, "asked to end\nended\nSIGTERM\n"),
])  # fmt: skip
def test_an_intercepted_signal_ends_nothing_afterwards_and_a_second_one_does(then, status, told):
    program = INTERCEPTED.format(first=int(signal.SIGINT), then=then)
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (status, told)
