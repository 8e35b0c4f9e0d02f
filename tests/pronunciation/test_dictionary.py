"""The dictionary's readings of a word."""

import pytest

from audiobrief.pronunciation.dictionary import Dictionary, find_readings

# A word, and its readings as they are to be found: phonemes, word classes, * for an aspirated h.
CASES = [
    ("président", "pʁezidɑ̃ NOUN; pʁezid VERB"),
    ("PRÉSIDENT", "pʁezidɑ̃ NOUN; pʁezid VERB"),
    ("fils", "fis NOUN; fil NOUN"),
    ("cœur", "kœʁ NOUN"),
    ("aujourd’hui", "oʒuʁdyi ADV"),
    ("héros", "*eʁo NOUN"),
    ("héroïne", "eʁɔin NOUN"),
    ("onze", "*ɔ̃z NUM NOUN"),
    ("yaourt", "*jauʁt NOUN"),
    ("yeux", "jø NOUN"),
    ("brouhahaha", ""),
    ("", ""),
]


@pytest.mark.parametrize(("word", "expected"), CASES)
def test_readings_are_found(word: str, expected: str) -> None:
    found = [
        " ".join([("*" if reading.aspirated else "") + reading.phonemes, *reading.classes])
        for reading in find_readings(word)
    ]
    assert "; ".join(found) == expected


def test_every_word_of_a_sorted_file_is_found() -> None:
    names = sorted({f"{a}{b}" for a in "abé" for b in ("", "a", "bb", "œ"[:0] + "z", "éé")}, key=str.encode)
    dictionary = Dictionary("".join(f"{name}\t{name}:N\n" for name in names).encode())
    assert [dictionary.find_readings(name)[0].phonemes for name in names] == names
    assert not [name for name in ("", "0", "ab", "zz") if dictionary.find_readings(name)]
