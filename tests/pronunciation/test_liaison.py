"""Which words link with the vowel that follows."""

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.phonemes import transcribe_speech
from tests.voice.spans import said

CASES = [
    # Determiners, pronouns, numerals, prepositions, adverbs: always.
    ("les enfants", "lez ɑ̃fˈɑ̃"),
    ("nous avons eu", "nuz avˈɔ̃z ˈy"),
    ("deux ans", "dˈøz ˈɑ̃"),
    ("vingt-deux ans", "vˈɛ̃tdˈøz ˈɑ̃"),
    ("sans eux", "sɑ̃z ˈø"),
    ("très important", "tʁɛz ɛ̃pɔʁtˈɑ̃"),
    # Nouns: never, singular or plural, names of people too.
    ("le Suédois a cédé", "lə syedwˈa a sedˈe"),
    ("l'Écossais a", "lekɔsˈɛ ˈa"),
    ("les pirates ont volé", "le piʁˈat ˈɔ̃ volˈe"),
    ("les habitants en ont", "lez abitˈɑ̃ ɑ̃n ˈɔ̃"),
    ("les Hollandais ont", "le ɔlɑ̃dˈɛ ˈɔ̃"),
    ("madame Roux ont", "madˈam ʁˈu ˈɔ̃"),
    # The s that is said stays.
    ("le gaz a", "lə ɡˈaz ˈa"),
    # Adjectives before their noun, not elsewhere.
    ("de grands arbres", "də ɡʁˈɑ̃z ˈaʁbʁ"),
    ("les premiers à", "le pʁəmjˈe ˈa"),
    ("un homme", "œ̃n ˈɔm"),
    ("vingt et un et deux", "vˈɛ̃t e œ̃ e dˈø"),
    ("un à un", "œ̃n a ˈœ̃"),
    ("chacun a", "ʃakˈœ̃ ˈa"),
    ("va-t-on ouvrir", "vˈatɔ̃ uvʁˈiʁ"),
    ("ont-ils appris", "ˈɔ̃til apʁˈi"),
    ("de graves accidents", "də ɡʁˈavz aksidˈɑ̃"),
    ("d'autres États", "dotʁəz etˈa"),
    # What has become one name.
    ("Nations unies", "nasjˈɔ̃z ynˈi"),
    ("de temps en temps", "də tˈɑ̃z ɑ̃ tˈɑ̃"),
    # Cent, and per cent.
    ("cent euros", "sˈɑ̃t øʁˈo"),
    ("deux cents euros", "dˈø sˈɑ̃z øʁˈo"),
    ("deux cents et un", "dˈø sˈɑ̃ e ˈœ̃"),
    ("cent un", "sˈɑ̃ ˈœ̃"),
    ("dix pour cent en tout", "dˈi puʁ sˈɑ̃ ɑ̃ tˈu"),
    ("dix pour cent environ", "dˈi puʁ sˈɑ̃ ɑ̃viʁˈɔ̃"),
    ("dix pour\u00a0cent environ", "dˈi puʁ sˈɑ̃ ɑ̃viʁˈɔ̃"),
    ("Vingt-deux pour cent environ", "vˈɛ̃tdˈø puʁ sˈɑ̃ ɑ̃viʁˈɔ̃"),
    ("12 pour cent environ", "dˈuz puʁ sˈɑ̃ ɑ̃viʁˈɔ̃"),
    ("quatre-vingts pour cent environ", "kˈatʁvˈɛ̃ puʁ sˈɑ̃ ɑ̃viʁˈɔ̃"),
    ("Pour cent euros", "puʁ sˈɑ̃t øʁˈo"),
    ("vendu pour cent euros", "vɑ̃dˈy puʁ sˈɑ̃t øʁˈo"),
    ("cent hommes, cent haies", "sˈɑ̃t ˈɔm, sˈɑ̃ ˈɛ"),
]


@pytest.mark.parametrize(("text", "phonemes"), CASES)
def test_it_is_linked_as_a_speaker_links(text, phonemes):
    assert transcribe_speech(said(text), espeak_library.transcribe_text) == phonemes


def test_what_stands_between_spans_is_linked_too():
    cent, euros = Spoken(0, 3, "cent", rule="number"), Spoken(3, 9, " euros")
    assert transcribe_speech((cent, euros), espeak_library.transcribe_text) == "sˈɑ̃t øʁˈo"
    pirates, letters = Spoken(0, 12, "les pirates "), Spoken(12, 15, "ONU", "letters")
    assert transcribe_speech((pirates, letters), espeak_library.transcribe_text) == "le piʁˈat ˈoˈɛnˈy"


# The name of the first letter links, whatever the last one is.
SPELLED = [
    ("les ", "SDF", "lez ˈɛsdˈeˈɛf"),
    ("les ", "OPA", "lez ˈopˈeˈa"),
    ("les ", "RTT", "lez ˈɛʁtˈetˈe"),
    ("des ", "HLM", "dez ˈaʃˈɛlˈɛm"),
    ("les ", "UV", "lez ˈyvˈe"),
    ("les ", "TVA", "le tˈevˈeˈa"),
    ("les ", "BTS", "le bˈetˈeˈɛs"),
    ("l'", "UMP", "lˈyˈɛmpˈe"),
]


@pytest.mark.parametrize(("before", "written", "phonemes"), SPELLED)
def test_a_spelled_acronym_links_by_the_name_of_its_first_letter(before, written, phonemes):
    end = len(before) + len(written)
    speech = (Spoken(0, len(before), before), Spoken(len(before), end, written, "letters"))
    assert transcribe_speech(speech, espeak_library.transcribe_text) == phonemes
