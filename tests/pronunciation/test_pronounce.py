"""Whole sentences as phonemes, and where each word's come from."""
# ruff: noqa: E501  one sentence a row

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiobrief.model import Spoken
from audiobrief.pronunciation.espeak_library import transcribe_text
from audiobrief.pronunciation.guessing import EDGE, VERB_END, align_letters, find_feature, guess_phonemes
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
    ("Il est arrivé, presque", "il ɛt aʁivˈe, pʁˈɛskə"),
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


# Sentences for the liaisons, the homographs and the word classes that they hold.
SAID = [
    ('Les grands arbres ont été abattus hier.', 'le ɡʁˈɑ̃z ˈaʁbʁ ˈɔ̃t etˈe abatˈy jˈɛʁ.'),
    ('Un autre homme est arrivé en avance.', 'œ̃n otʁ ˈɔm ɛt aʁivˈe ɑ̃n avˈɑ̃s.'),
    ('Mes anciens amis et leurs enfants sont allés en Italie.', 'mez ɑ̃sjˈɛ̃z amˈi e lœʁz ɑ̃fˈɑ̃ sˈɔ̃t alˈe ɑ̃n italˈi.'),
    ('Deux hommes et dix enfants attendent ensemble.', 'dˈøz ˈɔm e dˈiz ɑ̃fˈɑ̃ atˈɑ̃d ɑ̃sˈɑ̃bl.'),
    ('Les autres élus ont voté contre.', 'lez otʁəz elˈy ˈɔ̃ votˈe kˈɔ̃tʁ.'),
    ("D'autres anciens élèves viennent.", 'dotʁəz ɑ̃sjˈɛ̃z elˈɛv vjˈɛn.'),
    ('Les prix sont en hausse de dix pour cent en un an.', 'le pʁˈi sˈɔ̃t ɑ̃ ˈos də dˈi puʁ sˈɑ̃ ɑ̃n œ̃n ˈɑ̃.'),
    ('Cent un euros et vingt et une heures.', 'sˈɑ̃ œ̃n øʁˈo e vˈɛ̃t e yn ˈœʁ.'),
    ('Neuf heures, neuf ans, neuf enfants.', 'nˈœv ˈœʁ, nˈœv ˈɑ̃, nˈœf ɑ̃fˈɑ̃.'),
    ('Six maisons, six arbres, il en veut six.', 'sˈi mɛzˈɔ̃, sˈiz ˈaʁbʁ, il ɑ̃ vˈø sˈis.'),
    ('Il est huit heures vingt.', 'il ɛ yˈit ˈœʁ vˈɛ̃.'),
    ('Les huit enfants, les onze amis.', 'le yˈit ɑ̃fˈɑ̃, le ˈɔ̃z amˈi.'),
    ('Le premier étage et le dernier avion.', 'lə pʁəmjˈɛʁ etˈaʒ e lə dɛʁnjˈɛʁ avjˈɔ̃.'),
    ('Un grand homme, un grand ami, un grand bateau.', 'œ̃ ɡʁˈɑ̃t ˈɔm, œ̃ ɡʁˈɑ̃t amˈi, œ̃ ɡʁˈɑ̃ batˈo.'),
    ('Il est très aimé et bien entouré.', 'il ɛ tʁɛz ɛmˈe e bjˈɛ̃n ɑ̃tuʁˈe.'),
    ("Ils ont aimé ce qu'ils ont entendu.", 'ilz ɔ̃t ɛmˈe sə kilz ɔ̃t ɑ̃tɑ̃dˈy.'),
    ('Vont-ils à Amiens ? Prend-il un avion ?', 'vˈɔ̃til a amjˈɛ̃? pʁˈɑ̃til œ̃n avjˈɔ̃?'),
    ('Nous avons eu un accident.', 'nuz avˈɔ̃z y œ̃n aksidˈɑ̃.'),
    ('Chez eux, sans elle, sous un arbre.', 'ʃez ˈø, sɑ̃z ˈɛl, suz œ̃n ˈaʁbʁ.'),
    ('Il faut y aller en avion.', 'il fo i alˈe ɑ̃n avjˈɔ̃.'),
    ('Pas encore, mais aussi, très utile.', 'paz ɑ̃kˈɔʁ, mɛz osˈi, tʁɛz ytˈil.'),
    ('De temps en temps, tout à coup, peut-être.', 'də tˈɑ̃z ɑ̃ tˈɑ̃, tut a kˈu, pøtˈɛtʁ.'),
    ('Les haricots, les héros, les hommes, les yeux.', 'le aʁikˈo, le eʁˈo, lez ˈɔm, lez jˈø.'),
    ("L'héroïne et le héros sont en haut.", 'leʁɔˈin e lə eʁˈo sˈɔ̃t ɑ̃ ˈo.'),
    ('Quand il pleut, dont il parle.', 'kɑ̃t il plˈø, dɔ̃t il pˈaʁl.'),
    ('États-Unis et Nations unies.', 'etazynˈi e nasjˈɔ̃z ynˈi.'),
    ('Comment allez-vous ?', 'kɔmˌɑ̃t alˈevˈu?'),
    ('Elle les leur a donnés.', 'ɛl le lœʁ a dɔnˈe.'),
    ('Il doit aller à Évreux.', 'il dwˈa alˈe a evʁˈø.'),
    ("C'est à eux d'y aller.", 'sɛt a ø di alˈe.'),
    ('Les plus anciens habitants.', 'le plyz ɑ̃sjˈɛ̃z abitˈɑ̃.'),
    ('Moins utile, plus utile, trop aimable.', 'mwˈɛ̃z ytˈil, plyz ytˈil, tʁop ɛmˈabl.'),
    ('Etat, Ecole, Elysée et Eglise.', 'etˈa, ekˈɔl, elizˈe e eɡlˈiz.'),
    ('Tours et Reims jouent à Tours.', 'tˈuʁ e ʁˈɛ̃s ʒˈu a tˈuʁ.'),
    ("Le livre que l'autre a lu.", 'lə lˈivʁ kə lotʁ a lˈy.'),
    ('Presque arrivé, quelque amis, lorsque Anne part.', 'pʁˌɛsk aʁivˈe, kˌɛlk amˈi, lˌɔʁsk ˈan pˈaʁ.'),
    ('Il ouvre, il offre, ils ouvrent, il livre un livre.', 'il ˈuvʁ, il ˈɔfʁ, ilz ˈuvʁ, il lˈivʁ œ̃ lˈivʁ.'),
    ('Rapidement, un vêtement, ils aiment vraiment.', 'ʁapidmˈɑ̃, œ̃ vɛtmˈɑ̃, ilz ˈɛm vʁɛmˈɑ̃.'),
    ('Les poissons, la boisson, le second, la seconde.', 'le pwasˈɔ̃, la bwasˈɔ̃, lə səɡˈɔ̃, la səɡˈɔ̃d.'),
    ('Un examen, une femme, un monsieur, des messieurs.', 'œ̃n ɛɡzamˈɛ̃, yn fˈam, œ̃ məsjˈø, de mesjˈø.'),
    ('Vingt-quatre ans, quatre-vingts ans, quatre-vingt-un ans.', 'vˈɛ̃tkˈatʁ ˈɑ̃, kˈatʁvˈɛ̃z ˈɑ̃, kˈatʁvˈɛ̃œ̃n ˈɑ̃.'),
    ('Mille un élèves, deux mille un habitants.', 'mˈil œ̃n elˈɛv, dˈø mˈil œ̃n abitˈɑ̃.'),
    ('Le tabac, le porc, le banc, un franc symbole.', 'lə tabˈa, lə pˈɔʁ, lə bˈɑ̃, œ̃ fʁˈɑ̃ sɛ̃bˈɔl.'),
    ('Il part tôt ; elle, tard.', 'il pˈaʁ tˈo; ˈɛl, tˈaʁ.'),
    ("Un à un, l'un et l'autre, les uns et les autres.", 'œ̃n a ˈœ̃, lœ̃ e lˈotʁ, lez ˈœ̃ e lez ˈotʁ.'),
]  # fmt: skip


@pytest.mark.parametrize(("text", "phonemes"), SAID)
def test_words_are_linked_and_told_apart(text, phonemes):
    assert transcribe_speech(said(text), transcribe_text) == phonemes


# Words that nobody has, and how they are read.
INVENTED = [
    ('zouglifard', 'zuɡlifaʁ'),
    ('brantelou', 'bʁɑ̃tlu'),
    ('mirougeasse', 'miʁuʒas'),
    ('trafillier', 'tʁafilje'),
    ('crouspigne', 'kʁuspiɲ'),
    ('plontaille', 'plɔ̃taj'),
    ('ginolette', 'ʒinolɛt'),
    ('quarfin', 'kaʁfɛ̃'),
    ('xerbane', 'ɡzɛʁban'),
    ('choulard', 'ʃulaʁ'),
    ('phobarque', 'fobaʁk'),
    ('grumeillon', 'ɡʁymɛjɔ̃'),
    ('asquetin', 'askətɛ̃'),
    ('voustoyer', 'vustwaje'),
    ('plisson', 'plisɔ̃'),
    ('brousillant', 'bʁuzijɑ̃'),
    ('draguemer', 'dʁaɡme'),
    ('tronchefort', 'tʁɔ̃ʃfɔʁ'),
    ('blainfeuil', 'blɛ̃fœj'),
    ('moulinquet', 'mulɛ̃kɛ'),
    ('surgelette', 'syʁʒəlɛt'),
    ('clavesson', 'klavɛsɔ̃'),
    ('pifournaille', 'pifuʁnaj'),
    ('rhoudon', 'ʁudɔ̃'),
    ('soubrillage', 'subʁijaʒ'),
    ('hurlebique', 'yʁləbik'),
    ('vagotte', 'vaɡɔt'),
    ('jambeline', 'ʒɑ̃blin'),
    ('clochemert', 'kloʃmɛʁ'),
    ('fiscoulin', 'fiskulɛ̃'),
    ('tranquouille', 'tʁɑ̃kuj'),
    ('brelingue', 'bʁəlɛ̃ɡ'),
    ('eucravate', 'økʁavat'),
    ('aigretin', 'ɛɡʁətɛ̃'),
    ('poileux', 'pwalø'),
    ('suifard', 'syifaʁ'),
    ('nuiton', 'nyitɔ̃'),
    ('langouinet', 'lɑ̃ɡwinɛ'),
    # eSpeak NG takes it for English.
    ('panthétique', 'pɑ̃tetik'),
    # And says no French sound for the first letters of this.
    ('cœlophobie', 'selofobi'),
]  # fmt: skip


@pytest.mark.parametrize(("word", "phonemes"), INVENTED)
def test_a_word_that_nobody_has_is_read_as_it_is_written(word, phonemes):
    assert guess_phonemes(word, transcribe_text) == phonemes


@pytest.mark.parametrize(
    ("word", "phonemes"), [("zoulifent", "zulif"), ("cramoizent", "kʁamwaz"), ("brillonnent", "bʁijɔn")]
)
def test_the_end_of_a_verb_is_silent(word, phonemes):
    assert guess_phonemes(word, transcribe_text, verb=True) == phonemes


# Letters, phonemes, what each pair costs, and the phonemes of each letter; None if there are too many.
ALIGNED = [
    ("ab", "xy", {("a", "x"): 0.1, ("b", "y"): 0.1}, ["x", "y"]),
    ("ab", "xy", {("a", "xy"): 0.1, ("b", ""): 0.1}, ["xy", ""]),
    ("ab", "xy", {("a", ""): 0.1, ("b", "xy"): 0.1}, ["", "xy"]),
    ("ab", "x", {("a", ""): 0.1, ("b", "x"): 0.1}, ["", "x"]),
    ("ab", "", {}, ["", ""]),
    ("ab", "xyzx", {}, ["xy", "zx"]),
    ("ab", "xyzxy", {}, None),
]


@pytest.mark.parametrize(("word", "phonemes", "costs", "parts"), ALIGNED)
def test_phonemes_are_given_to_letters_the_cheapest_way(word, phonemes, costs, parts):
    assert align_letters(word, list(phonemes), costs) == parts


# A feature of the letter at a place, among guesses for `abc` and two phonemes that were decided.
FEATURES = [
    ("0", 1, "b"), ("-1", 1, "a"), ("1", 1, "c"), ("-1", 0, EDGE), ("1", 2, EDGE), ("-2", 2, "a"), ("e0", 1, "y"), ("e-1", 1, "x"), ("e1", 2, EDGE),
    ("e-1", 0, EDGE), ("o-1", 2, "q"), ("o-2", 2, "p"), ("o-1", 0, EDGE),
]  # fmt: skip


@pytest.mark.parametrize(("feature", "at", "value"), FEATURES)
def test_features_of_a_letter(feature, at, value):
    assert find_feature("abc", at, ["x", "y", "z"], ["p", "q"][:at], feature, verb=False) == value
    verb = find_feature("abc", at, ["x", "y", "z"], ["p", "q"][:at], feature, verb=True)
    assert verb == (VERB_END if feature == "1" and at == 2 else value)


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
    # No word can be said without a vowel.
    ("la Dgse", "Dgse", "letters"),
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
