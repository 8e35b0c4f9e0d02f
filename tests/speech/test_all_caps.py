"""Which stretches of a text are written in capitals for effect, and which letters French can say as a word."""

import pytest

from audiobrief.speech.all_caps import find_all_caps, is_pronounceable
from audiobrief.speech.lexicon import load_builtin_lexicon

# Brackets stand around what is in capitals for effect.
IN_CAPITALS = [
    "[LE MAIRE DÉMISSIONNE]",
    "[LE MAIRE PART ]: il l’a dit.",
    "Direct :[ LE MAIRE PART]. La suite demain.",
    "[LE MAIRE]",
    "[LE MUR]",
    # A row of acronyms, or one word, is no headline.
    "ONU, OTAN, SNCF",
    "ONU OTAN",
    "SNCF RATP EDF",
    "MAIRE",
    "Le MAIRE part",
    "LE maire PART",
    # Three quarters of the letters.
    "[LE MAIRE DES HALLES]",
    "[PLUIE FORT ici]",
    "PLUIE FORT hier",
    # So many short words are a line; two that nobody lists are not.
    "[BLED ROC TIR]",
    "BLED ROC",
    "BCDF GHJK LMNP",
    # A listed acronym of five letters or more is no ordinary word.
    "UNESCO OTAN",
    "[UNESCO MAIRIE]",
    "",
]


@pytest.mark.parametrize("marked", IN_CAPITALS)
def test_what_is_written_in_capitals_for_effect(marked):
    text = marked.replace("[", "").replace("]", "")
    wanted = ((marked.index("["), marked.index("]") - 1),) if "[" in marked else ()
    assert find_all_caps(text, load_builtin_lexicon()) == wanted


WORDS = ["a", "ou", "rado", "insee", "bateau", "chantier", "strict", "quai", "gnou", "cactus", "longs", "ba" * 10]
LETTERS = ["", "b", "sncf", "rtbf", "bdaa", "aabd", "kzo", "az9", "ba" * 10 + "b", "ba" * 11]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_is_pronounceable(word):
    assert is_pronounceable(word)


@pytest.mark.parametrize("word", LETTERS)
def test_letters_are_not(word):
    assert not is_pronounceable(word)
