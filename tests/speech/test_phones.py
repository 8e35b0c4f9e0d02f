"""Where a telephone number pauses: the cases do not tell marks."""

import pytest

from audiobrief.speech import speak_line

CASES = [
    ("Le 04 77 21 60 12.", "Le zéro quatre : soixante-dix-sept : vingt et un : soixante : douze."),
    ("Le 0477216012.", "Le zéro quatre : soixante-dix-sept : vingt et un : soixante : douze."),
    (
        "Le +33 (0)6 12 34 56 78.",
        "Le plus trente-trois : six : douze : trente-quatre : cinquante-six : soixante-dix-huit.",
    ),
    ("Le 0 800 130 000.", "Le zéro huit cents : cent trente : zéro zéro zéro."),
    ("Le 0820130000.", "Le zéro huit cent vingt : cent trente : zéro zéro zéro."),
    ("Le 118 218.", "Le cent dix-huit : deux cent dix-huit."),
    ("Le 3919.", "Le trente-neuf dix-neuf."),
]


@pytest.mark.parametrize(("written", "said"), CASES)
def test_a_number_pauses_between_its_groups(written, said):
    assert speak_line(written) == said
