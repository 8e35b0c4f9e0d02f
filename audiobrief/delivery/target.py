"""Where a programme goes: its file name, and writing that is all or nothing."""

from __future__ import annotations

import os
import re
import signal
import tempfile
import time
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from audiobrief.errors import TargetError
from audiobrief.messages import reason_of

_LONGEST = 80
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)")
_STALE = 24 * 3600.0


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
    if target.is_dir():
        raise TargetError(
            "The target '{target}' is a folder: name a file, as in '{example}'.",
            target=target,
            example=target / "programme.mp3",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=target.parent):
            pass
    except OSError as error:
        raise TargetError(
            "Nothing can be written to '{parent}' ({reason}): choose another with -o.",
            parent=target.parent,
            reason=reason_of(error),
        ) from error


@contextmanager
def atomic_target(target: Path) -> Iterator[Path]:
    """A path beside `target` to write to; it takes the target's place when the block ends well, else it is removed.

    Raises TargetError when the file cannot be put in place.
    """
    _sweep(target)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_prefix(target), suffix=".part")
    os.close(handle)
    unfinished = Path(name)
    try:
        with terminated_as_exit():
            yield unfinished
            unfinished.chmod(0o666 & ~umask())
            with unfinished.open("rb+") as file:
                os.fsync(file.fileno())
            try:
                unfinished.replace(target)
            except OSError as error:
                raise TargetError(
                    "'{target}' cannot be replaced ({reason}): choose another with -o.",
                    target=target,
                    reason=reason_of(error),
                ) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _prefix(target: Path) -> str:
    return f".{target.name[:100]}."


def _sweep(target: Path) -> None:
    """Remove what a killed run of the same target left a day ago or more."""
    for stale in target.parent.glob(f"{_escaped(_prefix(target))}*.part"):
        try:
            if time.time() - stale.stat().st_mtime > _STALE:
                stale.unlink()
        except OSError:
            continue


def _escaped(name: str) -> str:
    return re.sub(r"([\[\]*?])", r"[\1]", name)


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@contextmanager
def terminated_as_exit() -> Iterator[None]:
    """SIGTERM ends the program as an exception does, so that what is unfinished is removed."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(128 + number)

    try:
        former = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # not the main thread: whoever runs there sees to signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)
