"""Placing the stress as eSpeak NG does in French, since the neural voices have learnt French from its phonemes.

A word is stressed on the last vowel that is not a mute e. Function words bear a lesser stress or none, unless a clause
ends with them (`stress.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.pronunciation.words import Word
from audiobrief.system.toml_files import load_shipped

_VOWEL = re.compile("[aeiouyøœɛɔɑɪʊ](?=\u0303?)")
_SCHWA = re.compile("ə")
_MARKS = ("ˈ", "ˌ")
# What names begin with.
_PARTICLES = frozenset(("le", "la", "les", "de", "du", "des"))


@dataclass(frozen=True)
class _FunctionWords:
    """The lists of stress.toml."""

    unstressed: frozenset[str]
    secondary: frozenset[str]
    after_pronouns: frozenset[str]
    inverted: frozenset[str]


def stress_word(words: Sequence[Word], at: int) -> str:
    """The phonemes of a word, with its stress; phonemes that have a stress already keep it."""
    word = words[at]
    phonemes = word.phonemes
    if word.kind != "word" or not phonemes or any(mark in phonemes for mark in _MARKS):
        return phonemes
    mark = _choose_mark(words, at)
    return phonemes if not mark else place_stress(phonemes, mark)


def place_stress(phonemes: str, mark: str = "ˈ") -> str:
    """Put the stress before the vowel of the last syllable; before a mute e only if there is no other vowel."""
    vowels = [*_VOWEL.finditer(phonemes)] or [*_SCHWA.finditer(phonemes)]
    if not vowels:
        return phonemes
    at = vowels[-1].start()
    return f"{phonemes[:at]}{mark}{phonemes[at:]}"


def _choose_mark(words: Sequence[Word], at: int) -> str:
    word, function_words = words[at], _load_function_words()
    lower = word.lower
    if word.text.endswith("'"):
        return ""
    if word.before == "-" and lower in function_words.inverted:
        return ""
    last = at + 1 == len(words) or words[at + 1].kind == "mark"
    if last:
        return "ˈ"
    if lower in function_words.unstressed:
        # A capital inside a sentence: « l'Est »; not the first part of a name: « La Défense », « De Gaulle ».
        named = at and word.text[0].isupper() and words[at - 1].kind != "mark"
        return "ˈ" if named and not (lower in _PARTICLES and words[at + 1].text[0].isupper()) else ""
    if lower in function_words.secondary:
        return "ˌ"
    if lower in function_words.after_pronouns and at and words[at - 1].lower in ("ils", "elles"):
        return ""
    return "ˈ"


@cache
def _load_function_words() -> _FunctionWords:
    table = load_shipped(__package__, "stress")
    return _FunctionWords(**{name: frozenset(table[name]) for name in _FunctionWords.__dataclass_fields__})
