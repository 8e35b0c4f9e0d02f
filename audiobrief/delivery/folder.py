"""Writing a folder of files that is all or nothing."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.delivery.target import terminated_as_exit, umask
from audiobrief.errors import TargetError
from audiobrief.messages import reason_of


@contextmanager
def atomic_folder(target: Path, ours: re.Pattern[str]) -> Iterator[Path]:
    """A new folder beside `target` to write in; it takes the target's place when the block ends well, else it goes.

    A folder that is there already is replaced only where all its files have names that `ours` matches.
    Raises TargetError.
    """
    unfinished: Path | None = None
    try:
        _check(target, ours)
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part"))
        with terminated_as_exit():
            yield unfinished
            unfinished.chmod(0o777 & ~umask())
            _replace(target, unfinished)
    except OSError as error:
        raise TargetError(
            "The folder '{target}' cannot be written ({reason}): choose another.",
            target=target,
            reason=reason_of(error),
        ) from error
    finally:
        if unfinished is not None:
            shutil.rmtree(unfinished, ignore_errors=True)


def _check(target: Path, ours: re.Pattern[str]) -> None:
    if target.is_dir():
        strange = sorted(path.name for path in target.iterdir() if not ours.fullmatch(path.name))
        if strange:
            raise TargetError(
                "'{target}' holds something else ('{strange}'): name a folder of its own.",
                target=target,
                strange=strange[0],
            )
    elif target.exists():
        raise TargetError("'{target}' is a file: name a folder.", target=target)


def _replace(target: Path, unfinished: Path) -> None:
    """A folder cannot be renamed over one that is not empty: the former one steps aside first."""
    if not target.exists():
        unfinished.rename(target)
        return
    aside = unfinished.with_suffix(".old")
    target.rename(aside)
    try:
        unfinished.rename(target)
    except OSError:
        aside.rename(target)
        raise
    shutil.rmtree(aside, ignore_errors=True)
