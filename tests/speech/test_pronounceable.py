"""Which runs of letters French can say as a word."""

import pytest

from audiobrief.speech.pronounceable import pronounceable

WORDS = ["a", "ou", "rado", "insee", "bateau", "chantier", "strict", "quai", "gnou", "cactus", "longs", "ba" * 10]
LETTERS = ["", "b", "sncf", "rtbf", "bdaa", "aabd", "kzo", "az9", "ba" * 10 + "b", "ba" * 11]


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_pronounceable(word):
    assert pronounceable(word)


@pytest.mark.parametrize("word", LETTERS)
def test_letters_are_not(word):
    assert not pronounceable(word)
