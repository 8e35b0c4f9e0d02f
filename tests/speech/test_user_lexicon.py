"""A reader's own words: where they are found, and what stays of what stands around them."""

from dataclasses import replace

import pytest

from audiobrief.speech import line, speak_text
from audiobrief.speech.lexicon import builtin

HOUSE = {
    "Lormeau": "Lormo",
    "Halle aux Grains": "halle aux grains, rue Basse",
    "Halle": "vieille halle",
    "d’Ys": "Diss",
    "Ouen": "Oin",
    "R.A.S.": "rien à signaler",
}

SAID = [
    ("Lormeau part.", "Lormo part."),
    ("Voici Lormeau", "Voici Lormo"),
    ("(Lormeau) et « Lormeau », puis Lormeau…", "(Lormo) et Lormo, puis Lormo…"),
    ("L’ami d’Ouen et l’Ouen, qu’Ouen.", "L’ami d’Oin et l’Oin, qu’Oin."),
    ("La ville d’Ys dort.", "La ville Diss dort."),
    ("La Halle aux Grains de Lormeau ouvre.", "La halle aux grains, rue Basse de Lormo ouvre."),
    ("La Halle aux Blés ouvre.", "La vieille halle aux Blés ouvre."),
    ("Halle Halle Lormeau", "vieille halle vieille halle Lormo"),
    ("La Halle aux  Grains ouvre.", "La vieille halle aux Grains ouvre."),
    ("La Halle\naux Grains ouvre.", "La vieille halle aux Grains ouvre."),
    ("(R.A.S.), R.A.S., Lormeau.", "(rien à signaler), rien à signaler, Lormo."),
    ("Lormeaux et halle.", "Lormeaux et halle."),
    ("Il a dit R.A.S. hier.", "Il a dit rien à signaler hier."),
    ("", ""),
]


@pytest.mark.parametrize(("text", "said"), SAID)
def test_words_of_the_house(text, said):
    assert line(speak_text(text, replace(builtin(), house=HOUSE))) == said


def test_each_claim_names_its_entry():
    spans = speak_text("La Halle aux Grains, Lormeau.", replace(builtin(), house=HOUSE))
    assert [(span.start, span.end, span.rule) for span in spans if span.rule] == [
        (3, 19, "house:Halle aux Grains"),
        (21, 28, "house:Lormeau"),
    ]
