"""File names that are valid on every system, because files are copied from one to another.

The rules are those of Windows, the strictest (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePath, PureWindowsPath

# Bytes of a name, if the file system states no limit.
MAX_NAME_BYTES = 255
# Characters of a path on Windows (MAX_PATH, without the null at its end), unless long paths are enabled.
MAX_WINDOWS_PATH = 259
# Characters that the name of an unfinished file may have more than that of the finished one.
_UNFINISHED_MARGIN = 40
_MAX_SLUG = 80
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\..*)?", re.I | re.S)


def make_portable(name: str) -> str:
    """Make `name` valid on every system: replace refused characters by hyphens, and change names that Windows reserves
    for devices. Valid names are returned unchanged."""
    plain = _REFUSED.sub("-", name)
    kept = plain.rstrip(". ")
    plain = kept + "-" * (len(plain) - len(kept))
    if device := _DEVICE.fullmatch(plain):
        stem, dot, rest = device[0].partition(".")
        plain = f"{stem.rstrip(' ')}-{dot}{rest}"
    return plain or "-"


def is_portable(name: str) -> bool:
    """Whether `name` is valid on every system."""
    return name == make_portable(name)


def find_refused_part(path: PurePath) -> str:
    """The first part of a Windows path that does not name a file or folder, or an empty string: `a:b` writes to a
    stream of the file `a`, and `nul.mp3` to the null device."""
    parts = path.parts[1:] if path.anchor else path.parts
    if not isinstance(path, PureWindowsPath):
        return ""
    return next((part for part in parts if part != ".." and not is_portable(part)), "")


def measure_overlong_path(path: Path, error: OSError, *, bounded: bool = sys.platform == "win32") -> int:
    """The length of the absolute path if it is the probable cause of `error`, else 0: for a path that is too long,
    Windows reports a missing file. `bounded` tells whether the system limits paths."""
    if not bounded or not isinstance(error, FileNotFoundError):
        return 0
    length = len(os.path.abspath(path))  # noqa: PTH100
    return length if length > MAX_WINDOWS_PATH - _UNFINISHED_MARGIN else 0


def fold_name(name: str) -> str:
    """Fold case and Unicode normalization, so that names which some file systems treat as equal compare equal."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def get_name_limit(folder: Path) -> int:
    """The longest name that `folder` allows, in bytes."""
    if sys.platform == "win32":
        return MAX_NAME_BYTES
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError):
        return MAX_NAME_BYTES


def cut_name(name: str, size: int) -> str:
    """Cut `name` to at most `size` encoded bytes, between characters."""
    while name and len(os.fsencode(name)) > size:
        name = name[:-1]
    return name


def find_free_name(plain: str, taken: Callable[[str], bool]) -> str:
    """`plain` if it is not taken, else with the first free number: `plain-2`, `plain-3` …"""
    name, number = plain, 1
    while taken(name):
        number += 1
        name = f"{plain}-{number}"
    return name


def make_slug(title: str) -> str:
    """Make a file name of `title`: lower-case ASCII with hyphens, at most 80 characters, cut at a word, never empty."""
    folded = (
        re.sub("[’'`]", "-", title.lower()).replace("œ", "oe").replace("æ", "ae").replace("ß", "ss").replace("ø", "o")
    )
    plain = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        if len(name) + 1 + len(word) > _MAX_SLUG:
            break
        name = f"{name}-{word}" if name else word
    name = name or "".join(words)[:_MAX_SLUG] or "programme"
    return make_portable(name)
