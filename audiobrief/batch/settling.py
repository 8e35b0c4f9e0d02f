"""Detects the files of a folder that are completely written: nobody writes to them, and they have stopped changing."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from audiobrief.batch.selection import Selection, is_unfinished
from audiobrief.batch.truncation import seems_cut
from audiobrief.errors import ArticleError
from audiobrief.messages import get_reason
from audiobrief.system.open_files import is_open_for_writing

# An empty file may be one whose writer opens it again: it must not change for so many times as long.
_EMPTY_TIMES = 5
# One whose end seems to be missing may be sent again by a client whose connection broke: so many times as long.
_CUT_TIMES = 30
# Seconds without a change after which a file counts as closed although the system did not tell: notices can be lost.
# File servers end a transfer that has stalled for 300 s.
_LOST_NOTICE = 600.0

# Size, time of the last change in nanoseconds, inode.
_State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class _Seen:
    state: _State
    since: float


class SettledFiles:
    """Polls the files in `folder`. A file is complete when it has not changed for `settle` seconds of polling, thirty
    times as long where its end seems to be missing, and nobody is known to write to it; its modification time is not
    used, because some programs set it before they write.

    `is_written` answers for writers that have told (`Writers`), `is_open` for those that can be seen. `apart` are
    folders below `folder` that are not looked into.
    """

    def __init__(
        self,
        folder: Path,
        settle: float,
        selection: Selection | None = None,
        *,
        apart: Collection[Path] = (),
        is_written: Callable[[Path], bool] = lambda path: False,
        is_open: Callable[[Path], bool] = is_open_for_writing,
    ) -> None:
        self._folder = folder
        self._settle = settle
        self._selection = selection or Selection()
        self._apart = frozenset(apart)
        self._is_written, self._is_open = is_written, is_open
        self._seen: dict[Path, _Seen] = {}
        self._left: dict[Path, _State] = {}
        # Of files that were still for long enough, whether their ends seem to be missing.
        self._cut: dict[Path, tuple[_State, bool]] = {}
        self._beside: set[Path] = set()
        self._untold: list[Path] = []

    def poll(self, now: float) -> list[Path]:
        """Return the files that have been still for long enough, oldest first; those for which `is_ready` holds are
        complete. `now` is in seconds, from a monotonic clock.

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
        self._cut = {path: known for path, known in self._cut.items() if path in self._seen}
        whole = [path for path in self._seen if self._is_still(path, now)]
        return sorted(whole, key=lambda path: (found[path][1], path.name))

    def is_ready(self, path: Path) -> bool:
        """Whether a file is still as it was when it was returned, and nobody is seen to have it open for writing."""
        seen = self._seen.get(path)
        return seen is not None and get_state(path) == seen.state and not self._is_open(path)

    @property
    def pending(self) -> bool:
        """Whether the folder holds files that have not been handled."""
        return bool(self._seen)

    def ignore(self, path: Path) -> None:
        """Do not return a file again, such as one that could not be moved, until it changes."""
        if path in self._seen:
            self._left[path] = self._seen.pop(path).state

    def take_beside(self) -> list[Path]:
        """The files that are no articles and were not returned before, by name."""
        untold, self._untold = sorted(self._untold), []
        return untold

    def _is_still(self, path: Path, now: float) -> bool:
        seen = self._seen[path]
        patience = self._settle * (_EMPTY_TIMES if seen.state[0] == 0 else 1)
        if self._is_written(path):
            patience = max(patience, _LOST_NOTICE)
        still = now - seen.since
        return still >= patience and (still >= self._settle * _CUT_TIMES or not self._is_cut(path, seen.state))

    def _is_cut(self, path: Path, state: _State) -> bool:
        known = self._cut.get(path)
        if known is None or known[0] != state:
            known = self._cut[path] = state, seems_cut(path)
        return known[1]

    def _read_states(self) -> dict[Path, _State]:
        try:
            states, beside = self._read_folder(self._folder)
        except OSError as error:
            raise ArticleError(
                "The folder '{folder}' cannot be read ({reason}): check the path.",
                folder=self._folder,
                reason=get_reason(error),
            ) from error
        self._untold += beside - self._beside
        self._beside = beside
        return states

    def _read_folder(self, folder: Path) -> tuple[dict[Path, _State], set[Path]]:
        """The states of the articles in a folder, and the files that are none. Raises OSError."""
        states: dict[Path, _State] = {}
        beside: set[Path] = set()
        with os.scandir(folder) as entries:
            listed = [entry for entry in entries if not is_unfinished(entry.name)]
        names = [entry.name for entry in listed]
        for entry in listed:
            path = folder / entry.name
            try:
                if entry.is_file():
                    status = entry.stat()
                    if self._selection.is_article(path.relative_to(self._folder), names):
                        states[path] = (status.st_size, status.st_mtime_ns, status.st_ino)
                    else:
                        beside.add(path)
                elif (
                    self._selection.recursive
                    and entry.is_dir(follow_symlinks=False)
                    and path.resolve() not in self._apart
                ):
                    inner, others = self._read_folder(path)
                    states.update(inner)
                    beside |= others
            except OSError:  # it has just been taken away
                continue
        return states, beside


def get_state(path: Path) -> tuple[int, int, int] | None:
    """What tells that a file has changed: size, time in nanoseconds, inode; None if it is gone."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino
