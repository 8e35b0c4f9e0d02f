"""Signals that come where Python would forget them."""

import signal
import subprocess
import sys

import pytest

IN_A_FINALISER = """
import os, time, weakref
from audiobrief.system.signals import terminated_as_exit

class Thing:
    pass

def gone(reference):
    os.kill(os.getpid(), {number})
    time.sleep(1)

with terminated_as_exit():
    thing = Thing()
    reference = weakref.ref(thing, gone)
    del thing
    time.sleep(10)
"""
OF_ITS_OWN = """
import weakref
from audiobrief.system.signals import terminated_as_exit

class Thing:
    pass

with terminated_as_exit():
    thing = Thing()
    reference = weakref.ref(thing, lambda reference: 1 / 0)
    del thing
"""


def ended(program):
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
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
