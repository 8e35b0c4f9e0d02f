"""Where a programme goes: its file name, and writing that is all or nothing."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.delivery.placing import Member, is_ordinary, synced, together, told_of, umask
from audiobrief.errors import TargetError
from audiobrief.messages import reason_of
from audiobrief.scratch import unfinished_file

_LONGEST = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")


def slug(title: str) -> str:
    """`title` as a file name: ASCII, lower case, hyphens; at most 80 characters, cut at a word; never empty."""
    folded = (
        re.sub("[’'`]", "-", title.lower()).replace("œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ø", "o")
    )
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        if len(name) + 1 + len(word) > _LONGEST:
            break
        name = f"{name}-{word}" if name else word
    name = name or "".join(words)[:_LONGEST] or "programme"
    return f"{name}-" if _RESERVED.fullmatch(name) else name


def default_target(title: str, folder: Path) -> Path:
    """`folder`/<slug of the title>.mp3"""
    return folder / f"{slug(title)}.mp3"


def check_writable(target: Path) -> None:
    """Make the target's folder and see that a file can be made in it. Raises TargetError."""
    try:
        if target.is_dir():
            raise TargetError(
                "The target '{path}' is a folder: name a file, as in '{example}'.",
                path=target,
                example=target / "programme.mp3",
            )
        if not is_ordinary(target):
            raise _no_file(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=real(target).parent):
            pass
    except OSError as error:
        raise TargetError(
            "Nothing can be written to '{folder}' ({reason}): choose another with -o.",
            folder=real(target).parent,
            reason=reason_of(error),
        ) from error


@contextmanager
def atomic_target(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place when the block ends well, else it is removed.
    Inside another such block it waits for the end of that one (placing.py). A symbolic link stays: the file that it
    leads to is replaced.

    Raises TargetError when the file cannot be put in place.
    """
    place = real(target)
    with told_of(target), together(place.parent) as placing:
        unfinished = placing.stack.enter_context(unfinished_file(place.parent))
        yield unfinished
        placing.whole.append(_File(place, unfinished))


class _File(Member):
    def check(self) -> None:
        with told_of(self.target):
            if self.target.is_dir():
                raise TargetError(
                    "'{path}' has become a folder: remove it, or choose another with -o.", path=self.target
                )
            if not is_ordinary(self.target):
                raise _no_file(self.target)

    def settle(self) -> None:
        self.unfinished.chmod(0o666 & ~umask())
        synced(self.unfinished)


def real(target: Path) -> Path:
    """Where a symbolic link at `target` leads, else `target`."""
    # Path.is_symlink raises where the folder may not be looked into.
    return target.resolve() if os.path.islink(target) else target  # noqa: PTH114


def _no_file(target: Path) -> TargetError:
    return TargetError("'{path}' is a device or a pipe, not a file: name a file with -o.", path=target)
