"""Liaison: the consonant that a word has before a vowel, and the one that it loses before a consonant.

« Les‿enfants », « un grand‿homme », « un bon‿ami », with its vowel opened; « six | maisons ». Which words link
is in `liaison.toml`; whether they do depends on the class of the next word. Obligatory liaisons are made, and few of
the optional ones (Pierre Delattre's classes, « La liaison en français », The French Review, 1947).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from audiobrief.pronunciation.words import Word
from audiobrief.system.toml_files import load_shipped

_VOWELS = frozenset("aeiouyøœəɛɔɑjwɥ")
# Letters whose names begin with a vowel.
_VOWEL_NAMES = frozenset("AÀEÉÈÊFHILMNORSUXY8")
# What a letter at the end of a word sounds like when it links.
_LINKS = {"s": "z", "x": "z", "z": "z", "t": "t", "d": "t", "n": "n", "p": "p", "r": "ʁ", "g": "ɡ"}
# Ends of phonemes after which the consonant is not added: the letter is heard already.
_HEARD = {"z": ("z", "s"), "t": ("t", "d"), "n": ("n",), "p": ("p",), "ʁ": ("ʁ",), "ɡ": ("ɡ", "k")}
# A mute e before the consonant, and the sounds after which it is heard: « d'autres‿élus », « de fausses‿alertes ».
_MUTE_ENDING = re.compile("..es$|ent$")
_NEEDS_SCHWA = re.compile("[sz]$|[bdfkptvɡmnsʁl][ʁlmnstkp]$")
_AGREEING = ("NOUN", "ADJ", "PROPN", "NUM")
_QUALIFIED = ("ADJ", "ADV", "PART", "GER")
_COMPLEMENTS = ("PART", "ADJ", "DET", "ADP", "ADV", "INF", "NOUN")


@dataclass(frozen=True)
class _Links:
    """The lists of liaison.toml."""

    determiners: frozenset[str]
    pronouns: frozenset[str]
    always: frozenset[str]
    adverbs: frozenset[str]
    verbs: frozenset[str]
    modals: frozenset[str]
    after_modals: frozenset[str]
    adjectives: frozenset[str]
    numerals: frozenset[str]
    separate: frozenset[str]
    after_neuf: frozenset[str]
    opened: Mapping[str, str]
    in_er: Mapping[str, str]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]]


def link_word(words: Sequence[Word], at: int) -> str:
    """The phonemes of a word before the next one. The words are tagged, and have their readings."""
    word = words[at]
    phonemes = word.reading.phonemes if word.reading else ""
    if word.kind != "word":
        return phonemes
    following = words[at + 1] if at + 1 < len(words) and words[at + 1].kind != "mark" else None
    numeral = _pronounce_numeral(words, at, phonemes, following)
    if numeral:
        return numeral
    if following is None or not _begins_with_vowel(following):
        return phonemes
    if not _is_linked(words, at, following):
        return phonemes
    links = _load_links()
    changed = links.opened.get(word.lower) or links.in_er.get(word.lower)
    return changed or _add_consonant(word.lower, phonemes, following)


def _add_consonant(word: str, phonemes: str, following: Word) -> str:
    consonant = _LINKS.get(word[-1], "")
    if _MUTE_ENDING.search(word):
        # Not in « manges-en ».
        needed = following.before != "-" and _NEEDS_SCHWA.search(phonemes)
        return phonemes + ("ə" if needed else "") + consonant
    return phonemes if phonemes.endswith(_HEARD.get(consonant, "")) else phonemes + consonant


def _list_classes(word: Word) -> list[str]:
    return [name for reading in word.readings for name in reading.classes]


def _is_numeral(word: Word) -> bool:
    """Whether a word is a numeral, also with a capital that begins a sentence."""
    return word.tag == "NUM" or (word.reading is not None and word.reading.classes[:1] == ("NUM",))


def _begins_with_vowel(word: Word) -> bool:
    reading = word.reading or (word.readings[0] if word.readings else None)
    if word.lower in _load_links().separate:
        return word.lower in ("et", "ou", "où")
    if word.kind == "letters":
        return word.text[0] in _VOWEL_NAMES
    if reading is None or not reading.phonemes:
        return word.text[0].lower() in "aàâeéèêëiîïoôuùûyœ"
    return not reading.aspirated and reading.phonemes.lstrip("ˈˌ")[0] in _VOWELS


def _pronounce_numeral(words: Sequence[Word], at: int, phonemes: str, following: Word | None) -> str:
    """How a numeral is said before the next word, where it differs from how it is said by itself."""
    lower = words[at].lower
    if lower not in ("cinq", "six", "huit", "neuf", "dix", "vingt") or following is None:
        return ""
    if following.lower == "virgule":
        return ""
    counts = following.tag in _AGREEING or following.lower in ("pour", "autres", "plus", "moins")
    if following.lower == "pour" and not (at + 2 < len(words) and words[at + 2].lower in ("cent", "mille")):
        counts = False
    vowel = _begins_with_vowel(following)
    if lower == "vingt":
        quatre = at > 0 and words[at - 1].lower == "quatre"
        # « Vingt-quatre », also as a name: « les Vingt-Sept ».
        compound = following.tag == "NUM" or (following.before == "-" and "NUM" in _list_classes(following))
        if compound and not quatre and following.lower not in ("mille", "cents"):
            return "vɛ̃t"
        return "vɛ̃t" if vowel and counts and not quatre else ""
    if not counts:
        return ""
    if lower in ("six", "dix"):
        stem = phonemes[:-1] if phonemes.endswith("s") else phonemes
        joined = following.before == "-" and following.lower in ("sept", "huit", "neuf")
        if joined:
            return stem + ("s" if following.lower == "sept" else "z")
        return stem + "z" if vowel else stem
    if lower == "neuf":
        return phonemes[:-1] + "v" if following.lower in _load_links().after_neuf else ""
    if vowel:
        return ""
    if lower == "huit":
        return phonemes.removesuffix("t")
    return "sɛ̃" if following.lower in ("cents", "cent") else ""


def _is_linked(words: Sequence[Word], at: int, following: Word) -> bool:
    """Whether a word links with the next one, which begins with a vowel."""
    word, links, lower, tag = words[at], _load_links(), words[at].lower, following.tag
    if _matches_phrase(words, at):
        return True
    if following.lower in links.separate:
        return False
    inverted = word.before == "-" and word.tag in ("PRON", "SUBJ", "CLIT")
    if following.before == "-" and following.lower in ("il", "ils", "elle", "elles", "on"):
        return word.tag != "NOUN" or lower[-1] in "td"
    if following.before == "-" and following.lower in ("y", "en"):
        # « Allons‿-y », but « Vaulx-en-Velin ».
        return lower[-1] in "szx" and word.tag != "PROPN"
    if inverted:
        return False
    if lower == "depuis" and following.lower == "hier":
        return False
    if lower in links.always and (tag not in ("CCONJ", "PUNCT")):
        return not (lower == "en" and word.tag == "CLIT" and tag in ("DET", "ADP"))
    nominal = (
        tag in (*_AGREEING, "PART")
        or following.kind != "word"
        or following.lower in ("autre", "autres", "un", "uns", "unes")
    )
    if lower == "un" and at and words[at - 1].tag == "NUM":
        # « Mille un élèves », but « en deux mille un | afin ».
        return tag in ("NOUN", "ADJ")
    if lower in links.determiners and word.tag in ("DET", "ADJ", "NUM") and (lower, tag) != ("tout", "ADV"):
        joined = at + 2 < len(words) and words[at + 2].before == "-"
        return nominal or tag in ("INF", "ADV") or (tag == "ADP" and joined)
    if lower in ("nous", "vous") and following.reading and following.reading.classes == ("VERB",):
        # « Nous exemptions »: a homograph that was tagged as a noun.
        return True
    if lower in links.pronouns and word.tag in ("SUBJ", "CLIT", "DET"):
        return tag in ("FIN", "CLIT", "INF", "GER", "AUX", "PART") or (lower in ("nous", "vous") and tag == "INF")
    return _is_linked_by_class(words, at, following, nominal=nominal)


def _is_linked_by_class(words: Sequence[Word], at: int, following: Word, *, nominal: bool) -> bool:
    """Whether an adjective, a numeral, an adverb or a verb links with the next word."""
    word, links, lower, tag = words[at], _load_links(), words[at].lower, following.tag
    if lower in links.numerals and word.tag in ("NUM", "ADJ", "NOUN"):
        if lower == "cent" and at > 1 and words[at - 1].lower == "pour" and _is_numeral(words[at - 2]):
            return False
        return nominal and following.lower not in ("un", "une", "huit") and tag != "PART"
    if lower in links.adjectives:
        return following.lower not in ("un", "une") and _is_before_noun(words, at, following)
    if lower in links.adverbs and (word.tag in ("ADV", "PRON") or lower == "mieux"):
        return _is_qualifying(word, following)
    if lower in links.verbs and word.tag in ("FIN", "AUX"):
        if lower in ("ont", "avons", "avez"):
            return tag == "PART"
        return tag in _COMPLEMENTS
    return lower in links.modals and word.tag == "FIN" and following.lower in links.after_modals


def _is_before_noun(words: Sequence[Word], at: int, following: Word) -> bool:
    """Whether one of `adjectives` stands before its noun, or an adjective between them."""
    word, links, lower, tag = words[at], _load_links(), words[at].lower, following.tag
    if lower == "autres":
        determined = at > 0 and (words[at - 1].lower == "d'" or words[at - 1].tag in ("DET", "NUM"))
        return tag in ("NOUN", "ADJ", "PROPN") or (tag == "PART" and determined)
    if lower[-1] in "sx" and following.lower.endswith("s") and _may_be_noun(following):
        # « De nouveaux‿inscrits », « plusieurs grands‿exposés ».
        before = words[at - 1] if at else word
        if before.tag in ("DET", "NUM") or before.lower in ("de", "d'", "autres"):
            return True
    if word.tag == "PROPN":
        # « Le Grand Orient ».
        return tag in ("NOUN", "PROPN")
    if word.tag == "NOUN":
        # A noun as well as an adjective: « de nouvelles‿élections », « les premiers‿arrivés ».
        if lower in ("premiers", "premières", "derniers", "dernières"):
            return tag in ("NOUN", "ADJ", "PART")
        if tag == "PROPN":
            # « Saint‿Antoine », « le Premier‿Empire », « de nouveaux‿États ».
            return words[at].text[0].isupper() or (
                following.reading is not None and "NOUN" in following.reading.classes
            )
        return tag == "NOUN" or (lower in links.opened and tag == "ADJ")
    if lower in links.opened and tag == "NOUN":
        return word.tag not in ("FIN", "INF")
    return word.tag in ("ADJ", "DET", "NUM") and tag in ("NOUN", "ADJ", "PROPN")


def _may_be_noun(word: Word) -> bool:
    """Whether a participle or an adjective is a noun in another place."""
    return word.tag in ("PART", "ADJ", "GER") and word.reading is not None and "NOUN" in word.reading.classes


def _is_qualifying(word: Word, following: Word) -> bool:
    """Whether one of `adverbs` stands before what it qualifies."""
    if word.lower == "plus" and word.reading and word.reading.phonemes.endswith("s"):
        return False
    if word.lower in ("plus", "moins"):
        if following.lower in ("à", "au", "aux", "en") or following.tag == "SUBJ":
            # « Plus à l'est », « moins en vue », « plus on attend ».
            return True
        classes = following.reading.classes if following.reading else ()
        if following.tag == "NOUN" and not {"ADJ", "VERB"}.isdisjoint(classes):
            return True
    infinitive = following.tag == "INF" and word.lower in ("tout", "bien", "rien", "mieux", "pas", "trop")
    return following.tag in _QUALIFIED or infinitive


def _matches_phrase(words: Sequence[Word], at: int) -> bool:
    """Whether a word and those after it are one of the phrases."""
    return any(
        len(words) > at + len(rest) and all(words[at + 1 + ahead].lower == each for ahead, each in enumerate(rest))
        for rest in _load_links().phrases.get(words[at].lower, ())
    )


@cache
def _load_links() -> _Links:
    table = load_shipped(__package__, "liaison")
    phrases: dict[str, tuple[tuple[str, ...], ...]] = {}
    for phrase in table["phrases"]:
        first, _, rest = phrase.partition(" | ")
        phrases[first] = (*phrases.get(first, ()), tuple(rest.replace("l'", "l' ").split()))
    lists = {
        name: frozenset(table[name])
        for name in _Links.__dataclass_fields__
        if name not in ("opened", "in_er", "phrases")
    }
    return _Links(**lists, opened=table["opened"], in_er=table["in_er"], phrases=phrases)
