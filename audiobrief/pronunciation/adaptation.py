"""Phonemes of another language brought to the nearest French ones, as a French newsreader says a foreign name."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from audiobrief.system.toml_files import load_shipped

_STRESS = re.compile("[ˈˌ]")
# A word's last syllable that can bear the stress: a schwa does only where there is nothing else.
_VOWELS = re.compile("[aeiouyøœɛɔɑ]\u0303?")
_SCHWA = re.compile("ə")


def in_french_sounds(phonemes: str, language: str) -> str:
    """`phonemes` of `language`, as eSpeak NG writes them, in French sounds, each word stressed at its end."""
    nearest = _nearest(language)
    return " ".join(_stressed(nearest(_STRESS.sub("", word))) for word in phonemes.split())


def espeak_voice(language: str) -> str:
    """The voice of eSpeak NG that gives the phonemes of `language`, or nothing where none was found good."""
    voice: str = _tables()["voices"].get(language, "")
    return voice


def _stressed(word: str) -> str:
    """The word's stress mark before the vowel of its last syllable, as eSpeak NG writes French."""
    vowels = [*_VOWELS.finditer(word)] or [*_SCHWA.finditer(word)]
    at = vowels[-1].start() if vowels else 0
    return f"{word[:at]}ˈ{word[at:]}"


@cache
def _nearest(language: str) -> Callable[[str], str]:
    tables = _tables()["sounds"]
    sounds: dict[str, str] = {**tables["all"], **tables.get(language, {})}
    pattern = re.compile("|".join(sorted(map(re.escape, sounds), key=len, reverse=True)))
    return lambda word: pattern.sub(lambda match: sounds[match[0]], f"{word}#").rstrip("#")


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return load_shipped(__package__, "adaptation")
