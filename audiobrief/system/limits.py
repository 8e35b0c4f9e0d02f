"""What the system gives a process, where that is limited (setrlimit(2), `ulimit`)."""

from __future__ import annotations

import sys


def get_memory_limit() -> int | None:
    """The most bytes of addresses that this process may take; None where that is not limited."""
    if sys.platform == "win32":
        return None
    import resource

    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    return None if limit == resource.RLIM_INFINITY else limit
