"""The sounds of French: their signs in the International Phonetic Alphabet, and how French spells them."""

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
# How French spells each sound between others, the longest sequence first. # is the end, V a vowel or a glide, C a
# consonant, F a front vowel before which « c » and « g » change.
_SPELLINGS = (
    ("wɛ\u0303", "oin"), ("wa", "oi"), ("tʃ", "tch"), ("dʒ", "dj"), ("ij#", "ille"), ("ɛj#", "eille"),
    ("aj#", "aille"), ("œj#", "euille"), ("uj#", "ouille"), ("ɛjV", "éy"), ("ajV", "aïy"), ("aj", "aï"),
    ("ɛj", "éï"), ("ɔj", "oï"), ("ks", "x"), ("ɑ\u0303", "an"), ("ɛ\u0303", "in"), ("ɔ\u0303", "on"),
    ("œ\u0303", "un"), ("œ", "eu"), ("ø", "eu"), ("a", "a"), ("ɑ", "â"), ("e", "é"), ("ɛ", "è"), ("ə", "e"),
    ("i", "i"), ("o", "o"), ("ɔ", "o"), ("u", "ou"), ("y", "u"), ("kF", "qu"), ("k#", "que"), ("k", "c"),
    ("ɡF", "gu"), ("ɡ#", "gue"), ("ɡ", "g"), ("ŋ#", "nngue"), ("ŋ", "nng"), ("ɲ", "gn"), ("s#", "sse"),
    ("ʃ", "ch"), ("nC", "nn"), ("mC", "mm"), ("n#", "nne"), ("m#", "mme"), ("n", "n"), ("m", "m"), ("ʁ", "r"),
    ("j", "y"), ("w", "ou"), ("ʒ", "j"), ("b", "b"), ("d", "d"), ("f", "f"), ("l", "l"), ("p", "p"), ("t", "t"),
    ("v", "v"), ("z", "z"),
)  # fmt: skip
_AHEAD = {"#": "$", "V": "[aɑeɛəioɔøœuyjw]", "C": "(?![aɑeɛəioɔøœuyjw]|$)", "F": "[eɛəiøœyj]"}
# Final consonants that a mute e makes sounded.
_SOUNDED_BY_E = "bdflpʁtvzʒʃɲ"
_CONSONANT_END = re.compile("[bdfɡjklmnɲŋpʁsʃtvwzʒ]$")
_SPELLED = [
    (re.compile(sound.rstrip("#VCF") + (f"(?={_AHEAD[sound[-1]]})" if sound[-1] in _AHEAD else "")), letters)
    for sound, letters in _SPELLINGS
]


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


def respell_phonemes(phonemes: str) -> str:
    """Normalized phonemes as French would spell them, for voices that read letters: lɔʁmo, « lormo »."""
    letters: list[str] = []
    at = 0
    while at < len(phonemes):
        if phonemes[at] == "s" and at + 1 < len(phonemes):
            # Doubled between vowels, where a single one is a z.
            between = at > 0 and _VOWEL.match(phonemes, at + 1) and not _CONSONANT_END.search(phonemes[:at])
            letters.append("ss" if between else "s")
            at += 1
            continue
        found = next(((match, spelled) for sound, spelled in _SPELLED if (match := sound.match(phonemes, at))), None)
        if found is None:
            at += 1
            continue
        letters.append(found[1])
        at = found[0].end()
    return "".join(letters) + ("e" if phonemes[-1:] and phonemes[-1:] in _SOUNDED_BY_E else "")
