"""Waiting for what a test asserts: on a machine that is busy or slow, nothing comes at a time that can be foreseen."""

import time

# Seconds after which what is waited for does not come any more.
PATIENCE = 180.0


def wait_until(ask, seconds=PATIENCE, every=0.02):
    """Ask until the answer is something, and return it."""
    until = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < until, "it did not come"
        time.sleep(every)
    return found
