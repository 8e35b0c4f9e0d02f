"""File names for the programmes of a batch: the title's, and never two the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from audiobrief.delivery.target import slug


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
        plain = name = slug(title)
        number = 1
        while name in self._taken or not self._free(name):
            number += 1
            name = f"{plain}-{number}"
        self._known[place] = name
        self._taken.add(name)
        return name
