"""Count the numbers of list items in Word documents (ECMA-376 part 1, clause 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from audiobrief.article.documents.numbering import format_number
from audiobrief.article.documents.xml import get_attribute, get_name


class Numbering:
    """The numbers of list items (17.9), counted as they come."""

    def __init__(self, root: Any) -> None:
        self._levels: dict[str, dict[int, tuple[str, str, int]]] = {}
        self._abstract: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        definitions: dict[str, dict[int, tuple[str, str, int]]] = {}
        for element in root if root is not None else ():
            if get_name(element) == "abstractNum":
                definitions[get_attribute(element, "abstractNumId")] = dict(_read_levels(element))
        for element in root if root is not None else ():
            if get_name(element) == "num":
                number, abstract = get_attribute(element, "numId"), get_value(element, "abstractNumId")
                levels = dict(definitions.get(abstract, {}))
                overrides = element.findall("{*}lvlOverride")
                for override in overrides:
                    at = int(get_attribute(override, "ilvl") or 0)
                    start = get_value(override, "startOverride")
                    form, text, usual = levels.get(at, ("decimal", "%1.", 1))
                    levels[at] = (form, text, int(start) if start.lstrip("-").isdigit() else usual)
                self._levels[number] = levels
                # Lists of one definition count on from each other, unless one starts anew.
                self._abstract[number] = f"{abstract}/{number}" if overrides else abstract

    def label(self, reference: tuple[str, int] | None) -> str | None:
        """What is printed before the next item of a list: empty for a bullet; None if `reference` is to no list."""
        if reference is None or reference[0] not in self._levels:
            return None
        number, level = reference
        levels = self._levels[number]
        form, text, start = levels.get(level, ("bullet", "", 1))
        counts = self._counts.setdefault(self._abstract[number], {})
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if form in ("bullet", "none"):
            return ""
        return re.sub(
            r"%([1-9])",
            lambda found: format_number(
                counts.get(int(found[1]) - 1, levels.get(int(found[1]) - 1, ("", "", 1))[2]),
                levels.get(int(found[1]) - 1, ("decimal", "", 1))[0],
            ),
            text,
        ).strip()


def _read_levels(definition: Any) -> Iterator[tuple[int, tuple[str, str, int]]]:
    for level in definition.findall("{*}lvl"):
        start = get_value(level, "start")
        yield (
            int(get_attribute(level, "ilvl") or 0),
            (
                get_value(level, "numFmt") or "decimal",
                get_value(level, "lvlText"),
                int(start) if start.isdigit() else 1,
            ),
        )


def get_value(element: Any, name: str) -> str:
    """The `val` of the child `name`; empty if there is none."""
    child = element.find(f"{{*}}{name}") if element is not None else None
    return get_attribute(child, "val") if child is not None else ""
