"""Where words are stressed."""

import pytest

from audiobrief.pronunciation.stress import place_stress, stress_word
from audiobrief.pronunciation.words import Word

PLACES = [
    ("pʁezidɑ̃", "pʁezidˈɑ̃"),
    ("nyi", "nyˈi"),
    ("fwa", "fwˈa"),
    ("lɔʁskə", "lˈɔʁskə"),
    ("ʒə", "ʒˈə"),
    ("abɑ̃dɔnaːm", "abɑ̃dɔnˈaːm"),
    ("pst", "pst"),
    ("", ""),
]


@pytest.mark.parametrize(("phonemes", "stressed"), PLACES)
def test_the_last_vowel_is_stressed(phonemes, stressed):
    assert place_stress(phonemes) == stressed


# Words, with what stands before them, and their phonemes; the stress of the one in brackets.
SENTENCES = [
    ("le maire", "[lə] mɛʁ", ""),
    ("le maire", "lə [mɛʁ]", "ˈ"),
    ("avec lui", "[avɛk] lyi", "ˌ"),
    ("avec lui", "avɛk [lyi]", "ˈ"),
    ("ils ont vu", "ilz [ɔ̃] vy", ""),
    ("Chine ont vu", "ʃin [ɔ̃] vy", "ˈ"),
    ("dit -elle alors", "dit [ɛl] alɔʁ", ""),
    ("allons -y", "alɔ̃z [i]", "ˈ"),
    ("chez nous", "ʃe [nu]", "ˈ"),
    ("vers nous , dit", "vɛʁ [nu] _ di", "ˈ"),
    ("l' est", "[l] ɛ", ""),
]


@pytest.mark.parametrize(("text", "phonemes", "stress"), SENTENCES)
def test_function_words_are_stressed_less_but_at_the_end_of_a_clause(text, phonemes, stress):
    words, at = [], 0
    for number, (written, said) in enumerate(zip(text.split(), phonemes.split(), strict=True)):
        at = number if said.startswith("[") else at
        before = "-" if written.startswith("-") else " "
        kind = "mark" if written == "," else "word"
        words.append(Word(written.removeprefix("-"), kind, before, phonemes=said.strip("[]_")))
    said = stress_word(words, at)
    assert (said.strip("abdefijklmnopstuvwxyzɔ\u0303əɛʁʃɑ") or "") == stress
