"""Phonemes for voices that do not take them: eSpeak NG's own mnemonics, and a French spelling."""

from __future__ import annotations

import re

# eSpeak NG's mnemonics for the phonemes of its French voice (phsource/ph_french of eSpeak NG 1.52).
_MNEMONICS = {
    "ʁ": "r", "ɡ": "g", "ʃ": "S", "ʒ": "Z", "ɲ": "n^", "ŋ": "N", "ɛ": "E", "ɔ": "O", "ø": "Y", "œ": "W", "ə": "@",
    "ɑ": "A", "ɪ": "i", "ʊ": "u", "ɥ": "y", "ˈ": "'", "ˌ": ",", "\u0303": "~", "ː": ":",
    **{sound: sound for sound in "abdefijklmnopstuvwyz "},
}  # fmt: skip
# The letters of a sound, before « e » and « i » if they differ there.
_LETTERS = {
    "ɑ\u0303": "an", "ɛ\u0303": "in", "œ\u0303": "un", "ɔ\u0303": "on", "a": "a", "ɑ": "a", "e": "é", "ɛ": "è",
    "i": "i", "ɪ": "i", "o": "o", "ɔ": "o", "u": "ou", "ʊ": "ou", "y": "u", "ɥ": "u", "ø": "eu", "œ": "eu", "ə": "e",
    "j": "y", "w": "ou", "p": "p", "b": "b", "t": "t", "d": "d", "k": "c", "ɡ": "g", "f": "f", "v": "v", "s": "s",
    "z": "z", "ʃ": "ch", "ʒ": "j", "m": "m", "n": "n", "ɲ": "gn", "ŋ": "ng", "l": "l", "ʁ": "r",
}  # fmt: skip
# The letters of a sound at the end of a word. Consonants would be mute there without an e.
_LAST = {
    "ɑ\u0303": "ant", "ɛ\u0303": "ain", "k": "que", "ɡ": "gue", "s": "sse", "j": "ille", "w": "ou",
    **{sound: f"{_LETTERS[sound]}e" for sound in "pbtdfvzʃʒmnɲlʁ"},
}  # fmt: skip
_FRONT = ("e", "ɛ", "i", "ø", "œ", "ə", "j")
_SOUND = re.compile("|".join(sorted(_LETTERS, key=len, reverse=True)))
_VOWELS = frozenset("aeiouyøœəɛɔɑɪʊ")


def write_mnemonics(phonemes: str) -> str:
    """Phonemes of words as eSpeak NG takes them between [[ and ]]; an empty text if it has none for one of them."""
    mnemonics = [_MNEMONICS.get(sound, "") for sound in phonemes]
    return "".join(mnemonics) if all(mnemonics) else ""


def respell_phonemes(phonemes: str) -> str:
    """A spelling that a French reader pronounces so: « lɔʁmo » as « lormo ». Stress and length are left out."""
    sounds = ["", *_SOUND.findall(phonemes), ""]
    return "".join(
        _spell_sound(sounds[at], sounds[at - 1], sounds[at + 1], first=at == 1) for at in range(1, len(sounds) - 1)
    )


def _spell_sound(sound: str, before: str, after: str, *, first: bool) -> str:
    """The letters of a sound between two others, which are empty at the ends of the word."""
    after_vowel, before_vowel = before[:1] in _VOWELS, after[:1] in _VOWELS
    if not after:
        return _LAST.get(sound) or _LETTERS[sound]
    if sound == "j":
        return "y" if first else "ill" if after_vowel else "i"
    if sound in ("i", "ɪ") and after_vowel:
        # « naïf »: no single sound with the vowel before it.
        return "ï"
    if sound == "s" and after_vowel and (before_vowel or after in ("j", "w")):
        return "ss"
    if sound in ("k", "ɡ") and after[0] in _FRONT:
        return "qu" if sound == "k" else "gu"
    if (sound in ("ʃ", "ʁ") and after == "ʁ") or (sound in ("n", "m") and not before_vowel and after not in ("j", "w")):
        return _LETTERS[sound] + "e"
    return _LETTERS[sound]
