"""Locks between processes. The kernel releases them when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from audiobrief.errors import TargetError
from audiobrief.messages import get_reason
from audiobrief.system.signals import defer_signals

# Windows has no such flag; there, only administrators create symbolic links.
NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_OPEN_OR_MAKE = os.O_RDWR | os.O_CREAT | NO_FOLLOW
_FOLDER_LOCK = ".audiobrief.lock"
# Seconds.
_WAITS = (0.01, 0.05, 0.1)

LockState = Literal["ours", "theirs", "no locks here"]


@dataclass(slots=True)
class Lock:
    """A lock file that this process has locked: `path`, open as `handle`."""

    path: Path
    handle: int

    def release(self) -> None:
        """Remove the file and release the lock."""
        # Removed while locked, so that no other process locks a removed file. Windows does not remove open files: there
        # it is removed after it is closed, or by the process that has opened it meanwhile.
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        os.close(self.handle)
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def take_lock(path: Path) -> Lock | None:
    """Create the file `path` if it is missing and lock it; return None if another process has the lock.

    On a file system without locks, such as some network drives, locking always succeeds. Raises OSError.
    """
    for wait in _WAITS:
        try:
            return hold_if_free(path, os.open(path, _OPEN_OR_MAKE, 0o600))
        except PermissionError:
            # Windows raises this also for a file that is just being removed.
            if sys.platform != "win32":
                raise
        time.sleep(wait)
    return hold_if_free(path, os.open(path, _OPEN_OR_MAKE, 0o600))


def hold_if_free(path: Path, handle: int) -> Lock | None:
    """As `take_lock`, for an open file; closes `handle` if another process has the lock or the file was removed."""
    try:
        # Another run may have removed the file between opening and locking.
        if try_lock(handle) != "theirs" and is_open_at(path, handle):
            return Lock(path, handle)
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


@contextmanager
def hold_lock(path: Path) -> Iterator[bool]:
    """Hold the lock on `path` during the block; yields False if another process has it. Raises OSError."""
    with ExitStack() as held:
        yield enter_lock(held, path)


def enter_lock(held: ExitStack, path: Path) -> bool:
    """Take the lock on `path` until `held` is closed; False if another process has it. Raises OSError.

    Signals wait meanwhile: an exception between making the file and keeping its lock would leave the file there.
    """
    with defer_signals():
        lock = take_lock(path)
        if lock is not None:
            held.callback(lock.release)
    return lock is not None


@contextmanager
def lock_folder(folder: Path) -> Iterator[None]:
    """Create `folder` if it is missing and lock it during the block. Raises TargetError if another run has locked it.

    The lock file of a killed run is reused by the next.
    """
    with ExitStack() as held:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            is_ours = enter_lock(held, folder / _FOLDER_LOCK)
        except OSError as error:
            raise TargetError(
                "The folder '{folder}' cannot be used ({reason}): choose another with -o.",
                folder=folder,
                reason=get_reason(error),
            ) from error
        if not is_ours:
            raise TargetError(
                "Another run is writing to '{folder}': wait for its end, or choose another.", folder=folder
            )
        yield


def try_lock(handle: int) -> LockState:
    """Try to lock an open file exclusively; return who has the lock now."""
    from portalocker import LOCK_EX, LOCK_NB, AlreadyLocked, LockException, lock

    try:
        lock(handle, LOCK_EX | LOCK_NB)
    except AlreadyLocked:
        return "theirs"
    except (LockException, OSError):
        return "no locks here"
    return "ours"


def is_open_at(path: Path, handle: int) -> bool:
    """Whether `path` is still the file that is open as `handle`."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(handle))
    except OSError:
        return False
