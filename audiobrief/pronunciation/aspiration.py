"""Whether a word begins with an aspirated h, before which nothing links: « les | héros », « les‿héroïnes »."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.system.toml_files import load_shipped


def is_aspirated(word: str, phonemes: str = "") -> bool:
    """Whether nothing links with a word, known or not: one that begins with an aspirated h, « onze », « yaourt »."""
    lower = word.lower()
    if lower.startswith("h"):
        return not _load_table()[0].match(lower)
    if lower.startswith(("y", "w")) and phonemes[:1] in ("j", "w"):
        return not _load_table()[1].match(lower)
    return _load_table()[2].match(lower) is not None


@cache
def _load_table() -> tuple[re.Pattern[str], ...]:
    table = load_shipped(__package__, "aspirated_h")
    return tuple(re.compile("|".join(table[name])) for name in ("mute", "linking", "separate"))
