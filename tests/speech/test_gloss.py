"""Which acronyms an article spells out itself."""

import pytest

from audiobrief.speech.gloss import find_defined_acronyms

DEFINED = [
    ("La Banque centrale européenne (BCE) attend.", {"BCE"}),
    ("La BCE (Banque centrale européenne) attend.", {"BCE"}),
    ("La BCE (banque de tous les pays de l’euro) attend.", {"BCE"}),
    ("Les fonds communs de placement (FCPs) montent.", {"FCP"}),
    ("La Banque centrale européenne ( BCE) attend.", {"BCE"}),
    ("La BCE et l’ONU (Organisation des Nations unies), puis l’agence (AIEA).", {"ONU", "AIEA"}),
    # Not a long form: nothing, a year, a word, another bracket.
    ("(BCE) attend.", set()),
    ("À (BCE) attend.", set()),
    ("Il a vu (BCE) hier.", {"BCE"}),
    ("La BCE (2024) attend.", set()),
    ("La BCE (ex-IME) attend.", set()),
    ("La BCE (Bank) attend.", set()),
    ("La BCE (Banque) attend.", {"BCE"}),
    ("La BCE(Banque centrale) attend.", set()),
    ("La banque (bref) (BCE) attend.", set()),
    ("Ça (BCE) attend.", {"BCE"}),
    # It begins at most 120 characters before.
    ("A" + "1" * 118 + "(BCE)", {"BCE"}),
    ("A" + "1" * 119 + "(BCE)", set()),
    # One letter or eleven are no acronym.
    ("Le plan (B) attend.", set()),
    ("Le plan (ABCDEFGHIJ) attend.", {"ABCDEFGHIJ"}),
    ("La BCE attend.", set()),
]


@pytest.mark.parametrize(("text", "acronyms"), DEFINED)
def test_an_acronym_is_defined_beside_its_long_form(text, acronyms):
    assert find_defined_acronyms([text]) == acronyms


def test_each_text_is_looked_through():
    texts = ["La Banque centrale (BCE).", "Rien.", "L’ONU (Organisation des Nations unies)."]
    assert find_defined_acronyms(texts) == {"BCE", "ONU"}
    assert find_defined_acronyms([]) == frozenset()
