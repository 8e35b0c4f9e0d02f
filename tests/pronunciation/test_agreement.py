"""Short sentences for the rules of grammar: whether a word is the verb of a plural subject, and which reading it has."""
# ruff: noqa: E501  one sentence a row

import re

import pytest

from audiobrief.model import Spoken
from audiobrief.pronunciation.agreement import is_first_plural, is_third_plural
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.grammar import begins_sentence, get_tag, get_word, is_joined
from audiobrief.pronunciation.homographs import choose_reading
from audiobrief.pronunciation.words import split_speech
from tests.pronunciation.analysis import analyse


def find_marked(sentence):
    """The words of a sentence, and the place of the one in brackets."""
    before = sentence.partition("[")[0]
    words = analyse(re.sub(r"[\[\]]", "", sentence))
    return words, len(split_speech([Spoken(0, len(before), before)]))


VERBS = [
    "Ils [résident] ici.", "Elles [président] la séance.", "Les élus [président] la séance.", "Les poules du couvent [couvent].", "Ils les [négligent].",
    "Ils nous [négligent].", "Ils se [négligent].", "Ils ne [négligent] rien.", "Les maires [négligent] la côte.",
    "Deux maires [négligent] la côte.", "Les deux [négligent] la côte.", "Le maire et la préfète [négligent] la côte.", "Ceux qui [négligent] la côte.",
    "Les élus qui [négligent] la côte.", "La plupart des élus [négligent] la côte.", "Là où [résident] les difficultés.", "Beaucoup [négligent] la côte.",
    "Ils dirigent et [négligent] la côte.", "Les habitants de Brest [négligent] la côte.", "Les soldats, épuisés, [négligent] la garde.",
    "Trois des maires [négligent] la côte.", "De nombreux élus [négligent] la côte.", "Quelques élus [négligent] la côte.", "Où [résident]-ils ?",
    "Les élus de la ville [négligent] la côte.", "Brest et Quimper [négligent] la côte.", "Les prix [divergent] encore.", "Eux [négligent] la côte.",
    "Les uns [négligent] la côte.", "Ils lui [résident] fidèles.", "Nos élus [négligent] leurs promesses.", "Certains [négligent] la côte.",
]  # fmt: skip
OTHERS = [
    "Le [président] parle.", "Un élu [négligent] parle.", "Il est [négligent].", "Le [couvent] ferme.", "Un [résident] parle.", "Le maire [négligent] parle.",
    "La fille du [président] parle.", "M. Ebner, [président] de la délégation.", "Un enfant très [négligent].", "Le [résident] et le maire.",
    "Le premier [président] de la cour.", "Vice-[président] du conseil.", "Ce [résident] de Brest parle.", "Il devient [président].",
    "Un maire et [président] de région.", "Il parle au [résident].", "Son [excellent] vin.", "Ces résultats, [président], sont bons.",
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "plural"), [*((each, True) for each in VERBS), *((each, False) for each in OTHERS)]
)
def test_verbs_of_a_plural_subject(sentence, plural):
    words, at = find_marked(sentence)
    adjective = any("ADJ" in reading.classes for reading in find_readings(words[at].lower))
    assert is_third_plural(words, at, adjective=adjective) is plural


FIRST = [
    ("Nous [portions] des sacs.", True), ("Nous les [portions] hier.", True), ("Nous y [portions] des sacs.", True), ("Les [portions] sont bonnes.", False),
    ("Chez nous les [portions] sont bonnes.", False), ("Nous en [portions] deux.", True), ("Que [portions]-nous ?", True), ("[Portions] de gâteau.", False),
    ("Vous et moi [portions] des sacs.", True), ("Nous nous [portions] bien.", True), ("Avec nous des [portions] de gâteau.", False), ("Il [portions] des sacs.", False),
    ("Hier nous la [portions] en mer.", True), ("Pour nous les [portions] sont bonnes.", False),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "plural"), FIRST)
def test_verbs_after_nous(sentence, plural):
    words, at = find_marked(sentence)
    assert is_first_plural(words, at) is plural


# A sentence, and how the word in brackets is said.
READINGS = [
    ("Le [fier] marin rentre.", "fjɛʁ"), ("Il peut se [fier] à elle.", "fje"), ("Vous pouvez vous y [fier].", "fje"), ("Elle en est [fier].", "fjɛʁ"),
    ("Il marque un [but].", "byt"), ("Il [but] son vin.", "by"), ("Le [but] est là.", "byt"), ("Qui [but] ce vin ?", "by"),
    ("Un [pub] de Brest.", "pœb"), ("Une [pub] de Brest.", "pyb"), ("Le petit [pub] ferme.", "pœb"), ("La [pub] ferme.", "pyb"), ("Il va au [pub].", "pœb"),
    ("Un [os] de poulet.", "ɔs"), ("Des [os] de poulet.", "o"), ("Deux [os].", "o"), ("Les petits [os].", "o"), ("Un gros [os].", "ɔs"), ("Ces [os].", "o"),
    ("[Soit].", "swat"), ("Qu’il [soit] là.", "swa"), ("[Soit] un carré.", "swa"), ("Jésus-[Christ].", "kʁi"), ("Le [Christ].", "kʁist"),
    ("En [fait], il part.", "fɛt"), ("Il part, en [fait].", "fɛt"), ("Il en [fait] partie.", "fɛ"), ("C’est un [fait].", "fɛ"), ("Au [fait], il part.", "fɛt"),
    ("De [fait], il part.", "fɛt"), ("Il [fait] beau.", "fɛ"), ("Il en [fait] trop.", "fɛ"), ("Du [fait] de la pluie.", "fɛ"),
    ("Un [prompt] retour.", "pʁɔ̃"), ("Des [prompts] précis.", "pʁɔ̃pt"), ("Il est [prompt].", "pʁɔ̃"), ("Un [prompt] de Brest.", "pʁɔ̃pt"),
    ("Ils sont [tous] venus.", "tus"), ("[Tous] les jours.", "tu"), ("[Tous] deux partent.", "tu"), ("[Tous] sont là.", "tus"), ("[Tous] ensemble.", "tus"),
    ("Nous [tous].", "tus"), ("Pour [tous].", "tus"), ("[Tous] ces gens.", "tu"), ("Eux [tous] partent.", "tus"), ("De [tous] côtés.", "tu"), ("À [tous] égards.", "tu"),
    ("Contre vents et marées, [tous] partent.", "tus"), ("Il les a [tous] vus.", "tus"), ("[Tous] mes amis.", "tu"), ("Tout pour [tous], rien pour moi.", "tus"),
    ("Il ne part [plus].", "ply"), ("Il n’en veut [plus].", "ply"), ("[Plus] de mille élus.", "ply"), ("[Plus] grand que lui.", "ply"), ("Il travaille [plus] pour gagner.", "plys"),
    ("Deux [plus] deux.", "plys"), ("De [plus] en plus.", "ply"), ("Il en veut [plus].", "plys"), ("Il veut [plus] de moyens.", "plys"), ("Sans [plus].", "plys"),
    ("Il n’a [plus] de moyens.", "ply"), ("Au [plus].", "plys"), ("[Plus] que deux jours.", "ply"), ("C’est [plus] à l’est.", "ply"), ("Il gagne [plus] que prévu.", "plys"),
    ("Le [plus] beau.", "ply"), ("Il est [plus] ou moins là.", "ply"), ("Ni [plus] ni moins.", "ply"), ("Deux mille euros, [plus] une prime.", "plys"),
    ("[Plus] d’argent.", "ply"), ("Le même film, en [plus] vite.", "ply"), ("[Plus] trois degrés.", "plys"),
    ("Il en [but] trois verres.", "by"), ("Mais en [fait], il part.", "fɛt"), ("En [fait] partie la ville de Brest.", "fɛ"),
    ("L’intérêt de la côte [est] de la protéger.", "ɛ"), ("Le souhait de la région [est] de venir.", "ɛ"), ("L’[est] souffre.", "ɛst"),
    ("Les élus qui [convient] la presse", "kɔ̃vi"), ("Les braises [couvent]", "kuv"), ("Le maire et Anne [résident] et travaillent ici.", "ʁezid"),
    ("Sans même [boxer]", "bokse"), ("Il regarde Canal [Plus] ce soir.", "plys"), ("Il lit [Plus] grand que moi.", "ply"),
    ("Je [vis] ici.", "vi"), ("Une [vis] de métal.", "vis"), ("[Vis]-tu ici ?", "vi"), ("Des [vis].", "vis"), ("C’est moi qui [vis] ici.", "vi"), ("Le [sens] du vent.", "sɑ̃s"),
    ("Je [sens] le vent.", "sɑ̃"), ("Tu ne le [sens] pas.", "sɑ̃"), ("Vis-à-[vis] du port.", "vi"), ("Tu [lis] ce livre.", "li"), ("Un [lis] blanc.", "lis"), ("[Lis] ce livre.", "li"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "said"), READINGS)
def test_how_a_word_is_said(sentence, said):
    words, at = find_marked(sentence)
    reading = choose_reading(words, at)
    assert (reading.phonemes if reading else find_readings(words[at].lower)[0].phonemes) == said


INFINITIVES = [
    ("Il va [Supporter] de Brest.", False), ("Il va [supporter] son club.", True), ("Un [supporter] de Brest.", False), ("Le [supporter] parle.", False), ("Il ne peut plus le [supporter].", True),
    ("Pour [supporter] son club.", True), ("Un grand [supporter] parle.", False), ("Il faut les [supporter].", True), ("Sans même [supporter] son club.", True),
    ("[Supporter] de Brest.", False), ("[Supporter] son club.", True), ("De le [supporter].", True), ("Il doit [supporter] son club.", True), ("Chaque [supporter] parle.", False),
    ("Le club de Brest, [supporter] de Quimper.", False), ("À [supporter] le froid.", True), ("Ne pas [supporter] le froid.", True), ("Avec le [supporter] de Brest.", False),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "infinitive"), INFINITIVES)
def test_infinitives_and_nouns_in_er(sentence, infinitive):
    words, at = find_marked(sentence)
    assert choose_reading(words, at).phonemes.endswith("e") is infinitive


BESIDE = analyse("Le bac part. Il revient : tard, oui")
# A place among these words, its word and its tag; outside, nothing and a mark.
PLACES = [
    (-2, "", "PUNCT"),
    (-1, "", "PUNCT"),
    (0, "le", "DET"),
    (1, "bac", "NOUN"),
    (9, "oui", None),
    (10, "", "PUNCT"),
    (11, "", "PUNCT"),
]


@pytest.mark.parametrize(("at", "word", "tag"), PLACES)
def test_what_stands_at_a_place(at, word, tag):
    assert len(BESIDE) == 10 and get_word(BESIDE, at) == word
    assert tag is None or get_tag(BESIDE, at) == tag


# Whether the word there is joined to the one before by a hyphen: « Vient - il ? Il … ».
@pytest.mark.parametrize(("at", "joined"), [(-1, False), (0, False), (1, True), (2, False), (3, False), (4, False)])
def test_what_is_joined_by_a_hyphen(at, joined):
    words = analyse("Vient-il ? Il")
    assert is_joined(words, at, ("il",)) is joined
    assert is_joined(analyse("-il"), -1, ("il",)) is False


# Words and marks: « Le bac part . Il revient : tard , oui ».
@pytest.mark.parametrize(
    ("at", "begins"), [(0, True), (1, False), (2, False), (4, True), (5, False), (7, True), (9, False)]
)
def test_where_a_sentence_begins(at, begins):
    assert begins_sentence(BESIDE, at) is begins


MORE = [
    ("Un maire et deux élus [négligent] la côte.", True), ("Le maire et Anne [négligent] la côte.", True), ("Une salle et [négligent] la côte.", False),
    ("Le grand et gros [président] parle.", False), ("Ils parlent et [négligent] la côte.", True), ("Il parle et [négligent] la côte.", False),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "plural"), MORE)
def test_subjects_that_are_joined(sentence, plural):
    words, at = find_marked(sentence)
    assert is_third_plural(words, at, adjective=True) is plural
