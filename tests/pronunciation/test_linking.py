"""Liaison: `cases/liaison.tsv` is marked by the rules of grammar, + and the consonant, or +0 where nothing links."""

import pytest

from audiobrief.pronunciation.liaison import link_word
from audiobrief.pronunciation.words import Word
from tests.pronunciation.analysis import analyse, read_linked

ROWS = [
    pytest.param(words, marks, id=f"{at} {kind}") for at, (kind, words, marks) in enumerate(read_linked("liaison.tsv"))
]


@pytest.mark.parametrize(("words", "marks"), ROWS)
def test_words_link_where_grammar_asks_for_it(words: tuple[Word, ...], marks: list[tuple[int, str]]) -> None:
    for at, consonant in marks:
        word = words[at]
        alone = word.reading.phonemes if word.reading else ""
        assert link_word(words, at) == alone or consonant, word.text
        if consonant and alone:
            assert link_word(words, at).endswith(consonant), word.text


SAID = [
    # The nasal vowel opens in adjectives, and not in determiners, pronouns and adverbs.
    ("un bon ami", "œ̃ bɔn ami"),
    ("plein emploi", "plɛn ɑ̃plwa"),
    ("un ancien élève", "œ̃n ɑ̃sjɛn elɛv"),
    ("mon ami", "mɔ̃n ami"),
    ("bien entendu", "bjɛ̃n ɑ̃tɑ̃dy"),
    ("le premier étage", "lə pʁəmjɛʁ etaʒ"),
    # A mute e is heard between consonants.
    ("d'autres élus", "d otʁəz ely"),
    ("de fausses alertes", "də fosəz alɛʁt"),
    ("de graves accidents", "də ɡʁavz aksidɑ̃"),
    # Numerals by what follows.
    ("six maisons", "si mɛzɔ̃"),
    ("six ans", "siz ɑ̃"),
    ("ils sont six", "il sɔ̃ sis"),
    ("le dix mai", "lə di mɛ"),
    ("dix pour cent", "di puʁ sɑ̃"),
    ("dix-huit ans", "diz yit ɑ̃"),
    ("dix-sept", "dis sɛt"),
    ("huit jours", "yi ʒuʁ"),
    ("huit enfants", "yit ɑ̃fɑ̃"),
    ("dix-neuf heures", "diz nœv œʁ"),
    ("neuf enfants", "nœf ɑ̃fɑ̃"),
    ("cinq cents", "sɛ̃ sɑ̃"),
    ("cinq mille", "sɛ̃k mil"),
    ("vingt-deux", "vɛ̃t dø"),
    ("quatre-vingt-deux", "katʁ vɛ̃ dø"),
    ("vingt maisons", "vɛ̃ mɛzɔ̃"),
    ("vingt et un", "vɛ̃t e œ̃"),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_words_are_said_as_the_next_one_asks_for(text: str, expected: str) -> None:
    words = analyse(text)
    assert " ".join(link_word(words, at) for at in range(len(words))) == expected
