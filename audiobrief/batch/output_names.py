"""Unique file names for programmes, after the title or the source file; names that differ only in case count as equal,
because some file systems ignore case."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

from audiobrief.system.file_names import cut_name, find_free_name, fold_name, get_name_limit, make_portable, make_slug

# Bytes that a programme's files add to its name: at most a number and ".chapters.json".
_ADDED = 24


class NameAllocator:
    """Gives each article a file name.

    An article in `known` (names by manifest key) keeps its name when its title changes, so that links to the programme
    stay valid. The first new article gets the plain name, later ones `-2`, `-3` and so on. Names for which `free` is
    false are not used.
    """

    def __init__(self, known: Mapping[str, str], free: Callable[[str], bool] = lambda name: True) -> None:
        self._known = dict(known)
        self._free = free
        self._taken = set(map(fold_name, known.values()))

    def allocate(self, place: str, title: str) -> str:
        if (known := self._known.get(place)) and self._free(known):
            return known
        name = find_free_name(make_slug(title), lambda name: fold_name(name) in self._taken or not self._free(name))
        self._known[place] = name
        self._taken.add(fold_name(name))
        return name


def make_source_name(source: Path, folder: Path) -> str:
    """The programme's name for a source file: its stem, made portable and cut to the length that `folder` allows."""
    return cut_name(make_portable(source.stem), get_name_limit(folder) - _ADDED)


def number_source(source: Path, number: int, folder: Path) -> str:
    """The file name of `source` with `-number` before its suffix, or unchanged for 1; cut so that `make_source_name`
    keeps the number."""
    if number == 1:
        return source.name
    ending = f"-{number}{source.suffix}"
    return f"{cut_name(source.stem, get_name_limit(folder) - _ADDED - len(os.fsencode(ending)))}{ending}"
