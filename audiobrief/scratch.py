"""Files and folders in the making. Their maker holds a lock of the kernel's on each, which ends with the process
however that ends; what nobody holds was left by a run that was killed, and the next run removes it."""

from __future__ import annotations

import fcntl
import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from audiobrief.interrupts import interrupts_later

_PREFIX, _SUFFIX = ".audiobrief-", ".part"
_OURS = re.compile(r"\.audiobrief-[a-z0-9_]{8}(?:\..*)?")
_HELD = re.compile(r"\.audiobrief-[a-z0-9_]{8}\.part")
# Where the file system has no locks, age decides.
_STALE = 24 * 3600.0
_PATIENCE = 10.0


@contextmanager
def unfinished_file(folder: Path) -> Iterator[Path]:
    """A new, empty file in `folder`, held; gone at the end of the block unless it was moved. Raises OSError."""
    with ExitStack() as made:
        with interrupts_later():
            path, handle = _new(folder, _file)
            made.callback(os.close, handle)
            made.callback(path.unlink, missing_ok=True)
        yield path


@contextmanager
def unfinished_folder(folder: Path) -> Iterator[Path]:
    """As `unfinished_file`, a folder."""
    with ExitStack() as made:
        with interrupts_later():
            path, handle = _new(folder, _folder)
            made.callback(os.close, handle)
            made.callback(shutil.rmtree, path, ignore_errors=True)
        yield path


@contextmanager
def turn(path: Path) -> Iterator[None]:
    """Among processes that put something at `path`, one at a time is inside the block.

    One that does not come out in ten seconds, as one that is suspended, is waited for no longer.
    """
    lock = path.with_name(f"{_PREFIX}{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:8]}{_SUFFIX}")
    until = time.monotonic() + _PATIENCE
    handle = None
    while handle is None and time.monotonic() < until:
        try:
            opened = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            break
        if _taken(opened) and _is(lock, opened):
            handle = opened
        else:
            os.close(opened)
            time.sleep(0.005)
    try:
        yield
    finally:
        if handle is not None:
            lock.unlink(missing_ok=True)
            os.close(handle)


def sweep(folder: Path) -> None:
    """Remove what killed runs left in `folder`. What a living run has in the making stays."""
    try:
        names = [path.name for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    except OSError:
        return
    # Working files without a lock of their own are made and removed while their run holds a file here: these were
    # listed before, so where no file is held now, theirs is no more.
    alive = [_swept(folder / name) for name in names if _HELD.fullmatch(name)].count(False)
    if not alive:
        for name in names:
            if not _HELD.fullmatch(name):
                _removed(folder / name)


def _new(folder: Path, make: Callable[[Path], tuple[Path, int]]) -> tuple[Path, int]:
    while True:
        path, handle = make(folder)
        # Between the two steps a sweep may have taken it for a dead one's.
        if _taken(handle) and _is(path, handle):
            return path, handle
        os.close(handle)


def _file(folder: Path) -> tuple[Path, int]:
    handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
    return Path(name), handle


def _folder(folder: Path) -> tuple[Path, int]:
    while True:
        path = Path(tempfile.mkdtemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX))
        # A sweep may have taken it already; where `folder` itself is gone, the next one cannot be made.
        with suppress(FileNotFoundError):
            return path, os.open(path, os.O_RDONLY | os.O_DIRECTORY)


def _taken(handle: int) -> bool:
    """Lock it; False where another has it. Without locks, as on some network drives, it counts as taken."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


def _is(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.lstat(path), os.fstat(handle))
    except OSError:
        return False


def _swept(path: Path) -> bool:
    """Remove `path` unless a living run holds it; say whether it is gone."""
    try:
        status = os.lstat(path)
        # An exclusive lock on a network drive needs a file that is open for writing.
        handle = os.open(path, (os.O_RDONLY if stat.S_ISDIR(status.st_mode) else os.O_RDWR) | os.O_NOFOLLOW)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            # A clock that was set back makes a date in the future: that is no age either.
            if abs(time.time() - status.st_mtime) < _STALE:
                return False
        return not _is(path, handle) or _removed(path)
    finally:
        os.close(handle)


def _removed(path: Path) -> bool:
    # Path.is_dir and Path.exists raise where the folder cannot be entered.
    if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
    return not os.path.lexists(path)
