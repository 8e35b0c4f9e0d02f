"""Whether a word agrees with the subject before it: « les poules du couvent couvent », « nous portions »."""

from __future__ import annotations

from collections.abc import Sequence

from audiobrief.pronunciation.words import Word

_PLURAL_SUBJECTS = {"ils", "elles", "eux", "qui", "beaucoup", "plupart", "certains", "certaines", "plusieurs", "autres"}
_PLURAL_SUBJECTS |= {"tous", "toutes", "lesquels", "lesquelles", "uns", "unes", "ceux", "celles"}
_PLURAL_DETERMINERS = {"les", "des", "ces", "ses", "mes", "tes", "nos", "vos", "leurs", "plusieurs", "quelques", "aux"}
_PLURAL_DETERMINERS |= {"certains", "certaines", "différents", "différentes", "divers", "diverses", "tous", "toutes"}
_PLURAL_DETERMINERS |= {"quels", "quelles", "tels", "telles", "maints", "maintes"}
_SINGULAR_DETERMINERS = {
    "le",
    "la",
    "l'",
    "un",
    "une",
    "ce",
    "cet",
    "cette",
    "son",
    "sa",
    "mon",
    "ma",
    "ton",
    "ta",
    "du",
}
_SINGULAR_DETERMINERS |= {
    "notre",
    "votre",
    "leur",
    "au",
    "chaque",
    "aucun",
    "aucune",
    "tout",
    "toute",
    "quel",
    "quelle",
}
# Nouns in -s, -x and -z that may be in the singular.
_INVARIABLE = {
    "pays",
    "temps",
    "fois",
    "corps",
    "cas",
    "procès",
    "accès",
    "mois",
    "prix",
    "choix",
    "voix",
    "repas",
    "bras",
}
_INVARIABLE |= {
    "gaz",
    "avis",
    "poids",
    "progrès",
    "succès",
    "parcours",
    "discours",
    "cours",
    "secours",
    "recours",
    "concours",
}
_INVARIABLE |= {
    "bois",
    "sens",
    "fils",
    "tas",
    "refus",
    "virus",
    "bus",
    "campus",
    "abus",
    "processus",
    "permis",
    "palais",
}
_INVARIABLE |= {
    "français",
    "anglais",
    "irlandais",
    "croix",
    "paix",
    "époux",
    "souris",
    "relais",
    "marais",
    "univers",
    "engrais",
}
# Nouns and adverbs of quantity, whose complement agrees with the verb: « une douzaine de projets émergent ».
_QUANTITIES = {
    "moitié",
    "majorité",
    "minorité",
    "plupart",
    "nombre",
    "beaucoup",
    "peu",
    "trop",
    "tant",
    "combien",
    "assez",
}
_QUANTITIES |= {"dizaine", "douzaine", "quinzaine", "vingtaine", "trentaine", "quarantaine", "cinquantaine", "centaine"}
_QUANTITIES |= {
    "millier",
    "million",
    "milliard",
    "tiers",
    "quart",
    "foule",
    "série",
    "poignée",
    "multitude",
    "davantage",
}
# Pronouns that only stand before a verb.
_BEFORE_VERBS = {"ne", "n'", "se", "s'", "y", "me", "m'", "te", "t'", "lui"}
_OBJECTS = _BEFORE_VERBS | {"le", "la", "l'", "les", "leur", "en", "nous", "vous"}
_PREPOSITIONS_OF_NOUNS = {"de", "d'", "du", "des", "à", "au", "aux", "en"}
_DEGREES = {
    "très",
    "plus",
    "si",
    "aussi",
    "trop",
    "assez",
    "peu",
    "moins",
    "bien",
    "tout",
    "fort",
    "tellement",
    "plutôt",
}
_BEFORE_NOUNS = {"ADP", "DET", "NUM"}


def is_third_plural(words: Sequence[Word], at: int, *, adjective: bool, singular: bool = False) -> bool:
    """Whether a word in -ent is a verb in the third person plural, rather than a noun or adjective in the singular.

    `adjective`: it could be an adjective, which stands after a noun. `singular`: it could be the third person singular
    of another verb (« il convient », « ils convient »), so that only the subject decides.
    """
    if at + 2 < len(words) and words[at + 1].before == "-" and words[at + 1].lower in ("ils", "elles"):
        return True
    if at == 0 or words[at].before == "-":
        return False
    start = at - 1
    # Adverbs between the subject and the verb: « ils aussi négligent ».
    while (
        start
        and words[start].tag == "ADV"
        and words[start].lower not in _DEGREES
        and words[start].lower not in _OBJECTS
    ):
        start -= 1
    if singular:
        while start and words[start].lower in _OBJECTS:
            start -= 1
        if words[start].lower == "qui":
            return start > 0 and words[start - 1].lower.endswith(("s", "x")) and words[start - 1].tag != "PUNCT"
    last = words[start]
    if last.lower in _BEFORE_VERBS or last.lower in ("nous", "vous", "les"):
        return True
    if last.lower in ("le", "la", "l'", "leur", "en"):
        return start > 0 and words[start - 1].lower in _PLURAL_SUBJECTS | _BEFORE_VERBS | {"nous", "vous", "les"}
    if last.lower in _PLURAL_SUBJECTS or (
        start > 1 and last.before == "-" and words[start - 1].lower in _PLURAL_SUBJECTS
    ):
        return True
    if last.tag == "NUM":
        return start > 0 and words[start - 1].lower in _PLURAL_DETERMINERS
    if (
        last.tag in ("ADP", "DET", "FIN", "INF", "GER", "CCONJ", "SCONJ", "INTJ", "SUBJ", "REL", "CLIT")
        or last.lower in _DEGREES
    ):
        return False
    if last.tag == "PART" and not last.lower.endswith("s"):
        return False
    return _has_plural_subject(words, start, at, adjective=adjective)


def is_first_plural(words: Sequence[Word], at: int) -> bool:
    """Whether a word in -ions is a verb after « nous »: « nous les portions », but « chez nous les portions »."""
    if at + 1 < len(words) and words[at + 1].before == "-" and words[at + 1].lower == "nous":
        return True
    before = at - 1
    while before >= 0 and words[before].lower in _OBJECTS - {"nous"}:
        before -= 1
    if before < 0 or words[before].lower not in ("nous", "moi"):
        return False
    if before and words[before - 1].lower == "nous":
        return True
    return not before or words[before - 1].tag != "ADP" or before == at - 1


def _has_plural_subject(words: Sequence[Word], last: int, at: int, *, adjective: bool) -> bool:
    """Whether the nouns that end at `last` are a subject in the plural, whose verb is to be at `at`."""
    first = _find_clause(words, last)
    clause = words[first : last + 1]
    if not clause or (first and words[first - 1].tag in ("FIN", "INF", "GER", "ADP", "CLIT", "NEG")):
        return False
    if clause[0].tag == "ADP" and clause[0].lower not in ("de", "d'"):
        return False
    subject, nearest = _is_plural(clause), _is_nearest_plural(clause)
    if not subject:
        return False
    ahead = _has_verb_ahead(words, at)
    following = words[at + 1] if at + 1 < len(words) else None
    if nearest:
        return not ahead or (following is not None and following.tag == "DET")
    if ahead:
        return False
    if following is not None and following.tag in ("DET", "PRON"):
        return True
    if following is None or following.text[0] in ".!?…":
        # A sentence has a verb.
        return not adjective or all(word.tag != "FIN" for word in words[:at])
    return not adjective or following.tag in ("ADP", "ADV", "CLIT")


def _find_clause(words: Sequence[Word], last: int) -> int:
    """Where the nouns, adjectives and complements that end at `last` begin."""
    first = last
    while first and words[first - 1].tag in (
        "NOUN",
        "ADJ",
        "PROPN",
        "PART",
        "NUM",
        "ADV",
        "CCONJ",
        "DET",
        "ADP",
        "PRON",
    ):
        first -= 1
    while first < last and words[first].tag in ("CCONJ", "ADV"):
        first += 1
    return first


def _is_plural(clause: Sequence[Word]) -> bool:
    """Whether the first noun of these words is in the plural, or several nouns are joined."""
    head = clause[0]
    if head.lower in _PLURAL_DETERMINERS or head.lower in _PLURAL_SUBJECTS or head.tag == "NUM":
        return head.lower not in ("un", "une")
    if head.lower in ("de", "d'"):
        return len(clause) > 1 and clause[1].tag in ("ADJ", "NOUN", "DET") and clause[1].lower.endswith(("s", "x"))
    if any(word.lower in _QUANTITIES for word in clause[:3]):
        return _is_nearest_plural(clause)
    for at, word in enumerate(clause[:-1]):
        if word.lower == "et" and (head.lower not in _SINGULAR_DETERMINERS or clause[at + 1].tag in ("DET", "PROPN")):
            return True
    if head.lower in _SINGULAR_DETERMINERS:
        return False
    return head.tag == "NOUN" and _ends_in_plural(head)


def _is_nearest_plural(clause: Sequence[Word]) -> bool:
    """Whether the last noun of these words is in the plural."""
    for word in reversed(clause):
        if word.lower in _PLURAL_DETERMINERS:
            return True
        if word.lower in _SINGULAR_DETERMINERS:
            return False
        if word.tag == "NUM":
            return word.lower not in ("un", "une")
        if word.tag in ("ADP", "CCONJ"):
            break
    return _ends_in_plural(clause[-1]) or clause[-1].tag == "PROPN"


def _ends_in_plural(word: Word) -> bool:
    return word.lower.endswith(("s", "x")) and word.lower not in _INVARIABLE


def _has_verb_ahead(words: Sequence[Word], at: int) -> bool:
    """Whether the same clause has a finite verb after a word."""
    for word in words[at + 1 :]:
        if word.tag in ("PUNCT", "REL", "SCONJ", "CCONJ", "SUBJ"):
            return False
        if word.tag == "FIN":
            return True
    return False
