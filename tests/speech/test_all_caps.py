"""Which stretches of a text are written in capitals for effect."""

import pytest

from audiobrief.speech.all_caps import shouted
from audiobrief.speech.lexicon import builtin

# Brackets stand around what is shouted.
SHOUTED = [
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


@pytest.mark.parametrize("marked", SHOUTED)
def test_what_is_shouted(marked):
    text = marked.replace("[", "").replace("]", "")
    wanted = ((marked.index("["), marked.index("]") - 1),) if "[" in marked else ()
    assert shouted(text, builtin()) == wanted
