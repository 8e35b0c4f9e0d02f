"""How many things are best done at once."""

from __future__ import annotations

import os
import sys

# Windows waits for at most 63 processes at once; two of them are not ours.
MOST_PROCESSES = 61 if sys.platform == "win32" else 1 << 10


def count_cores() -> int:
    """The cores that this process may use, at least 1."""
    if sys.version_info >= (3, 13):
        return os.process_cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
