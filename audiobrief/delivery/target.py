"""Where a programme goes: its file name, and writing that is all or nothing."""

from __future__ import annotations

import os
import re
import stat
import tempfile
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audiobrief.delivery.placing import Member, Undo, synced, together, told_of, umask
from audiobrief.errors import TargetError
from audiobrief.system.file_names import portable_name, refused_part
from audiobrief.system.filesystem import is_marked_read_only
from audiobrief.system.renaming import keep_as, replace
from audiobrief.system.unfinished import former_of, unfinished_file

_LONGEST = 80


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
    return portable_name(name)


def default_target(title: str, folder: Path) -> Path:
    """`folder`/<slug of the title>.mp3"""
    return folder / f"{slug(title)}.mp3"


def check_programme(target: Path) -> None:
    """As `check_writable`, for the sound of a programme, beside which stands what has its name with another ending."""
    check_writable(target, ending=".mp3")


def check_writable(target: Path, option: str = "-o", ending: str = "") -> None:
    """See that the target's name ends so, make its folder and see that a file can be made in it; `option` is what
    named it. Raises TargetError."""
    place = real(target)
    with told_of(place, option):
        if target.is_dir():
            raise TargetError(
                "The target '{path}' is a folder: name a file, as in '{example}'.",
                path=target,
                example=target / "programme.mp3",
            )
        if part := refused_part(target):
            raise TargetError(
                "'{path}' cannot be written: on Windows '{part}' is no name for a file; choose another with {option}.",
                path=target,
                part=part,
                option=option,
            )
        _check_file(target, option)
        if not target.name.lower().endswith(ending):
            raise TargetError(
                "'{path}' does not end in {ending}, and what is written there is an MP3: end its name in {ending}.",
                path=target,
                ending=ending,
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place.parent):
            pass


@contextmanager
def atomic_target(target: Path, option: str = "-o") -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place when the block ends well, else it is removed.
    Inside another such block it waits for the end of that one (placing.py). A symbolic link stays: the file that it
    leads to is replaced. `option` is what named the target.

    Raises TargetError when the file cannot be put in place.
    """
    place = real(target)
    with told_of(target, option), together(place.parent) as placing:
        unfinished = placing.stack.enter_context(unfinished_file(place.parent))
        yield unfinished
        placing.whole.append(_File(place, unfinished, option=option))


class _File(Member):
    def check(self) -> None:
        with told_of(self.target, self.option):
            if self.target.is_dir():
                raise TargetError(
                    "'{path}' has become a folder: remove it, or choose another with {option}.",
                    path=self.target,
                    option=self.option,
                )
            _check_file(self.target, self.option)

    def replace(self) -> Undo:
        former = former_of(self.unfinished)
        keep_as(self.target, former)
        replace(self.unfinished, self.target)
        return lambda: replace(former, self.target)

    def forget(self) -> None:
        former_of(self.unfinished).unlink(missing_ok=True)

    def settle(self) -> None:
        self.unfinished.chmod(0o666 & ~umask())
        synced(self.unfinished)


def real(target: Path) -> Path:
    """Where a symbolic link at `target` leads, else `target`."""
    # Path.is_symlink raises where the folder may not be looked into.
    return Path(os.path.realpath(target)) if os.path.islink(target) else target  # noqa: PTH114


def _check_file(target: Path, option: str) -> None:
    """See that a file may take this place: where there is something, it is a file that may be replaced. Raises
    TargetError, OSError."""
    try:
        status = target.stat()
    except FileNotFoundError:
        return
    if not stat.S_ISREG(status.st_mode):
        raise TargetError(
            "'{path}' is a device or a pipe, not a file: name a file with {option}.", path=target, option=option
        )
    if is_marked_read_only(status):
        raise TargetError(
            "'{path}' is marked as read-only: take the mark off in its properties, or choose another with {option}.",
            path=target,
            option=option,
        )
