"""The phonemes of foreign names for a neural voice, by default as the nearest French sounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from audiobrief.model import Foreign, Spoken
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.names import find_name
from audiobrief.system.toml_files import load_shipped

_STRESS = re.compile("[ˈˌ]")
# Vowels that can be stressed in a word's last syllable; a schwa only if there is no other.
_VOWELS = re.compile("[aeiouyøœɛɔɑ]\u0303?")
_SCHWA = re.compile("ə")
# eSpeak NG marks what it takes for another language: « (en)… (fr)… ».
_LANGUAGE_SWITCH = re.compile(r"\([a-z-]{2,7}\)")
_SWITCHED = re.compile(r"\((?!fr)([a-z]{2})[a-z-]*\)([^()]*)")
# eSpeak NG links a verb's mute ending with a second t: « restent à » is ʁˈɛstt a.
_DOUBLED = re.compile(r"([bdfkplmnstvzɡʁʃʒ])\1(?= |$)")
# A plural's mute e is said before the z that links: « d'autres États ».
_AFTER_TWO = re.compile("(?<=[bdfkplmnstvzɡʁʃʒ]{2})z(?= )")
# « Downing » is respelled « daouninngue ».
_ENDS_IN_ING = re.compile("inɡ(?= |$)")

# Languages whose respellings write a diphthong as « aï », « éï », « oï » or « aou »; eSpeak NG reads it as two vowels.
_DIPHTHONGAL = ("en", "de", "nl")
_DIPHTHONG = re.compile("(a(?=[ui])|[eɛɔo](?=i))([ui])(?![aeiouyøœɛɔɑ])")
_GLIDES = {"u": "w", "i": "j"}


def transcribe_foreign(span: Spoken, way: Foreign) -> str:
    """The phonemes of a foreign name, or an empty text if it is best read as if it were French.

    `respell` uses names.txt, the respelling of the lexicon, or the phonemes of the name's language adapted
    to French: this was measured to be understood best. `switch` uses the phonemes of its language unchanged.
    """
    if way == "plain":
        return ""
    language = span.language.partition("-")[0]
    if way == "respell" and (name := find_name(span.text)):
        return _stress_end(name)
    if way == "respell" and span.respelling:
        return _say_respelled(span.text.split(), _read_respelling(span.respelling, language))
    voice = find_espeak_voice(language)
    if not voice:
        return ""
    phonemes = clean_phonemes(transcribe_text(span.text, voice=voice))
    return phonemes if way == "switch" else _end_in_i(span.text, adapt_phonemes(phonemes, language), language)


def _say_respelled(words: Sequence[str], respelled: str) -> str:
    """The phonemes of a respelled name, with the reading of names.txt for its surnames.

    Its first word remains as it is respelled: many first names are also French ones, with another sound (« Martin »).
    """
    said = respelled.split()
    listed = [_stress_end(name) if (name := find_name(word)) else "" for word in words]
    if len(said) == len(words):
        surnames = [name or each for name, each in zip(listed[1:], said[1:], strict=True)]
        return " ".join([*said[:1], *surnames])
    return " ".join(listed) if len(words) > 1 and all(listed) else respelled


def _read_respelling(respelling: str, language: str) -> str:
    """The phonemes of a respelling. Where the language has diphthongs, « baïdeune » has one, not two vowels."""
    phonemes = _ENDS_IN_ING.sub("iŋ", clean_phonemes(transcribe_text(respelling)))
    if language not in _DIPHTHONGAL:
        return phonemes
    return _change_words(phonemes, lambda word: _DIPHTHONG.sub(lambda two: two[1] + _GLIDES[two[2]], word))


def _end_in_i(text: str, phonemes: str, language: str) -> str:
    """English names with their last y as French speakers say it: eSpeak NG's Scottish voice has « Kelly » end in e."""
    words, said = text.split(), phonemes.split()
    if language != "en" or len(words) != len(said):
        return phonemes
    return " ".join(
        f"{each[:-1]}i" if word.lower().endswith(("y", "ie")) and each.endswith("e") else each
        for word, each in zip(words, said, strict=True)
    )


def adapt_phonemes(phonemes: str, language: str) -> str:
    """Replace the phonemes of `language`, as eSpeak NG writes them, by French ones, and stress the end of each word."""
    return _change_words(phonemes, _load_adapter(language))


def find_espeak_voice(language: str) -> str:
    """eSpeak NG's voice for the phonemes of `language`, or an empty text if none is good enough."""
    voice: str = _load_tables()["voices"].get(language, "")
    return voice


def clean_phonemes(phonemes: str) -> str:
    """eSpeak NG's French phonemes without its marks and hyphens, doubled consonants and words of other languages."""
    french = _SWITCHED.sub(lambda run: f" {adapt_phonemes(run[2], run[1])} ", phonemes)
    bare = " ".join(_LANGUAGE_SWITCH.sub("", french).replace("-", "").split())
    return _AFTER_TWO.sub("əz", _DOUBLED.sub(r"\1", bare))


def _change_words(phonemes: str, change: Callable[[str], str]) -> str:
    """Change the phonemes of each word, and stress its end."""
    return " ".join(_stress_end(change(_STRESS.sub("", word))) for word in phonemes.split())


def _stress_end(word: str) -> str:
    """Put the stress before the vowel of the last syllable, as eSpeak NG writes French."""
    vowels = [*_VOWELS.finditer(word)] or [*_SCHWA.finditer(word)]
    at = vowels[-1].start() if vowels else 0
    return f"{word[:at]}ˈ{word[at:]}"


@cache
def _load_adapter(language: str) -> Callable[[str], str]:
    """The function that replaces the sounds in a word of `language`."""
    tables = _load_tables()["sounds"]
    sounds: dict[str, str] = {**tables["all"], **tables.get(language, {})}
    pattern = re.compile("|".join(sorted(map(re.escape, sounds), key=len, reverse=True)))
    return lambda word: pattern.sub(lambda match: sounds[match[0]], f"{word}#").rstrip("#")


@cache
def _load_tables() -> dict[str, dict[str, Any]]:
    return load_shipped(__package__, "foreign")
