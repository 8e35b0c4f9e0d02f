"""Words that are written alike and pronounced differently: which reading is meant, by word class and context.

The grammar of a sentence decides between a verb and a noun (`agreement.py`): « ils président », « le président ».
Words with a grammar of their own (« plus », « tous », « est ») have a rule each (`homograph_words.py`). What depends on
the sound of the next word (« six maisons ») is in `liaison.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.pronunciation.agreement import ends_in_plural, is_first_plural, is_third_plural
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.grammar import begins_sentence, cut_sentence, get_tag, get_word, is_joined, list_words
from audiobrief.pronunciation.homograph_words import CHOICES
from audiobrief.pronunciation.words import Reading, Word
from audiobrief.system.toml_files import load_shipped

_VERB = ("VERB",)
_NOUN = ("NOUN",)
# How many words away a neighbour may be.
_NEAR = 3


@dataclass(frozen=True)
class _Homographs:
    """The tables of homographs.toml."""

    nouns_in_er: Mapping[str, str]
    plurals_in_ent: Mapping[str, Sequence[str]]
    singulars: Sequence[str]
    rare_verbs: Sequence[str]
    after_je: Mapping[str, Sequence[str]]
    by_neighbours: Mapping[str, tuple[str, str, Sequence[str]]]
    names: Mapping[str, Sequence[str]]
    first_names: Sequence[str]


def choose_reading(words: Sequence[Word], at: int) -> Reading | None:
    """The reading of a word that the sentence decides; None if it is no homograph known to these rules.

    The words are tagged.
    """
    word = words[at]
    if word.kind != "word":
        return None
    lower = word.lower
    homographs = _load_homographs()
    if not _is_homograph(lower):
        return None
    # What another sentence says, says nothing of a word: quotations have several.
    words, at = cut_sentence(words, at)
    if lower in CHOICES:
        phonemes = CHOICES[lower](words, at)
        return Reading(phonemes) if phonemes else None
    if lower in homographs.plurals_in_ent:
        verb, other = homographs.plurals_in_ent[lower]
        return Reading(verb, _VERB) if _is_plural_verb(words, at) else Reading(other, _NOUN)
    if lower in homographs.nouns_in_er:
        return _choose_in_er(words, at, homographs.nouns_in_er[lower])
    if lower.endswith("tions"):
        return _choose_in_tions(words, at)
    if lower in homographs.after_je:
        first, other = homographs.after_je[lower]
        return Reading(first, _VERB) if _follows_je(words, at) else Reading(other, _NOUN)
    if lower in homographs.by_neighbours:
        usual, other, neighbours = homographs.by_neighbours[lower]
        # « Un jet privé et un jet d'eau », « les fils électriques de mes fils »: only what follows tells.
        last, following = get_word(words, at - 1), get_word(words, at + 1)
        start = at if following in ("de", "d'") or last in list_words("possessives") else max(0, at - _NEAR)
        near = {each.lower for each in words[start : at + _NEAR + 1] if each is not word}
        return Reading(usual if near.isdisjoint(neighbours) else other, _NOUN)
    common, name = homographs.names[lower]
    begins = begins_sentence(words, at) and lower not in homographs.first_names
    named = not begins or (at + 1 < len(words) and words[at + 1].text[0].isupper())
    return Reading(name if word.text[0].isupper() and named else common)


def _is_homograph(word: str) -> bool:
    return word in CHOICES or word.endswith("tions") or any(word in table for table in _list_tables(_load_homographs()))


def _list_tables(homographs: _Homographs) -> tuple[Mapping[str, object], ...]:
    return (
        homographs.plurals_in_ent,
        homographs.nouns_in_er,
        homographs.after_je,
        homographs.by_neighbours,
        homographs.names,
    )


def list_homographs() -> Mapping[str, tuple[str, ...]]:
    """The words that these rules decide about, except those in -tions, with their pronunciations if they are listed."""
    homographs = _load_homographs()
    pairs = (homographs.plurals_in_ent, homographs.after_je, homographs.by_neighbours, homographs.names)
    listed = {word: tuple(said[:2]) for pair in pairs for word, said in pair.items()}
    nouns = {word: (noun[:-2] + "e", noun) for word, noun in homographs.nouns_in_er.items()}
    return {**dict.fromkeys(CHOICES, ()), **nouns, **listed}


def _is_plural_verb(words: Sequence[Word], at: int) -> bool:
    """Whether a word in -ent is a verb."""
    lower, homographs = words[at].lower, _load_homographs()
    if lower in homographs.rare_verbs and get_word(words, at - 1) not in ("ils", "elles"):
        # « Les sculpteurs évident la pierre »: an adjective before « la » would be in the plural.
        last = words[at - 1] if at else words[at]
        object_follows = get_tag(words, at + 1) == "DET" and get_word(words, at + 1) not in ("de", "d'", "du", "des")
        return object_follows and ends_in_plural(last) and is_third_plural(words, at, adjective=True)
    readings = find_readings(lower)
    # Words that are mostly verbs are no adjectives in doubt: « les messages de soutien affluent ».
    adjective = any("ADJ" in reading.classes for reading in readings) and "VERB" not in readings[0].classes
    return is_third_plural(words, at, adjective=adjective, singular=lower in homographs.singulars)


def _choose_in_tions(words: Sequence[Word], at: int) -> Reading | None:
    """« Les inventions », « nous inventions »: the verb is said with t."""
    if not is_first_plural(words, at):
        return next((each for each in find_readings(words[at].lower) if each.phonemes.endswith("sjɔ̃")), None)
    readings = find_readings(words[at].lower)
    verb = next((reading for reading in readings if "VERB" in reading.classes), None)
    infinitive = find_readings(words[at].lower[:-4] + "er")
    if verb or not infinitive:
        return verb
    # « Nous exemptions » is said as « exempter », not as « une exemption ».
    return Reading(infinitive[0].phonemes.removesuffix("e") + "jɔ̃", _VERB)


def _choose_in_er(words: Sequence[Word], at: int, noun: str) -> Reading | None:
    if not _is_infinitive(words, at):
        return Reading(noun, _NOUN)
    readings = find_readings(words[at].lower)
    infinitive = next((each for each in readings if each.phonemes.endswith("e")), None)
    return infinitive or Reading(noun[:-2] + "e", _VERB)


def _is_infinitive(words: Sequence[Word], at: int) -> bool:
    """Whether a word in -er is an infinitive, rather than a noun of English or Latin."""
    if words[at].before == "-" or (words[at].text[0].isupper() and not begins_sentence(words, at)):
        return False
    if at == 0:
        return get_word(words, 1) not in ("de", "d'", "du", "des", "en") and get_tag(words, 1) != "PUNCT"
    last, before = words[at - 1], get_word(words, at - 2)
    # These nouns are masculine.
    if last.lower in list_words("modals") | {"les", "la"}:
        return True
    if last.lower in ("le", "l'", "leur"):
        return _is_object(words, at - 1)
    if last.tag == "ADP":
        role = last.lower in ("de", "d'") and before in list_words("roles")
        return last.lower in list_words("before_infinitives") and not role
    if last.tag in ("CLIT", "NEG", "FIN", "INF") or (last.lower == "même" and before in ("sans", "pour")):
        return True
    if last.tag == "ADV" and (readings := find_readings(last.lower)) and readings[0].classes[:1] == ("ADJ",):
        # « Grand reporter au Monde ».
        return False
    if last.tag in ("DET", "NUM", "ADJ", "NOUN", "PROPN"):
        return False
    return words[at].tag == "INF" and not (last.tag == "PUNCT" and get_tag(words, at - 2) in ("PROPN", "NOUN"))


def _is_object(words: Sequence[Word], at: int) -> bool:
    """Whether an article is a pronoun before an infinitive: « elle ne peut plus le supporter »."""
    before = at - 1
    while before > 0 and words[before].tag == "ADV":
        before -= 1
    return get_tag(words, before) in ("NEG", "CLIT") or get_word(words, before) in (
        list_words("modals") | {"de", "à", "sans", "te", "me", "nous", "vous"}
    )


def _follows_je(words: Sequence[Word], at: int) -> bool:
    """Whether « je » or « tu » is the subject of a word, before it or after it, or the word is an order."""
    if is_joined(words, at + 1, ("à", "je", "tu", "y", "en", "moi", "toi")):
        return True
    if words[at].before == "-" and get_word(words, at - 1) == "à":
        # « Vis-à-vis ».
        return True
    before = at - 1
    while get_word(words, before) not in ("un", "une", "des", "du") and get_tag(words, before) in (
        "CLIT",
        "NEG",
        "DET",
    ):
        before -= 1
    if get_word(words, before) == "qui" and get_word(words, before - 1) in ("moi", "toi"):
        return True
    if get_word(words, before) in ("je", "j'", "tu", "t'"):
        return True
    # « Lis ce livre », « Vis ta vie ».
    return at == 0 and get_tag(words, 1) in ("DET", "CLIT") and words[at].lower != "sens"


@cache
def _load_homographs() -> _Homographs:
    table = load_shipped(__package__, "homographs")
    return _Homographs(**{name: table[name] for name in _Homographs.__dataclass_fields__})
