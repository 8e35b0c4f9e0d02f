"""Words of French: how common they are, which are verbs, and their stems."""

import pytest

from audiobrief.segmentation.words import classify_verb, count_stems, get_commonness, stem


@pytest.mark.parametrize(("word", "class_"), [("le", 9), ("bateau", 4), ("naval", 1), ("goélette", 0), ("zzzq", 0)])
def test_how_common_a_word_is(word, class_):
    assert get_commonness(word) == class_


# The first and the last of each list, and what is in none.
KINDS = [
    *[(word, "verb") for word in ("a", "accueille", "ôtèrent")],
    *[(word, "maybe") for word in ("absente", "ferme", "porte")],
    *[(word, "") for word in ("bateau", "", "zzzq")],
]


@pytest.mark.parametrize(("word", "kind"), KINDS)
def test_which_words_are_verbs(word, kind):
    assert classify_verb(word) == kind


STEMS = [
    ("les", "les"), ("mas", "mas"), ("gens", "gen"), ("ports", "port"), ("port", "port"), ("neuve", "neuv"),
    ("bateaux", "bateau"), ("villes", "vill"), ("annoncer", "annonc"), ("annoncent", "annonc"), ("agricole", "agrico"),
    ("agriculteur", "agricu"),
]  # fmt: skip


@pytest.mark.parametrize(("word", "begins"), STEMS)
def test_stems(word, begins):
    assert stem(word) == begins


def test_stems_are_counted_of_the_words_that_tell_a_subject():
    counted = count_stems("Les ports et le port, la mer, un os : les bateaux du port de Lannévez.")
    assert counted == {"port": 3, "mer": 1, "bateau": 1, "lannév": 1}
