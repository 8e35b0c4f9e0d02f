"""The word classes of sentences."""

import pytest

from tests.pronunciation.analysis import analyse

CASES = [
    ("La ferme est fermée.", "DET NOUN FIN PART PUNCT"),
    ("Il ne la ferme pas.", "SUBJ NEG CLIT FIN ADV PUNCT"),
    ("Les sages veulent lire.", "DET NOUN FIN INF PUNCT"),
    ("De grands arbres tombent.", "ADP ADJ NOUN FIN PUNCT"),
    ("Qui vient à Paris ?", "REL FIN ADP PROPN PUNCT"),
    ("Vient-il en chantant ?", "FIN PRON ADP GER PUNCT"),
    ("Le Premier ministre, Jean Castex, arrive.", "DET ADJ NOUN PUNCT PROPN PROPN PUNCT FIN PUNCT"),
    ("Le vroumissage flagardement nouveau.", "DET NOUN ADV ADJ PUNCT"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_words_are_tagged(text: str, expected: str) -> None:
    assert " ".join(word.tag for word in analyse(text)) == expected
