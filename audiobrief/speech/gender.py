"""The gender of the noun a number counts.

`vingt et une femmes`, also across adjectives (`21 nouvelles places`) and a partitive (`21 des victimes`).
"""

from __future__ import annotations

import re
from functools import lru_cache

from audiobrief.lazy_regex import lazy_regex
from audiobrief.speech.lexicon import load_word_forms
from audiobrief.speech.patterns import GAP, SPACE, UPPER
from audiobrief.speech.rule import Context
from audiobrief.system.toml_files import load_shipped

_FEMININE_ENDING = lazy_regex(r"(?:tion|sion|ette|trice|euse|enne|ance|ence|té|tude|ade)s?$")
# Thousands separated by spaces only: an apostrophe or a full stop is rare where something is counted.
_INTEGER = rf"\d{{1,3}}(?:{GAP}\d{{3}})*"
# A second number, or another partitive: `de 21 à 31 places`, `21 des 31 communes`.
_SECOND_NUMBER = lazy_regex(rf"{SPACE}(?:à|et|ou|des|de\sces|de\sses|sur\sles|sur){SPACE}{_INTEGER}(?!\d)")
_COUNT = lazy_regex(rf"(?<![\w.,]){_INTEGER}(?![\w.,/-]\w)")
# `21, rue des Lilas`, `21 bis avenue Foch`.
_ADDRESS = lazy_regex(
    rf"""
    {GAP}(?:,{SPACE}|bis{SPACE}|ter{SPACE}){{0,2}}
    (?:rue|avenue|boulevard|place|impasse|allée|route|cours|chaussée|ruelle)
    {SPACE}(?:d[eu]s?{SPACE}|d[’']|{UPPER})
    """,
    re.X,
)
# Years are not counted, whatever was counted before: `38 victoires entre 1931 et 1941`.
_YEAR = lazy_regex(r"(?:1[1-9]|20)\d\d$")
_WORD_LETTER = lazy_regex(r"[^\W\d_]")
_AMONG_THEM = lazy_regex(rf"{SPACE}d[’']entre{SPACE}elles\b")
# `elles sont 21`, `elles étaient environ 21`.
_THEY_ARE = lazy_regex(rf"(?i)\belles\s[^\W\d_]+\s(?:\S+\s)?{_INTEGER}{GAP}$")
# `elles étaient 21 au départ, 1 à l’arrivée`
_THEY_WERE = lazy_regex(rf"(?i)\belles\s[^\W\d_]+\s(?:\S+\s)?{_INTEGER}[^\d.;:!?]{{1,30}},\s{_INTEGER}{GAP}$")
# Of a prison sentence: `dont un ferme`.
_OF_WHICH = lazy_regex(rf"\bdont\s{_INTEGER}$")
_PARTITIVE = frozenset({"des", "de", "ces", "ses", "leurs", "nos", "vos", "mes", "tes", "les"})


@lru_cache(maxsize=1)
def _load_supplement() -> tuple[frozenset[str], frozenset[str]]:
    table = load_shipped("audiobrief.speech.lexicon", "gender_supplement")
    return frozenset(table["feminine"]), frozenset(table["masculine"])


def is_feminine(noun: str) -> bool:
    """Whether a noun form counts in the feminine: lexicon first, then its ending, else masculine."""
    word = noun.lower()
    feminine, masculine = _load_supplement()
    forms = {word, word[:-1]} if word.endswith("s") else {word}
    if forms & masculine:
        return False
    if forms & feminine or forms & load_word_forms("feminine_nouns"):
        return True
    if forms & load_word_forms("masculine_nouns"):
        return False
    return bool(_FEMININE_ENDING.search(word)) and word not in load_word_forms("adjectives")


def is_common_word(word: str) -> bool:
    """Whether a lower-case word stands in the lists of nouns and adjectives."""
    return any(word in load_word_forms(name) for name in ("feminine_nouns", "adjectives", "masculine_nouns"))


def counts_feminine(context: Context, position: int) -> bool:
    """Whether the noun counted by a number ending at `position` is feminine.

    The noun may stand after a second number (`de 21 à 31 places`, `21 des 31 communes`), or have been counted before
    and be left out now (`sur 71 candidates, 31 ont…`).
    """
    if _ADDRESS.match(context.text, position):
        return False
    if _AMONG_THEM.match(context.text, position):
        return True
    if second := _SECOND_NUMBER.match(context.text, position):
        position = second.end()
    words = _find_noun_phrase(context, position)
    if words[:1] == ["ferme"] and _OF_WHICH.search(context.get_text_before(position, 12)):
        return False
    return _is_feminine_phrase(words) if words else _was_counted_feminine(context, position)


def _find_noun_phrase(context: Context, position: int) -> list[str]:
    """The words after a number, from the noun's first adjective on; empty when no noun follows."""
    written = context.find_words_after(position)
    if written and (entry := context.lexicon.acronyms.get(written[0].removesuffix("s"))) and entry.means:
        # `21 PME` are counted as what the letters stand for.
        return [word for word in entry.means.lower().replace("’", " ").split() if word != "et"]
    words = [re.sub(r"^[dl][’']", "", word.lower()) for word in written]
    while words and words[0] in _PARTITIVE:
        words.pop(0)
    return [] if words and (words[0] in context.lexicon.words["not_counted"] or _is_verb(words[0])) else words


def _is_verb(word: str) -> bool:
    """Whether a word looks like a verb in the plural: `sur 71 candidates, 31 renoncent`."""
    return word.endswith(("ent", "ont")) and not is_common_word(word)


def _was_counted_feminine(context: Context, position: int) -> bool:
    """Whether what was last counted before is feminine, or the pronoun is: `elles sont 21`."""
    if _YEAR.search(context.get_text_before(position, 4)):
        return False
    if _THEY_ARE.search(context.get_text_before(position, 40)) or _THEY_WERE.search(
        context.get_text_before(position, 90)
    ):
        return True
    if not _WORD_LETTER.search(context.text, max(0, position - 160), position):
        return False
    earlier = [found.end() for found in _COUNT.finditer(context.text, max(0, position - 160), position)]
    for end in reversed(earlier[:-1]):
        if words := _find_noun_phrase(context, end):
            return _is_feminine_phrase(words)
    return False


def _is_feminine_phrase(words: list[str]) -> bool:
    for at, word in enumerate(words):
        if is_feminine(word):
            return True
        if word not in load_word_forms("adjectives") or at == len(words) - 1:
            return False
    return False
