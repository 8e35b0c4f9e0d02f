"""Files written whole or not at all, and a folder that only one run writes to."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.delivery.target import atomic_target
from audiobrief.errors import TargetError


def write(path: Path, content: bytes) -> None:
    """Raises TargetError; then a former file is untouched."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_target(path) as unfinished:
            unfinished.write_bytes(content)
    except OSError as error:
        raise TargetError(f"'{path}' cannot be written ({error.strerror or error}): choose another place.") from error


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Hold `folder`, made where it is missing, against other runs. Raises TargetError where another holds it.

    The lock is the kernel's, on the folder itself: it ends with the process and leaves no file behind.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise TargetError(
            f"The folder '{folder}' cannot be used ({error.strerror}): choose another with -o."
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise TargetError(f"Another run is writing to '{folder}': wait for its end, or choose another.") from error
        except OSError:  # a file system without locks: go on without one
            pass
        yield
    finally:
        os.close(handle)
