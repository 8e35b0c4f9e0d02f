"""A foreign name as a French newsreader says it: its own language's phonemes brought to the nearest French ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from audiobrief.tables import shipped

_STRESS = re.compile("[ˈˌ]")
# A word's last syllable that can bear the stress: a schwa does only where there is nothing else.
_VOWELS = re.compile("[aeiouyøœɛɔɑ]\u0303?")
_SCHWA = re.compile("ə")


def in_french_sounds(phonemes: str, language: str) -> str:
    """`phonemes` of `language`, as eSpeak NG writes them, in French sounds, each word stressed at its end."""
    nearest = _nearest(language)
    return " ".join(stressed(nearest(_STRESS.sub("", word))) for word in phonemes.split())


def stressed(word: str) -> str:
    """The word's stress mark before the vowel of its last syllable, as eSpeak NG writes French."""
    vowels = [*_VOWELS.finditer(word)] or [*_SCHWA.finditer(word)]
    at = vowels[-1].start() if vowels else 0
    return f"{word[:at]}ˈ{word[at:]}"


@cache
def _nearest(language: str) -> Callable[[str], str]:
    tables = shipped(__package__, "foreign_phonemes")
    sounds: dict[str, str] = {**tables["all"], **tables.get(language, {})}
    pattern = re.compile("|".join(sorted(map(re.escape, sounds), key=len, reverse=True)))
    return lambda word: pattern.sub(lambda match: sounds[match[0]], f"{word}#").rstrip("#")
