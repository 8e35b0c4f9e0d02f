"""Foreign names in French sounds."""

from functools import partial

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation import espeak_library, foreign
from audiobrief.pronunciation.foreign import _end_in_i, adapt_phonemes, clean_phonemes, transcribe_foreign
from audiobrief.pronunciation.phonemes import transcribe_speech

SOUNDS = [
    ("tˈaɪɡɜ wˈʉdz", "en", "tajɡˈœʁ wˈudz"),
    ("θˈatʃɜ", "en", "satʃˈœʁ"),
    ("hˈɒlewˌʉd", "en", "ɔlewˈud"),
    ("bɐrˈaːk oːbˈaːmʌ", "en", "baʁˈak obamˈa"),
    ("dʒˈɔrdʒ", "en", "dʒˈɔʁdʒ"),
    ("dˈʏsəldˌɔɾf", "de", "dysœldˈɔʁf"),
    ("sˈantʃeθ", "es", "santʃˈes"),
    ("matːˈɛo", "it", "matɛˈo"),
    # A schwa bears the stress only where no other vowel does.
    ("ðə", "xx", "zˈə"),
    ("pst", "en", "ˈpst"),
]


@pytest.mark.parametrize(("phonemes", "language", "french"), SOUNDS)
def test_in_french_sounds(phonemes, language, french):
    assert adapt_phonemes(phonemes, language) == french


def name(text, language="en", respelling=""):
    return Spoken(0, len(text), text, "foreign", language, respelling)


WAYS = [
    (name("Tiger Woods"), "plain", ""),
    (name("Tiger Woods"), "respell", "tajɡˈœʁ wˈudz"),
    (name("Tiger Woods", "en-US"), "respell", "tajɡˈœʁ wˈudz"),
    (name("Apple", respelling="apeul"), "respell", "apˈœl"),
    (name("Tiger Woods", respelling="taïgueur wouds"), "switch", "tˈaɪɡɜ wˈʉdz"),
    # No voice was found good for Polish: the French one reads it.
    (name("Łódź", "pl"), "respell", ""),
    (name("Łódź", "pl", "woutch"), "respell", "wˈutʃ"),
    # Surnames that are listed are said as listed; the first name as it is respelled.
    (name("Cyril Ramaphosa", respelling="cirile ramapossa"), "respell", "siʁˈil ʁamafozˈa"),
    (name("Martin Scorsese", respelling="martine scorsézé"), "respell", "maʁtˈin skɔʁsɛzˈe"),
    # As many words are not respelled as are written.
    (
        name("John Fitzgerald Kennedy", respelling="djone fitse djéralde kénédi"),
        "respell",
        "dʒˈɔn fitsdʒeʁˈald kenedˈi",
    ),
    # One syllable where the language has a diphthong, two in others.
    (name("Bryle", respelling="braïle"), "respell", "bʁˈajl"),
    (name("Towle", respelling="taoule"), "respell", "tˈawl"),
    (name("Kaïss", "ar", "caïsse"), "respell", "kaˈis"),
]


@pytest.mark.parametrize(("span", "way", "said"), WAYS)
def test_foreign_phonemes(span, way, said):
    assert transcribe_foreign(span, way) == said


def words(text):
    return Spoken(0, len(text), text)


SENTENCES = [
    ((words("Le prix d'"), name("Apple"), words(" monte.")), "lə pʁˈi dapˈœl mˈɔ̃t."),
    ((words("chez les "), name("Andrews"), words(" ce soir")), "ʃe lez andʁˈuz sə swˈaʁ"),
    ((words("des "), name("Beatles")), "de bitˈœlz"),
    ((name("Tiger Woods"), words(", hier.")), "tajɡˈœʁ wˈudz, jˈɛʁ."),
]


@pytest.mark.parametrize(("speech", "said"), SENTENCES)
def test_a_name_links_with_the_words_before_it(speech, said):
    assert transcribe_speech(speech, espeak_library.transcribe_text, partial(transcribe_foreign, way="respell")) == said


CLEANED = [
    ("la (en)stɹˈiːt(fr) voisˈin", "la stʁˈit voisˈin"),
    ("(en)mˈʊə(fr)", "mˈuʁ"),
    ("sˈɑ̃-fwˈa", "sˈɑ̃fwˈa"),
    ("(fr)bˈɔ̃(fr-fr)", "bˈɔ̃"),
]


@pytest.mark.parametrize(("said", "cleaned"), CLEANED)
def test_words_that_espeak_takes_for_english_are_brought_to_french_sounds(said, cleaned):
    assert clean_phonemes(said) == cleaned


def test_a_name_that_is_listed_has_its_own_sound_but_where_its_language_s_is_wanted(monkeypatch):
    monkeypatch.setattr(foreign, "find_name", lambda text: "nɔm")
    assert transcribe_foreign(name("Tiger Woods"), "respell") == "nˈɔm"
    assert transcribe_foreign(name("Tiger Woods"), "plain") == ""
    assert "w" in transcribe_foreign(name("Tiger Woods"), "switch")


LAST = [
    ("Kelly", "kɛle", "en", "kɛli"),
    ("Annie", "ane", "en", "ani"),
    ("Lily", "lili", "en", "lili"),
    ("José", "xose", "en", "xose"),
    ("Kelly Kate", "kɛle kete", "en", "kɛli kete"),
    ("Kelly", "kɛle", "de", "kɛle"),
    # eSpeak NG has said two words as one.
    ("Kelly Kate", "kɛle", "en", "kɛle"),
]


@pytest.mark.parametrize(("text", "phonemes", "language", "french"), LAST)
def test_the_last_y_of_an_english_name(text, phonemes, language, french):
    assert _end_in_i(text, phonemes, language) == french
