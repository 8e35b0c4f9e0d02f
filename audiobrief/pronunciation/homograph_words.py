"""Homographs that have a grammar of their own: « plus », « tous », « est », « fait »."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile

from audiobrief.pronunciation.dictionary import find_readings
from audiobrief.pronunciation.grammar import begins_sentence, get_tag, get_word, is_joined, list_words
from audiobrief.pronunciation.words import Word

_OF = ("de", "d'", "du", "des")
# What a place may be the object of: « a frappé l'est ».
_GOVERNS = ("FIN", "INF", "PART", "GER")
# How far before a word « ne » may stand.
_REACH = 12


def _is_name(words: Sequence[Word], at: int) -> bool:
    """Whether a word has a capital within its sentence, and is not all in capitals."""
    text = words[at].text
    return text[0].isupper() and not text[1:].isupper() and at > 0 and words[at - 1].kind != "mark"


def _choose_est(words: Sequence[Word], at: int) -> str:
    """The verb, or where the sun rises: « l'est du pays », « un vent d'est », « la côte est de l'île »."""
    return "ɛst" if _is_name(words, at) or _is_east(words, at) else "ɛ"


def _is_east(words: Sequence[Word], at: int) -> bool:
    last, before, following = get_word(words, at - 1), get_word(words, at - 2), get_word(words, at + 1)
    if (words[at].before == "-" and at and last != "t") or is_joined(words, at + 1, list_words("joined_to_east")):
        return True
    if last == "l'":
        if before in list_words("subjects") or get_tag(words, at - 2) in ("SUBJ", "REL", "NEG", "CLIT", "PROPN"):
            return False
        if before in list_words("before_places") or not before:
            return not following or words[at + 1].before != "-"
        return (
            following in (*_OF, "et", "ou") or get_tag(words, at + 1) == "PUNCT" or get_tag(words, at - 2) in _GOVERNS
        )
    if last in ("d'", "ouest", "plein") or (last in ("et", "ou", "puis") and before in list_words("compass")):
        return True
    if last not in list_words("places"):
        return False
    if following in (*_OF, "et", ""):
        # « Le but de la côte est de la protéger. »
        object_ahead = get_word(words, at + 2) in list_words("objects") and get_tag(words, at + 3) == "INF"
        return following != "de" or not (object_ahead or get_tag(words, at + 2) in ("INF", "CLIT", "NEG"))
    return get_tag(words, at + 1) in ("PUNCT", "FIN", "CLIT", "NEG", "REL")


def _choose_plus(words: Sequence[Word], at: int) -> str:
    """More, and no more: the s is heard where nothing is denied, and nothing follows that « plus » qualifies."""
    last, before, following = get_word(words, at - 1), get_word(words, at - 2), get_word(words, at + 1)
    tag, ends = get_tag(words, at + 1), get_tag(words, at + 1) == "PUNCT"
    if _is_name(words, at) and words[at - 1].text[0].isupper():
        return "plys"
    if ends and last in ("non", "pas", "ni", "jamais"):
        return "ply"
    if last in ("un", "signe"):
        return "plys" if tag in ("PUNCT", "ADP", "REL", "CCONJ") else "ply"
    if last == "au" and (tag == "NUM" or following in ("un", "une")):
        # « Tout au plus une centaine », but « au plus tard ».
        return "plys"
    if tag == "NUM":
        # « Bac plus cinq », « plus trois degrés ».
        added = get_tag(words, at - 1) in ("NUM", "PUNCT", "NOUN", "ADP", "FIN") and last not in (
            "pas",
            "le",
            "la",
            "les",
        )
        return "plys" if added else "ply"
    if last == "en" and before == "plus":
        return "ply"
    if tag == "DET" and following not in _OF and (last == "," or get_tag(words, at - 1) == "NOUN"):
        # « Deux mille euros, plus une prime ».
        return "plys"
    if last == "de" and before != "plus":
        # « Deux euros de plus par mois », but « de plus grands moyens », « de plus en plus ».
        degree = tag in ("ADJ", "ADV", "PART", "NOUN") or (following == "en" and get_word(words, at + 2) == "plus")
        return "ply" if degree else "plys"
    if last == "en" and before != "moins":
        return "plys" if following in _OF or tag not in ("ADJ", "ADV", "PART") else "ply"
    return "plys" if _is_more(words, at) else "ply"


def _is_more(words: Sequence[Word], at: int) -> bool:
    """Whether « plus » stands for an amount by itself: « gagner plus », « plus que prévu », « plus de moyens »."""
    last, following, tag = get_word(words, at - 1), get_word(words, at + 1), get_tag(words, at + 1)
    denied = _is_denied(words, at)
    if following in _OF:
        return not denied and _is_more_of(words, at)
    if following == "à" and get_tag(words, at + 2) == "INF":
        # « Il a plus à perdre qu'à gagner », but « plus à l'est ».
        return not denied and get_tag(words, at - 1) == "FIN"
    if tag == "DET" and last in list_words("copulas") and _has_comparison(words, at):
        # « C'est plus un symbole qu'une mesure ».
        return not denied
    if following in ("que", "qu'"):
        # « Plus que deux jours », at the beginning, is « il ne reste plus que ».
        return not denied and last not in ("pas", "non") and not begins_sentence(words, at)
    if (tag == "CCONJ" and following != "ou") or (tag == "ADP" and following not in ("à", "en", "vers")):
        # « Travailler plus pour gagner plus », but « plus à l'est ».
        return not denied and get_tag(words, at - 1) in ("INF", "FIN", "PART") and last not in list_words("copulas")
    return tag == "PUNCT" and (not denied or last in ("sans", "au", "le"))


def _is_more_of(words: Sequence[Word], at: int) -> bool:
    """« Plus de moyens », but « plus de mille », « plus de la moitié »."""
    counted = at + 2
    while get_tag(words, counted) == "DET" and counted < len(words):
        counted += 1
    if get_tag(words, at - 1) == "PUNCT" or get_word(words, at - 1) in ("pas", "de", "le", "les"):
        return False
    return get_tag(words, at + 2) not in ("NUM", "DET") and get_word(words, counted) not in list_words("amounts")


def _has_comparison(words: Sequence[Word], at: int) -> bool:
    """Whether the clause goes on with another member of a comparison: « que d'argent », « qu'une mesure »."""
    clause = list(takewhile(lambda word: word.kind != "mark", words[at + 1 : at + _REACH]))
    for ahead, word in enumerate(clause[:-1]):
        if word.lower in ("que", "qu'"):
            other = clause[ahead + 1 :]
            return other[0].tag in ("DET", "ADP", "NOUN", "ADJ") and all(each.tag != "FIN" for each in other)
    return False


def _is_denied(words: Sequence[Word], at: int) -> bool:
    """Whether « ne » or « sans » stands before a word in its clause."""
    for before in range(at - 1, max(-1, at - _REACH), -1):
        if words[before].lower in ("ne", "n'", "sans"):
            return True
        if words[before].kind == "mark" or words[before].tag in ("SCONJ", "REL"):
            return False
    return False


def _choose_tous(words: Sequence[Word], at: int) -> str:
    """The pronoun has its s: « ils sont tous venus », « tous sont là », but « tous les jours », « tous deux »."""
    last, following, tag = get_word(words, at - 1), get_word(words, at + 1), get_tag(words, at + 1)
    if following == "ensemble" or (tag == "CLIT" and get_tag(words, at + 2) == "INF"):
        return "tus"
    if following in list_words("after_tous"):
        return "tu"
    if last in list_words("pronouns") or tag not in ("NOUN", "ADJ", "PROPN"):
        return "tus"
    if last in ("", ","):
        # « Les suspects, tous mineurs, », but « tous âges confondus », « tous droits réservés ».
        absolute = get_tag(words, at + 2) == "PART" or get_word(words, at + 2) in list_words("after_all_kinds")
        return "tu" if tag == "NOUN" and absolute else "tus"
    if last in list_words("before_tous"):
        return "tu"
    if get_tag(words, at - 1) == "NOUN" and "ADJ" in _list_classes(following):
        # « Des élèves tous volontaires », but « un véhicule tous terrains ».
        return "tus"
    return "tu" if tag == "NOUN" and get_tag(words, at - 1) not in ("FIN", "PRON", "SUBJ", "CLIT") else "tus"


def _list_classes(word: str) -> set[str]:
    """The classes of all readings of a word."""
    return {name for reading in find_readings(word) for name in reading.classes}


def _choose_fait(words: Sequence[Word], at: int) -> str:
    """« En fait », « de fait », « au fait » have their t; a fact and the verb do not."""
    last = get_word(words, at - 1)
    if (
        last not in ("en", "de", "au")
        or words[at].text[0].isupper()
        or get_word(words, at - 2) in list_words("before_fait")
    ):
        return "fɛ"
    beside = (get_tag(words, at - 2), get_tag(words, at + 1))
    adverb = "PUNCT" in beside if last == "en" else beside[0] in ("PUNCT", "CCONJ", "FIN", "NOUN")
    return "fɛt" if adverb and get_word(words, at + 1) != "partie" else "fɛ"


def _choose_os(words: Sequence[Word], at: int) -> str:
    """A bone has its s, bones have not."""
    before = at - 1
    while get_tag(words, before) == "ADJ":
        before -= 1
    plural = get_tag(words, before) == "NUM" or get_word(words, before) in list_words("plural_determiners")
    return "o" if plural else "ɔs"


def _choose_but(words: Sequence[Word], at: int) -> str:
    """A goal, whose t is heard, or the past of boire: « il but »."""
    last = get_word(words, at - 1)
    drank = last in ("il", "elle", "on", "qui", "y", "n'", "ne") or (last == "en" and get_tag(words, at - 2) == "SUBJ")
    return "by" if drank else "byt"


def _choose_fier(words: Sequence[Word], at: int) -> str:
    """Proud, or to trust: « se fier », « vous pouvez vous y fier »."""
    return "fje" if get_word(words, at - 1) in ("se", "s'", "me", "m'", "te", "t'", "nous", "vous", "y") else "fjɛʁ"


def _choose_pub(words: Sequence[Word], at: int) -> str:
    """An advertisement is feminine, a bar masculine."""
    before = at - 1
    while get_tag(words, before) == "ADJ":
        before -= 1
    return "pœb" if get_word(words, before) in ("un", "le", "au", "du", "ce", "son", "cet") else "pyb"


def _choose_soit(words: Sequence[Word], at: int) -> str:
    """An answer by itself has its t: « Soit. »"""
    return (
        "swat" if get_tag(words, at - 1) == get_tag(words, at + 1) == "PUNCT" and begins_sentence(words, at) else "swa"
    )


def _choose_prompt(words: Sequence[Word], at: int) -> str:
    """« Un prompt rétablissement », but what a computer is asked has its p and t: « des prompts précis »."""
    following = next(iter(find_readings(get_word(words, at + 1))), None)
    before_noun = following is not None and following.classes[:1] == ("NOUN",)
    adjective = before_noun or get_tag(words, at - 1) not in ("DET", "NUM", "ADJ")
    return "pʁɔ̃" if adjective else "pʁɔ̃pt"


def _choose_christ(words: Sequence[Word], at: int) -> str:
    """« Le Christ », but « Jésus-Christ »."""
    return "kʁi" if at and words[at].before == "-" else "kʁist"


# By word, what chooses its phonemes.
def _choose_ben(words: Sequence[Word], at: int) -> str:
    """The son of an Arab or Hebrew name, « Fayçal ben Farhane », « Ben Affleck », and the « well » of speech."""
    follows = at + 1 < len(words) and words[at + 1].kind != "mark" and words[at + 1].text[0].isupper()
    return "bɛn" if follows or _is_name(words, at) else "bɛ\u0303"


CHOICES: Mapping[str, Callable[[Sequence[Word], int], str]] = {
    "est": _choose_est,
    "plus": _choose_plus,
    "tous": _choose_tous,
    "fait": _choose_fait,
    "os": _choose_os,
    "ben": _choose_ben,
    "but": _choose_but,
    "fier": _choose_fier,
    "pub": _choose_pub,
    "soit": _choose_soit,
    "christ": _choose_christ,
    "prompt": _choose_prompt,
    "prompts": _choose_prompt,
}
