"""Words whose letters are spaced out for show: `R É P U B L I Q U E   F R A N Ç A I S E`, `L E M O N D E`.

The letters are joined, cut into known words, and given back the accents that capitals lost. `S N C F` stays letters.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from audiobrief.lazy_regex import lazy_regex
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.speech.accents import has_forms, restore_accents
from audiobrief.speech.gender import is_common_word
from audiobrief.speech.patterns import APOSTROPHE, UPPERS, WORD_LETTER
from audiobrief.speech.rule import Context, Rule, Said

# So many letters are looked through for words.
_LONGEST = 60
# Fewer letters than these are initials, or a row of points on a map.
_FEWEST = 4
_GROUP_GAP = lazy_regex(r"\s{2,}")
# Words of one and two letters that stand between others.
_SMALL_WORDS = frozenset(
    {"à", "a", "y", "de", "du", "la", "le", "et", "en", "au", "un", "ou", "où", "il", "ce", "ne", "se", "sa", "on"}
)
# What a word costs by its length: few long words are likelier than many short ones.
_COSTS = {1: 4.0, 2: 2.5, 3: 2.0, 4: 1.2}


@lru_cache(maxsize=1024)
def _is_word(letters: str, capitals: bool) -> bool:
    """Whether lower-case letters are a French word; those of capitals may lack their accents."""
    if len(letters) <= 2:
        return letters in _SMALL_WORDS or (letters.endswith("’") and letters[0] in "cdjlmnst")
    return bool(find_readings(letters)) or (capitals and has_forms(letters))


def _is_acronym(letters: str, context: Context) -> bool:
    """Whether letters are those of an acronym, and no word beside it: `sncf`, but `cap`."""
    return len(letters) > 2 and letters.upper() in context.lexicon.acronyms and not is_common_word(letters)


def _cut_into_words(letters: str, capitals: bool, context: Context) -> list[str]:
    """The likeliest words that the letters are made of; none if they are not all words."""
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(letters) + 1):
        choices = [
            (best[start][0] + _COSTS.get(end - start, 1.0), [*best[start][1], letters[start:end]])
            for start in range(max(0, end - 20), end)
            if best[start][0] < float("inf")
            and _is_word(letters[start:end], capitals)
            and not _is_acronym(letters[start:end], context)
        ]
        best.append(min(choices, default=(float("inf"), [])))
    return best[-1][1]


def _say_spaced(match: re.Match[str], context: Context) -> Said:
    """The words; None for an acronym or for letters that make no word."""
    capitals = match[0].isupper()
    groups = ["".join(group.split()).replace("'", "’") for group in _GROUP_GAP.split(match[0].strip())]
    written = "".join(groups)
    if not _FEWEST <= len(written) <= _LONGEST or written in context.lexicon.acronyms or written in context.defined:
        return None
    words = [word for group in groups for word in _read_group(group.lower(), capitals, context)]
    if not words or any(not word for word in words) or max(map(len, words)) < _FEWEST:
        return None
    if capitals:
        line = replace(context, text=" ".join(words).upper())
        starts = accumulate((len(word) + 1 for word in words), initial=0)
        words = [restore_accents(word, start, line) for word, start in zip(words, starts, strict=False)]
    said = " ".join(words).replace("’ ", "’")
    opens = capitals and not context.text[: match.start()].strip(" «“\"'(")
    return said.capitalize() if opens else said


def _read_group(letters: str, capitals: bool, context: Context) -> list[str]:
    """The words of one group of letters; an empty one where there are none."""
    words = _cut_into_words(letters, capitals, context)
    return words if len(words) == 1 or max(map(len, words), default=0) >= _FEWEST else [""]


RULES = (
    Rule(
        "spaced-letters",
        lazy_regex(
            rf"""
            (?<![\w’'.&/-])
            (?:[{UPPERS}](?:\s{{1,3}}{APOSTROPHE})?(?:\s{{1,3}}[{UPPERS}](?:\s{{1,3}}{APOSTROPHE})?){{3,}}   # A V I S
              |(?:{WORD_LETTER}\s{{1,3}}){{4,}}{WORD_LETTER})                                               # a v i s o
            (?!\w|\s{{1,3}}[{UPPERS}](?!\w)|[’'&/-]|\.\w)
            """,
            re.X,
        ),
        _say_spaced,
    ),
)
