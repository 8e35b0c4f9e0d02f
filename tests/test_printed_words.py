"""The times of what is said are found again at the words as they are printed."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import TimedWord, Utterance
from audiobrief.printed_words import place_words
from audiobrief.pronunciation.words import split_speech
from audiobrief.speech import speak_text

# Frames of each word that is said.
EACH = 10


def spoken(speech):
    """The words of what is said, each as long as the others."""
    said = [word for word in split_speech(speech) if word.kind != "mark"]
    return [TimedWord(word.start, word.end, EACH * at, EACH * (at + 1)) for at, word in enumerate(said)]


def place(text):
    utterance = Utterance(text, speech=speak_text(text))
    return place_words(utterance, spoken(utterance.speech))


# A text, and its words with how many words are said for each.
PRINTED = [
    ("Le pont a rouvert.", [("Le", 1), ("pont", 1), ("a", 1), ("rouvert", 1)]),
    ("En 2026, il y va.", [("En", 1), ("2026", 4), ("il", 1), ("y", 1), ("va", 1)]),
    ("Le 15 novembre 2026", [("Le", 1), ("15", 1), ("novembre", 1), ("2026", 4)]),
    ("Environ 12 % des voix", [("Environ", 1), ("12 %", 3), ("des", 1), ("voix", 1)]),
    ("soit 1 000 000 de fois", [("soit", 1), ("1 000 000", 2), ("de", 1), ("fois", 1)]),
    ("Prix : 12,50 euros.", [("Prix", 1), ("12,50", 1), ("euros", 2)]),
    ("L’Assemblée (130 €) l'a dit", [("L’Assemblée", 2), ("130 €", 3), ("l'a", 2), ("dit", 1)]),
    ("à la SNCF, oui", [("à", 1), ("la", 1), ("SNCF", 1), ("oui", 1)]),
    ("« Peut-être », dit-il – hier – ici", [("Peut-être", 2), ("dit-il", 2), ("hier", 1), ("ici", 1)]),
    ("M. Dupont au n° 5", [("M.", 1), ("Dupont", 1), ("au", 1), ("n°", 1), ("5", 1)]),
    ("plus de 1 million d’euros", [("plus", 1), ("de", 1), ("1", 1), ("million", 1), ("d’euros", 2)]),
    ("🔴 Direct", [("Direct", 1)]),
    ("🔴 …", []),
]


@pytest.mark.parametrize(("text", "words"), PRINTED)
def test_printed_words_have_the_times_of_what_is_said_for_them(text, words):
    text = text.replace(" ", " ")
    placed = place(text)
    assert [(text[word.start : word.end], (word.last - word.first) // EACH) for word in placed] == words
    assert [word.first for word in placed] == [0, *(word.last for word in placed)][: len(placed)]


def test_words_that_a_voice_says_as_one_are_one():
    text = "Il va à New York demain"
    utterance = Utterance(text, speech=speak_text(text))
    said = "".join(span.text for span in utterance.speech)
    york, tomorrow = said.index("New York"), said.index("demain")
    times = [
        TimedWord(0, 7, 0, 30),
        TimedWord(york, york + 8, 30, 50),
        TimedWord(tomorrow, tomorrow + 6, 50, 60),
    ]
    placed = place_words(utterance, times)
    assert [(text[word.start : word.end], word.first) for word in placed] == [
        ("Il va à", 0),
        ("New York", 30),
        ("demain", 50),
    ]


def test_what_is_said_and_not_printed_belongs_to_the_word_before():
    text = "La SNCF roule"
    utterance = Utterance(text, speech=speak_text(text))
    assert place_words(utterance, ()) == ()


@given(st.text("aé 1290%€,.'’-«»()/°h", max_size=40))
def test_words_are_in_order_inside_the_text_and_apart(text):
    utterance = Utterance(text, speech=speak_text(text))
    placed = place_words(utterance, spoken(utterance.speech))
    assert all(0 <= word.start < word.end <= len(text) and word.first < word.last for word in placed)
    assert all(one.end <= two.start and one.last <= two.first for one, two in pairwise(placed))
