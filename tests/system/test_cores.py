"""How many cores there are, as each Python and each system tells it."""

import os
import sys

import pytest

from audiobrief.system.cores import count_cores

# What this Python has of each, in the order in which they are asked: cores of this process, its affinity, all cores.
TOLD = [
    ((3, 13), 3, {0, 1}, 8, 3),
    ((3, 13), None, {0, 1}, 8, 1),
    ((3, 12), 3, {0, 1}, 8, 2),
    ((3, 12), 3, None, 8, 8),
    ((3, 12), 3, None, None, 1),
]


@pytest.mark.parametrize(("version", "own", "affinity", "every", "count"), TOLD)
def test_the_cores_that_this_process_may_use(monkeypatch, version, own, affinity, every, count):
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setattr(os, "process_cpu_count", lambda: own, raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: every)
    if affinity is None:
        monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    else:
        monkeypatch.setattr(os, "sched_getaffinity", lambda process: affinity, raising=False)
    assert count_cores() == count
