"""Words that are written alike and pronounced differently: which reading is meant, by word class and context.

The grammar of a sentence decides between a verb and a noun (`agreement.py`): « ils président », « le président ».
Words with a grammar of their own (« plus », « tous », « est ») have a rule each (`homograph_words.py`). What depends on
the sound of the next word (« six maisons ») is in `liaison.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.pronunciation.agreement import is_first_plural, is_third_plural
from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.homograph_words import RULES
from audiobrief.pronunciation.words import Reading, Word
from audiobrief.system.toml_files import load_shipped

_VERB = ("VERB",)
_NOUN = ("NOUN",)
# Before an infinitive; after all other prepositions a word in -er is a noun.
_BEFORE_INFINITIVES = {"de", "d'", "à", "pour", "sans", "par", "après", "afin"}
# « Le métier de reporter », but « l'intention de reporter ».
_ROLES = {
    "métier",
    "poste",
    "rôle",
    "statut",
    "carrière",
    "fonctions",
    "fonction",
    "travail",
    "place",
    "titre",
    "équipe",
    "costume",
    "joueur",
    "joueurs",
    "partie",
    "parties",
    "table",
}
_ROLES |= {"série", "tir", "type", "photo", "groupe", "groupes", "club", "clubs", "millions", "milliers", "écharpe"}
_MODALS = {
    "peut",
    "peuvent",
    "doit",
    "doivent",
    "va",
    "vont",
    "veut",
    "veulent",
    "faut",
    "pouvoir",
    "devoir",
    "vouloir",
}
_MODALS |= {
    "faire",
    "laisser",
    "aller",
    "venir",
    "pourrait",
    "devrait",
    "voudrait",
    "faudra",
    "pourra",
    "devra",
    "allait",
}
_MODALS |= {
    "fallait",
    "pouvait",
    "devait",
    "voulait",
    "ose",
    "sait",
    "puis",
    "peux",
    "veux",
    "dois",
    "vais",
    "fait",
    "dû",
    "pu",
}

# How many words away a neighbour may be.
_NEAR = 3


@dataclass(frozen=True)
class _Homographs:
    """The tables of homographs.toml."""

    nouns_in_er: Mapping[str, str]
    plurals_in_ent: Mapping[str, Sequence[str]]
    singulars: Sequence[str]
    after_je: Mapping[str, Sequence[str]]
    by_neighbours: Mapping[str, tuple[str, str, Sequence[str]]]
    names: Mapping[str, Sequence[str]]


def choose_reading(words: Sequence[Word], at: int) -> Reading | None:
    """The reading of a word that the sentence decides; None if it is no homograph known to these rules.

    The words are tagged.
    """
    word = words[at]
    if word.kind != "word":
        return None
    lower = word.lower
    homographs = _load_homographs()
    if lower in RULES:
        phonemes = RULES[lower](words, at)
        return Reading(phonemes) if phonemes else None
    if lower in homographs.plurals_in_ent:
        verb, other = homographs.plurals_in_ent[lower]
        readings = find_readings(lower)
        # Words that are mostly verbs are no adjectives in doubt: « les messages de soutien affluent ».
        adjective = any("ADJ" in reading.classes for reading in readings) and "VERB" not in readings[0].classes
        verbal = is_third_plural(words, at, adjective=adjective, singular=lower in homographs.singulars)
        return Reading(verb, _VERB) if verbal else Reading(other, _NOUN)
    if lower in homographs.nouns_in_er:
        return _choose_in_er(words, at, homographs.nouns_in_er[lower])
    if lower.endswith("tions"):
        return _choose_in_tions(words, at)
    if lower in homographs.after_je:
        first, other = homographs.after_je[lower]
        return Reading(first, _VERB) if _follows_je(words, at) else Reading(other, _NOUN)
    if lower in homographs.by_neighbours:
        usual, other, neighbours = homographs.by_neighbours[lower]
        near = {each.lower for each in words[max(0, at - _NEAR) : at + _NEAR + 1] if each is not word}
        return Reading(usual if near.isdisjoint(neighbours) else other, _NOUN)
    if lower in homographs.names:
        common, name = homographs.names[lower]
        capital = word.text[0].isupper() and (
            not _begins(words, at) or (at + 1 < len(words) and words[at + 1].text[0].isupper())
        )
        return Reading(name if capital else common)
    return None


def list_homographs() -> Mapping[str, tuple[str, ...]]:
    """The words that these rules decide about, except those in -tions, with their pronunciations if they are listed."""
    homographs = _load_homographs()
    pairs = (homographs.plurals_in_ent, homographs.after_je, homographs.by_neighbours, homographs.names)
    listed = {word: tuple(said[:2]) for pair in pairs for word, said in pair.items()}
    nouns = {word: (noun[:-2] + "e", noun) for word, noun in homographs.nouns_in_er.items()}
    return {**dict.fromkeys(RULES, ()), **nouns, **listed}


def _choose_in_tions(words: Sequence[Word], at: int) -> Reading | None:
    """« Les inventions », « nous inventions »: the verb is said with t."""
    if not is_first_plural(words, at):
        return next((each for each in find_readings(words[at].lower) if each.phonemes.endswith("sjɔ̃")), None)
    readings = find_readings(words[at].lower)
    verb = next((reading for reading in readings if "VERB" in reading.classes), None)
    if verb or not readings or not find_readings(words[at].lower[:-4] + "er"):
        return verb
    return Reading(readings[0].phonemes.removesuffix("sjɔ̃") + "tjɔ̃", _VERB)


def _choose_in_er(words: Sequence[Word], at: int, noun: str) -> Reading | None:
    if not _is_infinitive(words, at):
        return Reading(noun, _NOUN)
    readings = find_readings(words[at].lower)
    infinitive = next((each for each in readings if each.phonemes.endswith("e")), None)
    return infinitive or Reading(noun[:-2] + "e", _VERB)


def _is_infinitive(words: Sequence[Word], at: int) -> bool:
    """Whether a word in -er is an infinitive, rather than a noun of English or Latin."""
    if words[at].text[0].isupper() and not _begins(words, at):
        return False
    if at == 0:
        return (
            at + 1 < len(words)
            and words[at + 1].lower not in ("de", "d'", "du", "des", "en")
            and words[at + 1].tag != "PUNCT"
        )
    last, before = words[at - 1], words[at - 2] if at > 1 else None
    if words[at].before == "-":
        return False
    if last.lower in _MODALS or last.lower == "les":
        return True
    if last.lower in ("le", "la", "l'", "leur"):
        skipped = at - 2
        while skipped > 0 and words[skipped].tag == "ADV":
            skipped -= 1
        before = words[skipped] if skipped >= 0 else None
        return before is not None and (
            before.lower in _MODALS | {"ne", "de", "à", "sans", "te", "me", "nous", "vous"}
            or before.tag in ("NEG", "CLIT")
        )
    if last.tag == "DET" or last.tag == "NUM":
        return False
    if last.tag == "ADP":
        if last.lower not in _BEFORE_INFINITIVES:
            return False
        return not (last.lower in ("de", "d'") and before is not None and before.lower in _ROLES)
    if last.tag in ("CLIT", "NEG", "FIN", "INF"):
        return True
    if last.tag in ("ADJ", "NOUN", "PROPN"):
        return False
    if last.tag == "PUNCT":
        return words[at].tag == "INF" and not (before is not None and before.tag in ("PROPN", "NOUN"))
    return words[at].tag == "INF"


def _follows_je(words: Sequence[Word], at: int) -> bool:
    """Whether « je » or « tu » is the subject of a word, before it or, in a question, after it."""
    if (
        at + 1 < len(words)
        and words[at + 1].before == "-"
        and words[at + 1].lower in ("à", "je", "tu", "y", "en", "moi", "toi")
    ):
        return True
    before = at - 1
    while (
        before >= 0
        and words[before].tag in ("CLIT", "NEG", "DET")
        and words[before].lower not in ("un", "une", "des", "du")
    ):
        before -= 1
    if before >= 0 and words[before].lower in ("je", "j'", "tu", "t'"):
        return True
    if at == 0 and at + 1 < len(words):
        # « Lis ce livre », « Vis ta vie »: an order.
        return words[at + 1].tag in ("DET", "CLIT") and words[at].lower != "sens"
    return False


def _begins(words: Sequence[Word], at: int) -> bool:
    return at == 0 or (words[at - 1].kind == "mark" and words[at - 1].text[0] in ".!?:…(")


@cache
def _load_homographs() -> _Homographs:
    table = load_shipped(__package__, "homographs")
    return _Homographs(**{name: table[name] for name in _Homographs.__dataclass_fields__})
