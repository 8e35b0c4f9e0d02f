"""The sounds of French, by their signs in the International Phonetic Alphabet."""

from __future__ import annotations

import re
import unicodedata

from audiobrief.messages import Message, message

VOWELS = ("a", "ɑ", "e", "ɛ", "ə", "i", "o", "ɔ", "ø", "œ", "u", "y", "ɑ\u0303", "ɛ\u0303", "ɔ\u0303", "œ\u0303")
CONSONANTS = (
    "b", "d", "f", "ɡ", "j", "k", "l", "m", "n", "ɲ", "ŋ", "p", "ʁ", "s", "ʃ", "t", "v", "w", "ɥ", "z", "ʒ",
)  # fmt: skip
# Signs that mean the same: of other dictionaries, and of keyboards. What the voices were trained on has no ɥ.
_SAME = {
    "g": "ɡ", "r": "ʁ", "ʀ": "ʁ", "ɾ": "ʁ", "ɹ": "ʁ", "ɥ": "y", "ɐ": "a", "o\u0303": "ɔ\u0303", "e\u0303": "ɛ\u0303",
    "a\u0303": "ɑ\u0303", "ɲj": "ɲ", "æ\u0303": "ɛ\u0303",
}  # fmt: skip
# Stress, length, syllables, liaison, ties and brackets say nothing that a French voice needs.
_IGNORED = re.compile(r"[ˈˌːˑ.‿͜͡\s\[\]/-]")
_SIGN = re.compile("|".join(sorted(map(re.escape, (*VOWELS, *CONSONANTS)), key=len, reverse=True)))
_VOWEL = re.compile("|".join(sorted(map(re.escape, VOWELS), key=len, reverse=True)))


def normalize_phonemes(written: str) -> str:
    """Phonemes in the signs that the voices know: without stress, length and brackets, other signs replaced.

    Signs that are of no French sound stay as they are: `explain_phonemes` tells them.
    """
    phonemes = _IGNORED.sub("", unicodedata.normalize("NFD", written))
    for sign, same in sorted(_SAME.items(), key=lambda pair: -len(pair[0])):
        phonemes = phonemes.replace(sign, same)
    return phonemes


def explain_phonemes(written: str) -> Message | None:
    """The reason why `written` are no phonemes of French, or None if they are."""
    phonemes = normalize_phonemes(written)
    if wrong := "".join(dict.fromkeys(_SIGN.sub("", phonemes))):
        return message(
            "'{signs}' is no sign of a French sound; use the vowels {vowels} and the consonants {consonants}",
            signs=wrong,
            vowels=" ".join(VOWELS),
            consonants=" ".join(CONSONANTS),
        )
    return (
        None
        if _VOWEL.search(phonemes)
        else message("it has no vowel: use one or more of {vowels}", vowels=" ".join(VOWELS))
    )
