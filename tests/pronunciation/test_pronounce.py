"""Whole sentences as phonemes, and where each word's come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Spoken
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.phonemes import format_phonemes, place_other_language, transcribe_speech
from audiobrief.pronunciation.pronounce import pronounce_speech
from audiobrief.voice.engines.kokoro_model import load_vocabulary
from tests.voice.spans import said

SENTENCES = [
    ("Le maire est arrivé hier.", "lə mˈɛʁ ɛt aʁivˈe jˈɛʁ."),
    ("Vient-il demain ?", "vjˈɛ̃til dəmˈɛ̃?"),
    ("Répond-elle ?", "ʁepˈɔ̃tɛl?"),
    ("Allons-y !", "alˈɔ̃zˈi!"),
    ("Y a-t-il un fœtus ?", "i atil œ̃ fetˈys?"),
    ("Les enfants jouent, jouaient, joueront.", "lez ɑ̃fˈɑ̃ ʒˈu, ʒwˈɛ, ʒuʁˈɔ̃."),
    ("Des pommes et cetera.", "de pˈɔm ɛtseteʁˈa."),
    ("Il est peut-être à Bar-le-Duc.", "il ɛ pøtˈɛtʁ a baʁlədˈyk."),
    ("deux mille un | afin", "dˈø mˈil œ̃ afˈɛ̃"),
    ("presque à l'heure", "pʁˌɛsk a lˈœʁ"),
    ("Cela coûte dix-neuf euros.", "səlˌa kˈut dˈiznˈœf øʁˈo."),
    ("L'Etat et l'État", "letˈa e letˈa"),
    ("un Valdôtain, une Mirecurtienne", "œ̃ valdotˈɛ̃, yn miʁkyʁtjˈɛn"),
    ("des élus sarthois et des joueurs montréalais", "dez elˈy saʁtwˈa e de ʒwˈœʁ mɔ̃ʁealˈɛ"),
    ("Madame Le Goff est à La Défense", "madˈam lə ɡˈɔf ɛt a la defˈɑ̃s"),
    ("le brent et le krent", "lə bʁˈɛnt e lə kʁˈɑ̃"),
    ("Ils sont en vis-à-vis, avec deux vis.", "il sɔ̃t ɑ̃ vizavˈi, avˌɛk dˈø vˈis."),
    ("", ""),
    ("« … »", "…"),
]


@pytest.mark.parametrize(("text", "phonemes"), SENTENCES)
def test_a_sentence_is_pronounced(text, phonemes):
    assert transcribe_speech(said(text), transcribe_text) == phonemes


SOURCES = [
    ("la maison", "maison", "lexicon"),
    ("l'été", "l'", "rule"),
    ("des néorurales", "néorurales", "rule"),
    ("à Reims", "Reims", "name"),
    ("un burn-out", "burn-out", "name"),
    ("ils couvent", "couvent", "homograph rule"),
    ("il est là", "est", "homograph rule"),
    ("à l'est, il pleut", "est", "homograph rule"),
    # A capital at the beginning, also of a text without an end, is no name's.
    ("Surnotaient tout", "Surnotaient", "rule"),
    ("un chef-d’œuvre", "chef-d'œuvre", "lexicon"),
    ("un zouglifard", "zouglifard", "guess"),
    ("monsieur Zouglifard", "Zouglifard", "rule"),
    ("à Wickhamfield", "Wickhamfield", "foreign"),
]


@pytest.mark.parametrize(("text", "word", "source"), SOURCES)
def test_it_is_told_where_phonemes_come_from(text, word, source):
    words = pronounce_speech(said(text), transcribe_text, lambda span: "wikœmfild")
    assert {each.text: each.source for each in words}[word] == source


def test_spelled_letters_respellings_and_phonemes_of_a_lexicon_are_taken_as_they_are():
    speech = [
        Spoken(0, 3, "La "),
        Spoken(3, 7, "SNCF", "letters"),
        Spoken(7, 8, " "),
        Spoken(8, 14, "Ozanne", respelling="Ozane"),
        Spoken(14, 15, " "),
        Spoken(15, 22, "Lormeau", phonemes="lɔʁmo"),
    ]
    words = pronounce_speech(speech, transcribe_text)
    assert format_phonemes(words) == "la ˈɛsˈɛnsˈeˈɛf ozˈan lɔʁmˈo"
    assert [word.source for word in words] == ["lexicon", "letters", "house lexicon", "house lexicon"]


def test_the_neural_voice_has_all_phonemes_of_the_dictionary_and_the_names():
    from audiobrief.pronunciation.dictionary import _load_dictionary
    from audiobrief.pronunciation.names import _load_names

    lines = bytes(_load_dictionary()._lines[:]).decode().splitlines()
    said = {mark for line in lines for reading in line.split("\t")[1].split(";") for mark in reading.split(":")[0]}
    assert said - {"*"} <= set(load_vocabulary())
    assert set("".join(_load_names().values())) <= set(load_vocabulary())


@given(st.text(st.sampled_from("abéèlt'’ -.,«»! EQqu\u00a0…n"), max_size=40))
def test_any_text_is_pronounced_on_one_line(text):
    phonemes = transcribe_speech(said(text), transcribe_text)
    assert phonemes == " ".join(phonemes.split())
    assert bool(phonemes) or not any(letter.isalpha() for letter in text)


ALONE = {"yes": "jˈɛs", "of": "ɒv", "the": "ðə", "house": "hˈaʊs", "of the house": "əvðə hˈaʊs", "is open": "ɪz ˈəʊpən"}
PLACED = [
    ("yes", "jˈɛs", [("yes", "jˈɛs")]),
    ("yes, is open.", "jˈɛs, ɪz ˈəʊpən.", [("yes", "jˈɛs"), ("is", "ɪz"), ("open", "ˈəʊpən")]),
    # Words that are said as one: what they have in common with their sounds alone tells where each ends.
    ("yes, of the house", "jˈɛs, əvðə hˈaʊs", [("yes", "jˈɛs"), ("of", "əv"), ("the", "ðə "), ("house", "hˈaʊs")]),
]


@pytest.mark.parametrize(("text", "line", "words"), PLACED)
def test_words_of_another_language_have_their_places(text, line, words):
    placed = place_other_language(said(text), lambda words: ALONE[words.strip()])
    assert placed.text == line
    assert [(text[each.start : each.end], line[each.first : each.last]) for each in placed.words] == words
