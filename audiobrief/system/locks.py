"""Locks between processes. The kernel holds them: they end with the process, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiobrief.errors import TargetError
from audiobrief.messages import get_reason

# Where a system has no such flag, nobody but an administrator makes links.
NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_OPEN_OR_MAKE = os.O_RDWR | os.O_CREAT | NO_FOLLOW
_FOLDER_LOCK = ".audiobrief.lock"
# Seconds.
_WAITS = (0.01, 0.05, 0.1)

LockState = Literal["ours", "theirs", "no locks here"]


@dataclass(slots=True)
class Lock:
    """A lock file that this process holds: `path`, open as `handle`."""

    path: Path
    handle: int

    def release(self) -> None:
        """Remove the file and let others in."""
        # Removed while it is held, so that nobody comes to hold a file that goes. Windows removes nothing that is open:
        # there it goes once it is closed, unless another has opened it, who will remove it.
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        os.close(self.handle)
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def take_lock(path: Path) -> Lock | None:
    """The lock on the file `path`, made where it is missing; None where another has it. On a file system without locks,
    as on some network drives, it counts as taken. Raises OSError where the file cannot be made or opened."""
    for wait in _WAITS:
        try:
            return hold_if_free(path, os.open(path, _OPEN_OR_MAKE, 0o600))
        except PermissionError:
            # Windows says so too of a file that another is just removing.
            if sys.platform != "win32":
                raise
        time.sleep(wait)
    return hold_if_free(path, os.open(path, _OPEN_OR_MAKE, 0o600))


def hold_if_free(path: Path, handle: int) -> Lock | None:
    """As `take_lock`, for a file that is open; where another has it, or it has been removed, `handle` is closed."""
    try:
        # A sweep may have removed it between the two steps.
        if try_lock(handle) != "theirs" and is_open_at(path, handle):
            return Lock(path, handle)
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


@contextmanager
def hold_lock(path: Path) -> Iterator[bool]:
    """Hold the lock on `path` during the block; False where another has it. Raises OSError as `take_lock` does."""
    lock = take_lock(path)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Hold `folder`, made where it is missing, against other runs. Raises TargetError where another holds it.

    The lock ends with the process; the file of a run that was killed is taken over by the next.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = take_lock(folder / _FOLDER_LOCK)
    except OSError as error:
        raise TargetError(
            "The folder '{folder}' cannot be used ({reason}): choose another with -o.",
            folder=folder,
            reason=get_reason(error),
        ) from error
    if lock is None:
        raise TargetError("Another run is writing to '{folder}': wait for its end, or choose another.", folder=folder)
    try:
        yield
    finally:
        lock.release()


def try_lock(handle: int) -> LockState:
    """Lock an open file for this process alone, and say whose it now is."""
    from portalocker import LOCK_EX, LOCK_NB, AlreadyLocked, LockException, lock

    try:
        lock(handle, LOCK_EX | LOCK_NB)
    except AlreadyLocked:
        return "theirs"
    except (LockException, OSError):
        return "no locks here"
    return "ours"


def is_open_at(path: Path, handle: int) -> bool:
    """Whether the file at `path` is the one that is open as `handle`."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(handle))
    except OSError:
        return False
