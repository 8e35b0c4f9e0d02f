"""Forms that the dictionary lacks."""

import pytest

from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.inflection import derive_from_name, inflect_known

CASES = [
    ("hamburgerons", ""),
    ("antisystème", "ɑ̃tisistɛm"),
    ("cyberattaques", "sibɛʁatak"),
    ("recalibrer", "ʁəkalibʁe"),
    ("podcasts", "pɔdkast"),
    ("vidéosurveillance", "videosyʁvɛjɑ̃s"),
    ("clignera", "kliɲəʁa"),
    ("clignes", "kliɲ"),
    ("euthanasiez", "øtanazje"),
    ("boucanât", "bukana"),
    ("nanocapteurs", "nanokaptœʁ"),
    ("zyvaxo", ""),
    ("s", ""),
]


@pytest.mark.parametrize(("word", "phonemes"), CASES)
def test_a_form_is_said_as_the_word_it_is_made_from(word, phonemes):
    found = inflect_known(word)
    assert (found.phonemes if found else "") == phonemes


OF_NAMES = [
    ("melonienne", "melɔnjɛn"),
    ("trumpisme", "tʁœmpism"),
    ("macronistes", "makʁɔnist"),
    ("newtonien", "njutɔnjɛ̃"),
    ("Taïwanais", "tajwanɛ"),
    ("obamien", "ɔbamjɛ̃"),
    # The d of « Giscard » is silent: left to the rules.
    ("giscardien", ""),
    ("zyvaxien", ""),
    ("ien", ""),
]


@pytest.mark.parametrize(("word", "phonemes"), OF_NAMES)
def test_what_is_made_of_a_listed_name_is_said_like_it(word, phonemes):
    found = derive_from_name(word)
    assert (found.phonemes if found else "") == phonemes


# Forms that the dictionary has: what the rules would make of them.
KNOWN = ["mangeons", "lançaient", "parleront", "jouent", "affichèrent", "travaillions", "librement", "chanteur"]


@pytest.mark.parametrize("word", KNOWN)
def test_the_rules_agree_with_the_dictionary(word):
    found = inflect_known(word)
    assert found is not None
    assert found.phonemes.replace("ə", "") in {reading.phonemes.replace("ə", "") for reading in find_readings(word)}
