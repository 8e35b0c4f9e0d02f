"""Protects the files that a run reads from being overwritten by what it writes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from audiobrief.errors import TargetError


@dataclass(frozen=True, slots=True)
class OverwriteGuard:
    """The identities of files: device and inode, and resolved paths, including the folders that hold the files, because
    a talking book replaces a whole folder."""

    files: frozenset[tuple[int, int]] = frozenset()
    paths: frozenset[str] = frozenset()

    def would_overwrite(self, target: Path) -> bool:
        """Whether writing to `target` would replace one of the files."""
        return not (self.paths.isdisjoint(_resolve_path(target)) and self.files.isdisjoint(_identify_file(target)))

    def check(self, targets: Iterable[Path], option: str = "-o") -> None:
        """Raise TargetError for the first target that would replace one of the files; `option` named the targets."""
        for target in targets:
            if self.would_overwrite(target):
                raise TargetError(
                    "'{path}' is needed by this run and would be written over: choose another name with {option}.",
                    path=target,
                    option=option,
                )


def guard_files(paths: Iterable[Path | int]) -> OverwriteGuard:
    """A guard for files given by path or descriptor; a file that does not exist yet is known by its path."""
    files: set[tuple[int, int]] = set()
    places: set[str] = set()
    for path in paths:
        files.update(_identify_file(path))
        for place in _resolve_path(path) if isinstance(path, Path) else ():
            places.update((place, os.path.dirname(place)))  # noqa: PTH120
    return OverwriteGuard(frozenset(files), frozenset(places))


def _resolve_path(path: Path) -> list[str]:
    try:
        return [os.path.realpath(path)]
    except OSError:  # a relative path, and the working folder was removed
        return []


def _identify_file(path: Path | int) -> list[tuple[int, int]]:
    try:
        # Not every system has a path for an open file.
        status = os.fstat(path) if isinstance(path, int) else path.stat()
    except (OSError, ValueError):
        return []
    return [(status.st_dev, status.st_ino)]
