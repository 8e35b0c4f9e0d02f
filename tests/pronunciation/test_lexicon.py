"""French words that eSpeak NG reads wrongly."""

import re

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation import espeak_library
from audiobrief.pronunciation.lexicon import WORD, find_phonemes, respell_text
from audiobrief.pronunciation.phonemes import transcribe_speech
from audiobrief.voice.engine import Manner
from audiobrief.voice.engines.espeak import build_ssml
from audiobrief.voice.engines.kokoro_model import load_vocabulary
from tests.voice.spans import said as words

SENTENCES = [
    ("au dos du billet", "o dˈo dy bijˈɛ"),
    ("Rythme soutenu.", "ʁˈitm sutnˈy."),
    ("« Dos à dos »", "dˈo a dˈo"),
    ("l'enthousiasme des footballeurs", "lɑ̃tuzjˈasm de futbalˈœʁ"),
    ("le huitième jury", "lə yitjˈɛm ʒyʁˈi"),
    ("les halls", "le ˈol"),
    ("Ils décident, elles roulent.", "il desˈid, ɛl ʁˈul."),
    ("le Doubs, à Metz", "lə dˈu, a mˈɛs"),
    ("Saint-Étienne", "sˈɛ̃tetjˈɛn"),
    ("à Annecy et à Nancy", "a ansˈi e a nɑ̃sˈi"),
    ("la Sarthe", "la sˈaʁt"),
    ("en Meurthe-et-Moselle", "ɑ̃ mˈœʁtemozˈɛl"),
    ("Danemark", "danmˈaʁk"),
    ("quatre-vingt-huit communes", "kˈatʁvˈɛ̃yˈi kɔmˈyn"),
    ("vingt-huit", "vˈɛ̃tyˈit"),
    # A verb's mute ending links with one t, not with two.
    ("ils restent à table", "il ʁˈɛst a tˈabl"),
    # First names keep their reading where a sentence begins with them.
    ("Jean parle à Marc.", "ʒˈɑ̃ pˈaʁl a mˈaʁk."),
    # « Dos », a name in capitals, is not the word.
    ("Manuel Dos Santos", None),
]


def said(text):
    return transcribe_speech(words(text), espeak_library.transcribe_text)


@pytest.mark.parametrize(("text", "phonemes"), SENTENCES)
def test_it_is_said_as_in_french(text, phonemes):
    assert said(text) == phonemes if phonemes else "dˈo " not in said(text)


READABLE = [
    ("Nancy", "Nanci"),
    ("Berthe et Mathilde", "Berte et Matilde"),
    # eSpeak NG reads these well as they are.
    ("Thierry, le thé, Catherine", "Thierry, le thé, Catherine"),
    ("Quatre-vingt-un", "quatre-vin-un"),
    ("le Mans et la Manse", "le ment et la Manse"),
    # Names in -er rhyme with « mer », words do not, nor do names in -ier, -ger, -cher and -yer.
    ("à Quimper, avec Kepler et Luther", "à Quimpère, avec Keplère et Lutère"),
    ("l'usine Daimler", "l'usine Daimlère"),
    ("Danser avec Roger Boucher", "Danser avec Roger Boucher"),
    ("Il dit : « Chanter »", "Il dit : « Chanter »"),
    ("le Dîner de cons", "le Dîner de cons"),
]


@pytest.mark.parametrize(("text", "respelled"), READABLE)
def test_what_espeak_would_misread_is_respelled(text, respelled):
    assert respell_text(text, espeak_library.transcribe_text) == respelled


def test_espeak_as_a_voice_is_given_the_respelling():
    assert build_ssml(words("La ville de Nancy"), Manner()) == "<speak>La ville de Nanci</speak>"


def test_letters_are_said_by_their_names():
    assert transcribe_speech((Spoken(0, 2, "UE", "letters"),), espeak_library.transcribe_text) == "ˈyˈø"


def test_a_word_is_known_in_capitals_only_where_a_sentence_begins():
    assert find_phonemes("rythme") == find_phonemes("Rythme", opens=True) == "ʁˈitm"
    assert find_phonemes("Rythme") == find_phonemes("table") == ""


@pytest.mark.parametrize("word", ["dos", "week-end", "quatre-vingt-six", "aujourd"])
def test_the_words_of_the_list_are_found_in_text(word):
    assert WORD.fullmatch(word)


def test_the_neural_voice_has_all_phonemes_of_the_list():
    from audiobrief.pronunciation.lexicon import _load_mispronounced

    marks = set("".join(_load_mispronounced().values()))
    assert marks <= set(load_vocabulary())
    assert all(word == word.lower() and re.fullmatch(WORD, word) for word in _load_mispronounced())
