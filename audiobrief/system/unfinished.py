"""Temporary files and folders for unfinished output, and the removal of those that killed runs left.

Each has a lock file of the same name ending in `.lock`, locked by its process. Files without a held lock were left by a
killed run, and the next run removes them. The lock is a separate file because Windows neither renames nor reads locked
files.
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
from audiobrief.system.locks import NO_FOLLOW, Lock, enter_lock, hold_if_free, is_open_at, try_lock
from audiobrief.system.signals import defer_signals, remove_at_exit

_PREFIX, _WORK, _FORMER, _LOCK = ".audiobrief-", ".part", ".former", ".lock"
_OURS = re.compile(r"(\.audiobrief-[a-z0-9_]{8})(?:\..*)?")
# Seconds: the age of leftovers on file systems without locks; the longest wait for another process.
_STALE = 24 * 3600.0
_PATIENCE = 10.0


@contextmanager
def unfinished_file(folder: Path) -> Iterator[Path]:
    """A new, empty file in `folder`, removed at the end of the block unless it was renamed. Raises OSError."""
    with _reserve_name(folder) as path:
        path.touch(0o600, exist_ok=False)
        yield path


@contextmanager
def unfinished_folder(folder: Path) -> Iterator[Path]:
    """As `unfinished_file`, for a folder."""
    with _reserve_name(folder) as path:
        path.mkdir(0o700)
        yield path


def get_backup_path(unfinished: Path) -> Path:
    """Where the former file can be kept while an unfinished one replaces it; removed together with that."""
    return unfinished.with_suffix(_FORMER)


@contextmanager
def lock_target(path: Path) -> Iterator[None]:
    """Admit one process at a time to the block, among those that replace `path`.

    After ten seconds the block is entered anyway: the other process may be suspended.
    """
    name = path.with_name(f"{_PREFIX}{hashlib.sha256(os.fsencode(path.name)).hexdigest()[:8]}{_LOCK}")
    until = time.monotonic() + _PATIENCE
    with ExitStack() as held:
        with suppress(OSError):
            while not enter_lock(held, name) and time.monotonic() < until:
                time.sleep(0.005)
        yield


def remove_leftovers(folder: Path) -> None:
    """Remove the unfinished files that killed runs left in `folder`. Those of living runs stay."""
    # Files without a lock of their own belong to a run that holds another lock in the folder. They are listed before
    # the locks: if none of these is held, the run of the files has ended.
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
    """A free path in `folder` whose lock is held; whatever is there at the end of the block is removed."""
    with ExitStack() as made:
        with defer_signals():
            lock = _create_lock(folder)
            path = lock.path.with_suffix(_WORK)
            made.enter_context(remove_at_exit(path, lock.path))
            made.callback(lock.release)
            made.callback(_remove_path, get_backup_path(path))
            made.callback(_remove_path, path)
        yield path


def _create_lock(folder: Path) -> Lock:
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
    """Remove the files `own` and then `lock`, unless a living run holds it; return whether all are gone."""
    try:
        status = os.lstat(lock)
        # On network drives, an exclusive lock needs a file that is open for writing.
        handle = os.open(lock, os.O_RDWR | NO_FOLLOW)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    held = Lock(lock, handle)
    answer = try_lock(handle)
    # A date far in the future, after the clock was set back, counts as old too.
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
    # Path.is_dir raises PermissionError if the folder cannot be entered.
    if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114
        remove_tree(path)
    else:
        with suppress(OSError):
            path.unlink()
    return not os.path.lexists(path)
