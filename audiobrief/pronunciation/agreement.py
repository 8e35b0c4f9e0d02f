"""Whether a word agrees with the subject before it: « les poules du couvent couvent », « nous portions »."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from audiobrief.pronunciation.grammar import get_word, is_joined, list_words
from audiobrief.pronunciation.words import Word

# Tags of what stands between a subject and its verb's place without being a noun's.
_NO_NOUN = ("ADP", "DET", "FIN", "INF", "GER", "CCONJ", "SCONJ", "INTJ", "SUBJ", "REL", "CLIT")
_NOUN_PHRASE = ("NOUN", "ADJ", "PROPN", "PART", "NUM", "ADV", "CCONJ", "DET", "ADP", "PRON")


def is_third_plural(words: Sequence[Word], at: int, *, adjective: bool, singular: bool = False) -> bool:
    """Whether a word in -ent is a verb in the third person plural, rather than a noun or adjective in the singular.

    `adjective`: it could be an adjective, which stands after a noun. `singular`: it could be the third person singular
    of another verb (« il convient », « ils convient »), so that only the subject decides.
    """
    if is_joined(words, at + 1, ("ils", "elles")):
        return True
    if at == 0 or words[at].before == "-":
        return False
    start = _skip_adverbs(words, at - 1)
    if singular:
        while start and words[start].lower in list_words("objects"):
            start -= 1
        if words[start].lower == "qui":
            return start > 0 and words[start - 1].lower.endswith(("s", "x")) and words[start - 1].tag != "PUNCT"
    if words[start].tag in ("REL", "SCONJ") and get_word(words, at + 1) in list_words("plural_determiners"):
        # « Là où résident les difficultés ».
        return True
    last, before, subjects = words[start], get_word(words, start - 1), list_words("plural_subjects")
    if last.lower in list_words("clitics") | {"nous", "vous", "les"}:
        return True
    if last.lower in ("le", "la", "l'", "leur", "en"):
        return before in subjects | list_words("clitics") | {"nous", "vous", "les"}
    if last.lower in subjects or (start > 1 and last.before == "-" and before in subjects):
        return True
    if last.tag == "NUM":
        return before in list_words("plural_determiners")
    if last.tag == "PUNCT":
        # « Les soldats, épuisés, négligent la garde », but « M. Ebner, président de la délégation ».
        began = words[0].lower in list_words("plural_determiners") and all(word.tag != "FIN" for word in words[:at])
        return began and at + 1 < len(words) and words[at + 1].tag == "DET"
    if last.tag == "CCONJ" and _follows_plural_verb(words, start, at):
        return True
    if last.lower in list_words("degrees"):
        # « Les maires aussi négligent la forêt »: an adjective would be in the plural.
        noun = words[start - 1] if start else last
        plural = noun.tag == "NOUN" and ends_in_plural(noun)
        return plural and _has_plural_subject(words, start - 1, at, adjective=False)
    if last.tag in _NO_NOUN:
        return False
    if last.tag == "PART" and not last.lower.endswith("s"):
        return False
    return _has_plural_subject(words, start, at, adjective=adjective)


def is_first_plural(words: Sequence[Word], at: int) -> bool:
    """Whether a word in -ions is a verb after « nous »: « nous les portions », but « chez nous les portions »."""
    if is_joined(words, at + 1, ("nous",)):
        return True
    before = at - 1
    while before >= 0 and words[before].lower in list_words("objects") - {"nous"}:
        before -= 1
    if before < 0 or words[before].lower not in ("nous", "moi"):
        return False
    if get_word(words, before - 1) == "nous" or before == 0 or before == at - 1:
        return True
    return words[before - 1].tag != "ADP"


def _skip_adverbs(words: Sequence[Word], at: int) -> int:
    """The place of the last word that is no adverb between a subject and its verb: « ils aussi négligent »."""
    others = list_words("degrees") | list_words("objects")
    while at and words[at].tag == "ADV" and words[at].lower not in others:
        at -= 1
    return at


def _has_plural_subject(words: Sequence[Word], last: int, at: int, *, adjective: bool) -> bool:
    """Whether the nouns that end at `last` are a subject in the plural, whose verb is to be at `at`."""
    first = _find_noun_phrase(words, last)
    phrase = words[first : last + 1]
    if not phrase or (first and words[first - 1].tag in ("FIN", "INF", "GER", "ADP", "CLIT", "NEG")):
        return False
    if (phrase[0].tag == "ADP" and phrase[0].lower not in ("de", "d'")) or not _is_plural(phrase):
        return False
    ahead = _has_verb_ahead(words, at)
    following = words[at + 1] if at + 1 < len(words) else None
    if _is_nearest_plural(phrase):
        return not ahead or (following is not None and following.tag == "DET")
    if ahead:
        return False
    if following is None or following.text[0] in ".!?…":
        # A sentence has a verb.
        return not adjective or all(word.tag != "FIN" for word in words[:at])
    return not adjective or following.tag in ("DET", "PRON", "ADP", "ADV", "CLIT")


def _follows_plural_verb(words: Sequence[Word], joint: int, at: int) -> bool:
    """Whether the conjunction at `joint` joins a word to a verb in the plural: « ils dirigent et résident ici »."""
    verbs = [word for word in words[:joint] if word.tag == "FIN"]
    if not verbs or not verbs[-1].lower.endswith("nt"):
        return False
    if words[joint - 1] is verbs[-1]:
        # « Ils s'équivalent et divergent. »
        return True
    following = words[at + 1] if at + 1 < len(words) else None
    if following is None:
        return False
    place = following.tag == "ADP" and following.lower not in ("de", "d'", "du", "des", "pour", "par")
    return (following.tag == "DET" and following.lower not in ("du", "des")) or (
        place and words[joint - 1].tag not in ("ADJ", "PART")
    )


def _find_noun_phrase(words: Sequence[Word], last: int) -> int:
    """Where the nouns, adjectives and complements that end at `last` begin."""
    first = last
    while first and words[first - 1].tag in _NOUN_PHRASE:
        first -= 1
    while first < last and words[first].tag in ("CCONJ", "ADV"):
        first += 1
    return first


def _is_plural(phrase: Sequence[Word]) -> bool:
    """Whether the first noun of these words is in the plural, or several nouns are joined."""
    head = phrase[0]
    if head.lower in list_words("plural_determiners") | list_words("plural_subjects") or head.tag == "NUM":
        return head.lower not in ("un", "une")
    if head.lower in ("de", "d'"):
        return len(phrase) > 1 and (
            phrase[1].tag == "NUM" or (phrase[1].tag in ("ADJ", "NOUN", "DET") and phrase[1].lower.endswith(("s", "x")))
        )
    if any(word.lower in list_words("quantities") for word in phrase[:3]):
        return _is_nearest_plural(phrase)
    single = head.lower in list_words("singular_determiners")
    for word, following in pairwise(phrase):
        # « Un maire et deux élus », but « un élu de trente et un ans ».
        counted = following.tag == "NUM" and following.lower not in ("un", "une")
        if word.lower == "et" and (not single or counted or following.tag in ("DET", "PROPN")):
            return True
    return not single and head.tag == "NOUN" and ends_in_plural(head)


def _is_nearest_plural(phrase: Sequence[Word]) -> bool:
    """Whether the last noun of these words is in the plural."""
    for word in reversed(phrase):
        if word.lower in list_words("plural_determiners"):
            return True
        if word.lower in list_words("singular_determiners"):
            return False
        if word.tag == "NUM":
            return word.lower not in ("un", "une")
        if word.tag in ("ADP", "CCONJ"):
            break
    return ends_in_plural(phrase[-1]) or phrase[-1].tag == "PROPN"


def ends_in_plural(word: Word) -> bool:
    """Whether a noun or an adjective has the letter of the plural, and does not have it in the singular too."""
    return word.lower.endswith(("s", "x")) and word.lower not in list_words("invariable")


def _has_verb_ahead(words: Sequence[Word], at: int) -> bool:
    """Whether the same clause has a finite verb after a word."""
    for word in words[at + 1 :]:
        if word.tag in ("PUNCT", "REL", "SCONJ", "CCONJ", "SUBJ"):
            return False
        if word.tag == "FIN":
            return True
    return False
