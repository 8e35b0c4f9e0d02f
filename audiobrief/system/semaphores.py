"""What processes of a pool wait on. The system keeps such semaphores by name, in memory (sem_overview(7)), also those
of a run that was killed together with whoever would have removed them: the next run does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from multiprocessing.process import current_process
from pathlib import Path
from typing import Any

from audiobrief.system.unfinished import remove_leftovers, unfinished_file

SHARED_MEMORY = Path("/dev/shm")
_OURS = re.compile(r"sem\.(\.audiobrief-\w{8})-\w+")
_PREFIX = "semprefix"


@contextmanager
def named_semaphores() -> Iterator[None]:
    """Semaphores that multiprocessing makes inside the block bear the name of a file beside them that this process
    holds; those whose file nobody holds go first. Where the system has them elsewhere, they are named as ever."""
    remove_dead_semaphores()
    config: dict[str, Any] = getattr(current_process(), "_config", {})
    with ExitStack() as stack:
        with suppress(OSError):
            held = stack.enter_context(unfinished_file(SHARED_MEMORY))
            if former := config.get(_PREFIX):
                stack.callback(config.__setitem__, _PREFIX, former)
                config[_PREFIX] = f"/{held.stem}"
        yield


def remove_dead_semaphores() -> None:
    """Remove the semaphores of runs that were killed."""
    try:
        # Listed first: a living run holds its file before it makes the first of them.
        named = [(path, name[1]) for path in SHARED_MEMORY.iterdir() if (name := _OURS.fullmatch(path.name))]
    except OSError:
        return
    remove_leftovers(SHARED_MEMORY)
    for path, owner in named:
        if not (SHARED_MEMORY / f"{owner}.part").exists():
            with suppress(OSError):
                path.unlink()
