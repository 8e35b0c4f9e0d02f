"""File names for programmes: the title's or the source's, and never two the same, not even but for their case, which
some file systems do not see."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from audiobrief.system.file_names import cut_name, find_free_name, fold_name, get_name_limit, make_portable, make_slug

# Bytes for what a programme's files add to its name, the longest of which is a number and ".chapters.json".
_ADDED = 24


class NameAllocator:
    """`known` are the names that articles already have, by their place: an article keeps its name when its title is
    corrected, so that what points to the programme stays right. Among new ones, the first in the list has the plain
    name, the next `-2`, `-3`. No article has a name that is not `free`."""

    def __init__(self, known: Mapping[str, str], free: Callable[[str], bool] = lambda name: True) -> None:
        self._known = dict(known)
        self._free = free
        self._taken = set(map(fold_name, known.values()))

    def name(self, place: str, title: str) -> str:
        if (known := self._known.get(place)) and self._free(known):
            return known
        name = find_free_name(make_slug(title), lambda name: fold_name(name) in self._taken or not self._free(name))
        self._known[place] = name
        self._taken.add(fold_name(name))
        return name


def make_source_name(source: Path, folder: Path) -> str:
    """The name of a source without its ending, for its programme in `folder`: cut at a character where `folder` does
    not take names so long, and made one that every system takes."""
    return cut_name(make_portable(source.stem), get_name_limit(folder) - _ADDED)


def number_source(source: Path, number: int, folder: Path) -> str:
    """The file name of `source` with `-number` before its suffix, or unchanged for 1; cut so that `make_source_name`
    keeps the number."""
    if number == 1:
        return source.name
    ending = f"-{number}{source.suffix}"
    return f"{cut_name(source.stem, get_name_limit(folder) - _ADDED - len(os.fsencode(ending)))}{ending}"
