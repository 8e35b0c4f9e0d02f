"""The accents that letters lose in capitals, and how they are put back: `MISE SUR LE MARCHE`, « mise sur le marché ».

Most words have one form with those letters (`SECURITE`). Where there are several (`MARCHE`: marche, marché), the words
around tell which: a noun after its article, a participle after an auxiliary verb, a verb after its pronoun.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.lexicon import load_lines
from audiobrief.speech.rule import Context
from audiobrief.system.toml_files import load_shipped

_COMBINING = lazy_regex("[\u0300-\u036f]+")
_ACCENTED_CAPITAL = lazy_regex("[À-ÖØ-ÞŸ]")
# `AGE DE 21 ANS`
_PHRASE_ENDS = lazy_regex(r"\s*(?:$|[.,;:!?)»])")
_NUMBER_BEFORE = lazy_regex(r"\d\s$")
# `T3 MEUBLE`
_FLAT_BEFORE = lazy_regex(r"\b[TF]\d\s$")
_NUMBER_FOLLOWS = lazy_regex(r"\w+\s(?:DE|D[’'])\s?\d")
# `IMPLEMENTEES`: no French word that has lost no accent ends so, but short foreign ones (`COFFEE`).
_LOST_IN_ENDING = lazy_regex(r"(?<=\w{6})ee(?=s?$)")
# A feminine subject in the singular opens the headline, and nothing masculine stands between: `LA MAIRE DE NIMES`.
_FEMININE_SUBJECT = lazy_regex(r"(?:LA|UNE|SA|CETTE)\s(?!.*\b(?:LE|UN|DU|AU|LES|DES|AUX|ILS?|ET)\s)[^:;!?.]*$")
# Longer headlines are not looked through.
_LONGEST_HEADLINE = 90
_COMPOUND_BEFORE = lazy_regex(r"[\w’'-]*$")
_COMPOUND_AFTER = lazy_regex(r"[\w’'-]*\w")
_PARTS = lazy_regex(r"[-’']")
_ELIDED = lazy_regex(r"^[LD][’']")
_LONGEST_NAME = 40
# `COTE D’AZUR`
_COAST = lazy_regex(r"COTES?\sD[’'](?:OR|AZUR|ARMOR|IVOIRE|OPALE|EMERAUDE|ARGENT|AMOUR)\b")
# `PRES DE LA PLAGE`
_NEAR = lazy_regex(r"PRES\s(?:D[EU]S?\b|D[’'])")
# What a court rules, after its verb: `CONDAMNE la société`, `DECLARE que`
_RULES = lazy_regex(
    r"\s(?:l[ae]s?\s(?!\d)|l[’']|qu(?:e\s|[’'])|M\.|Mme\s|M\s|une?\s|recevables?\b|solidairement\b|n’y)"
)
# `CASSE ET`
_JOINED_BEFORE = lazy_regex(r"(?P<word>[^\W\d_]+)\s(?:ET|OU)\s$")
_FINITE, _PARTICIPLE = "v", "x"


def remove_accents(word: str) -> str:
    """`étape` as it is often written in capitals, without its accents: `etape`."""
    return _COMBINING.sub("", normalize("NFD", word))


@lru_cache(maxsize=1)
def _load_words() -> dict[str, frozenset[str]]:
    """The words around that tell which form is meant, without their accents."""
    return {name: frozenset(words) for name, words in load_shipped("audiobrief.speech.lexicon", "accents").items()}


@lru_cache(maxsize=1)
def _load_accents() -> dict[str, str]:
    """The line of `accents.txt.gz` for each word without its accents (see `tools/build_accents.py`)."""
    lines = [*load_lines("accents"), *_load_words()["also"]]
    # Every form on a line gives the same letters; the first stands for them. One call for the whole list is quick.
    firsts = "\n".join([line.split(" ", 1)[0].split(":", 1)[0] for line in lines])
    return dict(zip(remove_accents(firsts).split("\n"), lines, strict=True))


@lru_cache(maxsize=1)
def _load_names() -> dict[str, str]:
    """Names of places and first names by their letters without accents: `nimes`, `Nîmes`."""
    names = [*load_lines("places"), *_load_words()["names"]]
    return dict(zip(remove_accents("\n".join(names)).lower().split("\n"), names, strict=True))


@lru_cache(maxsize=1)
def _load_first_names() -> dict[str, str]:
    """Names that are meant rather than the common words with their letters: `denis`, `Denis`."""
    return {remove_accents(name).lower(): name for name in _load_words()["names_first"]}


def find_in_compound(word: str, start: int, context: Context) -> str | None:
    """The word at `start` as it stands in a listed name of several words with hyphens (`SAINT-DENIS`), if it does."""
    before, after = context.get_text_before(start, _LONGEST_NAME), context.get_text_after(start, _LONGEST_NAME)
    if not (before.endswith(("-", "’", "'")) or after[len(word) : len(word) + 1] in ("-", "’", "'")):
        return None
    left, right = _COMPOUND_BEFORE.search(before), _COMPOUND_AFTER.match(after)
    if not left or not right or (len(word) == 1 and right[0][1:2] in ("’", "'")):
        return None
    written = _ELIDED.sub("", left[0] + right[0])
    name = _load_names().get(remove_accents(written).lower().replace("’", "'"))
    at = len(_PARTS.split(_ELIDED.sub("", left[0]))) - 1
    return _PARTS.split(name)[at] if name and "-" in name else None


def _find_forms(word: str) -> tuple[tuple[str, str], ...]:
    """The forms of an unaccented word, the likeliest first, with what each may be; none if no form has accents."""
    line = _load_accents().get(word)
    if line is None:
        return ()
    return tuple((form, kinds) for form, _, kinds in (part.partition(":") for part in line.split(" ")))


def has_forms(word: str) -> bool:
    """Whether an unaccented word is one that has lost accents: `republique`."""
    return bool(_find_forms(word))


def has_accents(word: str) -> bool:
    return not word.isascii()


def restore_accents(word: str, start: int, context: Context) -> str:
    """`word`, in lower case, with the accents that it has lost in the capitals that stand at `start`."""
    if has_accents(word):
        return word
    if compound := find_in_compound(word, start, context):
        return compound
    if word == "pres" and _NEAR.match(context.text, start):
        return "près"
    if _COAST.match(context.text, start):
        return "côtes" if word.endswith("s") else "côte"
    before, after = _find_neighbours(word, start, context)
    if (name := _load_first_names().get(word)) and before not in _load_words()["masculine_before"]:
        return name
    if len(word) <= 3 and (small := _restore_small_word(word, before, after, start, context)):
        return small
    forms = _find_forms(word)
    if not forms and word not in context.lexicon.english:
        return _load_names().get(word) or _LOST_IN_ENDING.sub("ée", word)
    kept = word in context.lexicon.words["plain_words"] or word in _load_words()["unaccented"]
    if not forms or kept or _is_english(word, before, context):
        return word
    if len(forms) == 1:
        return forms[0][0]
    if _ACCENTED_CAPITAL.search(context.text):
        # Whoever writes accents on capitals has left none out.
        return word if any(form == word for form, _ in forms) else forms[0][0]
    if word == "age" and before not in ("l", "d", "un", "cet") and _NUMBER_FOLLOWS.match(context.text, start):
        return "âgé"
    for kinds in _rank_kinds(word, before, after, start, context):
        if fitting := [form for form, kind in forms if set(kinds) & set(kind)]:
            return fitting[0]
    return forms[0][0]


def _is_english(word: str, before: str, context: Context) -> bool:
    """Whether `word` is English and has lost nothing: `BOSTON COLLEGE`, but `LE COLLEGE` and `COUR SUPREME`."""
    if word not in context.lexicon.english:
        return False
    words = _load_words()
    if word not in words["also_english"]:
        return True
    return before != "l" and not any(
        before in words[name]
        for name in ("masculine_before", "feminine_before", "plural_before", "prepositions", "supreme_before")
    )


def _find_neighbours(word: str, start: int, context: Context) -> tuple[str, str]:
    """The words before and after, in lower case and without accents."""
    written = context.find_word_before(start)
    before = "" if written.endswith(".") else remove_accents(written.lower().rstrip("’'"))
    following = context.find_words_after(start + len(word), 1)
    return before, remove_accents(re.split("[’'-]", following[0].lower())[0]) if following else ""


def _restore_small_word(word: str, before: str, after: str, start: int, context: Context) -> str | None:
    """`A`, `OU`, `DES` and `LA`: each is two words, and the unaccented one of the last three is the more frequent."""
    words = _load_words()
    if word == "a":
        if context.text[start + 1 : start + 2] == "-":
            # PONT-A-MOUSSON, but A-T-IL
            return "à" if context.text[start - 1 : start] == "-" else "a"
        verb = before in words["subjects"] or (before and _is_participle(after, start + 1, context))
        return "a" if verb else "à"
    if word == "ou":
        place = before in words["place_before"] or (not before and after in words["place_follows"])
        return "où" if place else "ou"
    if word == "des":
        return "dès" if after in words["time_follows"] else "des"
    if word == "la":
        last = _PHRASE_ENDS.match(context.text, start + 2)
        joined = context.text[start - 1 : start] == "-" != context.text[start + 2 : start + 3]
        return "là" if joined or last else "la"
    return None


def _is_participle(word: str, start: int, context: Context) -> bool:
    """Whether `word`, after an `A` that ends at `start`, is a participle, so that `A` is the verb: `A DEMISSIONNE`, `A
    CONTROLE LES PRIX`, but `A COTE DE`."""
    words = _load_words()
    if word in words["participles"]:
        return True
    kinds = "".join(kind for _, kind in _find_forms(word))
    if _PARTICIPLE not in kinds:
        return False
    following = context.find_words_after(start, 2)
    object_follows = len(following) > 1 and following[1].lower().split("’")[0].split("'")[0] in words["object_follows"]
    return object_follows or not set(kinds) & set("mf")


def _rank_kinds(word: str, before: str, after: str, start: int, context: Context) -> tuple[str, ...]:
    """What a word may be, the likeliest first, each as the letters of the list."""
    words = _load_words()
    if context.text[start + len(word) : start + len(word) + 1] == "-":
        # UTILISE-T-ON
        return (_FINITE,)
    if before == "a" and not _is_participle(word, start - 1, context):
        return ("mfp", "a")
    if before in words["auxiliaries"]:
        return (_PARTICIPLE, "a")
    if _is_inverted(before, start, context):
        return (_PARTICIPLE, "a", _FINITE)
    if before in words["pronouns"]:
        return (_FINITE,)
    if before in words["masculine_before"]:
        return ("m", "a", _PARTICIPLE)
    if before in words["feminine_before"]:
        return ("f", "a", _PARTICIPLE)
    if before in words["plural_before"]:
        return ("p", "a", _PARTICIPLE)
    if before == "l":
        return ("mf", _FINITE)
    if _FLAT_BEFORE.search(context.get_text_before(start, 5)):
        return (_PARTICIPLE, "a")
    if _NUMBER_BEFORE.search(context.get_text_before(start, 2)):
        return ("p", _FINITE, _PARTICIPLE)
    if before in ("et", "ou") and _joins_verbs(word, start, context):
        return (_FINITE,)
    if not before and _RULES.match(context.text, start + len(word)):
        return (_FINITE, _PARTICIPLE)
    if not before or before in words["prepositions"]:
        return ("mfp", "a", _PARTICIPLE)
    if word.endswith("s"):
        # After a noun in the plural no verb ends so: `LES ELUS ACCUSES`.
        return (_PARTICIPLE, "a", "p")
    if word in words["intransitive"]:
        return (_FINITE, _PARTICIPLE)
    if after != "par" and (after in words["object_follows"] or _is_subject(before, start, context)):
        return (_FINITE, _PARTICIPLE)
    if start < _LONGEST_HEADLINE and after != "par" and _FEMININE_SUBJECT.match(context.text[:start].rstrip()):
        # Its participle would end in EE: `LA MAIRE DE NIMES DEMISSIONNE`.
        return (_FINITE, "a", _PARTICIPLE)
    return (_PARTICIPLE, "a", _FINITE, "mfp")


def _joins_verbs(word: str, start: int, context: Context) -> bool:
    """Whether what stands before `et` and a word that is no noun is read as a finite verb: `CASSE ET ANNULE`."""
    kinds = {kind for _, found in _find_forms(word) for kind in found}
    joined = _JOINED_BEFORE.search(context.text, max(0, start - _LONGEST_NAME), start)
    if not joined or kinds & set("mfp"):
        return False
    other = remove_accents(joined["word"].lower())
    form = restore_accents(other, joined.start("word"), context)
    return any(form == found and _FINITE in kind for found, kind in _find_forms(other))


def _is_subject(before: str, start: int, context: Context) -> bool:
    """Whether the noun before has its article, so that a verb may follow: `LE SMIC AUGMENTE`, `PRODUIT UTILISE`."""
    article = remove_accents(context.find_word_before(max(0, start - len(before) - 1)).lower().rstrip("’'"))
    words = _load_words()
    if article in ("un", "une"):
        # UN HOMME TUE A NICE
        return False
    return article == "l" or any(article in words[f"{kind}_before"] for kind in ("masculine", "feminine", "plural"))


def _is_inverted(before: str, start: int, context: Context) -> bool:
    """Whether the pronoun before follows its verb: `EST-IL UTILISE`."""
    written = context.get_text_before(start, len(before) + 3).rstrip()
    return before in _load_words()["pronouns"] and written.removesuffix(before.upper()).endswith("-")
