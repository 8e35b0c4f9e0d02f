"""The signs of a text put right, and nothing else."""

import pytest

from audiobrief.article.typography import correct_typography

WRONG = [
    ("➡️ Le phare brille. 🎉", "Le phare brille."),
    ("Il a dit << oui >>.", "Il a dit « oui »."),
    ("« On n’a rien pu faire« , dit-il.", "« On n’a rien pu faire », dit-il."),
    ("Douze bateaux ℹ️ , selon lui.", "Douze bateaux, selon lui."),
    ("C’est la fin.Le maire est parti.", "C’est la fin. Le maire est parti."),
    ("Il est parti.« Enfin ! »", "Il est parti. « Enfin ! »"),
    ("Le\ue0b3 menu", "Le menu"),
]


@pytest.mark.parametrize(("written", "right"), WRONG)
def test_wrong_signs_are_put_right(written, right):
    assert correct_typography(written) == right


RIGHT = [
    "Il a dit « oui » ; elle, « non ».",
    "Voir www.exemple.fr/Page.Html et l’écrire.",
    "M. Le Goff, ASP.NET et l’U.E. sont là…",
    "Si a < b et c > d, alors a -> b.",
    "Il aime ❤ la mer et la côte.",
    "« L’un dit « non », l’autre oui. »",
]


@pytest.mark.parametrize("text", RIGHT)
def test_right_signs_stay(text):
    assert correct_typography(text) == text
