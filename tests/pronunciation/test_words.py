"""Splitting what is said into words."""

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation.words import split_speech

CASES = [
    ("L’Est du pays, vient-il ?", "L'|Est| du| pays|,| vient|-il| ?"),
    ("Les États-Unis jusqu'à aujourd'hui.", "Les| États|-Unis| jusqu'|à| aujourd'hui|."),
    ("Qu’est-ce que c’est ?", "Qu'|est|-ce| que| c'|est| ?"),
    ("« Oui », dit O’Brien — hier…", "Oui|,| dit| O'Brien|,| hier|…"),
    ("Va-t-il à Aix-en-Provence ?", "Va|-t|-il| à| Aix|-en|-Provence| ?"),
    ("50 % (environ)", "50| %| (|environ|)"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_speech_is_split_into_words_with_what_stands_before_them(text: str, expected: str) -> None:
    words = split_speech([Spoken(0, len(text), text)])
    assert "|".join(word.before + word.text for word in words).strip() == expected


def test_letters_and_foreign_names_are_words_of_their_kind() -> None:
    speech = [
        Spoken(0, 2, "la "),
        Spoken(3, 7, "SNCF", "letters"),
        Spoken(7, 8, "-"),
        Spoken(8, 11, "Los Angeles ", "foreign", "en", "losse anjelesse"),
        Spoken(20, 23, "dit"),
    ]
    assert [(word.before + word.text, word.kind, word.spelling) for word in split_speech(speech)] == [
        ("la", "word", ""),
        (" SNCF", "letters", ""),
        ("-Los Angeles", "foreign", "losse anjelesse"),
        (" dit", "word", ""),
    ]


def test_phonemes_of_a_lexicon_are_the_reading_of_their_span() -> None:
    (word,) = split_speech([Spoken(0, 7, "Lormeau", phonemes="lɔʁmo")])
    assert [reading.phonemes for reading in word.readings] == ["lɔʁmo"]
    assert word.source == "house lexicon"
