"""Names that every system takes for a file: what is made on one is copied to another.

The rules are those of Windows, which refuses most (learn.microsoft.com, "Naming Files, Paths, and Namespaces").
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path, PurePath, PureWindowsPath

# What a file system allows a name in bytes, where it does not say.
MAX_NAME_BYTES = 255
# What Windows allows a path in characters, unless its owner has allowed longer ones: 260 with the null at its end.
MAX_WINDOWS_PATH = 259
# What a file in the making has more than the file it becomes, at most.
_UNFINISHED_MARGIN = 40
_MAX_SLUG = 80
_REFUSED = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(?:\..*)?", re.I | re.S)


def make_portable(name: str) -> str:
    """`name` as every system takes it: a hyphen for each character that one refuses, and none of the names that Windows
    keeps for devices. A name that is taken everywhere stays as it is."""
    plain = _REFUSED.sub("-", name)
    kept = plain.rstrip(". ")
    plain = kept + "-" * (len(plain) - len(kept))
    if device := _DEVICE.fullmatch(plain):
        stem, dot, rest = device[0].partition(".")
        plain = f"{stem.rstrip(' ')}-{dot}{rest}"
    return plain or "-"


def is_portable(name: str) -> bool:
    """Whether every system takes it as it is."""
    return name == make_portable(name)


def find_refused_part(path: PurePath) -> str:
    """The part of `path` that this system takes for something else than a file or folder of that name, or nothing:
    only on Windows, where `a:b` writes into a file `a`, and `nul.mp3` nowhere."""
    parts = path.parts[1:] if path.anchor else path.parts
    if not isinstance(path, PureWindowsPath):
        return ""
    return next((part for part in parts if part != ".." and not is_portable(part)), "")


def measure_overlong_path(path: Path, error: OSError, *, bounded: bool = sys.platform == "win32") -> int:
    """How many characters `path` has from its drive on where that is why it could not be written, else 0: Windows says
    only that something is not there. `bounded` is whether the system has such a bound."""
    if not bounded or not isinstance(error, FileNotFoundError):
        return 0
    length = len(os.path.abspath(path))  # noqa: PTH100
    return length if length > MAX_WINDOWS_PATH - _UNFINISHED_MARGIN else 0


def fold_name(name: str) -> str:
    """The same text for names that some file system takes for one: that differ in case, or in how accents are put."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", name).casefold())


def get_name_limit(folder: Path) -> int:
    """How many bytes a name in `folder` may have."""
    if sys.platform == "win32":
        return MAX_NAME_BYTES
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError):
        return MAX_NAME_BYTES


def cut_name(name: str, size: int) -> str:
    """As many characters of `name` as fit into `size` bytes of a file name."""
    while name and len(os.fsencode(name)) > size:
        name = name[:-1]
    return name


def find_free_name(plain: str, taken: Callable[[str], bool]) -> str:
    """`plain`, or with the first of the numbers from 2 on that nobody has."""
    name, number = plain, 1
    while taken(name):
        number += 1
        name = f"{plain}-{number}"
    return name


def make_slug(title: str) -> str:
    """`title` as a file name: ASCII, lower case, hyphens; at most 80 characters, cut at a word; never empty."""
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
