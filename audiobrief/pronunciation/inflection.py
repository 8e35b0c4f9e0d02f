"""Forms that the dictionary lacks, of words that it has: plurals, verbs in -er, adverbs, words with a prefix."""

from __future__ import annotations

from functools import cache

from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.words import Reading
from audiobrief.system.toml_files import load_shipped

# Letters of what stands behind a prefix, at least.
_SHORTEST_REST = 4
_CONSONANTS = frozenset("bdfkplmnstvzɡʁʃʒɲŋ")


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
                if "VERB" in reading.classes and reading.phonemes.endswith("e"):
                    said = _join_sounds(reading.phonemes[:-1], sound)
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


def _has_vowel(reading: Reading) -> bool:
    return bool(set(reading.phonemes) - _CONSONANTS)


def _join_sounds(stem: str, ending: str) -> str:
    """A stem and its ending, with a mute e between three consonants: « fermement ».

    The glide of « jouer » is a vowel where no vowel follows: « ils jouent », « elle jouera ».
    """
    if not ending or ending[0] in _CONSONANTS:
        if stem.endswith("w"):
            stem = stem[:-1] + "u"
        elif stem.endswith("j") and stem[-2:-1] in _CONSONANTS:
            stem = stem[:-1] + "i"
    if ending and ending[0] in _CONSONANTS and len(stem) > 1 and stem[-1] in _CONSONANTS and stem[-2] in _CONSONANTS:
        return f"{stem}ə{ending}"
    return stem + ending


@cache
def _load_tables() -> dict[str, dict[str, str]]:
    tables: dict[str, dict[str, str]] = load_shipped(__package__, "inflection")
    return {name: dict(sorted(table.items(), key=lambda item: -len(item[0]))) for name, table in tables.items()}
