"""The files that a run reads: none of what it writes may take their place."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import TargetError


@dataclass(frozen=True, slots=True)
class OverwriteGuard:
    """Files by what they are, whatever they are called: by device and inode, by path without links, and by the folder
    that holds them, for a talking book takes the place of a whole folder."""

    files: frozenset[tuple[int, int]] = frozenset()
    paths: frozenset[str] = frozenset()

    def hold(self, target: Path) -> bool:
        """Whether what is written to `target` would take the place of one of them."""
        return not (self.paths.isdisjoint(_resolve_path(target)) and self.files.isdisjoint(_identify_file(target)))

    def check(self, targets: Iterable[Path], option: str = "-o") -> None:
        """Raises TargetError for the first that would; `option` is what named it."""
        for target in targets:
            if self.hold(target):
                raise TargetError(
                    "'{path}' is needed by this run and would be written over: choose another name with {option}.",
                    path=target,
                    option=option,
                )


def guard_files(files_read: Iterable[Path | int]) -> OverwriteGuard:
    """These files, read by a run, by their paths or descriptors; what does not exist yet is known by its path."""
    files: set[tuple[int, int]] = set()
    places: set[str] = set()
    for path in files_read:
        files.update(_identify_file(path))
        for place in _resolve_path(path) if isinstance(path, Path) else ():
            places.update((place, os.path.dirname(place)))  # noqa: PTH120
    return OverwriteGuard(frozenset(files), frozenset(places))


def _resolve_path(path: Path) -> list[str]:
    try:
        return [os.path.realpath(path)]
    except OSError:  # the working folder is gone: what is named from there is nowhere
        return []


def _identify_file(path: Path | int) -> list[tuple[int, int]]:
    try:
        # Not every system has a path for what is open.
        status = os.fstat(path) if isinstance(path, int) else path.stat()
    except (OSError, ValueError):
        return []
    return [(status.st_dev, status.st_ino)]
