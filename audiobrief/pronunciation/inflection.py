"""Forms that the dictionary lacks, of words that it has: plurals, verbs in -er, adverbs, words with a prefix."""

from __future__ import annotations

import re
from functools import cache

from audiobrief.pronunciation.aspiration import is_aspirated
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.names import find_name
from audiobrief.pronunciation.words import Reading
from audiobrief.system.toml_files import load_shipped

# Letters of a name from which a word is made, at least.
_SHORTEST_NAME = 4
# The last letters of a name with their nasal, and what is said before a vowel.
_OPENED = (
    ("on", "ɔ\u0303", "ɔn"), ("an", "ɑ\u0303", "an"), ("en", "ɑ\u0303", "ɛn"), ("en", "ɛ\u0303", "ɛn"),
    ("ain", "ɛ\u0303", "ɛn"), ("ein", "ɛ\u0303", "ɛn"), ("in", "ɛ\u0303", "in"), ("un", "œ\u0303", "yn"),
)  # fmt: skip
# The sounds of which one must end a name that is written with this last letter; any, for other letters.
_LAST_SOUNDS = {
    "b": "b", "c": "kts", "d": "dt", "f": "f", "g": "ɡʒŋ", "j": "ʒ", "k": "k", "l": "l", "m": "m", "n": "n", "p": "p",
    "q": "k", "r": "ʁ", "s": "sz", "t": "t", "v": "vf", "x": "s", "z": "zs",
}  # fmt: skip
# Letters of what stands behind a prefix, at least.
_SHORTEST_REST = 4
_CONSONANTS = frozenset("bdfkplmnstvzɡʁʃʒɲŋ")
# How the dictionary writes the « gn » of verbs.
_PALATAL = re.compile("nj$")


def inflect_known(word: str) -> Reading | None:
    """The reading of a form derived from a word of the dictionary; None if there is no such word."""
    lower = word.lower()
    return _find_plural(lower) or _find_verb(lower) or _find_adverb(lower) or _find_prefixed(lower)


def _find_plural(word: str) -> Reading | None:
    """« Cyberattaques » from « cyberattaque », « retraitée » from « retraité »: nothing is heard of the ending."""
    if len(word) < 4:
        return None
    base = ""
    if (word.endswith(("s", "x")) and not word.endswith("ss")) or word.endswith(("ée", "ie", "ue")):
        base = word[:-1]
    readings = [*find_readings(base)] if base else []
    # Not from the letters of an acronym: « flex » is no plural of « FLE ».
    found = next((each for each in readings if "VERB" not in each.classes[:1] and _has_vowel(each)), None)
    return found or (inflect_known(base) if base else None)


def _find_verb(word: str) -> Reading | None:
    """« Tweetaient » from « tweeter »."""
    for ending, sound in _load_tables()["verbs_in_er"].items():
        if not word.endswith(ending) or len(word) < len(ending) + 2:
            continue
        stem = word[: -len(ending)]
        for spelling in dict.fromkeys((stem, stem.removesuffix("e"), stem[:-1] + "c" if stem[-1] == "ç" else stem)):
            for reading in find_readings(spelling + "er"):
                # Without a class: a verb that only gruut's lexicon has.
                if ("VERB" in reading.classes or not reading.classes) and reading.phonemes.endswith("e"):
                    stem_sound = reading.phonemes[:-1]
                    if spelling.endswith("gn"):
                        stem_sound = _PALATAL.sub("ɲ", stem_sound)
                    said = _join_sounds(stem_sound, sound)
                    return Reading(said, ("VERB",), reading.aspirated)
    return None


def _find_adverb(word: str) -> Reading | None:
    """« Médiatiquement » from « médiatique »."""
    if not word.endswith("ment"):
        return None
    for reading in find_readings(word[:-4]):
        if "ADJ" in reading.classes:
            return Reading(_join_sounds(reading.phonemes, "mɑ̃"), ("ADV",), reading.aspirated)
    return None


def _find_prefixed(word: str) -> Reading | None:
    """« Antisystème » from « système »: the s between vowels is that of the word by itself."""
    for prefix, sound in _load_tables()["prefixes"].items():
        if not word.startswith(prefix) or len(word) < len(prefix) + _SHORTEST_REST:
            continue
        rest = word[len(prefix) :].removeprefix("-")
        readings = [each for each in find_readings(rest) if each.classes]
        if readings:
            return Reading(sound + readings[0].phonemes, readings[0].classes)
    return None


def derive_from_name(word: str) -> Reading | None:
    """« Melonienne » from « Meloni », « trumpisme » from « Trump »: a listed name and an ending.

    None if no listed name is behind it, or one whose last letter is silent (« Giscard »): the rules read those well.
    """
    lower = word.lower()
    for ending, sound in _load_tables()["of_names"].items():
        stem = lower.removesuffix(ending)
        if stem == lower or len(stem) < _SHORTEST_NAME:
            continue
        for last in ("", "e", "a", "o", "i", "u"):
            said = find_name((stem + last).title())
            if said and (bare := _open_end(stem, said.rstrip("ə") if last in ("", "e") else said[:-1])):
                return Reading(bare + sound, ("NOUN", "ADJ"), is_aspirated(word, said))
    return None


def _open_end(stem: str, said: str) -> str:
    """The phonemes of a name before a vowel (the n of « macroniste »); empty if its last letter is silent."""
    for letters, nasal, opened in _OPENED:
        if stem.endswith(letters) and said.endswith(nasal):
            return said.removesuffix(nasal) + opened
    sounded = _LAST_SOUNDS.get(stem[-1])
    return said if sounded is None or said.endswith(tuple(sounded)) else ""


def _has_vowel(reading: Reading) -> bool:
    return bool(set(reading.phonemes) - _CONSONANTS)


def _join_sounds(stem: str, ending: str) -> str:
    """A stem and its ending, with a mute e between three consonants and behind « gn »: « fermement », « clignera ».

    The glide of « jouer » is a vowel where no vowel follows: « ils jouent », « elle jouera ».
    """
    if not ending or ending[0] in _CONSONANTS:
        if stem.endswith("w"):
            stem = stem[:-1] + "u"
        elif stem.endswith("j") and stem[-2:-1] in _CONSONANTS:
            stem = stem[:-1] + "i"
    crowded = len(stem) > 1 and stem[-1] in _CONSONANTS and stem[-2] in _CONSONANTS
    if ending and ending[0] in _CONSONANTS and (crowded or stem.endswith("ɲ")):
        return f"{stem}ə{ending}"
    return stem + ending


@cache
def _load_tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = load_shipped(__package__, "inflection")
    return {name: dict(sorted(table.items(), key=lambda item: -len(item[0]))) for name, table in tables.items()}
