"""Homographs that have a grammar of their own: « plus », « tous », « est », « fils », « fait »."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from audiobrief.pronunciation.words import Word

_COMPASS_NOUNS = {
    "côte",
    "façade",
    "flanc",
    "rive",
    "aile",
    "frontière",
    "banlieue",
    "partie",
    "zone",
    "versant",
    "bord",
    "sortie",
}
_COMPASS_NOUNS |= {
    "bloc",
    "quart",
    "secteur",
    "entrée",
    "porte",
    "région",
    "vent",
    "longitude",
    "degrés",
    "grand",
    "plein",
    "gare",
}
_COMPASS_NOUNS |= {"pays", "allemagne", "tribune", "façades", "côtes", "régions", "ligne"}
_SUBJECTS = {"il", "elle", "on", "ce", "qui", "ne", "je", "tu", "y", "lui", "que", "cela", "ça"}
_BE = {"est", "sont", "était", "étaient", "être", "été", "sera", "seront", "serait", "soit", "fut", "reste", "restent"}
_NEGATIONS = {"ne", "n'", "sans", "ni", "non", "pas", "jamais", "rien", "personne", "aucun", "aucune"}
_DETERMINERS = {
    "les",
    "mes",
    "tes",
    "ses",
    "nos",
    "vos",
    "leurs",
    "ces",
    "ceux",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "huit",
    "dix",
}
_PRONOUNS = {"nous", "vous", "eux", "ils", "elles"}
_OF_EXACTNESS = {
    "moitié",
    "tiers",
    "quart",
    "quarts",
    "douzaine",
    "dizaine",
    "vingtaine",
    "trentaine",
    "centaine",
    "millier",
}
_OF_EXACTNESS |= {
    "milliers",
    "millions",
    "milliards",
    "quinzaine",
    "cinquantaine",
    "quarantaine",
    "soixantaine",
    "centaines",
}
_OF_EXACTNESS |= {"million", "milliard", "dizaines", "cent", "mille", "quelques", "deux"}


def _get(words: Sequence[Word], at: int) -> str:
    """The word there in small letters, a mark as it is, nothing outside the sentence."""
    return words[at].lower if 0 <= at < len(words) else ""


def _tag(words: Sequence[Word], at: int) -> str:
    return words[at].tag if 0 <= at < len(words) else "PUNCT"


def _is_capital_within(words: Sequence[Word], at: int) -> bool:
    return at > 0 and words[at - 1].kind != "mark" and words[at].text[0].isupper() and not words[at].text[1:].isupper()


def _read_est(words: Sequence[Word], at: int) -> str:
    """The verb, or where the sun rises: « l'est du pays », « un vent d'est », « la côte est de l'île »."""
    last, before, following = _get(words, at - 1), _get(words, at - 2), _get(words, at + 1)
    if _is_capital_within(words, at):
        return "ɛst"
    joined = at > 0 and words[at].before == "-" and last not in ("t",)
    if joined or (
        at + 1 < len(words)
        and words[at + 1].before == "-"
        and following
        in ("ouest", "nord", "sud", "européen", "européenne", "allemand", "allemande", "allemands", "européens")
    ):
        return "ɛst"
    if last == "l'":
        if before in _SUBJECTS or _tag(words, at - 2) in ("SUBJ", "REL", "NEG", "CLIT"):
            return "ɛ"
        if before in ("de", "à", "dans", "vers", "sur", "par", "depuis", "pour", "et", "ou") or before == "":
            return "ɛst" if not (following and words[at + 1].before == "-") else "ɛ"
        return "ɛst" if following in ("de", "du", "des", "d'") or _tag(words, at + 1) == "PUNCT" else "ɛ"
    if last == "d'":
        return "ɛst"
    if last in ("ouest", "nord", "sud", "plein") or (
        last in ("et", "ou", "puis") and before in ("ouest", "nord", "sud")
    ):
        return "ɛst"
    if last in _COMPASS_NOUNS and following in ("de", "du", "des", "d'", "et", ""):
        return "ɛst" if following != "de" or _tag(words, at + 2) not in ("INF", "CLIT", "NEG") else "ɛ"
    if last in _COMPASS_NOUNS and _tag(words, at + 1) in ("PUNCT", "FIN", "CLIT", "NEG", "REL"):
        return "ɛst"
    return "ɛ"


def _read_plus(words: Sequence[Word], at: int) -> str:
    """More, and no more: the s is heard where nothing is denied, and nothing follows that « plus » qualifies."""
    last, following, tag = _get(words, at - 1), _get(words, at + 1), _tag(words, at + 1)
    if _is_capital_within(words, at) and words[at - 1].text[0].isupper():
        return "plys"
    ends = tag == "PUNCT" or not following
    if last in ("non", "pas", "ni", "beaucoup", "sensiblement") and ends:
        return "plys" if last == "beaucoup" else "ply"
    if last == "un" or last == "signe":
        return "plys" if tag in ("PUNCT", "ADP", "REL", "CCONJ") else "ply"
    if tag == "NUM":
        # « Bac plus cinq », « plus trois degrés ».
        return (
            "plys"
            if _tag(words, at - 1) in ("NUM", "PUNCT", "NOUN", "ADP", "FIN") and last not in ("pas", "le", "la", "les")
            else "ply"
        )
    if last == "en" and _get(words, at - 2) == "plus":
        return "ply"
    if last == "," and tag == "DET" and following not in ("de", "d'"):
        # « Deux mille euros, plus une prime ».
        return "plys"
    if last == "de" and _get(words, at - 2) != "plus":
        if ends or following in ("que", "qu'"):
            return "plys"
        return "ply"
    if last == "en" and _get(words, at - 2) not in ("plus", "moins"):
        return "plys" if ends or following in ("de", "du", "des", "d'") else "ply"
    denied = _is_denied(words, at)
    if following in ("de", "d'", "des", "du"):
        return _read_plus_de(words, at, denied=denied)
    if following in ("que", "qu'"):
        return "ply" if denied or last in ("pas", "ne", "n'", "non") else "plys"
    if following == "ou" and _get(words, at + 2) == "moins":
        return "plyz"
    if following == "est" and last == "qui":
        return "plyz"
    if tag == "ADP" and not denied and _tag(words, at - 1) in ("INF", "FIN", "PART") and last not in _BE:
        # « Travailler plus pour gagner plus ».
        return "plys"
    if ends:
        if denied and last not in ("sans", "au", "le"):
            return "ply"
        return "plys"
    return "ply"


def _read_plus_de(words: Sequence[Word], at: int, *, denied: bool) -> str:
    """« Plus de »: « plus de mille », « plus de moyens », « il n'y a plus de pain »."""
    counted = at + 2
    while _tag(words, counted) == "DET" and counted < len(words):
        counted += 1
    if denied or _get(words, at - 1) in ("", "pas", "de", "le", "les") or words[at - 1].kind == "mark":
        return "ply"
    if _tag(words, at + 2) in ("NUM", "DET") or _get(words, counted) in _OF_EXACTNESS:
        return "ply"
    return "plys"


def _is_denied(words: Sequence[Word], at: int) -> bool:
    """Whether « ne » or « sans » stands before a word in its clause."""
    for before in range(at - 1, max(-1, at - 12), -1):
        lower = words[before].lower
        if lower in ("ne", "n'", "sans"):
            return True
        if words[before].kind == "mark" or words[before].tag in ("SCONJ", "REL"):
            return False
    return False


def _read_tous(words: Sequence[Word], at: int) -> str:
    """The pronoun has its s: « ils sont tous venus », « tous sont là », but « tous les jours », « tous deux »."""
    last, following, tag = _get(words, at - 1), _get(words, at + 1), _tag(words, at + 1)
    if following == "ensemble" or (tag == "CLIT" and _tag(words, at + 2) == "INF"):
        return "tus"
    if following in _DETERMINERS or following in ("azimuts", "publics", "genres", "autres", "horizons", "risques"):
        return "tu"
    if last in _PRONOUNS or tag in ("PUNCT", "FIN", "ADP", "ADV", "PART", "CLIT", "NEG", "CCONJ", "REL", "SCONJ"):
        return "tus"
    if tag in ("NOUN", "ADJ", "PROPN") and last in (
        "en",
        "à",
        "de",
        "pour",
        "",
        "dans",
        "par",
        "sous",
        "avec",
        ",",
        "contre",
    ):
        return "tu"
    if tag == "NOUN" and _tag(words, at - 1) not in ("FIN", "PRON", "SUBJ", "CLIT"):
        return "tu"
    return "tus"


def _read_fait(words: Sequence[Word], at: int) -> str:
    """« En fait », « de fait », « au fait » have their t; a fact and the verb do not."""
    last, before, following = _get(words, at - 1), _get(words, at - 2), _get(words, at + 1)
    if (
        last in ("en", "de", "au")
        and words[at].text[0].islower()
        and before not in ("tout", "s'", "y", "ne", "n'", "il", "elle", "on", "qui")
    ):
        if last == "en":
            return "fɛt" if _tag(words, at + 1) == "PUNCT" or _tag(words, at - 2) == "PUNCT" else "fɛ"
        return (
            "fɛt" if _tag(words, at - 2) in ("PUNCT", "CCONJ", "FIN", "NOUN") and following not in ("partie",) else "fɛ"
        )
    return "fɛ"


def _read_os(words: Sequence[Word], at: int) -> str:
    """A bone has its s, bones have not."""
    before = at - 1
    while before >= 0 and words[before].tag in ("ADJ", "NUM"):
        if words[before].tag == "NUM":
            return "o"
        before -= 1
    return (
        "o"
        if _get(words, before)
        in ("les", "des", "ces", "ses", "mes", "tes", "nos", "vos", "leurs", "aux", "quelques", "plusieurs")
        else "ɔs"
    )


def _read_but(words: Sequence[Word], at: int) -> str:
    """A goal, or the past of boire: « il but »."""
    return (
        "by"
        if _get(words, at - 1) in ("il", "elle", "on", "qui", "y", "n'", "ne")
        or (_get(words, at - 1) == "en" and _tag(words, at - 2) == "SUBJ")
        else "byt"
    )


def _read_fier(words: Sequence[Word], at: int) -> str:
    """Proud, or to trust: « se fier », « vous pouvez vous y fier »."""
    return "fje" if _get(words, at - 1) in ("se", "s'", "me", "m'", "te", "t'", "nous", "vous", "y") else "fjɛʁ"


def _read_pub(words: Sequence[Word], at: int) -> str:
    """An advertisement is feminine, a bar masculine."""
    before = at - 1
    while before >= 0 and words[before].tag == "ADJ":
        before -= 1
    return (
        "pœb"
        if _get(words, before) in ("un", "le", "au", "du", "ce", "son", "cet") and _tag(words, before) == "DET"
        else "pyb"
    )


def _read_soit(words: Sequence[Word], at: int) -> str:
    """An answer by itself has its t: « Soit. »"""
    return "swat" if _tag(words, at - 1) == "PUNCT" and _tag(words, at + 1) == "PUNCT" else "swa"


def _read_christ(words: Sequence[Word], at: int) -> str:
    """« Le Christ », but « Jésus-Christ »."""
    return "kʁi" if at and words[at].before == "-" else "kʁist"


RULES: Mapping[str, Callable[[Sequence[Word], int], str]] = {
    "est": _read_est,
    "plus": _read_plus,
    "tous": _read_tous,
    "fait": _read_fait,
    "os": _read_os,
    "but": _read_but,
    "fier": _read_fier,
    "pub": _read_pub,
    "soit": _read_soit,
    "christ": _read_christ,
}
