"""Files and folders in the making, and what killed runs left of theirs.

Beside each stands a file of its name that ends in `.lock`, which its maker holds as long as it lives. What nobody holds
was left by a run that was killed, and the next run removes it. The lock is on a file of its own, since Windows neither
renames nor reads what is locked.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from audiobrief.system.filesystem import remove_tree
from audiobrief.system.locks import NO_FOLLOW, Lock, hold_if_free, is_open_at, take_lock, try_lock
from audiobrief.system.signals import defer_signals, remove_at_exit

_PREFIX, _WORK, _FORMER, _LOCK = ".audiobrief-", ".part", ".former", ".lock"
_OURS = re.compile(r"(\.audiobrief-[a-z0-9_]{8})(?:\..*)?")
# Where the file system has no locks, age decides.
_STALE = 24 * 3600.0
_PATIENCE = 10.0


@contextmanager
def unfinished_file(folder: Path) -> Iterator[Path]:
    """A new, empty file in `folder`, held; gone at the end of the block unless it was moved. Raises OSError."""
    with _reserve_name(folder) as path:
        path.touch(0o600, exist_ok=False)
        yield path


@contextmanager
def unfinished_folder(folder: Path) -> Iterator[Path]:
    """As `unfinished_file`, a folder."""
    with _reserve_name(folder) as path:
        path.mkdir(0o700)
        yield path


def backup_path(unfinished: Path) -> Path:
    """Where what an unfinished file or folder replaces may stand aside; it goes together with that."""
    return unfinished.with_suffix(_FORMER)


@contextmanager
def lock_target(path: Path) -> Iterator[None]:
    """Among processes that put something at `path`, one at a time is inside the block.

    One that does not come out in ten seconds, as one that is suspended, is waited for no longer.
    """
    name = path.with_name(f"{_PREFIX}{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:8]}{_LOCK}")
    until = time.monotonic() + _PATIENCE
    lock = None
    while lock is None and time.monotonic() < until:
        try:
            lock = take_lock(name)
        except OSError:
            break
        if lock is None:
            time.sleep(0.005)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def remove_leftovers(folder: Path) -> None:
    """Remove what killed runs left in `folder`. What a living run has in the making stays."""
    # Working files without a lock of their own are made and removed while their run holds a lock here. They are listed
    # first: where no lock that is listed after them is held, theirs is no more.
    loose = {path.name for path in _list_ours(folder) if path.suffix != _LOCK}
    alive = False
    for lock in [path for path in _list_ours(folder) if path.suffix == _LOCK]:
        own = {name for name in loose if name.startswith(f"{lock.stem}.")}
        loose -= own
        alive = not _remove_leftover(lock, [folder / name for name in sorted(own)]) or alive
    if not alive:
        for name in loose:
            _remove_path(folder / name)


def _list_ours(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]
    except OSError:
        return []


@contextmanager
def _reserve_name(folder: Path) -> Iterator[Path]:
    """A path in `folder` where nothing is, and whose lock is held; what is there at the end of the block is removed."""
    with ExitStack() as made:
        with defer_signals():
            lock = _new_lock(folder)
            path = lock.path.with_suffix(_WORK)
            made.enter_context(remove_at_exit(path, lock.path))
            made.callback(lock.release)
            made.callback(_remove_path, backup_path(path))
            made.callback(_remove_path, path)
        yield path


def _new_lock(folder: Path) -> Lock:
    while True:
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_LOCK)
        try:
            lock = hold_if_free(Path(name), handle)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        if lock:
            return lock


def _remove_leftover(lock: Path, own: list[Path]) -> bool:
    """Remove `own` and then `lock` unless a living run holds it; say whether it is gone."""
    try:
        status = os.lstat(lock)
        # An exclusive lock on a network drive needs a file that is open for writing.
        handle = os.open(lock, os.O_RDWR | NO_FOLLOW)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    held = Lock(lock, handle)
    answer = try_lock(handle)
    # A clock that was set back makes a date in the future: that is no age either.
    old = abs(time.time() - status.st_mtime) >= _STALE
    if answer == "theirs" or (answer == "no locks here" and not old):
        os.close(handle)
        return False
    if not is_open_at(lock, handle):
        os.close(handle)
        return True
    gone = [_remove_path(path) for path in own]
    held.release()
    return all(gone)


def _remove_path(path: Path) -> bool:
    # Path.is_dir and Path.exists raise where the folder cannot be entered.
    if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
        remove_tree(path)
    else:
        with suppress(OSError):
            path.unlink()
    return not os.path.lexists(path)
