"""Writing a folder of files that is all or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from audiobrief.delivery.placing import Member, Undo, removed, synced, together, told_of, umask
from audiobrief.delivery.target import real
from audiobrief.errors import TargetError
from audiobrief.system.renaming import rename
from audiobrief.system.unfinished import unfinished_folder


@contextmanager
def atomic_folder(target: Path, ours: re.Pattern[str]) -> Iterator[Path]:
    """A new folder beside `target` to write in; it takes the target's place when the block ends well, else it goes.
    Inside another such block it waits for the end of that one (placing.py).

    A folder that is there already is replaced only where all its files have names that `ours` matches.
    Raises TargetError.
    """
    place = real(target)
    with told_of(target):
        _recover(place)
        _check(place, ours)
        place.parent.mkdir(parents=True, exist_ok=True)
        with together(place.parent) as placing:
            unfinished = placing.stack.enter_context(unfinished_folder(place.parent))
            yield unfinished
            placing.whole.append(_Folder(place, unfinished, ours))


@dataclass(frozen=True, slots=True)
class _Folder(Member):
    ours: re.Pattern[str]

    def check(self) -> None:
        with told_of(self.target):
            _check(self.target, self.ours)

    def settle(self) -> None:
        self.unfinished.chmod(0o777 & ~umask())
        synced(self.unfinished)

    def replace(self) -> Undo:
        """A folder cannot be renamed over one that is not empty: the former one steps aside first."""
        aside = _aside(self.target)
        rename(self.target, aside)
        try:
            rename(self.unfinished, self.target)
        except OSError:
            rename(aside, self.target)
            raise

        def undo() -> None:
            rename(self.target, self.unfinished)
            rename(aside, self.target)

        return undo

    def forget(self) -> None:
        removed(_aside(self.target))


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name[:100]}.former")


def _recover(target: Path) -> None:
    """Where a run was killed while the former folder stood aside, it goes back, or goes."""
    aside = _aside(target)
    if aside.is_dir():
        if target.exists():
            removed(aside)
        else:
            rename(aside, target)


def _check(target: Path, ours: re.Pattern[str]) -> None:
    if target.is_dir():
        strange = sorted(path.name for path in target.iterdir() if not ours.fullmatch(path.name))
        if strange:
            raise TargetError(
                "'{path}' holds something else ('{name}'): name a folder of its own.", path=target, name=strange[0]
            )
    elif target.exists():
        raise TargetError("'{path}' is a file: name a folder.", path=target)
