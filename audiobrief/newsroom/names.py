"""File names for programmes: the title's or the source's, and never two the same."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from audiobrief.delivery.target import slug

# Bytes that a file system allows a name, where it does not say; and those for what a programme's files add to theirs,
# the longest of which is a number and ".chapters.json".
_LONGEST = 255
_ADDED = 24


class Names:
    """`known` are the names that articles already have, by their place: an article keeps its name when its title is
    corrected, so that what points to the programme stays right. Among new ones, the first in the list has the plain
    name, the next `-2`, `-3`. No article has a name that is not `free`."""

    def __init__(self, known: Mapping[str, str], free: Callable[[str], bool] = lambda name: True) -> None:
        self._known = dict(known)
        self._free = free
        self._taken = set(known.values())

    def name(self, place: str, title: str) -> str:
        if (known := self._known.get(place)) and self._free(known):
            return known
        name = free(slug(title), lambda name: name in self._taken or not self._free(name))
        self._known[place] = name
        self._taken.add(name)
        return name


def free(plain: str, taken: Callable[[str], bool]) -> str:
    """`plain`, or with the first of the numbers from 2 on that nobody has."""
    name, number = plain, 1
    while taken(name):
        number += 1
        name = f"{plain}-{number}"
    return name


def source_name(source: Path, folder: Path) -> str:
    """The name of a source without its ending, for its programme in `folder`: cut at a character where `folder` does
    not take names so long."""
    return _cut(source.stem, _longest(folder) - _ADDED)


def numbered(source: Path, number: int, folder: Path) -> str:
    """The name of a source, with its ending, and before that a number unless it is 1: cut so that `source_name` keeps
    the number."""
    if number == 1:
        return source.name
    ending = f"-{number}{source.suffix}"
    return f"{_cut(source.stem, _longest(folder) - _ADDED - len(os.fsencode(ending)))}{ending}"


def _cut(name: str, size: int) -> str:
    """As many characters of `name` as fit into `size` bytes of a file name."""
    while name and len(os.fsencode(name)) > size:
        name = name[:-1]
    return name


def _longest(folder: Path) -> int:
    try:
        return os.pathconf(folder, "PC_NAME_MAX")
    except (OSError, ValueError):
        return _LONGEST
