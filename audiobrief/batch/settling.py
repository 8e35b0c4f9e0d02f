"""Detects the files of a folder that are completely written: those that have stopped changing."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import ArticleError
from audiobrief.messages import get_reason

# Suffixes that editors, browsers, file servers and transfer programs give to incomplete files.
_UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp", ".temp", ".swp", "~")

# Size, time of the last change in nanoseconds, inode.
_State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    state: _State
    since: float


class SettledFiles:
    """Polls the files directly in `folder`. A file is complete when it has not changed for `settle` seconds of polling;
    its modification time is not used, because some programs set it before they write."""

    def __init__(self, folder: Path, settle: float) -> None:
        self._folder = folder
        self._settle = settle
        self._seen: dict[Path, _Seen] = {}
        self._left: dict[Path, _State] = {}

    def poll(self, now: float) -> list[Path]:
        """Return the complete files, oldest first. `now` is in seconds, from a monotonic clock.

        Raises ArticleError if the folder cannot be read.
        """
        found = self._read_states()
        self._left = {path: state for path, state in self._left.items() if found.get(path) == state}
        for path in self._left:
            del found[path]
        self._seen = {
            path: before if (before := self._seen.get(path)) and before.state == state else _Seen(state, now)
            for path, state in found.items()
        }
        whole = [path for path, seen in self._seen.items() if now - seen.since >= self._settle]
        return sorted(whole, key=lambda path: (found[path][1], path.name))

    @property
    def pending(self) -> bool:
        """Whether the folder holds files that have not been handled."""
        return bool(self._seen)

    def ignore(self, path: Path) -> None:
        """Do not return a file again, such as one that could not be moved, until it changes."""
        if path in self._seen:
            self._left[path] = self._seen.pop(path).state

    def _read_states(self) -> dict[Path, _State]:
        states: dict[Path, _State] = {}
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if entry.name.startswith(".") or entry.name.lower().endswith(_UNFINISHED):
                        continue
                    try:
                        if entry.is_file():
                            status = entry.stat()
                            states[self._folder / entry.name] = (status.st_size, status.st_mtime_ns, status.st_ino)
                    except OSError:  # it has just been taken away
                        continue
        except OSError as error:
            raise ArticleError(
                "The folder '{folder}' cannot be read ({reason}): check the path.",
                folder=self._folder,
                reason=get_reason(error),
            ) from error
        return states
