"""The comparison itself: what counts as the same spoken line, and what does not."""

import pytest

from tests.speech.scoring import accepted, canonical

SAME = [
    ("Quatre-vingts Euros.", "quatre vingts euros"),
    ("«\u00a0Bonjour\u00a0», dit-elle…", "bonjour dit elle"),
    ("l’été", "l'été"),
    ("l'e\u0301te\u0301", "l'été"),
    ("le cœur", "le coeur"),
    ("et cætera", "et caetera"),
    ("une  ligne\ttrop\u202flarge ", "une ligne trop large"),
    ("la S N C F", "la esse enne cé effe"),
    ("W Y Z", "double vé i grec zède"),
    ("W", "double v"),
    ("d'X", "d'ixe"),
    ("'mot'", "mot"),
]
DIFFERENT = [
    ("vingt et un", "vingt et une"),
    ("quatre-vingt", "quatre-vingts"),
    ("la SNCF", "la S N C F"),
    ("l'an", "lan"),
    ("d'un", "d un"),
    ("a", "à"),
    ("12", "douze"),
    ("", "mot"),
]
PUNCTUATED = [
    ("Oui, non.", "oui , non .", True),
    ("Oui...", "Oui…", True),
    ("« Oui »", "oui", True),
    ("Oui, non.", "Oui non.", False),
    ("Oui ?", "Oui !", False),
    ("Oui, non.", "Oui. non,", False),
]


@pytest.mark.parametrize(("said", "form"), SAME)
def test_the_same_line(said, form):
    assert accepted(said, [form]) and accepted(form, [said])


@pytest.mark.parametrize(("said", "form"), DIFFERENT)
def test_another_line(said, form):
    assert not accepted(said, [form]) and not accepted(form, [said])


@pytest.mark.parametrize(("said", "form", "same"), PUNCTUATED)
def test_punctuation_counts_where_it_is_asked_for(said, form, same):
    assert accepted(said, [form], punctuation=True) is same


def test_one_accepted_form_is_enough():
    assert accepted("Deux un.", ["deux à un", "deux un"])
    assert not accepted("Deux un.", [])


def test_the_form_that_is_compared():
    assert canonical("L'œuvre de W. est-elle à 21 h ?") == "l' oeuvre de w est l à 21 h"
    assert canonical("L'œuvre de W. est-elle à 21 h ?", punctuation=True) == "l' oeuvre de w . est l à 21 h ?"
